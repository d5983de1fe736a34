import type { Hole } from '../written/write.ts';

/** A text in pieces: holes are filled when the file is deployed. */
export type Template = readonly (string | Hole)[];

/** A line of a Dockerfile: a plain text where all of it is known. */
export type Line = string | Template;

/** Lines that are there once for each item of a list: `for command in COMMANDS`. */
export interface Repeated {
  readonly kind: 'repeated';
  readonly target: string;
  readonly items: Hole;
  readonly lines: readonly Item[];
}

/** Lines between which a condition chooses. */
export interface Chosen {
  readonly kind: 'chosen';
  readonly test: Hole;
  readonly then: readonly Item[];
  readonly otherwise: readonly Item[];
}

/** A comment of the user's above the line that follows, or above a word of that. */
export interface Note {
  readonly kind: 'note';
  readonly text: string;
  readonly word?: string;
  /** Is said of that word alone, not of those behind it. */
  readonly alone?: boolean;
}

/** What a Dockerfile is made of, in its order. */
export type Item = Line | Repeated | Chosen | Note;

/** Whether an item is one line, which is always there. */
export function isLine(item: Item): item is Line {
  return typeof item === 'string' || !('kind' in item);
}

export function isNote(item: Item): item is Note {
  return !isLine(item) && item.kind === 'note';
}

/** The texts and holes of a line. */
export function piecesOf(line: Line): Template {
  return typeof line === 'string' ? [line] : line;
}

/** Texts and holes one behind the other: a plain text where there is no hole. */
export function joined(...parts: readonly (Line | Hole)[]): Line {
  const pieces: (string | Hole)[] = [];
  const all = parts.flatMap((part): Template => {
    if (typeof part === 'string') return [part];
    return isHole(part) ? [part] : part;
  });
  for (const piece of all) {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string')
      pieces[pieces.length - 1] = last + piece;
    else if (piece !== '') pieces.push(piece);
  }
  const [only = '', second] = pieces;
  return typeof only === 'string' && second === undefined ? only : pieces;
}

function isHole(part: Template | Hole): part is Hole {
  return 'code' in part;
}

/** Texts with something between each two. */
export function joinedBy(separator: string, parts: readonly (Line | Hole)[]): Line {
  return joined(...parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part])));
}

/** A line without what is not known. */
export function knownText(line: Line): string {
  if (typeof line === 'string') return line;
  return line.map((piece) => (typeof piece === 'string' ? piece : '')).join('');
}

/** Every line, of both sides of a condition too. */
export function linesOf(items: readonly Item[]): readonly Line[] {
  return items.flatMap((item): readonly Line[] => {
    if (isLine(item)) return [item];
    if (item.kind === 'note') return [];
    return linesOf(item.kind === 'repeated' ? item.lines : [...item.then, ...item.otherwise]);
  });
}

/** Every hole, conditions and lists included. */
export function holesOf(items: readonly Item[]): readonly Hole[] {
  return items.flatMap((item): readonly Hole[] => {
    if (typeof item === 'string') return [];
    if (isLine(item)) return item.filter((piece) => typeof piece !== 'string');
    if (item.kind === 'note') return [];
    return item.kind === 'repeated'
      ? [item.items, ...holesOf(item.lines)]
      : [item.test, ...holesOf(item.then), ...holesOf(item.otherwise)];
  });
}

/** The same items with every line changed; what gives no line goes. */
export function mapLines(items: readonly Item[], change: (line: Line) => readonly Line[]): Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (isLine(item)) return change(item);
    if (item.kind === 'note') return [item];
    if (item.kind === 'repeated') return [{ ...item, lines: mapLines(item.lines, change) }];
    const { then, otherwise } = item;
    return [{ ...item, then: mapLines(then, change), otherwise: mapLines(otherwise, change) }];
  });
}

/** A line whose texts are changed, and whose holes stay. */
export function mapText(line: Line, change: (text: string) => string): Line {
  if (typeof line === 'string') return change(line);
  return joined(...line.map((piece) => (typeof piece === 'string' ? change(piece) : piece)));
}

/** Items without a condition that one around them asks for already. */
export function simplified(
  items: readonly Item[],
  known: ReadonlyMap<string, boolean> = new Map(),
): Item[] {
  return items.flatMap((item): readonly Item[] => {
    if (isLine(item) || item.kind === 'note') return [item];
    if (item.kind === 'repeated') return [{ ...item, lines: simplified(item.lines, known) }];
    const { test, then, otherwise } = item;
    const held = known.get(test.code);
    if (held !== undefined) return simplified(held ? then : otherwise, known);
    const side = (lines: readonly Item[], holds: boolean): Item[] =>
      simplified(lines, new Map([...known, [test.code, holds]]));
    return [{ ...item, then: side(then, true), otherwise: side(otherwise, false) }];
  });
}
