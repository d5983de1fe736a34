import type { Severity } from '../model/diagnostic.ts';

/** A rule that no row of the table makes: it is about the file or about the linter's own comments. */
export interface OwnRule {
  readonly id: string;
  readonly severity: Severity;
  /** What it reports, in one sentence. */
  readonly summary: string;
  /** Reported even where `select` does not name it: the file was not read, or not in whole. */
  readonly always: boolean;
}

/** The linter's own rules. */
export const OWN_RULES: readonly OwnRule[] = [
  {
    id: 'parse-error',
    severity: 'error',
    summary: 'A part of the file is not Python; the rest is linted.',
    always: true,
  },
  {
    id: 'unreadable-file',
    severity: 'error',
    summary: 'The file was not linted: not UTF-8, too large, not permitted, not a file.',
    always: true,
  },
  {
    id: 'todo-left',
    severity: 'warning',
    summary: 'A mark that the conversion left for a person is still there.',
    always: false,
  },
  {
    id: 'cannot-resolve',
    severity: 'info',
    summary: 'What Modal is told here is only known when the program runs.',
    always: false,
  },
  {
    id: 'unused-suppression',
    severity: 'warning',
    summary: 'A `modal-lint: ignore` comment suppresses nothing, or names no rule.',
    always: false,
  },
];
