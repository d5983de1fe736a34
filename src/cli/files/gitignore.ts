import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ancestors, gitRoot } from './folders.ts';

/** The ignore files that hold in a folder: its own and those of the folders around it, the nearest last. */
export interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
  readonly outer: IgnoreRules | undefined;
}

/** The ignore files around a folder, as far as the root of its repository. */
export function ignoresAround(folder: string): IgnoreRules | undefined {
  const root = gitRoot(folder);
  if (root === undefined) return undefined;
  const outside = [...ancestors(folder)].slice(1).reverse();
  const excluded = addRules(undefined, root, join(root, '.git', 'info', 'exclude'));
  return outside.reduce((outer, at) => withIgnoreFile(outer, at), excluded);
}

/** Adds the .gitignore of a folder, where there is one. */
export function withIgnoreFile(
  outer: IgnoreRules | undefined,
  folder: string,
): IgnoreRules | undefined {
  return addRules(outer, folder, join(folder, '.gitignore'));
}

function addRules(
  outer: IgnoreRules | undefined,
  folder: string,
  file: string,
): IgnoreRules | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return outer;
  }
  return { folder: resolve(folder), rules: ignore().add(text), outer };
}

/** Whether git ignores an entry; the nearest ignore file that says something decides. */
export function isIgnored(
  path: string,
  isFolder: boolean,
  rules: IgnoreRules | undefined,
): boolean {
  const full = resolve(path);
  for (let at = rules; at; at = at.outer) {
    const short = relative(at.folder, full).split(sep).join('/');
    if (short === '' || short.startsWith('../')) continue;
    const { ignored, unignored } = at.rules.test(isFolder ? `${short}/` : short);
    if (ignored || unignored) return ignored;
  }
  return false;
}
