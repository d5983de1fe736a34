/**
 * The 1-based line of a TOML file that sets a key, as near as its text tells.
 * The parser gives values without places; a key is where its table's header, or a dotted key, says so.
 */
export function lineOfKey(text: string, path: readonly string[]): number {
  const rows = text.split(/\r\n|\n/);
  let table: readonly string[] = [];
  let best = { line: 1, depth: 0 };
  rows.forEach((row, index) => {
    const header = /^\s*\[\[?([^\]]*)\]/.exec(row);
    const key = header ? undefined : /^\s*((?:"[^"]*"|'[^']*'|[\w.\- ])+?)\s*=/.exec(row);
    if (header) table = segments(header[1] ?? '');
    if (!header && !key) return;
    const full = header ? table : [...table, ...segments(key?.[1] ?? '')];
    const depth = full.filter((segment, i) => segment === path[i]).length;
    const leads = depth === full.length && depth <= path.length;
    if (leads && depth > best.depth) best = { line: index + 1, depth };
  });
  return best.line;
}

function segments(dotted: string): string[] {
  return [...dotted.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
