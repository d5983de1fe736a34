import type { Edit, Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import { contains } from '../../python/walk.ts';
import { MAIN } from './decorators.ts';
import { indented, indentOf, insertion, lineEnd, lineStart, removals } from '../layout.ts';
import { marksOf } from '../marks.ts';
import type { Part, UnitContext } from '../part.ts';

type Base = Pick<UnitContext, 'unit' | 'file'>;

/** What a part asks of the unit's own file: around the unit, in it, and the marks. */
export function unitEdits({ unit, file }: Base, part: Part): Edit[] {
  const { source } = file.names.module;
  const top = unit.stmt.span.start;
  const start = lineStart(source, top);
  const blank = start === 0 || isBlankAbove(source, start) ? '' : '\n\n';
  const outer = indentOf(source, top);
  const blocks = (part.before ?? []).map((text, i) =>
    insertion(start, `${i === 0 ? blank : ''}${indented(text, outer)}\n\n\n`),
  );
  // Reasons about other files have their marks there.
  const own = (part.reasons ?? []).filter((reason) => reason.file === undefined);
  const marks = marksOf(file.names.module, own, top);
  const after = (part.after ?? []).map((text) =>
    insertion(lineEnd(source, unit.stmt.span.end), `\n\n\n${indented(text, outer)}`),
  );
  const texts = [
    ...(part.edits ?? []).map(({ text }) => text),
    ...(part.before ?? []),
    ...(part.after ?? []),
  ];
  const comments = decoratorComments({ unit, file })
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

/** Whether a comment stands behind the setting that its keyword became. */
function isPlaced(comment: string, { settings }: Part, texts: readonly string[]): boolean {
  const behind = settings?.some((setting) => setting.comment === comment) === true;
  return behind && texts.some((text) => text.includes(comment));
}

/** Comments inside the decorator that is written anew: they stand above the unit, if not behind a setting. */
function decoratorComments({ unit, file }: Base): string[] {
  const { source, comments } = file.names.module;
  const main = unit.decorators.filter(({ symbol }) => symbol && MAIN.has(symbol.name));
  return comments
    .filter((comment) => main.some(({ decorator }) => contains(decorator.span, comment)))
    .map(({ start, end }) => source.slice(start, end));
}

/** New members stand at the end of the class. */
function memberEdits(source: string, unit: Unit, members: readonly string[]): Edit[] {
  const { body } = unit.stmt;
  const indent = indentOf(source, body.span.start);
  const at = lineEnd(source, body.span.end);
  return members.map((text) => insertion(at, `\n\n${text.replace(/^(?=.)/gm, indent)}`));
}
