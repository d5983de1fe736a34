import { expressionsIn } from '../../python/walk.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { only } from '../settings/reasons.ts';

/** fal looks at the function itself; what only returns a generator has to say so in its body. */
export function setting(context: UnitContext, setting: Setting): Part {
  const { stmt } = context.unit;
  const yields = [...expressionsIn(stmt.body.body)].some(({ kind }) => kind === 'yield');
  if (yields || isUnset(setting)) return {};
  const message = `\`${stmt.name}\` returns a generator without a \`yield\` of its own: write \`yield from\` in it`;
  return only(context, setting, 'manual', message);
}
