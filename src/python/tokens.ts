import type { Span } from '../model/span.ts';
import { isFormatted } from './strings.ts';

/** A token other than white space, line ends and comments. A string is one token, placeholders and all. */
export interface Token extends Span {
  readonly kind: 'name' | 'number' | 'string' | 'op';
  readonly text: string;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly Span[];
}

const NUMBER =
  /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d[\d_]*)?)[jJlL]?/y;
const LINE_END = /[\r\n]/g;
const OPERATORS = [
  '**=', '//=', '>>=', '<<=', '...', '->', ':=', '**', '//', '>>', '<<', '<=', '>=', '==', '!=',
  '+=', '-=', '*=', '/=', '%=', '@=', '&=', '|=', '^=',
]; // prettier-ignore
const STRING_PREFIX = /^(?:[rbuft]|[rbft][rbft])$/i;

const LINE_FEED = 10;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const DOT = 46;
const BACKSLASH = 92;
const OPEN_BRACE = 123;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

/** End of an ASCII name, or `at` where a letter beyond ASCII asks for the slow way. */
function asciiNameEnd(source: string, at: number): number {
  let end = at;
  for (;;) {
    const code = source.charCodeAt(end);
    if (code > 127) return at;
    if (!isNameStart(code) && !isDigit(code)) return end;
    end++;
  }
}

function nameAt(source: string, at: number): string {
  const end = asciiNameEnd(source, at);
  return end > at ? source.slice(at, end) : unicodeNameAt(source, at);
}

/** The pattern is made where it is needed: its classes are long, and hardly any program has such a name. */
function unicodeNameAt(source: string, at: number): string {
  return matchAt(/[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy, source, at);
}

/** Offset after the quoted text that opens at `at` (the quote), or the end of the line or text where it is not closed. */
function stringEnd(source: string, at: number, raw: boolean, placeholders: boolean): number {
  const code = source.charCodeAt(at);
  const triple = source.charCodeAt(at + 1) === code && source.charCodeAt(at + 2) === code;
  const quote = source.slice(at, at + (triple ? 3 : 1));
  let i = at + quote.length;
  while (i < source.length) {
    const unit = source.charCodeAt(i);
    if (unit === BACKSLASH) i += raw && placeholders && isBrace(source.charCodeAt(i + 1)) ? 1 : 2;
    else if (unit === code && (!triple || source.startsWith(quote, i))) return i + quote.length;
    else if (unit === LINE_FEED && !triple) return i;
    else if (placeholders && unit === OPEN_BRACE) {
      if (source.charCodeAt(i + 1) === OPEN_BRACE) i += 2;
      else i = placeholderEnd(source, i, quote);
    } else i++;
  }
  return source.length;
}

/** Offset after the `}` of the placeholder that opens at `at`; nested strings and format specifications are skipped. */
function placeholderEnd(source: string, at: number, quote: string): number {
  let depth = 0;
  for (let i = at; i < source.length;) {
    const char = source.charAt(i);
    if (char === '\n' && quote.length === 1 && depth <= 1) return i;
    if (char === '"' || char === "'") i = nestedStringEnd(source, i);
    else if (char === ':' && depth === 1) return formatEnd(source, i + 1, quote);
    else {
      if ('([{'.includes(char)) depth++;
      if (')]}'.includes(char)) depth--;
      i++;
      if (depth === 0) return i;
    }
  }
  return source.length;
}

function nestedStringEnd(source: string, at: number): number {
  const prefix = /[a-z]{0,2}$/i.exec(source.slice(Math.max(0, at - 2), at))?.[0] ?? '';
  return stringEnd(source, at, /r/i.test(prefix), /[ft]/i.test(prefix));
}

/** Offset after the `}` that closes a placeholder whose format specification starts at `at`: quotes are text there. */
function formatEnd(source: string, at: number, quote: string): number {
  for (let i = at; i < source.length;) {
    const char = source.charAt(i);
    if (char === '}') return i + 1;
    if (source.startsWith(quote, i) || (char === '\n' && quote.length === 1)) return i;
    i = char === '{' ? placeholderEnd(source, i, quote) : i + 1;
  }
  return source.length;
}

function stringAt(source: string, at: number, prefix: string): number {
  const lower = prefix.toLowerCase();
  return stringEnd(source, at + prefix.length, lower.includes('r'), isFormatted(lower));
}

function isBrace(code: number): boolean {
  return code === 123 || code === 125;
}

function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

function operatorAt(source: string, at: number): string {
  // Every longer operator goes on with one of these; most signs stand alone.
  switch (source.charCodeAt(at + 1)) {
    case 42: // *
    case 46: // .
    case 47: // /
    case 60: // <
    case 61: // =
    case 62: // >
      return OPERATORS.find((op) => source.startsWith(op, at)) ?? source.charAt(at);
    default:
      return source.charAt(at);
  }
}

function lineEnd(source: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(source)?.index ?? source.length;
}

/**
 * Splits Python source into tokens; text that is no token is passed over one unit at a time.
 * Offsets are counted from `base` on: the text may be a part of a larger one.
 */
export function tokenize(source: string, base = 0): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  const push = (kind: Token['kind'], at: number, text: string): number => {
    const end = at + text.length;
    tokens.push({ kind, text, start: base + at, end: base + end });
    return end;
  };
  let i = 0;
  while (i < source.length) {
    const code = source.charCodeAt(i);
    if (code <= 32 || code === 0xfeff || code === BACKSLASH) i++;
    else if (isNameStart(code)) {
      const name = nameAt(source, i);
      const next = i + name.length;
      if (isQuote(source.charCodeAt(next)) && STRING_PREFIX.test(name)) {
        i = push('string', i, source.slice(i, stringAt(source, i, name)));
      } else i = name === '' ? i + 1 : push('name', i, name);
    } else if (isQuote(code)) i = push('string', i, source.slice(i, stringAt(source, i, '')));
    else if (code === HASH) {
      const end = lineEnd(source, i);
      comments.push({ start: base + i, end: base + end });
      i = end;
    } else if (isDigit(code) || (code === DOT && isDigit(source.charCodeAt(i + 1)))) {
      i = push('number', i, matchAt(NUMBER, source, i) || source.charAt(i));
    } else i = push('op', i, operatorAt(source, i));
  }
  return { tokens, comments };
}
