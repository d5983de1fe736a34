import { resolve, relative, sep } from 'node:path';
import type { Config } from '../config/config.ts';

/** Folders that hold no program of the user's, left out unless they are named. */
const SKIPPED = [
  '.bzr',
  '.direnv',
  '.eggs',
  '.git',
  '.hg',
  '.ipynb_checkpoints',
  '.mypy_cache',
  '.nox',
  '.pytest_cache',
  '.pytype',
  '.ruff_cache',
  '.svn',
  '.tox',
  '.venv',
  '.vscode',
  '__pycache__',
  '__pypackages__',
  'node_modules',
  'site-packages',
  'venv',
];

/** Tells which files and folders the configuration leaves out. */
export interface Excludes {
  /** Asks about one entry; its folders have been asked about before. */
  matches(path: string, name: string): boolean;
}

/** Reads `exclude` and `extend-exclude`; the glob library is loaded only where a glob needs it. */
export async function readExcludes(config: Config): Promise<Excludes> {
  const patterns = [...(config.exclude ?? []), ...config.extendExclude].map(trimmed);
  const names = new Set(['.git', ...(config.exclude ? [] : SKIPPED), ...patterns.filter(isName)]);
  const globs = patterns.filter((pattern) => !isName(pattern));
  const matchers = globs.length > 0 ? await globMatchers(globs, config.folder) : [];
  return {
    matches: (path, name) => names.has(name) || matchers.some((matches) => matches(path, name)),
  };
}

type GlobMatcher = (path: string, name: string) => boolean;

/** Matches globs as .gitignore has them: one without a slash against names, others from the configuration's folder. */
export async function globMatchers(
  globs: readonly string[],
  folder: string,
): Promise<GlobMatcher[]> {
  const { default: picomatch } = await import('picomatch');
  return globs.map((glob) => {
    const matches = picomatch(glob.replace(/^\.\//, ''), { dot: true });
    if (!glob.includes('/')) return (_, name) => matches(name);
    return (path) => {
      const short = relative(folder, resolve(path)).split(sep).join('/');
      return matches(short) || matches(`${short}/`);
    };
  });
}

function trimmed(pattern: string): string {
  return pattern.replace(/(?<=.)\/+$/, '');
}

function isName(pattern: string): boolean {
  return !/[/*?[\]{}!()]/.test(pattern);
}
