import type { Span } from '../model/span.ts';
import type { Expr, FStringPlaceholder, FStringText, StringPiece } from './syntax.ts';
import type { Token } from './tokens.ts';

const SIMPLE_ESCAPES = new Map(
  Object.entries({
    '\n': '', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
  }), // prettier-ignore
);
const ESCAPE =
  /\\(?:\r\n|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|([\s\S]))/g;

function prefixLength(text: string): number {
  let length = 0;
  for (let code = text.charCodeAt(0) | 32; code >= 97 && code <= 122;) {
    code = text.charCodeAt(++length) | 32;
  }
  return length;
}

/** Whether placeholders may stand in a literal with this prefix, in small letters. */
export function isFormatted(prefix: string): boolean {
  return prefix.includes('f') || prefix.includes('t');
}

/** Reads prefix, quote and body of a string token. */
export function stringPiece(source: string, token: Token): StringPiece {
  const prefix = token.text.slice(0, prefixLength(token.text));
  const first = token.text.charAt(prefix.length);
  const quote = token.text.startsWith(first.repeat(3), prefix.length) ? first.repeat(3) : first;
  const start = token.start + prefix.length + quote.length;
  const closed =
    token.end - quote.length >= start && source.startsWith(quote, token.end - quote.length);
  const body = { start, end: closed ? token.end - quote.length : Math.max(start, token.end) };
  return {
    span: { start: token.start, end: token.end },
    prefix: prefix.toLowerCase(),
    quote,
    body,
  };
}

/** Whether a string token is closed by its quote. */
export function isClosed(piece: StringPiece): boolean {
  return piece.body.end + piece.quote.length === piece.span.end;
}

function decode(text: string, raw: boolean): string {
  const lines = text.replaceAll('\r\n', '\n');
  if (raw || !lines.includes('\\')) return lines;
  return lines.replace(
    ESCAPE,
    (all: string, octal?: string, hex?: string, u4?: string, u8?: string, char?: string) => {
      if (all.startsWith('\\N{')) return '\uFFFD'; // a character by its name: some character
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const code = hex ?? u4 ?? u8;
      if (code !== undefined) return codePoint(parseInt(code, 16)) ?? all;
      return (char === undefined ? '' : SIMPLE_ESCAPES.get(char)) ?? all;
    },
  );
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The text of adjacent literals, decoded; `undefined` for bytes. */
export function stringValue(source: string, pieces: readonly StringPiece[]): string | undefined {
  if (pieces.some((piece) => piece.prefix.includes('b'))) return undefined;
  return pieces
    .map(({ body, prefix }) => decode(source.slice(body.start, body.end), prefix.includes('r')))
    .join('');
}

/** Texts and placeholders of adjacent literals of which one is an f-string; `read` reads a placeholder's expression. */
export function fstringParts(
  source: string,
  pieces: readonly StringPiece[],
  read: (source: string, span: Span) => Expr,
): (FStringText | FStringPlaceholder)[] {
  return pieces.flatMap((piece) => {
    if (!isFormatted(piece.prefix)) {
      const value = stringValue(source, [piece]) ?? '';
      return [{ kind: 'text' as const, value, span: piece.body }];
    }
    return pieceParts(source, piece, read);
  });
}

function pieceParts(
  source: string,
  piece: StringPiece,
  read: (source: string, span: Span) => Expr,
): (FStringText | FStringPlaceholder)[] {
  const raw = piece.prefix.includes('r');
  const parts: (FStringText | FStringPlaceholder)[] = [];
  let textStart = piece.body.start;
  const text = (end: number): void => {
    if (end === textStart) return;
    const value = decode(source.slice(textStart, end), raw)
      .replaceAll('{{', '{')
      .replaceAll('}}', '}');
    parts.push({ kind: 'text', value, span: { start: textStart, end } });
  };
  let i = piece.body.start;
  while (i < piece.body.end) {
    const char = source.charAt(i);
    if (char === '{' && source.charAt(i + 1) !== '{') {
      text(i);
      const placeholder = placeholderAt(source, i, piece.body.end, read);
      parts.push(placeholder);
      textStart = i = placeholder.span.end;
    } else if (!raw && source.startsWith('\\N{', i)) {
      i = Math.min(piece.body.end, source.indexOf('}', i) + 1 || piece.body.end);
    } else i += char === '{' || (char === '\\' && !raw) ? 2 : 1;
  }
  text(piece.body.end);
  return parts;
}

function placeholderAt(
  source: string,
  at: number,
  limit: number,
  read: (source: string, span: Span) => Expr,
): FStringPlaceholder {
  const { exprEnd, end } = placeholderExtent(source, at, limit);
  const value = read(source, { start: at + 1, end: exprEnd });
  return { kind: 'placeholder', value, formatted: exprEnd !== end - 1, span: { start: at, end } };
}

/** Where the expression of the placeholder at `at` ends (before `!r`, `:…`, `=` or `}`) and where the placeholder ends. */
function placeholderExtent(
  source: string,
  at: number,
  limit: number,
): { exprEnd: number; end: number } {
  let depth = 0;
  let exprEnd = -1;
  let quote = '';
  for (let i = at; i < limit; i++) {
    const char = source.charAt(i);
    if (quote !== '') {
      if (char === '\\') i++;
      else if (source.startsWith(quote, i)) {
        i += quote.length - 1;
        quote = '';
      }
      continue;
    }
    if (exprEnd < 0 && (char === '"' || char === "'")) {
      quote = source.startsWith(char.repeat(3), i) ? char.repeat(3) : char;
      i += quote.length - 1;
    } else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (exprEnd < 0 && depth === 1 && endsPlaceholderExpression(source, i)) exprEnd = i;
    if (depth === 0) return { exprEnd: exprEnd < 0 ? i : exprEnd, end: i + 1 };
  }
  return { exprEnd: exprEnd < 0 ? limit : exprEnd, end: limit };
}

function endsPlaceholderExpression(source: string, at: number): boolean {
  const char = source.charAt(at);
  if (char === ':') return true;
  if (char === '!') return source.charAt(at + 1) !== '=';
  return (
    char === '=' &&
    /^=\s*[}!:]/.test(source.slice(at, at + 20)) &&
    !/[=!<>]/.test(source.charAt(at - 1))
  );
}
