import type { Span } from '../../model/span.ts';
import { shellQuote } from '../dockerfile/shell.ts';
import type { RuledLayer } from '../dockerfile/ruled.ts';
import {
  isLine,
  isNote,
  knownText,
  linesOf as linesIn,
  type Item,
  type Line,
  type Note,
} from '../dockerfile/template.ts';
import { allLines, linesOf, type Remarks, type WordRemark } from './remarks.ts';

/** Layers with what the user says of them among their lines; of a step that has none, it is said of the next one. `left` found no line. */
export function notedLayers(layers: readonly RuledLayer[]): {
  readonly layers: readonly RuledLayer[];
  readonly left: readonly string[];
} {
  const last = layers.findLast(({ dockerfile }) => dockerfile.length > 0);
  const isBehind = (layer: RuledLayer): boolean =>
    last !== undefined && layers.indexOf(layer) > layers.indexOf(last);
  const end = layers.filter(isBehind).flatMap(({ remarks }) => allLines(remarks));
  let waiting: readonly string[] = [];
  const noted = layers.map((layer) => {
    const { remarks = NOTHING, dockerfile } = layer;
    if (dockerfile.length === 0) {
      waiting = [...waiting, ...allLines(remarks)];
      return layer;
    }
    const above = [...waiting, ...remarks.above];
    const below = layer === last ? [...remarks.below, ...end] : remarks.below;
    waiting = [];
    return { ...layer, dockerfile: withNotes(dockerfile, { ...remarks, above, below }) };
  });
  return { layers: noted, left: last ? [] : waiting };
}

const NOTHING: Remarks = { above: [], words: [], below: [] };

/** The lines of a step with what the user says of it above them; between lines that are one instruction nothing may stand. */
function withNotes(items: readonly Item[], { above, words, below }: Remarks): Item[] {
  const left = new Set(words);
  if (linesIn(items).some((line) => /<<|\\\s*$/.test(knownText(line))))
    return [...notes([...above, ...words.flatMap(linesOf)]), ...items, ...notes(below)];
  const lines = items.flatMap((item): Item[] => {
    if (typeof item !== 'string') return [item];
    const own = [...left].filter(({ word }) => speaks(item, word));
    for (const remark of own) left.delete(remark);
    return [...own.flatMap(notesOf), item];
  });
  const loose = [...left].flatMap(linesOf);
  return [...notes([...above, ...loose]), ...lines, ...notes(below)];
}

/** Whether a line is there for a word that the step was given. */
function speaks(line: string, word: string): boolean {
  if (word === '') return false;
  return line === word || line.startsWith(`ENV ${word}=`) || placeOf(line, word) !== undefined;
}

function notesOf(remark: WordRemark): Note[] {
  const alone = remark.behind !== undefined;
  return notes(linesOf(remark)).map((note) => ({ ...note, word: remark.word, alone }));
}

/** Docker takes it for an order where it stands at the top. */
const ORDER = /^#\s*(?:syntax|escape|check)\s*=/i;

/** A backslash at the end of a line would join it with the next one where fal looks for what is copied. */
function notes(texts: readonly string[]): Note[] {
  return texts
    .filter((text) => !ORDER.test(text))
    .map((text) => ({ kind: 'note', text: text.replace(/\\+$/, '').trimEnd() }));
}

/** Notes as lines of the Dockerfile; those about a word of a longer line stand above the word. */
export function woven(items: readonly Item[]): Item[] {
  let waiting: Note[] = [];
  const all = items.flatMap((item): Item[] => {
    if (isNote(item)) {
      waiting = [...waiting, item];
      return [];
    }
    const own = waiting;
    waiting = [];
    if (isLine(item)) return linesWith(own, item);
    const above = own.map(({ text }) => text);
    if (item.kind === 'repeated') return [...above, { ...item, lines: woven(item.lines) }];
    return [...above, { ...item, then: woven(item.then), otherwise: woven(item.otherwise) }];
  });
  return [...all, ...waiting.map(({ text }) => text)];
}

interface Cut {
  readonly at: number;
  readonly texts: readonly string[];
}

/**
 * A line below what is said of it:
 *
 *     RUN python -m pip install \
 *         # The web
 *         fastapi uvicorn
 */
function linesWith(said: readonly Note[], line: Line): Line[] {
  const cuts = new Map<number, Cut>();
  const above: string[] = [];
  const add = (at: number, texts: readonly string[]): void => {
    cuts.set(at, { at, texts: [...(cuts.get(at)?.texts ?? []), ...texts] });
  };
  for (const { text, word, alone } of said) {
    const place = word === undefined || typeof line !== 'string' ? undefined : partOf(line, word);
    if (!place) {
      above.push(text);
      continue;
    }
    add(place.start, [text]);
    if (alone && place.next !== undefined) add(place.next, []);
  }
  if (typeof line !== 'string' || cuts.size === 0) return [...above, line];
  return [...above, pieces(line, [...cuts.values()])];
}

const INDENT = '    ';

function pieces(line: string, cuts: readonly Cut[]): string {
  const sorted = cuts.toSorted((a, b) => a.at - b.at);
  const rows = sorted.flatMap(({ at, texts }, i) => [
    ...texts.map((text) => INDENT + text),
    INDENT + line.slice(at, sorted[i + 1]?.at).trimEnd(),
  ]);
  const head = line.slice(0, sorted[0]?.at).trimEnd();
  return [head, ...rows]
    .map((row, i, all) => (isComment(row) || i === all.length - 1 ? row : `${row} \\`))
    .join('\n');
}

function isComment(row: string): boolean {
  return row.trimStart().startsWith('#');
}

/** Where a line that installs several packages can be parted for one of them, and where the next word stands. */
function partOf(
  line: string,
  word: string,
): { readonly start: number; readonly next?: number } | undefined {
  if (!/^RUN [^\n]*\binstall [^\n]*$/.test(line) || line.includes('<<')) return undefined;
  const place = placeOf(line, word);
  if (!place || place.start <= 'RUN '.length) return undefined;
  const blank = /^\s*/.exec(line.slice(place.end))?.[0].length ?? 0;
  const next = place.end + blank;
  return { start: place.start, ...(next < line.length && { next }) };
}

/** Where a word of the shell stands in a line. */
function placeOf(line: string, word: string): Span | undefined {
  for (const text of [shellQuote(word), word]) {
    for (let start = line.indexOf(text); start >= 0; start = line.indexOf(text, start + 1)) {
      const end = start + text.length;
      const isWhole = [line.charAt(start - 1), line.charAt(end)].every((char) =>
        /^\s?$/.test(char),
      );
      if (isWhole) return { start, end };
    }
  }
  return undefined;
}
