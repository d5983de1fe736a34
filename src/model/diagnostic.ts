import type { Edit, Span } from './span.ts';
import type { Verdict } from './rule.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Whether a fix may be applied without asking (`safe`), on demand (`unsafe`), or only by a person (`manual`). */
export type Applicability = 'safe' | 'unsafe' | 'manual';

/** Edits that go together, by file path as in `Diagnostic.file`. */
export interface Fix {
  readonly applicability: Applicability;
  /** What it does, in the imperative: "Convert `Greeter` to a `fal.App`". */
  readonly title: string;
  readonly edits: Readonly<Record<string, readonly Edit[]>>;
}

/** One finding in one file. */
export interface Diagnostic {
  /** Rule id: a concept's, or one of the linter's own (`todo-left`, `cannot-resolve`, `parse-error`, `unreadable-file`, `unused-suppression`). */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence, code in backticks. */
  readonly message: string;
  /** What to write instead; the fal cell for a concept. */
  readonly help?: string;
  readonly url?: string;
  readonly verdict?: Verdict;
  /** Path as given by the command line, `/` separated. */
  readonly file: string;
  readonly span: Span;
  /** 1-based line and 1-based UTF-16 column of both ends of `span`. */
  readonly start: Position;
  readonly end: Position;
  /** Canonical SDK name that was met. */
  readonly symbol?: string;
  readonly fix?: Fix;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}
