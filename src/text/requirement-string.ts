import type { Span } from '../model/span.ts';
import { parseRequirement } from './pep508.ts';
import type { ParsedRequirement } from './pep508.ts';
import type { FalPackage, Requirement } from './requirement.ts';

/** A quoted requirement in a list: `"modal>=1"`. */
export function stringRequirement(
  text: string,
  outer: Span,
  quote: '"' | "'",
  others: readonly FalPackage[],
): Requirement | undefined {
  const start = outer.start + 1;
  const parsed = parseRequirement(text, start, outer.end - 1);
  if (parsed === undefined || text[outer.start] !== quote) return undefined;
  const span = { start, end: parsed.end };
  const line = text.slice(text.lastIndexOf('\n', outer.start) + 1, outer.start);
  const apart = /^[ \t]*$/u.test(line) ? `${newlineOf(text)}${line}` : ' ';
  const trouble = directTrouble(parsed);
  return {
    name: parsed.name,
    span,
    parts: [{ span, text: 'fal>=%' }],
    removal: elementRemoval(text, outer),
    beside: { at: outer.end, text: `,${apart}${quote}fal-client>=%${parsed.marker}${quote}` },
    others,
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** An element with its comma: the one behind it, else the one before. */
function elementRemoval(text: string, outer: Span): Span {
  const behind = /^\s{0,200},[^\S\n]{0,200}/u.exec(text.slice(outer.end, outer.end + 420));
  const lineStart = text.lastIndexOf('\n', outer.start - 1) + 1;
  const alone = /^[ \t]*$/u.test(text.slice(lineStart, outer.start));
  if (behind !== null) {
    const end = outer.end + behind[0].length;
    const next = /^\r?\n/u.exec(text.slice(end, end + 2))?.[0].length ?? 0;
    return alone && next > 0 ? { start: lineStart, end: end + next } : { start: outer.start, end };
  }
  const before = /,\s{0,200}$/u.exec(text.slice(Math.max(outer.start - 201, 0), outer.start));
  return { start: outer.start - (before?.[0].length ?? 0), end: outer.end };
}

/** The line break that a text uses. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Why a requirement without a version range is left. */
export function directTrouble({ direct }: ParsedRequirement): string | undefined {
  if (!direct) return undefined;
  return 'Modal is required from an address here: require `fal` by its version instead.';
}
