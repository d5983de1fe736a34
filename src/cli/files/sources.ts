import { posix } from 'node:path';
import { ImportFinder } from './imports.ts';
import { importsFal, importsModal } from './of-interest.ts';
import { readSource, type Source } from './read.ts';
import type { FoundFile, Problem, Walk } from './walk.ts';

/** The files of a run that can hold something of Modal. */
export interface Sources {
  /** Python files that name Modal, or import (by way of others) one that does. */
  readonly python: readonly Source[];
  /** Scripts, workflows, pages. */
  readonly texts: readonly Source[];
  /** Python files outside of the run that those of the run import: read for their names only. */
  readonly beside: readonly Source[];
  readonly problems: readonly Problem[];
  readonly notebooks: readonly string[];
  readonly count: number;
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** A file that imports Modal objects from another one need not name Modal: so many are looked at again. */
const MAX_SECOND_LOOKS = 500;

/**
 * Reads what a walk has found, each file once, and what those files import: for findings only files that can hold something of
 * Modal, for a conversion (`values`) also those whose constants it may need.
 */
export function readSources(found: Walk, step: (done: number) => void, values = false): Sources {
  const reader = new SourceReader();
  found.files.forEach((file, index) => {
    reader.read(file);
    step(index + 1);
  });
  reader.lookAgain();
  reader.addImported(values);
  if (values) {
    reader.addNamed();
    reader.addCopied();
  }
  const all = [...reader.sources.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const own = new Set(found.files.map(({ path }) => path));
  const python = all.filter(({ language }) => language === 'python');
  return {
    python: python.filter(({ path }) => own.has(path)),
    beside: python.filter(({ path }) => !own.has(path)),
    texts: all.filter(({ language }) => language !== 'python'),
    problems: [...found.problems, ...reader.problems],
    notebooks: found.notebooks.filter((file) => namesModal(file)).map(({ path }) => path),
    count: found.files.length,
    imports: reader.imports,
  };
}

/** The files of a run over one text: itself, and what it imports. */
export function addBeside(input: Source, values = false): Sources {
  const reader = new SourceReader();
  reader.sources.set(input.path, input);
  if (input.language === 'python') reader.addImported(values);
  const others = [...reader.sources.values()].filter(({ path }) => path !== input.path);
  return {
    python: input.language === 'python' ? [input] : [],
    texts: input.language === 'python' ? [] : [input],
    beside: others,
    problems: [],
    notebooks: [],
    count: 1,
    imports: reader.imports,
  };
}

function namesModal(file: FoundFile): boolean {
  return file.explicit || readSource(file).kind === 'source';
}

class SourceReader {
  readonly sources = new Map<string, Source>();
  readonly problems: Problem[] = [];
  /** By file, the files of the disk that it imports, or copies. */
  readonly imports = new Map<string, readonly string[]>();
  private readonly plain = new Map<string, FoundFile>();
  /** Files that neither name Modal nor lead to a file that does. */
  private readonly idle = new Set<string>();
  private readonly finder = new ImportFinder();
  private readonly importers = new Map<Source, boolean>();
  private isNear: (file: FoundFile) => boolean = () => true;

  read(file: FoundFile): void {
    const read = readSource(file);
    if (read.kind === 'source') this.sources.set(file.path, read.source);
    else if (read.kind === 'problem')
      this.problems.push({ path: file.path, message: read.message });
    else if (file.language === 'python') this.plain.set(file.path, file);
  }

  /** Files without the word may import Modal objects from a file that has it: `from common import app`. */
  lookAgain(): void {
    this.isNear = this.nearness();
    const near = [...this.plain.values()].filter(this.isNear);
    const looked = this.isLarge() ? near.slice(0, MAX_SECOND_LOOKS) : near;
    for (const file of looked) this.keepIfOfInterest(file);
  }

  private isLarge(): boolean {
    return this.plain.size > MAX_SECOND_LOOKS;
  }

  private pythonSources(): Source[] {
    return [...this.sources.values()].filter(({ language }) => language === 'python');
  }

  /** Tells the files that stand where a program does: in a large tree only they are looked at twice. */
  private nearness(): (file: FoundFile) => boolean {
    if (!this.isLarge()) return () => true;
    const importers = this.pythonSources().filter((source) => this.isImporter(source));
    const folders = new Set(importers.map(({ path }) => topOf(path)));
    return ({ path, explicit }) => explicit || folders.has('') || folders.has(topOf(path));
  }

  /** Adds the files that the run's files import: where those can hold something of Modal, or (`values`) whatever they hold. */
  addImported(values: boolean): void {
    let left = values ? MAX_SECOND_LOOKS : 0;
    const queue = this.pythonSources();
    for (let source = queue.pop(); source; source = queue.pop()) {
      for (const path of this.importsOf(source)) {
        if (this.sources.has(path)) continue;
        const file = this.fileAt(path);
        // A file called `modal.py` is what `import modal` means beside it, whatever it holds.
        const shadows = /(?:^|\/)modal(?:\/__init__)?\.py$/.test(path);
        if (shadows || left-- > 0) this.readWhole(file);
        else this.keepIfOfInterest(file);
        const added = this.sources.get(path);
        if (added) queue.push(added);
      }
    }
  }

  /** Adds the fal programs that commands name: a file that was converted earlier need not hold the word any more. */
  addNamed(): void {
    const texts = [...this.sources.values()].map(({ text }) => text);
    const named = new Set(texts.flatMap(namedFiles));
    const isNamed = (path: string): boolean =>
      [...named].some((name) => path === name || path.endsWith(`/${name}`));
    for (const [path, file] of named.size > 0 ? this.plain : []) {
      const source = isNamed(path) ? textOf(file) : undefined;
      if (source && importsFal(source.text)) this.sources.set(path, source);
    }
  }

  /** Adds the Python files that images copy and that hold a path of their program: it may be that of a volume. */
  addCopied(): void {
    let left = MAX_SECOND_LOOKS;
    for (const app of this.pythonSources()) {
      const places = copiedPlaces(app.path, app.text);
      const paths = places.length > 0 ? absolutePaths(app.text) : [];
      if (paths.length === 0) continue;
      for (const [path, file] of this.plain) {
        if (!places.some((place) => liesIn(path, place)) || left-- <= 0) continue;
        const source = textOf(file);
        if (!source || !paths.some((one) => source.text.includes(one))) continue;
        this.sources.set(path, source);
        this.imports.set(app.path, [...this.importsOf(app), path]);
      }
    }
  }

  private keepIfOfInterest(file: FoundFile): void {
    const asked = new Set<string>();
    // Where the answer is no, it is no for every file on the way.
    if (!this.isOfInterest(file, asked)) for (const path of asked) this.idle.add(path);
  }

  /** Whether a file imports Modal, itself or by way of others; such a file is kept. */
  private isOfInterest(file: FoundFile, asked: Set<string>): boolean {
    const { path } = file;
    const source = this.sources.get(path);
    if (source && this.isImporter(source)) return true;
    if (asked.has(path) || this.idle.has(path)) return false;
    asked.add(path);
    const known = source !== undefined || this.plain.has(path);
    if (!known) {
      this.read(file);
      const own = this.sources.get(path);
      if (own && this.isImporter(own)) return true;
    }
    if (this.plain.has(path) && !this.isNear(file)) return false;
    const whole = this.sources.get(path) ?? textOf(file);
    if (!whole) return false;
    const leads = this.importsOf(whole).some((other) => {
      return this.isOfInterest(this.fileAt(other), asked);
    });
    if (leads) this.sources.set(path, whole);
    return leads;
  }

  private isImporter(source: Source): boolean {
    const known = this.importers.get(source) ?? importsModal(source.text);
    this.importers.set(source, known);
    return known;
  }

  private readWhole(file: FoundFile): void {
    const source = textOf(file);
    if (source) this.sources.set(file.path, source);
  }

  private importsOf({ path, text }: Source): readonly string[] {
    const known = this.imports.get(path) ?? this.finder.filesOf(path, text);
    this.imports.set(path, known);
    return known;
  }

  private fileAt(path: string): FoundFile {
    const known = this.sources.get(path) ?? this.plain.get(path);
    return known ?? { path, language: 'python', explicit: false, link: false };
  }
}

/** A file with its text, whatever that is about. */
function textOf(file: FoundFile): Source | undefined {
  const read = readSource(file, true);
  return read.kind === 'source' ? read.source : undefined;
}

/** Python files and modules in a text that runs `modal`: `modal deploy src/app.py`, `modal run -m pkg.app`. */
function namedFiles(text: string): string[] {
  if (!/\bmodal["',\s]+(?:run|deploy|serve)\b/.test(text)) return [];
  const files = [...text.matchAll(/[\w./-]+\.py\b/g)].map(([path]) => path.replace(/^\.\//, ''));
  const modules = [...text.matchAll(/-m["',\s]+(\w[\w.]*)/g)].map(
    ([, name = '']) => `${name.replaceAll('.', '/')}.py`,
  );
  return [...new Set([...files, ...modules])];
}

/** What the `add_local_dir("server", …)` and `add_local_file(…)` of a text may mean: the shell stands at the top, or beside the program. */
function copiedPlaces(app: string, text: string): string[] {
  const calls = text.matchAll(
    /(?:add|copy)_local_(?:dir|file)\(\s*(?:local_(?:path|file)\s*=\s*)?["']([^"']+)["']/g,
  );
  const folder = posix.dirname(app);
  return [...calls].flatMap(([, path = '']) => [posix.normalize(path), posix.join(folder, path)]);
}

function liesIn(path: string, place: string): boolean {
  const folder = place.replace(/\/$/, '');
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Absolute paths that a text says in quotes, without a slash at their end. */
function absolutePaths(text: string): string[] {
  const found = text.matchAll(/["'](\/[\w./-]*\w)\/?["']/g);
  return [...new Set([...found].flatMap(([, path]) => path ?? []))];
}

/** The first folder of a path: what stands in one is likely one program. */
function topOf(path: string): string {
  const slash = path.indexOf('/', 1);
  return slash < 0 ? '' : path.slice(0, slash);
}
