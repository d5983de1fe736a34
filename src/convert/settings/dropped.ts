import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { reason, written } from './reasons.ts';

/** Whether a keyword says what leaving it out says: `False`, `None`, an empty list or dict. */
export function isUnset({ names, value, scope }: Setting): boolean {
  const constant = constantOf(names, value, scope);
  if (constant.kind === 'value') return constant.value === null || constant.value === false;
  if (constant.kind === 'list') return constant.items.length === 0;
  return constant.kind === 'dict' && constant.entries.length === 0;
}

/** A keyword that fal has no setting for: it goes, and where it asked for something the page's reason is given. */
export function dropped(context: UnitContext, setting: Setting): Part {
  const { verdict, reason: why, url } = context.rule;
  if (verdict === 'rewrite' || isUnset(setting)) return {};
  const what = `fal has nothing for \`${written(setting)}\``;
  const message = `${what}: ${why === undefined ? `see ${url}` : continued(why)}`;
  return { reasons: [reason(context, verdict, message, setting.argument.span)] };
}

/** A sentence as the second half of another. */
function continued(sentence: string): string {
  const text = sentence.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
