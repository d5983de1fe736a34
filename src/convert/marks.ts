import type { Edit } from '../model/span.ts';
import type { Module, Stmt } from '../python/syntax.ts';
import { blocksOf, contains } from '../python/walk.ts';
import { indentOf, insertion, lineStart } from './layout.ts';
import type { Reason } from './plan.ts';

/** What every mark starts with; the rule `todo-left` looks for it. */
const MARK = 'TODO(modal-lint)';

/** Whether a reason asks for a person. */
export function needsPerson({ verdict }: Reason): boolean {
  return verdict === 'manual' || verdict === 'no-equivalent';
}

/** The comment that says what a person must finish. */
export function markText({ rule, message }: Reason): string {
  return `# ${MARK}: ${rule}: ${message.replace(/\s+/g, ' ')}`;
}

/** Marks above a place, with its indentation. */
function marksAt(source: string, at: number, reasons: readonly Reason[]): Edit[] {
  const indent = indentOf(source, at);
  const start = lineStart(source, at);
  // Something else on the line before it: `if x: f()`.
  if (source.slice(start, at).trim() !== '') return [];
  const there = commentsAbove(source, start);
  // Told once: what is half converted reads differently a second time.
  const isTold = ({ rule }: Reason): boolean =>
    there.some((line) => line.startsWith(`# ${MARK}: ${rule}: `));
  const texts = new Set(reasons.filter((reason) => !isTold(reason)).map(markText));
  return [...texts].map((text) => insertion(start, `${indent}${text}\n`));
}

/** Marks for all that asks for a person, each above its statement; what lies in none has its mark at `top`, or where it is. */
export function marksOf(
  { source, body }: Module,
  reasons: readonly Reason[],
  top?: number,
): Edit[] {
  return reasons.filter(needsPerson).flatMap((reason) => {
    const { start } = reason.span;
    return marksAt(source, statementAt(body, start)?.span.start ?? top ?? start, [reason]);
  });
}

/** The comment lines right above a line. */
function commentsAbove(source: string, start: number): readonly string[] {
  const found: string[] = [];
  for (let end = start; end > 0; end = lineStart(source, end - 1)) {
    const line = source.slice(lineStart(source, end - 1), end).trim();
    if (!line.startsWith('#')) break;
    found.push(line);
  }
  return found;
}

/** The innermost statement that holds an offset: where a mark about it stands. */
export function statementAt(body: readonly Stmt[], offset: number): Stmt | undefined {
  const at = { start: offset, end: offset };
  const found = body.find(({ span }) => contains(span, at));
  if (!found) return undefined;
  for (const block of blocksOf(found)) {
    const inner = statementAt(block.body, offset);
    if (inner) return inner;
  }
  return found;
}
