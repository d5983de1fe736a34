import { dirname, relative, resolve } from 'node:path';
import { makeShadow, type Shadow } from '../../verify/shadow.ts';
import { importFile, type Imported, type ImportFailure } from '../../verify/user-python.ts';
import type { Conversion, ConvertedFile } from '../convert.ts';
import { gitRoot, isInside } from '../files/folders.ts';
import { pool } from '../files/groups.ts';
import { programPath } from '../lint-sources.ts';
import type { Sources } from '../files/sources.ts';
import type { UserPython } from './user-python.ts';

/** Converts, where these files must stay as they are. */
export type Convert = (keep: ReadonlyMap<string, string>) => Promise<Conversion>;

/** Under what to import, and whom to tell how far it is. */
export interface VerifyOptions extends UserPython {
  readonly step: (done: number, all: number) => void;
}

/** A conversion of which every file imports, as far as that can be told. */
export interface Verified {
  readonly conversion: Conversion;
  /** Converted files that import, by path. */
  readonly imported: readonly string[];
  /** Files that were taken back, and why. */
  readonly takenBack: ReadonlyMap<string, string>;
  /** Converted files of which nobody can tell, and why. */
  readonly unsure: ReadonlyMap<string, string>;
}

/** Processes at a time. */
const LANES = 2;

/** Imports what a conversion gives, in a copy of the tree, and takes back the files that break until none does. */
export async function verifyConversion(
  first: Conversion,
  convert: Convert,
  sources: Sources,
  options: VerifyOptions,
): Promise<Verified> {
  const verifier = new Verifier(sources, options);
  try {
    const takenBack = new Map<string, string>();
    for (let conversion = first; ;) {
      const round = await verifier.round(conversion);
      if (round.broken.size === 0) return { conversion, takenBack, ...round };
      for (const [path, why] of round.broken) takenBack.set(path, why);
      const kept = [...takenBack].map(([path, why]) => [programPath(path), why] as const);
      conversion = await convert(new Map(kept));
    }
  } finally {
    verifier.end();
  }
}

/** What one look at a conversion tells. */
interface Round {
  readonly imported: readonly string[];
  readonly unsure: ReadonlyMap<string, string>;
  /** Files to be taken back, and why. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Knows what it has imported: a later round asks only about what is different. */
class Verifier {
  private readonly sources: Sources;
  private readonly options: VerifyOptions;
  private readonly known = new Map<string, Promise<Imported>>();
  private readonly shadows: Shadow[] = [];
  private readonly abort = new AbortController();
  private readonly stop = (): void => {
    this.end();
    process.exit(130);
  };

  constructor(sources: Sources, options: VerifyOptions) {
    this.sources = sources;
    this.options = options;
    process.once('SIGINT', this.stop);
    process.once('SIGTERM', this.stop);
  }

  end(): void {
    this.abort.abort();
    for (const shadow of this.shadows) shadow.dispose();
    process.off('SIGINT', this.stop);
    process.off('SIGTERM', this.stop);
  }

  async round({ files }: Conversion): Promise<Round> {
    const texts = new Map(files.filter(isPython).map((file) => [file.source.path, textOf(file)]));
    const imported: string[] = [];
    const unsure = new Map<string, string>();
    const broken = new Map<string, string>();
    const concerned = this.concerned(texts);
    let done = 0;
    await pool(concerned, LANES, async (path) => {
      this.options.step(done++, concerned.length);
      const verdict = await this.judge(path, texts);
      if (verdict.kind === 'broken')
        for (const each of verdict.blamed) broken.set(each, verdict.why);
      else if (texts.has(path)) {
        if (verdict.kind === 'unsure') unsure.set(path, verdict.why);
        else imported.push(path);
      }
    });
    return { imported: imported.sort(), unsure, broken };
  }

  /** Converted files, and those that import one: what they import may have another form now. */
  private concerned(texts: ReadonlyMap<string, string>): string[] {
    const others = this.sources.python
      .map(({ path }) => path)
      .filter((path) => !texts.has(path) && this.reachable(path).some((each) => texts.has(each)));
    return [...texts.keys(), ...others];
  }

  /** A file and all that it imports, directly or not. */
  private reachable(path: string): string[] {
    const found = new Set([path]);
    for (const each of found)
      for (const next of this.sources.imports.get(each) ?? []) found.add(next);
    return [...found];
  }

  private async judge(path: string, texts: ReadonlyMap<string, string>): Promise<Verdict> {
    const after = await this.import(path, texts);
    if (after.ok) return { kind: 'imported' };
    const before = await this.import(path, new Map());
    const doubt = doubtOf(before, after, this.options.shown, (name) => this.isOwn(name));
    if (doubt !== undefined) return { kind: 'unsure', why: doubt };
    const blamed = this.blamed(path, after, texts);
    return { kind: 'broken', blamed, why: `importing the result fails with ${told(after)}` };
  }

  /** The innermost converted file that the failure went through, else the converted files behind the one that fails. */
  private blamed(
    path: string,
    { frames }: ImportFailure,
    texts: ReadonlyMap<string, string>,
  ): string[] {
    const root = rootOf(path);
    const places = new Map([...texts.keys()].map((each) => [relative(root, resolve(each)), each]));
    const guilty = frames.findLast(({ file }) => places.has(file));
    const found = guilty && places.get(guilty.file);
    if (found !== undefined) return [found];
    if (texts.has(path)) return [path];
    return this.reachable(path).filter((each) => texts.has(each));
  }

  private isOwn(module: string): boolean {
    const [top = ''] = module.split('.');
    const all = [...this.sources.python, ...this.sources.beside];
    return all.some(({ path }) =>
      path.split('/').some((part) => part === top || part === `${top}.py`),
    );
  }

  /** Imports a file where these have other texts; remembered as long as what it can reach is the same. */
  private import(path: string, texts: ReadonlyMap<string, string>): Promise<Imported> {
    const reached = this.reachable(path).filter((each) => texts.has(each));
    const key = JSON.stringify([path, ...reached.map((each) => [each, texts.get(each)])]);
    const known = this.known.get(key) ?? this.importIn(path, texts);
    this.known.set(key, known);
    return known;
  }

  private importIn(path: string, texts: ReadonlyMap<string, string>): Promise<Imported> {
    const file = resolve(path);
    const root = rootOf(path);
    const cwd = isInside(process.cwd(), root) ? process.cwd() : root;
    const inside = [...texts].filter(([each]) => rootOf(each) === root);
    const shadow = makeShadow(root, new Map(inside.map(([each, text]) => [resolve(each), text])), [
      cwd,
      dirname(file),
    ]);
    this.shadows.push(shadow);
    const { command, limitMs } = this.options;
    const options = { python: command, limitMs, signal: this.abort.signal };
    return importFile(shadow, file, cwd, options).finally(() => shadow.dispose());
  }
}

type Verdict =
  | { readonly kind: 'imported' }
  | { readonly kind: 'unsure'; readonly why: string }
  | { readonly kind: 'broken'; readonly blamed: readonly string[]; readonly why: string };

function isPython({ source, after, refused }: ConvertedFile): boolean {
  return source.language === 'python' && refused === undefined && after !== source.text;
}

function textOf({ source, after }: ConvertedFile): string {
  return (source.bom ? '\ufeff' : '') + after;
}

/** The tree that a file belongs to. */
function rootOf(path: string): string {
  const folder = dirname(resolve(path));
  const here = process.cwd();
  return gitRoot(folder) ?? (isInside(folder, here) ? here : folder);
}

/** Why a failure says nothing about the conversion. */
function doubtOf(
  before: Imported,
  after: ImportFailure,
  python: string,
  isOwn: (module: string) => boolean,
): string | undefined {
  if (before.ok) return undefined;
  if (before.type === after.type && before.message === after.message) {
    return `it does not import before the conversion either: ${told(before)}`;
  }
  const { missing } = after;
  if (missing === null || isOwn(missing) || /^fal(?:_client)?\b/.test(missing)) return undefined;
  return `\`${missing}\` is not installed for \`${python}\``;
}

function told({ type, message, frames }: ImportFailure): string {
  const [line = ''] = message.split('\n');
  const text = line.length > 200 ? `${line.slice(0, 200)}…` : line;
  const last = frames.at(-1);
  const where = last ? ` (${last.file}:${last.line})` : '';
  return `${type}: ${text}${where}`;
}
