import type { Program } from '../../program/program.ts';
import type { Span } from '../../model/span.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf } from '../../python/scopes.ts';
import { deadObjects } from './cleanup.ts';
import { idleInside, isIn, isReadInside, keyOf, outward, type InnerRead } from './outward.ts';

/** Names by file: `{ 'common.py': {'app', 'image'} }`. */
export type NamesByFile = ReadonlyMap<string, ReadonlySet<string>>;

/** What files read of each other, before and after a conversion. */
export interface OutsideReads {
  /** What other files read of each file's names, once all that is dead is gone. */
  readonly now: NamesByFile;
  readonly before: NamesByFile;
}

type Gone = ReadonlyMap<string, readonly Span[]>;

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Finds which names of each file other files still need.
 * What a dead object reads is no read: an App that nobody needs keeps no image, in whatever file that stands.
 */
export function outsideReads(before: Program, after: Program, keeps: NamesByFile): OutsideReads {
  const first = new Reader(before, new Map(), ALL).read();
  const old = new Map(before.files.map(({ path, names }) => [path, names]));
  // An import that nobody read before was there for others, or for what it does.
  const read = new Map(before.files.map(({ path, names }) => [path, ownReads(names, [])]));
  const wasIdle = (path: string, name: string): boolean =>
    !read.get(path)?.has(name) && !first.get(path)?.has(name);
  const idle = new Map(before.files.map(({ path, names }) => [path, idleInside(names)]));
  const unread: Unread = {
    counts: (path, name) => wasIdle(path, name) || keeps.get(path)?.has(name) === true,
    countsInside: (path, read) => idle.get(path)?.has(keyOf(read)) === true,
  };
  let gone: Gone = new Map();
  for (;;) {
    const now = new Reader(after, gone, unread).read();
    const next = new Map(
      after.files.flatMap(({ path, names }) => {
        const was = old.get(path);
        if (!was) return [];
        const kept = union(now.get(path), keeps.get(path));
        const dead = deadObjects(was, names, kept, first.get(path) ?? NOTHING);
        return [[path, dead.map(({ stmt }) => stmt.span)] as const];
      }),
    );
    if (count(next) === count(gone)) return { now, before: first };
    gone = next;
  }
}

function count(gone: Gone): number {
  return [...gone.values()].reduce((sum, spans) => sum + spans.length, 0);
}

export function union(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  return new Set([...(a ?? []), ...(b ?? [])]);
}

/** Which imports that nothing in their file reads are a read of the other file. */
interface Unread {
  counts(path: string, name: string): boolean;
  /** Of imports inside of functions. */
  countsInside(path: string, read: InnerRead): boolean;
}

const ALL: Unread = { counts: () => true, countsInside: () => true };

/** One look at all files. */
class Reader {
  private readonly program: Program;
  private readonly gone: Gone;
  private readonly unread: Unread;
  private readonly found = new Map<string, Set<string>>();
  private readonly queue: (readonly [path: string, name: string])[] = [];

  constructor(program: Program, gone: Gone, unread: Unread) {
    this.program = program;
    this.gone = gone;
    this.unread = unread;
  }

  read(): NamesByFile {
    const files = new Map(this.program.files.map(({ path, names }) => [path, names]));
    for (const [path, names] of files) this.file(path, names);
    for (let next = this.queue.pop(); next; next = this.queue.pop()) {
      const names = files.get(next[0]);
      if (names) this.follow(names, next[1]);
    }
    return this.found;
  }

  private file(path: string, names: Names): void {
    const spans = this.gone.get(path) ?? [];
    const own = ownReads(names, spans);
    for (const name of names.scopes.module.bindings.keys()) {
      if (own.has(name) || this.unread.counts(path, name)) this.follow(names, name);
    }
    const { attributes, inner, stars } = outward(names);
    for (const { target, name, span } of attributes) if (!isIn(spans, span)) this.add(target, name);
    for (const read of inner) {
      if (isReadInside(read, spans) || this.unread.countsInside(path, read))
        this.add(read.target, read.name);
    }
    for (const { target, name } of stars) this.add(target, name);
  }

  /** A name that is alive: if it is imported, so is what it stands for. */
  private follow(names: Names, name: string): void {
    for (const { how } of names.scopes.module.bindings.get(name) ?? []) {
      if (how.kind !== 'import-from') continue;
      const target = names.open(how.stmt.module, how.stmt.level);
      // `from . import x` in a package itself makes a name there, and asks nothing of others.
      if (target !== names) this.add(target, how.name);
    }
  }

  private add(target: Names | undefined, name: string): void {
    if (!target) return;
    const known = this.found.get(target.file) ?? new Set();
    if (known.has(name)) return;
    this.found.set(target.file, known.add(name));
    this.queue.push([target.file, name]);
  }
}

const readsOf = new WeakMap<Names, readonly ModuleRead[]>();

/** Where a file reads a name of its own module. */
interface ModuleRead {
  readonly name: string;
  readonly span: Span;
}

/** Names of the module that are read in its own file, outside of what is gone. */
function ownReads(names: Names, gone: readonly Span[]): ReadonlySet<string> {
  const reads = readsOf.get(names) ?? moduleReads(names);
  readsOf.set(names, reads);
  return new Set(reads.flatMap(({ name, span }) => (isIn(gone, span) ? [] : [name])));
}

function moduleReads(names: Names): ModuleRead[] {
  const { module } = names.scopes;
  return exprsOf(names, 'name').flatMap(({ expr, scope }) => {
    if (!module.bindings.has(expr.id)) return [];
    const read = bindingsOf(expr.id, scope, expr.span.start).some(
      (binding) => binding.scope === module && binding.span.start !== expr.span.start,
    );
    return read ? [{ name: expr.id, span: expr.span }] : [];
  });
}
