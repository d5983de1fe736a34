import type { Edit } from '../model/span.ts';

/** Lines around a change that a hunk shows. */
const CONTEXT = 3;
/** Beyond this many changed lines a part is shown as replaced as a whole. */
const MAX_EDITS = 1000;

/** One line of a diff: kept, taken out or put in, with its 0-based place in both texts. */
interface Row {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
  readonly old: number;
  readonly now: number;
}

type Step = Pick<Row, 'kind' | 'line'>;

/** What changes between two texts, in the form that `patch` and `git apply` read. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const hunks = hunksOf(rowsOf(splitLines(before), splitLines(after)));
  return `--- a/${file}\n+++ b/${file}\n${hunks.map(hunkText).join('')}`;
}

/** The same change as edits of whole lines. */
export function lineEdits(before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { start: number; text: string } | undefined;
  const close = (): void => {
    if (open) edits.push({ span: { start: open.start, end: at }, text: open.text });
    open = undefined;
  };
  for (const { kind, line } of stepsOf(splitLines(before), splitLines(after))) {
    if (kind === ' ') close();
    else open ??= { start: at, text: '' };
    if (open && kind === '+') open.text += line;
    if (kind !== '+') at += line.length;
  }
  close();
  return edits;
}

/** Lines with their ends. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  let old = 0;
  let now = 0;
  return stepsOf(before, after).map(({ kind, line }) => {
    const row = { kind, line, old, now };
    if (kind !== '+') old++;
    if (kind !== '-') now++;
    return row;
  });
}

/** The steps from one text to the other; equal lines at both ends need no search. */
function stepsOf(old: readonly string[], now: readonly string[]): Step[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const middle = changes(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return [...keep(old.slice(0, head)), ...middle, ...keep(old.slice(old.length - tail))];
}

function keep(lines: readonly string[]): Step[] {
  return lines.map((line) => ({ kind: ' ', line }));
}

/** Myers' greedy search: for each number of edits, how far each diagonal gets. */
function changes(old: readonly string[], now: readonly string[]): Step[] {
  const limit = Math.min(old.length + now.length, MAX_EDITS);
  const trace: Int32Array[] = [];
  const reach = new Int32Array(2 * limit + 3);
  const zero = limit + 1;
  const [a, b] = numbered(old, now);
  for (let edits = 0; edits <= limit; edits++) {
    // Only the diagonals that so many edits can get to: most changes are small.
    trace.push(reach.slice(zero - edits - 1, zero + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const from = previousDiagonal(reach, zero, k, edits);
      let x = (reach[zero + from] ?? 0) + (from < k ? 1 : 0);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[zero + k] = x;
      if (x >= a.length && x - k >= b.length) return retrace(trace, old, now);
    }
  }
  const out = old.map((line): Step => ({ kind: '-', line }));
  return [...out, ...now.map((line): Step => ({ kind: '+', line }))];
}

/** Lines as numbers, the same for equal lines: they are compared again and again. */
function numbered(
  old: readonly string[],
  now: readonly string[],
): readonly [Uint32Array, Uint32Array] {
  const known = new Map<string, number>();
  const numberOf = (line: string): number => {
    const number = known.get(line) ?? known.size;
    known.set(line, number);
    return number;
  };
  return [Uint32Array.from(old, numberOf), Uint32Array.from(now, numberOf)];
}

/** The diagonal from which `k` is reached best: the one above by putting in a line, the one below by taking one out. */
function previousDiagonal(reach: Int32Array, zero: number, k: number, edits: number): number {
  const above = reach[zero + k + 1] ?? 0;
  const below = reach[zero + k - 1] ?? 0;
  return k === -edits || (k !== edits && below < above) ? k + 1 : k - 1;
}

function retrace(
  trace: readonly Int32Array[],
  old: readonly string[],
  now: readonly string[],
): Step[] {
  const steps: Step[] = [];
  let x = old.length;
  let y = now.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits] ?? new Int32Array();
    const zero = edits + 1;
    const from = previousDiagonal(reach, zero, x - y, edits);
    const startX = edits === 0 ? 0 : (reach[zero + from] ?? 0);
    const startY = edits === 0 ? 0 : startX - from;
    for (; x > startX && y > startY; x--, y--) steps.push({ kind: ' ', line: old[x - 1] ?? '' });
    if (edits > 0 && x === startX) steps.push({ kind: '+', line: now[y - 1] ?? '' });
    else if (edits > 0) steps.push({ kind: '-', line: old[x - 1] ?? '' });
    x = startX;
    y = startY;
  }
  return steps.reverse();
}

/** Changes with the lines around them; changes near each other share a hunk. */
function hunksOf(rows: readonly Row[]): Row[][] {
  const hunks: Row[][] = [];
  let end = -1;
  rows.forEach((row, index) => {
    if (row.kind === ' ') return;
    const start = Math.max(index - CONTEXT, end + 1);
    const next = rows.slice(start, index + 1);
    const last = hunks.at(-1);
    if (last && start <= end + 1) last.push(...next.filter((_, i) => start + i > end));
    else hunks.push([...next]);
    end = index;
    // The lines after a change belong to its hunk, until the next change takes over.
    const rest = rows.slice(index + 1, index + 1 + CONTEXT);
    const changed = rest.findIndex(({ kind }) => kind !== ' ');
    const after = changed < 0 ? rest : rest.slice(0, changed);
    hunks.at(-1)?.push(...after);
    end += after.length;
  });
  return hunks;
}

function hunkText(rows: readonly Row[]): string {
  const [first] = rows;
  const old = range(first?.old ?? 0, rows.filter(({ kind }) => kind !== '+').length);
  const now = range(first?.now ?? 0, rows.filter(({ kind }) => kind !== '-').length);
  const lines = rows.map(({ kind, line }) =>
    line.endsWith('\n') ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`,
  );
  return `@@ -${old} +${now} @@\n${lines.join('')}`;
}

function range(start: number, count: number): string {
  const first = count === 0 ? start : start + 1;
  return count === 1 ? String(first) : `${first},${count}`;
}
