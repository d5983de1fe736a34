import type { Token } from '../tokens.ts';

/** End of the last token of the logical line that starts at the token number `at`, or of the part of it before `;`. */
export function lineEnd(source: string, tokens: readonly Token[], at: number): number {
  let depth = 0;
  let end = tokens[at]?.end ?? source.length;
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    const ends = depth === 0 && i > at;
    if (ends && (token.text === ';' || breaksLine(source, end, token.start))) return end;
    if (token.kind === 'op') depth = Math.max(0, depth + nesting(token.text));
    end = token.end;
  }
  return end;
}

/** A backslash joins the next line, but not a blank one or a comment. */
const JOINED = /^(?:[ \t\f]*\\\r?\n)+[ \t\f]*$/;

function breaksLine(source: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = source.charCodeAt(i);
    if (code === 10 || code === 13) return !JOINED.test(source.slice(from, to));
  }
  return false;
}

/** By how much an operator nests what follows it. */
export function nesting(text: string): number {
  if (text === '(' || text === '[' || text === '{') return 1;
  return text === ')' || text === ']' || text === '}' ? -1 : 0;
}
