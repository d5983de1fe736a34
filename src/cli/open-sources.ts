import { readExcludes } from './excludes.ts';
import type { Progress } from './progress.ts';
import type { Session } from './session.ts';
import { readSources, type Sources } from './sources.ts';
import { err } from './terminal.ts';
import { walk } from './walk.ts';

const SHOWN = 3;

/** Finds and reads the files of a run. */
export async function openSources(
  { args, config }: Session,
  targets: readonly string[],
  bar: Progress,
): Promise<Sources> {
  const force = args.has('force-exclude') || config.forceExclude;
  const found = await walk(targets.length > 0 ? targets : ['.'], await readExcludes(config), force);
  const all = found.files.length;
  const sources = readSources(found, (done) => bar.step('Reading', done, all));
  if (!args.has('quiet')) tellNotebooks(sources.notebooks);
  return sources;
}

function tellNotebooks(notebooks: readonly string[]): void {
  if (notebooks.length === 0) return;
  const shown = notebooks.slice(0, SHOWN).join(', ');
  const more = notebooks.length > SHOWN ? ` and ${notebooks.length - SHOWN} more` : '';
  err(
    `Skipped, notebooks are not read: ${shown}${more}. Export them as scripts to have them linted.\n`,
  );
}
