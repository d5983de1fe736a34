import type { Rule, Verdict } from '../../model/rule.ts';
import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import type { ConvertOptions, Reason } from '../plan.ts';

/** What the conversion of a text needs to know of everything else. */
export interface TextContext {
  /** The program before and after its conversion. */
  readonly before: Program;
  readonly after: Program;
  readonly rules: readonly Rule[];
  readonly options: ConvertOptions;
}

/** What becomes of one command, token or requirement of a text. */
export interface TextPart {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly edits: readonly Edit[];
  readonly reasons: readonly Reason[];
}
