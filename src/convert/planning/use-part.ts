import type { Rule } from '../../model/rule.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import { lookedUp } from '../../program/looked-up.ts';
import { usesWithin } from '../../program/uses-within.ts';
import type { Use } from '../../python/uses.ts';
import { contains } from '../../python/walk.ts';
import { styleOf } from '../layout.ts';
import { removals } from '../removals.ts';
import { marksOf } from '../marks.ts';
import type { CallContext, Part, Style, UnitContext } from '../part.ts';
import { quoteAt } from '../quotes.ts';
import { ruleReason } from '../verdict.ts';
import { expressionPart } from './expression.ts';

/** What a call transform gets, before its rule is known. */
export type CallBase = Omit<CallContext, 'rule' | 'collected'>;

/** Uses inside a unit that are nobody's call site and no part of its decorators: `vol.commit()`, `modal.Sandbox.create()`. */
export function innerUses({
  unit,
  file,
  units,
}: Pick<UnitContext, 'unit' | 'file' | 'units'>): Use[] {
  const calls = sitesOf(units);
  const all = [...unit.decorators, ...unit.methods.flatMap((method) => method.decorators)];
  // `@(modal.x() if y else z)` is no decorator of the SDK that a transform sees.
  const decorators = all.filter(({ symbol }) => symbol !== undefined);
  return usesWithin(file, unit.stmt.span).filter(
    (use) =>
      !calls.has(use) &&
      use.role !== 'import' &&
      use.role !== 'keyword' &&
      !decorators.some(({ decorator }) => contains(decorator.span, use.span)),
  );
}

const sites = new WeakMap<readonly Unit[], ReadonlySet<Use>>();

/** Every use that is a call of one of the units. */
export function sitesOf(units: readonly Unit[]): ReadonlySet<Use> {
  const known =
    sites.get(units) ?? new Set(units.flatMap((unit) => unit.sites.map(({ use }) => use)));
  sites.set(units, known);
  return known;
}

/** What becomes of one use. */
export function usePart(base: CallBase, use: Use, rules: Set<Rule>): Part {
  const { file, units } = base;
  const found = lookedUp(units, file, use);
  return sitePart(base, found?.site ?? { file, use, scope: use.scope }, rules);
}

/** What becomes of a call, with the edits of its file where that is another. */
export function sitePart(base: CallBase, site: CallSite, rules: Set<Rule>): Part {
  const rule = base.ownerOf(site.use);
  if (!rule) return {};
  rules.add(rule);
  const transform = base.transforms.get(rule.id)?.call;
  const style = styleAt(site);
  const part = transform
    ? transform({ ...base, style, rule, collected: [] }, site)
    : (expressionPart(rule, site) ?? {
        reasons: [ruleReason(rule, site.use.span, nameOf(site.use))],
      });
  return site.file === base.file ? part : moved(site, part);
}

/** What was used, by the name that the user wrote it by, as far as that is one of the SDK's. */
function nameOf({ symbol }: Use): string {
  return `\`${symbol.legacy ?? symbol.name}\``;
}

/** The style of the file that holds a call, with a quote that its place allows. */
function styleAt({ file, use }: CallSite): Style {
  const style = styleOf(file.names);
  return { ...style, quote: quoteAt(file.names, use.span, style) };
}

/** Edits of a call site in another file; the imports that they need go with them. */
function moved({ file }: CallSite, part: Part): Part {
  const { edits = [], removed = [], needs = [], reasons = [], refused } = part;
  const marks = marksOf(file.names.module, reasons);
  const all = [...marks, ...edits, ...removals(file.names.module, removed)];
  return {
    elsewhere: { [file.path]: all },
    needsElsewhere: { [file.path]: needs },
    reasons: reasons.map((reason) => ({ ...reason, file: file.path })),
    ...(refused !== undefined && { refused }),
  };
}
