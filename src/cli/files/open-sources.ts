import type { Arguments } from '../usage/arguments.ts';
import { readExcludes } from './excludes.ts';
import type { Progress } from '../output/progress.ts';
import type { Session } from '../config/session.ts';
import { readSources, type Sources } from './sources.ts';
import { err } from '../output/terminal.ts';
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
  const step = (done: number): void => bar.step('Reading', done, all);
  const sources = readSources(found, step, converts(args));
  if (!args.has('quiet')) tellNotebooks(sources.notebooks);
  return sources;
}

/** Whether a run plans a conversion, which may need constants from files that have nothing of Modal. */
export function converts(args: Arguments): boolean {
  if (args.command.name !== 'check') return true;
  const format = args.text('format') ?? '';
  return (
    args.has('fix') ||
    args.has('unsafe-fixes') ||
    args.has('diff') ||
    /^(?:json|sarif)$/.test(format)
  );
}

function tellNotebooks(notebooks: readonly string[]): void {
  if (notebooks.length === 0) return;
  const shown = notebooks.slice(0, SHOWN).join(', ');
  const more = notebooks.length > SHOWN ? ` and ${notebooks.length - SHOWN} more` : '';
  err(
    `Skipped, notebooks are not read: ${shown}${more}. Export them as scripts to have them linted.\n`,
  );
}
