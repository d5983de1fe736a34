import type { Span } from '../../model/span.ts';
import type { Rule } from '../../model/rule.ts';
import type { Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { contains } from '../../python/walk.ts';
import { imageName } from '../finishing/shared-images.ts';
import { LAST, mainSymbol } from './decorators.ts';
import { removals } from '../removals.ts';
import { marksOf } from '../marks.ts';
import { localModules } from '../modules/local.ts';
import { relativeImports } from '../modules/relative.ts';
import { hasEndpointClass } from '../naming.ts';
import type { FalSetting, Need, Part, TransformModule, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { storesOf, storesPart } from '../stores/stores-part.ts';
import { instancesPart } from './instances.ts';
import { openPart } from './open.ts';
import { settingPart } from './setting-part.ts';
import { firstDuplicate, settled } from './settled.ts';
import { unitEdits, withoutGone } from './unit-edits.ts';
import { innerUses, sitePart, usePart, type CallBase } from './use-part.ts';
import { judged, ruleReason } from '../verdict.ts';

/** A plan with what the file needs to hold it up. */
export interface UnitPlan extends Plan {
  readonly of: Unit | undefined;
  readonly needs: Readonly<Record<string, readonly Need[]>>;
  /** Of code outside of units: the Apps that it starts. */
  readonly starts?: readonly Expr[];
  /** Of code outside of units: it takes something away that units on Modal need. */
  readonly waits?: true;
  /** What makes the Dicts that become stores: everybody who uses one converts with the others. */
  readonly stores?: readonly Stmt[];
  /** The text of the converted image, and the name that Modal's had. */
  readonly image?: readonly [text: string, name: string];
  /** Names, by file, that the cleaning up must leave. */
  readonly keeps: Readonly<Record<string, readonly string[]>>;
}

type Base = Omit<UnitContext, 'rule' | 'collected'>;

/** What one concept contributes. */
interface RulePart {
  readonly rule: Rule;
  readonly part: Part;
}

/** Plans one unit: asks every concept that takes part in it, and puts the parts together. */
export function planUnit(base: Base): UnitPlan {
  const { unit } = base;
  const rules = new Set<Rule>();
  const context = (rule: Rule, collected: readonly FalSetting[] = []): UnitContext => {
    rules.add(rule);
    return { ...base, rule, collected };
  };
  const settings = [...unit.settings.values()].map((setting) =>
    settingPart(base, setting, context),
  );
  const uses = innerUses(base);
  const wide = uses.flatMap((use) => wholeRule(base, use) ?? []);
  const early = [...new Set([...decoratorRules(base, false), ...hookRules(base), ...wide])].map(
    (rule) => ({ rule, part: unitPart(base, rule, context(rule)) }),
  );
  const inner = uses.filter((use) => !wholeRule(base, use)).map((use) => usePart(base, use, rules));
  const sites = unit.sites
    .filter(({ alongside }) => !alongside)
    .map((site) => sitePart(base, site, rules));
  const found = mergeParts([...settings, ...early.map(({ part }) => part)]);
  const collected = settled(found.settings ?? []);
  const main = mainRule(base);
  const modules = localModules(base, collected, main?.id ?? '');
  const paths = main ? relativeImports(base, main.id) : {};
  const duplicate = firstDuplicate(collected);
  const late = [...decoratorRules(base, true)].map((rule) => ({
    rule,
    part: unitPart(base, rule, context(rule, [...collected, ...modules.settings])),
  }));
  const replaced = new Set(late.flatMap(({ part }) => part.instead ?? []));
  const counted = (parts: readonly RulePart[]): Part[] =>
    parts.flatMap(({ rule, part }) =>
      rule.matches.some(({ symbol }) => replaced.has(symbol)) ? [] : [part],
    );
  const isOwn = (span: Span): boolean => contains(unit.stmt.span, span);
  const own = [
    ...settings,
    ...counted(early),
    ...inner,
    ...sites,
    ...counted(late),
    paths,
    storesPart(base),
    { needs: modules.needs, reasons: modules.reasons },
    openPart(base.program, base.file, isOwn),
    instancesPart(base.program, base.file, base.units, isOwn),
  ];
  const part = mergeParts(own);
  const doubt = unit.doubts[0];
  const refused =
    doubt ??
    part.refused ??
    (duplicate === undefined ? undefined : `\`${duplicate}\` is decided twice`);
  const stores = storesOf(base.program, unit).map(({ stmt }) => stmt);
  return { ...assemble(base, part, rules, refused), ...(stores.length > 0 && { stores }) };
}

/** The rule of what makes the unit one. */
function mainRule({ unit, ownerOf }: Base): Rule | undefined {
  const symbol = mainSymbol(unit);
  return symbol && ownerOf({ symbol, role: 'decorator' });
}

/** Rules of the decorators on the unit and on its methods: those that come last, or all others. */
function decoratorRules({ unit, ownerOf }: Base, last: boolean): ReadonlySet<Rule> {
  const members = [...unit.methods, ...unit.inherited];
  const all = [...unit.decorators, ...members.flatMap(({ decorators }) => decorators)];
  const found = new Set<Rule>();
  for (const { symbol } of all) {
    if (!symbol || LAST.has(symbol.name) !== last) continue;
    const rule = ownerOf({ symbol, role: 'decorator' });
    if (rule) found.add(rule);
  }
  return found;
}

/** The rule of a use that is converted once a unit, not once a use: `modal.parameter()`. */
function wholeRule(base: Base, use: Use): Rule | undefined {
  const rule = base.ownerOf(use);
  const transform = rule && transformOf(base, rule);
  return transform?.unit && !transform.call ? rule : undefined;
}

/** Hooks of the past have no decorator: `__enter__`, `__exit__`. */
function hookRules({ unit, file, ownerOf }: Base): Rule[] {
  const symbols = [
    { role: 'enter', name: 'modal.enter' },
    { role: 'exit', name: 'modal.exit' },
  ].map(({ role, name }) =>
    unit.methods.some((method) => method.role === role) ? file.names.sdk.lookup(name) : undefined,
  );
  return symbols.flatMap((symbol) =>
    symbol ? (ownerOf({ symbol, role: 'decorator' }) ?? []) : [],
  );
}

function transformOf({ transforms }: Base, { id }: Rule): TransformModule | undefined {
  return transforms.get(id);
}

function unitPart(base: Base, rule: Rule, context: UnitContext): Part {
  const transform = transformOf(base, rule)?.unit;
  if (transform) return transform(context);
  return { reasons: [ruleReason(rule, base.unit.stmt.nameSpan)] };
}

/** Plans uses that belong to no unit. */
export function planUses(
  base: Omit<CallBase, 'unit'>,
  uses: readonly Use[],
  open: Part,
): UnitPlan | undefined {
  const { file } = base;
  const { source } = file.names.module;
  const rules = new Set<Rule>();
  const parts = uses.map((use) => usePart({ ...base, unit: undefined }, use, rules));
  const part = mergeParts([...parts, open]);
  const reasons = part.reasons ?? [];
  const marks = marksOf(file.names.module, reasons);
  const removed = removals(file.names.module, part.removed ?? []);
  const edits = withoutGone([...marks, ...(part.edits ?? []), ...removed]);
  if (edits.length === 0 && part.refused === undefined) return undefined;
  return {
    of: undefined,
    starts: uses.flatMap(startedApp(file.names)),
    ...(uses.some(({ symbol }) => SERVES.has(symbol.name)) && { waits: true as const }),
    unit: file.path,
    kind: 'calls',
    file: file.path,
    span: { start: 0, end: source.length },
    ...judged(rules, reasons),
    ...(part.refused !== undefined && { refused: part.refused }),
    edits: { ...part.elsewhere, [file.path]: edits },
    needs: { ...part.needsElsewhere, [file.path]: part.needs ?? [] },
    keeps: part.keeps ?? {},
  };
}

/** What goes when all units of an App are converted. */
const STARTS = new Set(['modal.App.run', 'modal.App.deploy']);
/** What serves units of the file, or those that it calls. */
const SERVES = new Set([...STARTS, 'modal.Image.imports', 'modal.enable_output']);

/** The `modal.App(…)` behind `app.run()`. */
function startedApp(names: Names): (use: Use) => Expr[] {
  return ({ symbol, call, scope }) => {
    const app = call?.func.kind === 'attribute' ? call.func.value : undefined;
    if (!STARTS.has(symbol.name) || !app) return [];
    const value = names.valueOf(app, scope);
    return value.kind === 'instance' && value.origin ? [value.origin.expr] : [];
  };
}

function assemble(
  base: Base,
  part: Part,
  rules: ReadonlySet<Rule>,
  refused: string | undefined,
): UnitPlan {
  const { unit, file } = base;
  const reasons = part.reasons ?? [];
  const path = file.path;
  const image = imageName(unit, part.settings ?? []);
  return {
    of: unit,
    ...(image && { image }),
    unit: unit.name,
    kind: unit.kind,
    file: path,
    span: unit.stmt.span,
    ...becomes(base, part),
    ...judged(rules, reasons),
    ...(refused !== undefined && { refused }),
    edits: {
      ...part.elsewhere,
      [path]: withoutGone([...(part.elsewhere?.[path] ?? []), ...unitEdits(base, part)]),
    },
    needs: { ...part.needsElsewhere, [path]: part.needs ?? [] },
    keeps: part.keeps ?? {},
  };
}

/** What a unit is on fal: a web function is an app or a served function, and so can a class be that only serves. */
function becomes({ unit }: Base, { instead }: Part): Pick<Plan, 'becomes'> {
  if (unit.kind === 'entrypoint') return {};
  if (unit.kind === 'class')
    return { becomes: instead?.includes('modal.App.cls') ? 'fal.function' : 'fal.App' };
  return { becomes: hasEndpointClass(unit) ? 'fal.App' : 'fal.function' };
}
