import { lstatSync, readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { textLanguageOf, type TextLanguage } from '../../text/language.ts';
import type { Excludes } from './excludes.ts';
import { codeOf, messageOf, UsageError } from '../exit.ts';
import { ancestors, realPath, shownPath } from './folders.ts';
import type * as GitIgnore from './gitignore.ts';

type IgnoreRules = GitIgnore.IgnoreRules;

/** Marks the folder of a virtual environment, whatever that is called. */
const VIRTUAL_ENV = 'pyvenv.cfg';

/** A file to read. */
export interface FoundFile {
  /** As messages show it; good for opening, too. */
  readonly path: string;
  readonly language: TextLanguage;
  /** Named on the command line. */
  readonly explicit: boolean;
  readonly link: boolean;
}

/** What could not be looked at, and why. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

export interface Walk {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
  /** Jupyter notebooks: their cells are not read. */
  readonly notebooks: readonly FoundFile[];
}

/** Finds the files to read below the paths of a command line. */
export async function walk(
  targets: readonly string[],
  excludes: Excludes,
  force: boolean,
): Promise<Walk> {
  // Named files need no ignore files, and a run over one file need not load their library.
  const hasFolder = targets.some((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory(),
  );
  const walker = new Walker(
    excludes,
    force || hasFolder ? await import('./gitignore.ts') : undefined,
  );
  for (const target of targets) walker.target(target, force);
  return walker.result();
}

class Walker {
  private readonly excludes: Excludes;
  private readonly git: typeof GitIgnore | undefined;
  private readonly files = new Map<string, FoundFile>();
  private readonly notebooks = new Map<string, FoundFile>();
  private readonly problems: Problem[] = [];

  constructor(excludes: Excludes, git: typeof GitIgnore | undefined) {
    this.excludes = excludes;
    this.git = git;
  }

  target(target: string, force: boolean): void {
    const path = shownPath(resolve(target));
    if (force && this.isLeftOut(path)) return;
    const stats = this.statsOf(path, target);
    if (!stats) return;
    if (stats.isDirectory()) this.folder(path, this.rulesAround(path), true);
    else if (stats.isFile()) this.named(path);
    else this.problems.push({ path, message: 'This is no regular file; name a file or a folder.' });
  }

  result(): Walk {
    const files = [...this.files.values()].filter((file) => !this.isTwice(file));
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files, problems: this.problems, notebooks: [...this.notebooks.values()] };
  }

  private statsOf(path: string, target: string): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && !isLink(path)) {
        throw new UsageError(`\`${target}\` does not exist.`);
      }
      this.problem(path, error);
      return undefined;
    }
  }

  private problem(path: string, error: unknown): void {
    this.problems.push({ path, message: reasonOf(error) });
  }

  /** A named file is left out where it, or a folder above it, is excluded or ignored. */
  private isLeftOut(path: string): boolean {
    const above = [...ancestors(dirname(resolve(path)))];
    const folder = above[0] ?? '.';
    const rules = this.git?.withIgnoreFile(this.git.ignoresAround(folder), folder);
    const inside = [resolve(path), ...above.slice(0, -1)];
    return inside.some((at, index) => {
      return this.excludes.matches(at, basename(at)) || this.isIgnored(at, index > 0, rules);
    });
  }

  /** A named folder that git ignores is looked into all the same: what is above it has no say there. */
  private rulesAround(path: string): IgnoreRules | undefined {
    const rules = this.git?.ignoresAround(path);
    return this.isIgnored(path, true, rules) ? undefined : rules;
  }

  private folder(path: string, outer: IgnoreRules | undefined, explicit = false): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      this.problem(path, error);
      return;
    }
    if (!explicit && entries.some(({ name }) => name === VIRTUAL_ENV)) return;
    const has = entries.some(({ name }) => name === '.gitignore');
    const rules = has ? this.git?.withIgnoreFile(outer, path) : outer;
    const prefix = path === '.' ? '' : path === '/' ? '/' : `${path}/`;
    for (const entry of entries) this.entry(prefix + entry.name, entry, rules);
  }

  private entry(path: string, entry: Dirent, rules: IgnoreRules | undefined): void {
    const { name } = entry;
    if (this.excludes.matches(path, name)) return;
    if (entry.isDirectory()) {
      if (!this.isIgnored(path, true, rules)) this.folder(path, rules);
      return;
    }
    const language = textLanguageOf(name);
    if (language === undefined || this.isIgnored(path, false, rules)) return;
    if (entry.isFile()) this.add({ path, language, explicit: false, link: false });
    else if (entry.isSymbolicLink()) this.link(path, language);
  }

  private isIgnored(path: string, isFolder: boolean, rules: IgnoreRules | undefined): boolean {
    return rules !== undefined && this.git?.isIgnored(path, isFolder, rules) === true;
  }

  /** A named file that nothing tells apart is Python: `modal-lint script`. */
  private named(path: string): void {
    const language = textLanguageOf(path) ?? 'python';
    this.add({ path, language, explicit: true, link: lstatSync(path).isSymbolicLink() });
  }

  private link(path: string, language: TextLanguage): void {
    try {
      if (statSync(path).isFile()) this.add({ path, language, explicit: false, link: true });
    } catch (error) {
      if (language === 'python') this.problem(path, error);
    }
  }

  private add(file: FoundFile): void {
    const { path, language, explicit } = file;
    if (language === 'json' && path.toLowerCase().endsWith('.ipynb')) {
      this.notebooks.set(path, file);
    } else if (explicit || !this.files.has(path)) this.files.set(path, file);
  }

  /** A link to a file that is read anyway. */
  private isTwice({ path, link }: FoundFile): boolean {
    if (!link) return false;
    const real = realPath(path);
    return real !== undefined && this.files.has(shownPath(real));
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Why the system did not hand out a file, and what to do. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read; change its permissions or exclude it.';
    case 'ENOENT':
      return 'The link leads nowhere; mend or remove it.';
    case 'ELOOP':
      return 'The link leads to itself; mend or remove it.';
    default:
      return `The file cannot be read: ${messageOf(error)}.`;
  }
}
