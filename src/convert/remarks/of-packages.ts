import type { Word } from '../dockerfile/words.ts';
import { linesOf, type Remarks } from './remarks.ts';

/** An item of a list of packages, and what the user says of it. */
export interface Said {
  readonly above: readonly string[];
  readonly behind?: string;
  readonly below: readonly string[];
}

export const UNSAID: Said = { above: [], below: [] };

const NOTHING: Remarks = { above: [], words: [], below: [] };

/** What is said of each of the items of one step; what is said of the step stands above its first. */
export function saidOf(items: readonly Word[], remarks: Remarks | undefined): readonly Said[] {
  const { above, words, below } = remarks ?? NOTHING;
  const left = new Map(words.map((remark) => [remark.word, remark]));
  const own = items.map((item): Said => {
    const remark = typeof item === 'string' ? left.get(item) : undefined;
    if (remark) left.delete(remark.word);
    return remark ?? UNSAID;
  });
  const loose = [...left.values()].flatMap(linesOf);
  return own.map((said, i): Said => ({
    ...said,
    above: i === 0 ? [...above, ...loose, ...said.above] : said.above,
    below: i === own.length - 1 ? [...said.below, ...below] : said.below,
  }));
}

/** What is said of one item by two that are the same. */
export function mergedSaid(a: Said | undefined, b: Said): Said {
  if (!a) return b;
  const behind = a.behind ?? b.behind;
  const rest = a.behind !== undefined && b.behind !== undefined ? [b.behind] : [];
  return {
    above: [...a.above, ...b.above, ...rest],
    ...(behind !== undefined && { behind }),
    below: [...a.below, ...b.below],
  };
}

/** All that is said of an item. */
export function saidLines({ above, behind, below }: Said): readonly string[] {
  return [...above, ...(behind === undefined ? [] : [behind]), ...below];
}

/** Whether there is anything to write. */
export function isSaid({ above, behind, below }: Said): boolean {
  return above.length > 0 || behind !== undefined || below.length > 0;
}

/** A list of expressions, one a line with what is said of it. */
export function saidList(
  items: readonly { readonly code: string; readonly said: Said }[],
  indent: string,
): string {
  const rows = items.flatMap(({ code, said: { above, behind, below } }) => [
    ...above,
    behind === undefined ? `${code},` : `${code},  ${behind}`,
    ...below,
  ]);
  return ['[', ...rows.map((row) => indent + row), ']'].join('\n');
}
