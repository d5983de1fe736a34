import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

/** A folder that looks like the user's tree with some files changed; the tree itself stays untouched. */
export interface Shadow {
  /** Everything of it is in here, also what runs leave behind. */
  readonly folder: string;
  /** What stands for the root of the tree. */
  readonly tree: string;
  readonly root: string;
  dispose(): void;
}

/**
 * Makes a tree with these texts by absolute path, and links to everything else.
 * `folders` are made, and not linked: code that runs in one must not find itself in the real tree.
 */
export function makeShadow(
  root: string,
  texts: ReadonlyMap<string, string>,
  folders: readonly string[] = [],
): Shadow {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modal-lint-verify-')));
  const tree = join(folder, 'tree');
  mkdirSync(join(folder, 'tmp'));
  const own = new Set([root]);
  for (const path of [...texts.keys()].map(dirname).concat(folders)) {
    for (let at = path; at !== root && at.startsWith(root + sep); at = dirname(at)) own.add(at);
  }
  const moved = (path: string): string => join(tree, relative(root, path));
  for (const path of own) mkdirSync(moved(path), { recursive: true });
  for (const path of own) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      if (own.has(full) || texts.has(full)) continue;
      link(full, moved(full), entry.isDirectory());
    }
  }
  for (const [path, text] of texts) writeFileSync(moved(path), text);
  return { folder, tree, root, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Where links to files need a privilege, a copy does. */
function link(target: string, path: string, isFolder: boolean): void {
  try {
    symlinkSync(target, path, isFolder ? 'junction' : 'file');
  } catch (error) {
    if (isFolder || process.platform !== 'win32') throw error;
    copyFileSync(target, path);
  }
}
