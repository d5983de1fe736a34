import type { Program } from '../../program/program.ts';
import { Hider } from './hide.ts';
import type { Source } from '../files/read.ts';
import { err, out } from './terminal.ts';

/** A file that would change. */
interface Change {
  readonly source: Source;
  readonly after: string;
}

/** Prints changes for a person, and for `git apply` where no value of a secret stands in the lines that it shows. */
export async function printDiff(
  changes: readonly Change[],
  programs: readonly Program[],
): Promise<void> {
  const { unifiedDiff } = await import('../../report/diff.ts');
  const texts = changes.flatMap(({ source }) => (source.language === 'python' ? [] : [source]));
  const hider = new Hider(programs, texts);
  for (const { source, after } of changes) {
    const mark = source.bom ? '\ufeff' : '';
    const path = source.path.replace(/^\/+/, '');
    const diff = unifiedDiff(path, mark + source.text, mark + after);
    const shown = hider.hide(diff);
    out(shown);
    if (shown !== diff)
      err(`${source.path}: values of secrets are hidden, so this diff cannot be applied.\n`);
  }
}
