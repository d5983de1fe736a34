import type { Rule } from '../../model/rule.ts';
import type { Setting } from '../../program/units.ts';
import { constantOf } from '../../python/constants.ts';
import { contains, expressions } from '../../python/walk.ts';
import { mainSymbol } from './decorators.ts';
import { lineStart, styleOf, textAt, textOfExpr } from '../layout.ts';
import { needsPerson } from '../marks.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { commentAbove } from '../remarks/above.ts';
import { commentBehind, isForPeople } from '../remarks/remarks.ts';
import { pyValue } from '../settings/literals.ts';
import { ruleReason } from '../verdict.ts';

type Base = Omit<UnitContext, 'rule' | 'collected'>;

/** What a keyword of the decorator, or of the App, becomes. */
export function settingPart(
  base: Base,
  setting: Setting,
  context: (rule: Rule) => UnitContext,
): Part {
  const { unit, ownerOf } = base;
  const symbol = mainSymbol(unit);
  const { name, argument } = setting;
  const rule = symbol && ownerOf({ symbol, role: 'keyword', keyword: { name, argument } });
  const span = setting.inherited ? unit.stmt.nameSpan : argument.span;
  if (!rule) {
    return {
      reasons: [
        { rule: 'cannot-resolve', verdict: 'manual', message: `\`${name}=\` is not known`, span },
      ],
    };
  }
  const part = becomes(base, setting, rule, context);
  return setting.when !== undefined && writes(part)
    ? {
        reasons: [dependsReason(base, setting, rule)],
        keeps: { [setting.names.file]: objectsIn(setting) },
      }
    : part;
}

function becomes(
  base: Base,
  setting: Setting,
  rule: Rule,
  context: (rule: Rule) => UnitContext,
): Part {
  const transform = base.transforms.get(rule.id)?.setting;
  if (transform)
    return commented(setting, atUnit(base, setting, transform(context(rule), setting)));
  context(rule);
  if (rule.rewrite?.kind === 'setting') return commented(setting, copied(base, setting, rule));
  const span = setting.inherited ? base.unit.stmt.nameSpan : setting.argument.span;
  return atUnit(base, setting, { reasons: [ruleReason(rule, span)] });
}

/** Whether something is written that a condition of the user's would have to decide. */
function writes({ settings, edits, removed, elsewhere, before, after, members }: Part): boolean {
  const lists = [settings, edits, removed, before, after, members, Object.keys(elsewhere ?? {})];
  return lists.some((list) => list !== undefined && list.length > 0);
}

function dependsReason({ unit }: Base, { name, when }: Setting, { id }: Rule): Reason {
  const message = `\`${name}=\` depends on \`${when ?? ''}\`: write what it becomes with that condition`;
  return { rule: id, verdict: 'manual', message, span: unit.stmt.nameSpan };
}

/** What a secret holds, in a comment about it. */
const VALUE = /["'`=]|_[A-Z_\d]*\s*:/;

/** Comments above the keyword, behind it and in its value go with what the keyword becomes. */
function commented({ name, names, argument, inherited }: Setting, part: Part): Part {
  const [first, ...rest] = part.settings ?? [];
  if (!first || inherited) return part;
  const { source, comments } = names.module;
  const comment = commentBehind(names.module, argument.span);
  const own = rest.concat(first).map((one) => [one.value, ...(one.above ?? [])].join('\n'));
  const inner = comments
    .filter((one) => contains(argument.span, one))
    .map((one) => textAt(source, one))
    .filter((text) => !name.startsWith('secret') || !VALUE.test(text));
  const start = lineStart(source, argument.span.start);
  const isAlone = source.slice(start, argument.span.start).trim() === '';
  const said = [...(isAlone ? commentAbove(source, start) : []), ...inner].filter(
    (text) => isForPeople(text) && !own.some((value) => value.includes(text)),
  );
  const above = [...(first.above ?? []), ...said];
  const setting: FalSetting = {
    ...first,
    ...(above.length > 0 && { above }),
    ...(comment !== undefined && { comment }),
  };
  return { ...part, settings: [setting, ...rest] };
}

/** Reasons about a value that stands elsewhere (in the App, in another file) are shown on the unit. */
function atUnit({ unit }: Base, setting: Setting, part: Part): Part {
  const places = [unit.stmt.span, ...unit.decorators.map(({ decorator }) => decorator.span)];
  const near = (span: Reason['span']): boolean =>
    setting.names === unit.file.names && places.some((place) => contains(place, span));
  const reasons = part.reasons?.map((reason) =>
    near(reason.span) ? reason : { ...reason, span: unit.stmt.nameSpan },
  );
  // Something converted: the marks say what is missing. Nothing did: a person starts from what was there.
  const done = [part.settings, part.edits, part.removed].some((list) => list && list.length > 0);
  const lost = !done && reasons?.some(needsPerson) === true;
  const keeps = lost ? { [setting.names.file]: objectsIn(setting) } : {};
  return { ...part, keeps, ...(reasons && { reasons }) };
}

/** Names of Modal objects that a value is made of. */
function objectsIn({ value, names, scope }: Setting): string[] {
  return [...expressions(value)].flatMap((expr) =>
    expr.kind === 'name' && names.valueOf(expr, scope).kind === 'instance' ? [expr.id] : [],
  );
}

/** `scaledown_window=60` → `keep_alive = 60`: the user's own expression. */
function copied({ unit }: Base, setting: Setting, rule: Rule): Part {
  const { value, names } = setting;
  if (value.kind === 'constant' && value.value === null) return {};
  const text =
    names === unit.file.names
      ? textOfExpr(names.module.source, value)
      : pyValue(constantOf(names, value, setting.scope), styleOf(unit.file.names).quote);
  if (text === undefined || rule.rewrite?.kind !== 'setting')
    return { reasons: [ruleReason(rule, unit.stmt.nameSpan)] };
  return { settings: [{ name: rule.rewrite.name, value: text }] };
}
