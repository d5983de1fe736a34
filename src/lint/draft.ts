import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';

/** A finding before the file gives it a place and the configuration a severity. */
export type Draft = Omit<Diagnostic, 'file' | 'severity' | 'start' | 'end'> & {
  readonly span: Span;
};
