import type { Hole } from '../written/write.ts';
import { pythonText } from './literal.ts';
import { shellQuote } from './shell.ts';
import { joined, joinedBy, type Item, type Line, type Template } from './template.ts';

/** One of several texts that a layer is given. */
export type Word =
  | string
  /** Known in part: as the program writes it, and in pieces. */
  | { readonly kind: 'text'; readonly code: Hole; readonly pieces: Template }
  /** A list of which nobody knows what it holds. */
  | { readonly kind: 'list'; readonly code: Hole };

/** A name of another module that makes a hole out of a hole: `shlex.quote(x)`. */
export function callOf(module: string, name: string, hole: Hole): Hole {
  const { code, needs } = hole;
  return {
    ...hole,
    code: `${module}.${name}(${code})`,
    needs: [...needs, { module }],
    isText: true,
  };
}

/** A text as one Python expression. */
export function holeOf(line: Line): Hole {
  const pieces = typeof line === 'string' ? [line] : line;
  const [only, second] = pieces;
  if (typeof only === 'object' && second === undefined) return only;
  const needs = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : piece.needs));
  return { code: pythonText(line, "'"), needs, isText: true };
}

/** A text quoted for a shell, where it is known or when the file is deployed. */
export function quotedLine(line: Line): Line {
  return typeof line === 'string' ? shellQuote(line) : [callOf('shlex', 'quote', holeOf(line))];
}

/** Words for a shell, as `shlex.join` gives them. */
export function shellWords(words: readonly Word[]): Line {
  return joinedBy(
    ' ',
    words.map((word): Line => {
      if (typeof word === 'string') return shellQuote(word);
      return [callOf('shlex', word.kind === 'text' ? 'quote' : 'join', word.code)];
    }),
  );
}

/** Lines that are left out where lists hold nothing: Modal adds no layer then. */
export function unlessEmpty(words: readonly Word[], lines: readonly Item[]): readonly Item[] {
  if (words.length === 0) return [];
  const lists = words.flatMap((word) =>
    typeof word !== 'string' && word.kind === 'list' ? [word.code] : [],
  );
  if (lists.length < words.length) return lines;
  const test: Hole = {
    code: lists.map(({ code }) => code).join(' or '),
    needs: lists.flatMap(({ needs }) => needs),
  };
  return [{ kind: 'chosen', test, then: lines, otherwise: [] }];
}

/** One line for each word: `RUN a`, `RUN b`. */
export function lineEach(head: string, words: readonly Word[], target: string): readonly Item[] {
  return words.map((word): Item => {
    if (typeof word === 'string') return head + word;
    if (word.kind === 'text') return joined(head, word.pieces);
    const lines = [joined(head, { code: target, needs: [] })];
    return { kind: 'repeated', target, items: word.code, lines };
  });
}
