import type { FalVocabulary, Vocabulary } from './vocabulary.ts';

/** What the reader of concept files knows besides the file. */
export interface Context {
  readonly modal: Vocabulary;
  readonly fal: FalVocabulary;
  /** Ids of the concepts that have a transform in `src/convert`. */
  readonly transforms: ReadonlySet<string>;
}
