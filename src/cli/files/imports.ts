import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** `from a.b import c, d`, `import a.b as x, c`, from the start of a line's code. */
const IMPORT =
  /(?:from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]+(\([^)]*\)?|[^\n#]+)|import[ \t]+([\w.,\t ]+))/y;

/** A module that a file imports: leading dots, dotted name, and the names taken from it, which can be modules, too. */
interface Imported {
  readonly level: number;
  readonly module: string;
  readonly names: string;
}

/** What stands in a folder: names as they are, and those of modules without their ending. */
type Listing = ReadonlySet<string>;

const NOTHING: Listing = new Set();

/** Finds the files of a tree that a file imports, by its text alone. */
export class ImportFinder {
  private readonly listings = new Map<string, Listing>();

  /** Paths of the files on the disk that `path` imports, from its own folder up to the current one. */
  filesOf(path: string, text: string): string[] {
    const found = new Set<string>();
    const folders = foldersAbove(path);
    const imported = importsOf(text);
    if (imported.length === 0) return [];
    // To list a folder that is not there takes longer than one that is.
    const sources = folders.filter((folder) => this.listing(folder).has('src'));
    const roots = [...folders, ...sources.map((folder) => join(folder, 'src'))];
    for (const each of imported) {
      for (const file of this.resolve(each, folders, roots)) found.add(file);
    }
    found.delete(path);
    return [...found];
  }

  /** A relative import looks in one folder, others in the file's folder, then upwards, then in the `src` of those. */
  private resolve(each: Imported, folders: readonly string[], roots: readonly string[]): string[] {
    const { level, module } = each;
    if (level > 0) {
      const folder = folders[level - 1];
      return folder === undefined ? [] : this.inFolder(folder, each);
    }
    const dot = module.indexOf('.');
    const first = dot < 0 ? module : module.slice(0, dot);
    for (const folder of roots) {
      if (!this.listing(folder).has(first)) continue;
      const found = this.inFolder(folder, each);
      if (found.length > 0) return found;
    }
    return [];
  }

  private inFolder(folder: string, { module, names }: Imported): string[] {
    const parts = module.split('.').filter((part) => part !== '');
    const whole = parts.length > 0 ? this.moduleFile(folder, parts) : this.packageFile(folder);
    const taken = names.replace(/#[^\n]*/g, '').matchAll(/(\w+)(?:\s+as\s+\w+)?/g);
    const inside = [...taken].flatMap(([, name = '']) => {
      return this.moduleFile(folder, [...parts, name]) ?? [];
    });
    return whole === undefined ? inside : [whole, ...inside];
  }

  private moduleFile(folder: string, parts: readonly string[]): string | undefined {
    let at = folder;
    for (const part of parts.slice(0, -1)) {
      if (!this.listing(at).has(part)) return undefined;
      at = join(at, part);
    }
    const last = parts.at(-1) ?? '';
    const names = this.listing(at);
    if (names.has(`${last}.py`)) return join(at, `${last}.py`);
    return names.has(last) ? this.packageFile(join(at, last)) : undefined;
  }

  private packageFile(folder: string): string | undefined {
    return this.listing(folder).has('__init__.py') ? join(folder, '__init__.py') : undefined;
  }

  private listing(folder: string): Listing {
    let names = this.listings.get(folder);
    if (!names) this.listings.set(folder, (names = list(folder)));
    return names;
  }
}

function list(folder: string): Listing {
  try {
    const names = readdirSync(folder === '' ? '.' : folder);
    const found = new Set(names);
    for (const name of names) if (name.endsWith('.py')) found.add(name.slice(0, -3));
    return found;
  } catch {
    return NOTHING;
  }
}

/** The imports of a text, found by their word; one that stands in a string is found in vain. */
function importsOf(text: string): Imported[] {
  const found: Imported[] = [];
  for (let at = text.indexOf('import'); at >= 0; at = text.indexOf('import', at + 6)) {
    let start = text.lastIndexOf('\n', at) + 1;
    while (text[start] === ' ' || text[start] === '\t') start++;
    // Of the many lines with the word, only those that start with it or with `from` are imports.
    if (start !== at && !text.startsWith('from', start)) continue;
    IMPORT.lastIndex = start;
    const match = IMPORT.exec(text);
    if (match) found.push(...importedBy(match));
  }
  return [...found, ...sourcesAdded(text)];
}

/** Packages that a program only names: `add_local_python_source("helpers")`. */
function sourcesAdded(text: string): Imported[] {
  const calls = text.matchAll(
    /(?:add_local_python_source|_python_packages|_package_mounts?)\(([^()]*)\)/g,
  );
  return [...calls].flatMap(([, names = '']) =>
    [...names.matchAll(/["']([\w.]+)["']/g)].map(([, module = '']) => ({
      level: 0,
      module,
      names: '',
    })),
  );
}

function importedBy([, dots = '', module = '', names = '', plain]: RegExpExecArray): Imported[] {
  if (plain === undefined) return [{ level: dots.length, module, names }];
  return plain.split(',').map((name) => {
    return { level: 0, module: /[\w.]+/.exec(name)?.[0] ?? '', names: '' };
  });
}

/** The folder of a file and those above it, as far as the current one or the root of the disk. */
function foldersAbove(path: string): string[] {
  const folders = [folderOf(path)];
  for (let at = folders[0] ?? ''; at !== '' && at !== '/';) folders.push((at = folderOf(at)));
  return folders;
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

function join(folder: string, name: string): string {
  if (folder === '') return name;
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
