import type { Span } from '../../model/span.ts';
import { indentOf, lineEnd, lineStart } from '../layout.ts';

/** One line of a few words that only names what stands below: `# Create the Modal app`. */
const LABEL = /^#[ \t]*\S+(?:[ \t]+\S+){0,7}[ \t]*$/;
/** What the comments about Modal's objects speak of. */
const OBJECTS =
  /\b(?:modal|app|stub|images?|volumes?|secrets?|mounts?|containers?|commit(?:s|ted|ting)?|reload(?:s|ed|ing)?)\b/i;
/** The same in a sentence. */
const ABOUT = new RegExp(`${OBJECTS.source}|\\b(?:gpus?|deploy\\w*|persist\\w*)\\b`, 'i');
/** What is said to people, or to tools. */
const LASTING =
  /TODO|FIXME|NOTE|HACK|XXX|IMPORTANT|WARNING|CAUTION|\bmust\b|noqa|type:|pylint|https?:/i;
/** A heading over all that follows: `# ---- Setup ----`, `## Setup`, `# %%`. */
const HEADING = /^#(?:#|\s*%%|\s*[-=─━═*~_#+]{3,}|.*[-=─━═*~_#]{3,}\s*$)/;
/** Code that is no longer used. */
const OLD_CODE = /^#\s*[\w.]+\s*=\s*\S/;

/** Where the lines of comment begin that stand right above the line at `start`, as far in as that; `start` itself where there are none. */
export function commentStart(source: string, start: number): number {
  const indent = indentOf(source, lineEnd(source, start));
  let top = start;
  while (top > 0) {
    const above = lineStart(source, top - 1);
    const line = source.slice(above, top);
    if (!line.startsWith(`${indent}#`)) break;
    top = above;
  }
  return top;
}

/** Where something can stand above a statement and the comment that belongs to it: an empty span. */
export function aboveComment(source: string, { start }: Span): Span {
  const at = commentStart(source, lineStart(source, start));
  return { start: at, end: at };
}

/** The comment right above the line at `start`, a text a line. */
export function commentAbove(source: string, start: number): readonly string[] {
  const text = source.slice(commentStart(source, start), start).trim();
  return text === '' ? [] : text.split('\n').map((line) => line.trim());
}

/** Whether lines of comment are a heading over more than one statement. */
export function isHeading(lines: readonly string[]): boolean {
  return lines.some((line) => HEADING.test(line));
}

/** Whether lines of comment are told at another place of a text too. */
export function isToldTwice(lines: readonly string[], source: string): boolean {
  const long = lines.filter((line) => line.length >= TELLING);
  if (long.length === 0) return false;
  const count = (line: string): number =>
    source.split('\n').filter((other) => other.trim() === line).length;
  return long.every((line) => count(line) > 1);
}

/** A line of comment that no one would write twice by chance. */
const TELLING = 8;

/** Whether a comment is said to whoever reads on, whatever it stands at. */
export function isLasting(comment: string): boolean {
  return LASTING.test(comment);
}

/** A single line that names one of Modal's objects, and means nothing without it. */
export function isLabel(lines: readonly string[]): boolean {
  const [only, second] = lines;
  return (
    only !== undefined &&
    second === undefined &&
    LABEL.test(only) &&
    OBJECTS.test(only) &&
    !LASTING.test(only) &&
    !HEADING.test(only)
  );
}

/** Whether lines of comment speak of one statement, and not of all that follows, or to whoever reads on. */
export function speaksOf(lines: readonly string[], statement: string): boolean {
  if (lines.length === 0 || lines.some((line) => HEADING.test(line) || LASTING.test(line)))
    return false;
  if (lines.every((line) => OLD_CODE.test(line))) return true;
  const text = lines.join(' ');
  return ABOUT.test(text) || wordsOf(statement).some((word) => text.toLowerCase().includes(word));
}

/** The words of a statement that tell it from others; what an App is called tells what the whole file is about. */
function wordsOf(statement: string): readonly string[] {
  const code = /\b(?:App|Stub)\(/.test(statement)
    ? statement.replace(/(["']).*?\1/g, '')
    : statement;
  return (code.toLowerCase().match(/[^\W\d_]{4,}/gu) ?? []).filter((word) => !COMMON.has(word));
}

const COMMON = new Set([
  'self',
  'true',
  'false',
  'none',
  'import',
  'from',
  'from_name',
  'name',
  'create',
  'missing',
  'data',
  'path',
  'print',
  'return',
  'with',
  'this',
  'that',
]);
