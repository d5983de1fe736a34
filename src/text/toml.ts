import type { Span } from '../model/span.ts';

/** `key = value` of a TOML text with the strings in its value. */
export interface TomlEntry {
  /** Name of the table that it stands in; `''` at the top. */
  readonly table: string;
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Span;
  readonly strings: readonly TomlString[];
}

/** A string in a value. */
export interface TomlString {
  /** With its quotes. */
  readonly outer: Span;
  readonly quote: '"' | "'";
  /** The key before it in an inline table. */
  readonly key: string;
}

/** `[table]`, where it stands. */
export interface TomlTable {
  readonly name: string;
  readonly span: Span;
}

/** What a TOML text holds, in its order. */
export interface TomlText {
  readonly entries: readonly TomlEntry[];
  readonly tables: readonly TomlTable[];
}

/** Reads a TOML text as far as tables, keys and strings; nothing in it is an error. */
export function readTomlText(text: string): TomlText {
  const entries: TomlEntry[] = [];
  const tables: TomlTable[] = [];
  let table = '';
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/\s/u.test(char)) at++;
    else if (char === '#') at = lineEnd(text, at);
    else if (char === '[') {
      const end = lineEnd(text, at);
      const name = /^\[+([^\]#]*)\]/u.exec(text.slice(at, Math.min(end, at + 300)))?.[1] ?? '';
      table = name.replaceAll(/["'\s]/gu, '');
      tables.push({ name: table, span: { start: at, end } });
      at = end;
    } else {
      const entry = entryAt(text, at, table);
      if (entry !== undefined) entries.push(entry);
      at = entry?.value.end ?? lineEnd(text, at);
    }
  }
  return { entries, tables };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function entryAt(text: string, at: number, table: string): TomlEntry | undefined {
  const key = /^(?:[\w.-]{1,120}|"[^"\n]{1,120}"|'[^'\n]{1,120}')(?=\s{0,40}=)/u.exec(
    text.slice(at, at + 170),
  );
  if (key === null) return undefined;
  const start = text.indexOf('=', at + key[0].length) + 1;
  const strings: TomlString[] = [];
  const end = valueEnd(text, start, strings);
  return {
    table,
    key: key[0].replaceAll(/["']/gu, ''),
    keySpan: { start: at, end: at + key[0].length },
    value: { start, end },
    strings,
  };
}

/** End of a value that starts at `start`: of its line, or of the line on which its brackets close. */
function valueEnd(text: string, start: number, strings: TomlString[]): number {
  let depth = 0;
  let key = '';
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") {
      const end = stringEnd(text, at, char);
      strings.push({ outer: { start: at, end }, quote: char, key });
      at = end;
      continue;
    }
    if (char === '#') {
      at = lineEnd(text, at);
      continue;
    }
    if (char === '\n' && depth <= 0) return at;
    if (char === '=')
      key = /([\w-]{1,60})\s{0,40}$/u.exec(text.slice(Math.max(at - 100, start), at))?.[1] ?? '';
    if (char === '[' || char === '{') depth++;
    if (char === ']' || char === '}') depth--;
    at++;
  }
  return at;
}

function stringEnd(text: string, at: number, quote: string): number {
  const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let pos = at + mark.length; pos < text.length; pos++) {
    if (quote === '"' && text[pos] === '\\') pos++;
    else if (text[pos] === quote && text.startsWith(mark, pos)) return pos + mark.length;
    else if (mark.length === 1 && text[pos] === '\n') return pos;
  }
  return text.length;
}
