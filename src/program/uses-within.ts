import type { Span } from '../model/span.ts';
import { SpanIndex } from '../python/span-index.ts';
import type { Use } from '../python/uses.ts';
import type { ProgramFile } from './program.ts';

const known = new WeakMap<ProgramFile, SpanIndex<Use>>();

/** The uses of a file that lie in a span, in source order. */
export function usesWithin(file: ProgramFile, span: Span): readonly Use[] {
  const index = known.get(file) ?? new SpanIndex(file.uses, (use) => use.span);
  known.set(file, index);
  return index.within(span);
}
