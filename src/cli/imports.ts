import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

const IMPORT =
  /^[ \t]*(?:from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]+(\([^)]*\)?|[^\n#]+)|import[ \t]+([\w.,\t ]+))/gm;

/** A module that a file imports: leading dots, dotted name, and the names taken from it, which can be modules, too. */
interface Imported {
  readonly level: number;
  readonly module: string;
  readonly names: readonly string[];
}

/** Finds the files of a tree that a file imports, by its text alone. */
export class ImportFinder {
  private readonly listings = new Map<string, ReadonlySet<string>>();

  /** Paths of the files on the disk that `path` imports, from its own folder up to the current one. */
  filesOf(path: string, text: string): string[] {
    const found = new Set<string>();
    for (const { level, module, names } of importsOf(text)) {
      for (const folder of foldersFor(path, level)) {
        const hit = this.resolve(folder, module, names);
        for (const file of hit) found.add(file);
        if (hit.length > 0) break;
      }
    }
    found.delete(path);
    return [...found];
  }

  private resolve(folder: string, module: string, names: readonly string[]): string[] {
    const parts = module.split('.').filter((part) => part !== '');
    const whole = parts.length > 0 ? this.moduleFile(folder, parts) : this.packageFile(folder);
    const inside = names.flatMap((name) => this.moduleFile(folder, [...parts, name]) ?? []);
    return whole === undefined ? inside : [whole, ...inside];
  }

  private moduleFile(folder: string, parts: readonly string[]): string | undefined {
    let at = folder;
    for (const part of parts.slice(0, -1)) {
      if (!this.has(at, part)) return undefined;
      at = join(at, part);
    }
    const last = parts.at(-1) ?? '';
    if (this.has(at, `${last}.py`)) return join(at, `${last}.py`);
    return this.has(at, last) ? this.packageFile(join(at, last)) : undefined;
  }

  private packageFile(folder: string): string | undefined {
    return this.has(folder, '__init__.py') ? join(folder, '__init__.py') : undefined;
  }

  private has(folder: string, name: string): boolean {
    let names = this.listings.get(folder);
    if (!names) this.listings.set(folder, (names = list(folder)));
    return names.has(name);
  }
}

function list(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder === '' ? '.' : folder));
  } catch {
    return new Set();
  }
}

/** `from a import b`, `import a.b, c` anywhere in a text; what stands in a string is found in vain. */
function importsOf(text: string): Imported[] {
  return [...text.matchAll(IMPORT)].flatMap(
    ([, dots = '', module = '', names = '', plain]): Imported[] => {
      if (plain !== undefined) {
        return plain.split(',').map((name) => {
          return { level: 0, module: /[\w.]+/.exec(name)?.[0] ?? '', names: [] };
        });
      }
      const taken = names.replace(/#[^\n]*/g, '').matchAll(/(\w+)(?:\s+as\s+\w+)?/g);
      return [{ level: dots.length, module, names: [...taken].map(([, name = '']) => name) }];
    },
  );
}

/** Where an import looks: a relative one in one folder, others from the file's folder upwards. */
function foldersFor(path: string, level: number): string[] {
  let folder = folderOf(path);
  if (level > 0) {
    for (let up = 1; up < level; up++) folder = folderOf(folder);
    return [folder];
  }
  const folders = [folder];
  while (folder !== '' && folder !== '/') folders.push((folder = folderOf(folder)));
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
