import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isChanged, type ConvertedFile } from '../convert.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { realPath } from './folders.ts';
import {
  dropStaged,
  putStaged,
  removeStale,
  stageSource,
  writableRoots,
  type Staged,
} from './write.ts';

/** What was written of a conversion. */
export interface Written<T> {
  readonly conversion: T;
  /** Its files, as they are on the disk now. */
  readonly files: readonly ConvertedFile[];
  /** The exit code of the signal that ended it. */
  readonly interrupted?: ExitCode;
}

/** Converts, where these files must stay as they are, by path and why. */
export type Produce<T> = (unwritable: ReadonlyMap<string, string>) => Promise<T>;

/**
 * Writes a conversion: first every new text beside its file, then all are renamed. A file that cannot be written keeps what it is
 * bound to, so the rest is converted again without it. Ended by a signal before the first rename, nothing is written.
 */
export async function writeConversion<T extends { readonly files: readonly ConvertedFile[] }>(
  first: T,
  produce: Produce<T>,
  targets: readonly string[],
): Promise<Written<T>> {
  const roots = writableRoots(targets);
  const unwritable = new Map<string, string>();
  const signals = new Signals();
  try {
    for (let conversion = first; ;) {
      const stage = await stageAll(conversion.files, roots, signals);
      if (stage.problems.size === 0)
        return { conversion, files: putAll(conversion.files, stage.staged) };
      stage.staged.forEach(dropStaged);
      const { ended } = signals;
      if (ended !== undefined || stage.full) {
        const files = conversion.files.map((file) => kept(file, stage.problems, ended));
        return { conversion, files, ...(ended !== undefined && { interrupted: ended }) };
      }
      for (const [path, why] of stage.problems) unwritable.set(path, why);
      conversion = await produce(unwritable);
    }
  } finally {
    signals.end();
  }
}

/** Removes what a run left in the folders of these files that was killed while it wrote. */
export function cleanFolders(files: readonly ConvertedFile[]): void {
  removeStale(
    new Set(files.flatMap(({ source }) => dirname(realPath(source.path) ?? source.path))),
  );
}

interface Stage {
  readonly staged: readonly Staged[];
  /** By path. */
  readonly problems: ReadonlyMap<string, string>;
  readonly full: boolean;
}

const INTERRUPTED = 'Interrupted: nothing was written.';

async function stageAll(
  files: readonly ConvertedFile[],
  roots: readonly string[],
  signals: Signals,
): Promise<Stage> {
  const staged: Staged[] = [];
  const problems = new Map<string, string>();
  for (const { source, after } of files.filter(isChanged)) {
    // Signals are only seen when the event loop turns.
    await setImmediate();
    if (signals.ended !== undefined) {
      return { staged, problems: new Map([[source.path, INTERRUPTED]]), full: false };
    }
    const result = stageSource(source, after, roots);
    if ('problem' in result) {
      problems.set(source.path, result.problem);
      if (result.full) return { staged, problems, full: true };
    } else staged.push(result);
  }
  return { staged, problems, full: false };
}

/** Without a pause: half of them would be half a program. */
function putAll(files: readonly ConvertedFile[], staged: readonly Staged[]): ConvertedFile[] {
  const bySource = new Map(staged.map((each) => [each.source, each]));
  return files.map((file) => {
    const own = bySource.get(file.source);
    const problem = own && putStaged(own);
    return problem === undefined ? file : { ...file, after: file.source.text, refused: problem };
  });
}

/** A file of a run that wrote nothing. */
function kept(
  file: ConvertedFile,
  problems: ReadonlyMap<string, string>,
  ended: ExitCode | undefined,
): ConvertedFile {
  if (!isChanged(file)) return file;
  const others = [...problems.keys()].map((path) => `\`${path}\``).join(', ');
  const why = ended === undefined ? `Nothing was written: ${others} has no room.` : INTERRUPTED;
  return { ...file, after: file.source.text, refused: problems.get(file.source.path) ?? why };
}

/** Notes a signal in place of dying of it. */
class Signals {
  ended: ExitCode | undefined;
  private readonly interrupt = (): void => {
    this.ended ??= EXIT.interrupted;
  };
  private readonly terminate = (): void => {
    this.ended ??= EXIT.terminated;
  };

  constructor() {
    process.on('SIGINT', this.interrupt);
    process.on('SIGTERM', this.terminate);
    process.on('SIGHUP', this.terminate);
  }

  end(): void {
    process.off('SIGINT', this.interrupt);
    process.off('SIGTERM', this.terminate);
    process.off('SIGHUP', this.terminate);
  }
}
