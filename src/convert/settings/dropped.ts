import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { reason } from './reasons.ts';

/** Whether a keyword says what leaving it out says: `False`, `None`, an empty list or dict. */
export function isUnset({ names, value, scope }: Setting): boolean {
  const constant = constantOf(names, value, scope);
  if (constant.kind === 'value') return constant.value === null || constant.value === false;
  if (constant.kind === 'list') return constant.items.length === 0;
  return constant.kind === 'dict' && constant.entries.length === 0;
}

/** A keyword that fal has no setting for: it goes, and where it asked for something the page's reason is given. */
export function dropped(context: UnitContext, setting: Setting): Part {
  const { verdict, reason: why, modal, url } = context.rule;
  if (verdict === 'rewrite' || isUnset(setting)) return {};
  const message = why ?? `\`${modal}\` has no counterpart on fal: see ${url}`;
  return { reasons: [reason(context, verdict, message, setting.argument.span)] };
}
