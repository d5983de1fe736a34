import type { Diagnostic } from '../model/diagnostic.ts';

/** A finding before the file gives it a place and the configuration a severity. */
export type Draft = TableDraft | OwnDraft;

/** What a rule of the table has to say; nearly all findings are of this kind. */
export type TableDraft = Required<
  Pick<Diagnostic, 'rule' | 'message' | 'help' | 'url' | 'verdict' | 'span' | 'symbol'>
>;

/** What the linter says on its own account. */
export interface OwnDraft extends Pick<
  Diagnostic,
  'rule' | 'message' | 'help' | 'url' | 'span' | 'fix'
> {
  readonly verdict?: never;
}
