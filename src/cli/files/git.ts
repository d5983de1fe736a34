import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../exit.ts';
import { gitRoot } from './folders.ts';

const SHOWN = 5;

/** Refuses paths whose state git could not bring back: changes that are not committed, files that git does not know. */
export function requireClean(paths: readonly string[]): void {
  for (const [root, files] of byRepository(paths)) {
    const changed = git(root, ['status', '--porcelain', '-z', '--untracked-files=normal']);
    if (changed === undefined) throw refuse('git cannot tell what is changed', root, []);
    const rows = changed.split('\0').filter((row) => row !== '');
    if (rows.length > 0)
      throw refuse(
        'there are changes that are not committed',
        root,
        rows.map((row) => row.slice(3)),
      );
    const known = new Set(
      (git(root, ['ls-files', '-z']) ?? '').split('\0').map((file) => resolve(root, file)),
    );
    const unknown = files.filter((file) => !known.has(resolve(file)));
    if (unknown.length > 0) throw refuse('git does not know these files', root, unknown);
  }
}

function byRepository(paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const outside: string[] = [];
  for (const path of paths) {
    const root = gitRoot(dirname(resolve(path)));
    if (root === undefined) outside.push(path);
    else found.set(root, [...(found.get(root) ?? []), path]);
  }
  if (outside.length > 0)
    throw refuse('these files are not in a git repository', undefined, outside);
  return found;
}

function refuse(why: string, root: string | undefined, files: readonly string[]): UsageError {
  const shown = files.slice(0, SHOWN).map((file) => `\n  ${file}`);
  const more = files.length > SHOWN ? [`\n  and ${files.length - SHOWN} more`] : [];
  const where = root === undefined ? '' : ` in ${root}`;
  return new UsageError(
    `Nothing was converted${where}: ${why}. Commit first, or use \`--allow-dirty\`.${[...shown, ...more].join('')}`,
  );
}

/** What git says, without running anything that the repository asks for. */
function git(root: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return status === 0 ? stdout : undefined;
}
