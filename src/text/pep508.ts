import { indexWithin } from './units.ts';

/** A requirement on Modal's package, by its places in a text. */
export interface ParsedRequirement {
  readonly name: 'modal' | 'modal-client';
  /** Where its version range ends: behind `modal[x]>=1,<2`. */
  readonly end: number;
  /** Where the whole ends: behind its marker. */
  readonly stop: number;
  readonly extras: boolean;
  /** `@ git+https://…`: no version to raise. */
  readonly direct: boolean;
  /** ` ; python_version > "3.9"`, as written. */
  readonly marker: string;
}

/** Reads a requirement on `modal` or `modal-client` that starts at `start`; `limit` is the end of its line or string. */
export function parseRequirement(
  text: string,
  start: number,
  limit: number,
): ParsedRequirement | undefined {
  const found = /^modal(?:[-_.]client)?(?![\w.-])/iu.exec(
    text.slice(start, Math.min(limit, start + 40)),
  );
  if (found === null) return undefined;
  const name = found[0].length > 5 ? 'modal-client' : 'modal';
  let at = skipSpace(text, start + found[0].length, limit);
  const extras = text[at] === '[';
  if (extras) {
    const close = indexWithin(text, ']', at, limit);
    if (close === -1) return undefined;
    at = skipSpace(text, close + 1, limit);
  }
  if (text[at] === '@') return { name, end: limit, stop: limit, extras, direct: true, marker: '' };
  const end = versionEnd(text, at, limit);
  const marker = markerAfter(text, end, limit);
  const stop = end + marker.length;
  const behind = skipSpace(text, stop, limit);
  if (behind < limit && !'#\\-'.includes(text[behind] ?? '')) return undefined;
  return { name, end, stop, extras, direct: false, marker };
}

function skipSpace(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

/** End of `>=1.0, <2` without the blanks behind it. */
function versionEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  let at = from;
  while (at < limit) {
    const clause = /^\(?\s{0,9}(?:[<>=!~]=?=?|\^)\s{0,9}[\w.*+!-]+\s{0,9}\)?/u.exec(
      text.slice(at, Math.min(limit, at + 120)),
    );
    if (clause === null) return end;
    const blanks = /\s*$/u.exec(clause[0])?.[0].length ?? 0;
    end = at + clause[0].length - blanks;
    const comma = skipSpace(text, end, limit);
    if (text[comma] !== ',') return end;
    at = skipSpace(text, comma + 1, limit);
  }
  return end;
}

function markerAfter(text: string, from: number, limit: number): string {
  const at = skipSpace(text, from, limit);
  if (at >= limit || text[at] !== ';') return '';
  let end = at;
  while (end < limit && text[end] !== '\\') {
    const blank = text[end] === ' ' || text[end] === '\t';
    if (blank && (text[end + 1] === '#' || text.startsWith('--', end + 1))) break;
    end++;
  }
  return text.slice(from, end).trimEnd();
}

/** A package's name as pip compares them. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/gu, '-');
}
