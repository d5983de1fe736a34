import type { Edit, Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import type { CallExpr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { MAIN } from './decorators.ts';
import { indentOf, insertion, lineEnd, lineStart, textAt } from '../layout.ts';
import { indented } from '../margin.ts';
import { removals } from '../removals.ts';
import { marksOf, needsPerson } from '../marks.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { commentAbove, commentStart, isHeading, isLasting } from '../remarks/above.ts';
import { isForPeople } from '../remarks/remarks.ts';

type Base = Pick<UnitContext, 'unit' | 'file'>;

/** What a part asks of the unit's own file: around the unit, in it, and the marks. */
export function unitEdits({ unit, file }: Base, part: Part): Edit[] {
  const { source } = file.names.module;
  const top = unit.stmt.span.start;
  const outer = indentOf(source, top);
  const gap = outer === '' ? '\n\n\n' : '\n\n';
  const start = lineStart(source, top);
  const said = commentAbove(source, start);
  const head = isHeading(said) ? start : commentStart(source, start);
  const blank = head === 0 || isBlankAbove(source, head) ? '' : gap.slice(1);
  const blocks = (part.before ?? []).map((text, i) =>
    insertion(head, `${i === 0 ? blank : ''}${indented(text, outer)}${gap}`),
  );
  // Reasons about other files have their marks there.
  const own = (part.reasons ?? []).filter((reason) => reason.file === undefined);
  const marks = marksOf(file.names.module, own, top);
  const after = (part.after ?? []).map((text) =>
    insertion(lineEnd(source, unit.stmt.span.end), `${gap}${indented(text, outer)}`),
  );
  const texts = [
    ...(part.edits ?? []).map(({ text }) => text),
    ...(part.before ?? []),
    ...(part.after ?? []),
  ];
  const comments = decoratorComments({ unit, file }, own)
    .filter((text) => !isPlaced(text, part, texts))
    .map((text) => insertion(start, `${outer}${text}\n`));
  const end = source.trimEnd().length;
  const bottom = (part.bottom ?? []).map((text): Edit => ({
    span: { start: end, end: source.length },
    text: `\n\n\n${text}\n`,
  }));
  const removed = removals(file.names.module, part.removed ?? []);
  return [
    ...bottom,
    ...blocks,
    ...comments,
    ...memberEdits(source, unit, part.members ?? []),
    ...(part.edits ?? []),
    // A mark stands right above its statement, below all that is put there.
    ...marks,
    ...removed,
    ...after,
  ];
}

/** Edits without those of a text that goes as a whole. */
export function withoutGone(edits: readonly Edit[]): Edit[] {
  const removed = edits.filter(({ text }) => text === '');
  return edits.filter(({ span }) => !removed.some((gone) => isInside(span, gone)));
}

/** What is put at an end of a text that goes stays. */
function isInside({ start, end }: Span, { span: gone }: Edit): boolean {
  if (start < gone.start || end > gone.end) return false;
  return start < end ? start > gone.start || end < gone.end : start > gone.start && end < gone.end;
}

/** Whether the line above a line is blank, and not the first one. */
function isBlankAbove(source: string, start: number): boolean {
  const above = lineStart(source, start - 1);
  return above > 0 && /^[ \t]*\r?\n$/.test(source.slice(above, start));
}

/** Whether a comment stands at the setting that its keyword became. */
function isPlaced(comment: string, { settings = [] }: Part, texts: readonly string[]): boolean {
  const isAt = settings.some(
    ({ comment: behind, above, value }) =>
      behind === comment || above?.includes(comment) === true || value.includes(comment),
  );
  return isAt && texts.some((text) => text.includes(comment));
}

/** Whether a comment in or behind an argument speaks of nothing else, and nothing of it is left to do. */
function goesWith(
  source: string,
  comment: Span,
  call: CallExpr,
  reasons: readonly Reason[],
): boolean {
  const argument = call.args.findLast(
    ({ span }) =>
      contains(span, comment) ||
      (span.end <= comment.start && !source.slice(span.end, comment.start).includes('\n')),
  );
  const text = textAt(source, comment);
  if (!isForPeople(text)) return true;
  if (!argument || isLasting(text)) return false;
  return !reasons.some((reason) => needsPerson(reason) && contains(argument.span, reason.span));
}

/** Comments inside the decorator that is written anew: they stand above the unit, if not behind a setting. */
function decoratorComments({ unit, file }: Base, reasons: readonly Reason[]): string[] {
  const { source, comments } = file.names.module;
  const main = unit.decorators.filter(({ symbol }) => symbol && MAIN.has(symbol.name));
  return main.flatMap(({ decorator, call }) =>
    comments
      .filter((comment) => contains(decorator.span, comment))
      .filter((comment) => !call || !goesWith(source, comment, call, reasons))
      .map((comment) => textAt(source, comment)),
  );
}

/** New members stand at the end of the class. */
function memberEdits(source: string, unit: Unit, members: readonly string[]): Edit[] {
  const { body } = unit.stmt;
  const indent = indentOf(source, body.span.start);
  const at = lineEnd(source, body.span.end);
  return members.map((text) => insertion(at, `\n\n${indented(text, indent)}`));
}
