import type { Rule } from '../../model/rule.ts';
import type { Setting } from '../../program/units.ts';
import { constantOf } from '../../python/constants.ts';
import { contains, expressions } from '../../python/walk.ts';
import { mainSymbol } from './decorators.ts';
import { styleOf, textOfExpr } from '../layout.ts';
import { needsPerson } from '../marks.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
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

/** A comment behind the keyword goes with what the keyword becomes. */
function commented({ names, argument, inherited }: Setting, part: Part): Part {
  const [first, ...rest] = part.settings ?? [];
  const { source, comments } = names.module;
  const { end } = argument.span;
  const comment = comments.find(
    ({ start }) => start >= end && /^[ \t]*,?[ \t]*$/.test(source.slice(end, start)),
  );
  if (!first || !comment || inherited) return part;
  const text = source.slice(comment.start, comment.end);
  return { ...part, settings: [{ ...first, comment: text }, ...rest] };
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
