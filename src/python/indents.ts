import type { Span } from '../model/span.ts';
import type { Stmt } from './syntax.ts';
import { blocksOf } from './walk.ts';

const TAB = 8;
const NONE = '0 0';

/** Statements that do not stand below the first of their suite: the parser takes them as if they did, and Python does not. */
export function misplaced(source: string, body: readonly Stmt[]): Span[] {
  return inSuite(source, body, NONE);
}

function inSuite(source: string, body: readonly Stmt[], expected: string | undefined): Span[] {
  const found: Span[] = [];
  let indent = expected;
  for (const stmt of body) {
    const { start } = stmt.span;
    const own = indentAt(source, start);
    if (own !== undefined && own !== (indent ??= own)) found.push({ start, end: start + 1 });
    for (const block of blocksOf(stmt)) found.push(...inSuite(source, block.body, undefined));
  }
  return found;
}

/** How far a statement is indented, with tabs of both widths that Python compares; nothing where it does not begin its line. */
function indentAt(source: string, start: number): string | undefined {
  let from = start;
  while (from > 0 && /[ \t\f\uFEFF]/.test(source.charAt(from - 1))) from--;
  if (from > 0 && !/[\r\n]/.test(source.charAt(from - 1))) return undefined;
  if (/\\\r?\n$/.test(source.slice(Math.max(0, from - 3), from))) return undefined;
  let [wide, narrow] = [0, 0];
  for (const char of source.slice(from, start)) {
    if (char === '\f') [wide, narrow] = [0, 0];
    else if (char === '\uFEFF') continue;
    else {
      wide += char === '\t' ? TAB - (wide % TAB) : 1;
      narrow++;
    }
  }
  return `${wide} ${narrow}`;
}
