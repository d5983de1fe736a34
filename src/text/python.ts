import type { Span } from '../model/span.ts';
import type { Reading, Site } from './phrase.ts';
import { contentEnd, nextLine } from './lines.ts';
import { addEscaped } from './quoted.ts';
import { isBlank } from './units.ts';
import { buildView } from './view.ts';
import type { View, ViewBuilder } from './view.ts';

/** A comment (with its `#`) or a string literal (with prefix and quotes) of a Python text. */
export interface PythonText {
  readonly kind: 'comment' | 'string';
  readonly span: Span;
}

/** Reads the comments and strings of a Python text, whose places the caller knows. */
export function readPythonTexts(
  view: View,
  texts: readonly PythonText[],
  site: Site,
  reading: Reading,
): void {
  for (let index = 0; index < texts.length;) {
    const text = texts[index];
    if (text?.kind === 'comment') index = readComments(view, texts, index, site, reading);
    else {
      if (text !== undefined) readString(view, text.span, site, reading);
      index++;
    }
  }
}

/** Reads comments that stand below each other as one text; gives the index of the next text. */
function readComments(
  view: View,
  texts: readonly PythonText[],
  first: number,
  site: Site,
  reading: Reading,
): number {
  const { text } = view;
  const builder = buildView(view);
  let index = first;
  let column: number | undefined;
  for (; index < texts.length; index++) {
    const comment = texts[index];
    if (comment?.kind !== 'comment') break;
    const { start } = comment.span;
    if (
      index > first &&
      (column === undefined || columnBelow(text, texts[index - 1]?.span.end, start) !== column)
    )
      break;
    if (index === first) column = ownColumn(text, start);
    const next = nextLine(text, start);
    // `#: …` and `#! …` are comments, too.
    builder.add(start + (/^#[:!]/u.test(text.slice(start, start + 2)) ? 2 : 1), next);
  }
  const within: Site = { ...site, trust: 'prose', lines: column !== undefined, commentable: false };
  reading.read('text', builder.build(), { ...within, depth: site.depth + 1 });
  return index;
}

/** Column of a comment that stands alone on its line. */
function ownColumn(text: string, start: number): number | undefined {
  let at = start;
  while (at > 0 && isBlank(text[at - 1])) at--;
  return at === 0 || text[at - 1] === '\n' || text[at - 1] === '\ufeff' ? start - at : undefined;
}

/** Column of the comment at `start` if it stands on the line after `end`. */
function columnBelow(text: string, end: number | undefined, start: number): number | undefined {
  if (end === undefined) return undefined;
  const line = nextLine(text, end);
  for (let at = end; at < start; at++)
    if (text[at] !== '\n' && !isBlank(text[at])) return undefined;
  return start >= line && nextLine(text, line) > start ? start - line : undefined;
}

function readString(view: View, span: Span, site: Site, reading: Reading): void {
  const { text } = view;
  const inside = stringInside(text, span);
  if (inside === undefined || !text.slice(inside.start, inside.end).includes('modal')) return;
  const builder = buildView(view);
  if (inside.raw) builder.add(inside.start, inside.end);
  else addPythonEscaped(builder, view, inside, inside.triple);
  const within: Site = {
    ...site,
    trust: 'prose',
    lines: inside.triple,
    commentable: false,
    quotes: inside.triple ? site.quotes : site.quotes + inside.quote,
    holes: inside.formatted,
    depth: site.depth + 1,
  };
  reading.read('text', builder.build(), within);
}

interface StringInside extends Span {
  readonly quote: '"' | "'";
  readonly triple: boolean;
  readonly raw: boolean;
  readonly formatted: boolean;
}

function stringInside(text: string, { start, end }: Span): StringInside | undefined {
  let at = start;
  while (at < end && /[A-Za-z]/u.test(text[at] ?? '')) at++;
  const prefix = text.slice(start, at).toLowerCase();
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const triple = text.startsWith(quote.repeat(3), at) && end - at >= 6;
  const width = triple ? 3 : 1;
  return {
    start: at + width,
    end: Math.max(end - width, at + width),
    quote,
    triple,
    raw: prefix.includes('r'),
    formatted: /[ft]/u.test(prefix),
  };
}

/** In a docstring a `\` at the end of a line is meant for the shell of the reader, not for Python. */
function addPythonEscaped(
  builder: ViewBuilder,
  view: View,
  { start, end }: Span,
  triple: boolean,
): void {
  const { text } = view;
  if (!triple) {
    addEscaped(builder, view, start, end);
    return;
  }
  for (let from = start; from < end;) {
    const next = Math.min(nextLine(text, from), end);
    const stop = contentEnd(text, from, next);
    const kept = text[stop - 1] === '\\' ? (text[stop - 2] === '\\' ? stop - 2 : stop - 1) : stop;
    addEscaped(builder, view, from, kept);
    // `\\` + line break is one `\` for the reader.
    if (stop - kept === 2) builder.addAs('\\', kept, stop);
    else builder.add(kept, stop);
    builder.add(stop, next);
    from = next;
  }
}

/** Finds comments and strings of Python code that nobody has parsed: code blocks of a document. */
export function pythonTextsOf(text: string): PythonText[] {
  const found: PythonText[] = [];
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? '';
    if (char === '#') {
      const end = contentEnd(text, at, nextLine(text, at));
      found.push({ kind: 'comment', span: { start: at, end } });
      at = end;
    } else if (char === '"' || char === "'") {
      const end = stringEnd(text, at, char);
      found.push({ kind: 'string', span: { start: prefixStart(text, at), end } });
      at = end;
    } else at++;
  }
  return found;
}

function stringEnd(text: string, at: number, quote: string): number {
  const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let pos = at + mark.length; pos < text.length; pos++) {
    if (text[pos] === '\\') pos++;
    else if (text[pos] === quote && text.startsWith(mark, pos)) return pos + mark.length;
    else if (mark.length === 1 && text[pos] === '\n') return pos;
  }
  return text.length;
}

function prefixStart(text: string, at: number): number {
  if (!'rbfuRBFU'.includes(text[at - 1] ?? ' ')) return at;
  const before = /(?:^|\W)([rbfuRBFU]{1,2})$/u.exec(text.slice(Math.max(at - 3, 0), at));
  return at - (before?.[1]?.length ?? 0);
}
