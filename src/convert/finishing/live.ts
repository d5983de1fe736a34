import type { Program } from '../../program/program.ts';
import type { Span } from '../../model/span.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, owner } from '../../python/scopes.ts';
import { contains } from '../../python/walk.ts';
import { deadObjects } from './cleanup.ts';

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
  const first = new Reader(before, new Map(), () => true).read();
  const old = new Map(before.files.map(({ path, names }) => [path, names]));
  // An import that nobody read before was there for others, or for what it does.
  const read = new Map(before.files.map(({ path, names }) => [path, ownReads(names, [])]));
  const wasIdle = (path: string, name: string): boolean =>
    !read.get(path)?.has(name) && !first.get(path)?.has(name);
  const isAlive = (path: string, name: string): boolean =>
    wasIdle(path, name) || keeps.get(path)?.has(name) === true;
  let gone: Gone = new Map();
  for (;;) {
    const now = new Reader(after, gone, isAlive).read();
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

/** One look at all files. */
class Reader {
  private readonly program: Program;
  private readonly gone: Gone;
  private readonly counts: (path: string, name: string) => boolean;
  private readonly found = new Map<string, Set<string>>();
  private readonly queue: (readonly [path: string, name: string])[] = [];

  /** `counts`: whether an import that nothing in its file reads is a read of the other file. */
  constructor(program: Program, gone: Gone, counts: (path: string, name: string) => boolean) {
    this.program = program;
    this.gone = gone;
    this.counts = counts;
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
      if (own.has(name) || this.counts(path, name)) this.follow(names, name);
    }
    const { attributes, inner, stars } = outward(names);
    for (const { target, name, span } of attributes) if (!isIn(spans, span)) this.add(target, name);
    for (const { target, name } of [...inner, ...stars]) this.add(target, name);
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

/** A name of another file that is read without a binding of this module. */
interface OutwardRead {
  readonly target: Names;
  readonly name: string;
  readonly span: Span;
}

/** What a file reads of others by other ways than an import at its top level. */
interface Outward {
  /** `common.app`. */
  readonly attributes: readonly OutwardRead[];
  /** Imports inside functions: they are few, and always count. */
  readonly inner: readonly OutwardRead[];
  /** `from common import *`: whatever has no other meaning may come from there. */
  readonly stars: readonly OutwardRead[];
}

const outwardOf = new WeakMap<Names, Outward>();

function outward(names: Names): Outward {
  const known = outwardOf.get(names);
  if (known) return known;
  const read = {
    attributes: attributeReads(names),
    inner: innerReads(names),
    stars: starReads(names),
  };
  outwardOf.set(names, read);
  return read;
}

function attributeReads(names: Names): OutwardRead[] {
  return exprsOf(names, 'attribute').flatMap(({ expr, scope }) => {
    const value = names.valueOf(expr.value, scope);
    const target = value.kind === 'file' && value.from.open(value.module, value.level);
    return target ? [{ target, name: expr.attr, span: expr.span }] : [];
  });
}

function innerReads(names: Names): OutwardRead[] {
  const top = new Set(names.module.body);
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import-from' || top.has(stmt)) return [];
    const target = names.open(stmt.module, stmt.level);
    return target ? stmt.names.map(({ name }) => ({ target, name, span: stmt.span })) : [];
  });
}

function starReads(names: Names): OutwardRead[] {
  const stars = names.scopes.module.bindings.get('*') ?? [];
  return stars.flatMap(({ how }) => {
    const target =
      how.kind === 'import-from' ? names.open(how.stmt.module, how.stmt.level) : undefined;
    if (!target) return [];
    return exprsOf(names, 'name').flatMap(({ expr, scope }) =>
      owner(expr.id, scope) ? [] : [{ target, name: expr.id, span: expr.span }],
    );
  });
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

function isIn(spans: readonly Span[], inner: Span): boolean {
  return spans.some((span) => contains(span, inner));
}
