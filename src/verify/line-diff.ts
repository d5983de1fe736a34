/** Lines that differ: `-` expected, `+` got, with the lines around them. Enough for texts of a screen or two. */
export function lineDiff(expected: string, got: string): string {
  const a = expected.split('\n');
  const b = got.split('\n');
  const common = lengths(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i] ?? ''}`);
      i++;
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
    ) {
      lines.push(`- ${a[i++] ?? ''}`);
    } else lines.push(`+ ${b[j++] ?? ''}`);
  }
  return lines.join('\n');
}

/** Length of the longest common run of lines, from each pair of places on. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? [];
    const next = table[i + 1] ?? [];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
