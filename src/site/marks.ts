/** Lines of a pair that are on one side only, 1-based. */
export interface Marks {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** Compares two texts line by line; blank lines are never marked. */
export function marksOf(before: string, after: string): Marks {
  const a = before.split('\n');
  const b = after.split('\n');
  const kept = keptLines(a, b);
  const leftOf = (lines: readonly string[], side: ReadonlySet<number>): number[] =>
    lines.flatMap((line, i) => (side.has(i) || line.trim() === '' ? [] : [i + 1]));
  return { removed: leftOf(a, kept.a), added: leftOf(b, kept.b) };
}

/** The indexes of a longest common subsequence on both sides. */
function keptLines(a: readonly string[], b: readonly string[]): { a: Set<number>; b: Set<number> } {
  const lengths = lengthsFromEnd(a, b);
  const kept = { a: new Set<number>(), b: new Set<number>() };
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      kept.a.add(i++);
      kept.b.add(j++);
    } else if (lengthAt(lengths, i + 1, j) >= lengthAt(lengths, i, j + 1)) i++;
    else j++;
  }
  return kept;
}

function lengthsFromEnd(a: readonly string[], b: readonly string[]): number[][] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => []);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const longest =
        a[i] === b[j]
          ? lengthAt(lengths, i + 1, j + 1) + 1
          : Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1));
      (lengths[i] ?? [])[j] = longest;
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

/** `1-3,7`, as the info string of a fence takes it. */
export function ranges(lines: readonly number[]): string {
  const found: [number, number][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else found.push([line, line]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
