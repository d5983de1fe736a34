import type { Rule, ValueRow, ValueSetting } from '../../model/rule.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import type { Use } from '../../python/uses.ts';

/** What the table says of the very value that a keyword has. */
export interface ValueAdvice {
  /** What to write, or what is nearest to it: `` `machine_type = "GPU-H100"` ``. */
  readonly fal: string;
  readonly notes: string;
  readonly verdict: ValueRow['verdict'];
}

/** Looks the value of a keyword up in the rows of its rule; nothing where it is no text, or of several kinds. */
export function valueAdvice(
  { keyword, scope }: Use,
  { values = [] }: Rule,
  names: Names,
): ValueAdvice | undefined {
  if (!keyword || values.length === 0) return undefined;
  const text = textOf(constantOf(names, keyword.argument.value, scope))?.toUpperCase();
  if (text === undefined) return undefined;
  const [word = '', count] = text.split(':', 2);
  const row = values.find((one) => one.values.includes(word));
  if (!row) return undefined;
  const { notes, verdict } = row;
  const amount = Number(count);
  const counted = amount > 1 ? values.find((one) => one.values[0]?.startsWith(':')) : undefined;
  const settings = counted ? [row.fal, { ...counted.fal, value: amount }] : [row.fal];
  return { fal: settings.map(written).join(' and '), notes, verdict };
}

function written({ name, value }: ValueSetting): string {
  return `\`${name} = ${typeof value === 'string' ? `"${value}"` : value}\``;
}
