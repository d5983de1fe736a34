import { readModuleAsync } from '../python/module.ts';
import { Names } from '../python/names.ts';
import { rereadModule } from '../python/reread.ts';
import type { Sdk } from '../python/sdk.ts';
import type { Module } from '../python/syntax.ts';
import { usesOf, type Use } from '../python/uses.ts';
import { linksOf } from './links.ts';
import { unchangedFiles } from './unchanged.ts';

/** A Python file as it was read: its path with `/`, relative to the root of the run, and its text without a BOM. */
export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

export interface ProgramFile {
  readonly path: string;
  readonly names: Names;
  /** Every mention of the SDK, in source order. */
  readonly uses: readonly Use[];
}

/** The files of one tree, with names linked across them. */
export interface Program {
  readonly files: readonly ProgramFile[];
}

/**
 * Reads a tree: parses every file, then resolves names through the imports between them.
 * Files whose text is the same in `before` are not parsed again, and those that mean the same are taken over.
 * `read` parses on other threads, which costs more than it spares where there is one file in all: pass `readModule` then.
 */
export async function readProgram(
  sources: readonly SourceFile[],
  sdk: Sdk,
  before?: Program,
  read: Read = readModuleAsync,
): Promise<Program> {
  const known = new Map(before?.files.map(({ path, names }) => [path, names.module]));
  const opened = new Map<string, Names>();
  const links = linksOf(opened);
  const modules = await inWindow(sources, ({ path, source }) => {
    const old = known.get(path);
    return old ? rereadModule(old, source, read) : read(source);
  });
  const kept = before ? unchangedFiles(before, sources) : new Map<string, ProgramFile>();
  for (const [i, { path }] of sources.entries()) {
    const module = modules[i];
    if (module) opened.set(path, kept.get(path)?.names ?? new Names(module, sdk, path, links));
  }
  return { files: [...opened].map(([path, names]) => kept.get(path) ?? fileOf(path, names)) };
}

/** A file whose uses are found when somebody asks: of what a conversion gives, nobody does. */
function fileOf(path: string, names: Names): ProgramFile {
  let found: readonly Use[] | undefined;
  return {
    path,
    names,
    get uses() {
      return (found ??= usesOf(names));
    },
  };
}

/** Parses a text. */
export type Read = (source: string) => Module | Promise<Module>;

/** The program with other texts for some of its files. */
export async function reread(
  program: Program,
  text: (names: Names) => string,
  read?: Read,
): Promise<Program> {
  const [first] = program.files;
  if (!first) return program;
  const sources = program.files.map(({ path, names }) => ({ path, source: text(names) }));
  return readProgram(sources, first.names.sdk, program, read);
}

/** Parses each text once: a conversion that is made anew gives most files the text that they had. */
export function readOnce(read: Read = readModuleAsync): Read {
  const known = new Map<string, Module | Promise<Module>>();
  return (source) => {
    const module = known.get(source) ?? read(source);
    known.set(source, module);
    return module;
  };
}

/** Files parsed at a time: more only holds more trees in memory, which are freed when the event loop turns. */
const WINDOW = 6;

/** Maps in order, a few at a time. */
async function inWindow<T, R>(
  items: readonly T[],
  work: (item: T) => R | Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const take = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: WINDOW }, take));
  return results;
}
