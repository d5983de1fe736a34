import type { LayerCall } from '../../program/image.ts';
import { entriesAt } from '../../python/collections.ts';
import { textOf, whyUnknown } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { isUnknown, type Located } from '../../python/place.ts';
import type { Place } from '../written/place.ts';
import { writtenAt } from '../written/write.ts';
import type { Arguments } from './arguments.ts';
import { argumentExpr, argumentOf } from './call.ts';
import { isOpen, openText } from './open-text.ts';
import { joined, type Item } from './template.ts';
import { callOf, quotedLine } from './words.ts';

/** The `ENV` lines of `env(vars)`. */
export function variableLines(call: LayerCall, args: Arguments, place: Place): readonly Item[] {
  args.taken('vars');
  const { names, scope, frame } = call;
  const expr = argumentExpr(call.call, 'vars', 0);
  const vars = argumentOf(call, 'vars', 0);
  const at = expr && { names, scope, expr, ...(frame && { frame }) };
  const entries = at ? entriesAt(at) : { unknown: 'missing' };
  if (!isUnknown(entries)) {
    return entries.flatMap(({ key, value }) => variableLine(key, value, args, place));
  }
  const whole = at && (vars?.kind === 'unknown' || vars?.kind === 'dict') && writtenAt(at, place);
  if (whole && !isUnknown(whole)) {
    const items = { ...whole, code: `${inParens(whole.code)}.items()` };
    const key = { code: 'key', needs: [] };
    const text = callOf('shlex', 'quote', { code: 'value', needs: [] });
    const lines = [joined('ENV ', key, '=', text)];
    return [{ kind: 'repeated', target: 'key, value', items, lines }];
  }
  const why = whole ? whole.unknown : vars ? (whyUnknown(vars) ?? 'no dict') : 'missing';
  args.manual(`The variables of \`env\` are ${why}: write \`ENV\` lines for them`);
  return [];
}

function inParens(code: string): string {
  return /^[\w.]+$|^\{[^{}]*\}$/.test(code) ? code : `(${code})`;
}

function variableLine(
  key: Located,
  value: Located,
  args: Arguments,
  place: Place,
): readonly Item[] {
  const name = textOf(constantAt(key));
  const line = openText(value, place);
  if (name !== undefined && !isOpen(line)) return [joined(`ENV ${name}=`, quotedLine(line))];
  const what = name === undefined ? 'A name in `env`' : `\`${name}\` of \`env\``;
  const why = isOpen(line) ? line.unknown : 'no string';
  args.manual(`${what} is ${whyUnknown(constantAt(key)) ?? why}: write an \`ENV\` line for it`);
  return [];
}
