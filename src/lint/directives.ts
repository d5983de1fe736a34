import type { Span } from '../model/span.ts';

/** One `modal-lint: ignore` comment, as written. */
export interface Directive {
  /** `ignore`, `ignore-file`, or what was written in its place. */
  readonly word: string;
  /** From the comment sign to the end of its reason. */
  readonly span: Span;
  /** The rules it names; absent where it means all. */
  readonly ids?: readonly NamedRule[];
}

export interface NamedRule {
  readonly id: string;
  readonly span: Span;
}

// A reason ends where the next comment sign starts: `# modal-lint: ignore[gpu] later  # noqa: E501`.
const DIRECTIVE =
  /(#|\/\/|<!--|::|\brem\b)[ \t]*modal-lint:[ \t]*([\w-]+)(?:[ \t]*\[([^\]\r\n]*)\])?((?:(?!-->)[^#\r\n])*(?:-->)?)/gi;

/** The directives in a part of a text; a Python comment can hold several. */
export function directivesIn(source: string, { start, end }: Span): Directive[] {
  const text = source.slice(start, end);
  if (!text.includes('modal-lint:')) return [];
  return [...text.matchAll(DIRECTIVE)].map((found) => {
    const [whole, , word = '', list] = found;
    const at = start + found.index;
    const span = { start: at, end: at + whole.trimEnd().length };
    if (list === undefined) return { word, span };
    return { word, span, ids: namedRules(list, at + whole.indexOf('[') + 1) };
  });
}

function namedRules(list: string, at: number): NamedRule[] {
  return [...list.matchAll(/[^,\s][^,]*/g)].map(({ 0: text, index }) => {
    const id = text.trimEnd();
    return { id, span: { start: at + index, end: at + index + id.length } };
  });
}
