import type { Program } from '../program/program.ts';
import type { Span } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import { bindingsOf, owner } from '../python/scopes.ts';
import { contains } from '../python/walk.ts';
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
  const wasIdle = (path: string, name: string): boolean => {
    const names = old.get(path);
    return !names || (!ownReads(names, []).has(name) && !first.get(path)?.has(name));
  };
  let gone: Gone = new Map();
  for (;;) {
    const now = new Reader(after, gone, wasIdle).read();
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
    this.inner(names);
    this.attributes(names, spans);
    this.stars(names);
  }

  /** A name that is alive: if it is imported, so is what it stands for. */
  private follow(names: Names, name: string): void {
    for (const { how } of names.scopes.module.bindings.get(name) ?? []) {
      if (how.kind === 'import-from')
        this.add(names.open(how.stmt.module, how.stmt.level), how.name);
    }
  }

  private add(target: Names | undefined, name: string): void {
    if (!target) return;
    const known = this.found.get(target.file) ?? new Set();
    if (known.has(name)) return;
    this.found.set(target.file, known.add(name));
    this.queue.push([target.file, name]);
  }

  /** Imports inside functions: they are few, and always count. */
  private inner(names: Names): void {
    for (const stmt of names.scopes.stmts) {
      if (stmt.kind !== 'import-from' || names.module.body.includes(stmt)) continue;
      const target = names.open(stmt.module, stmt.level);
      if (target) for (const { name } of stmt.names) this.add(target, name);
    }
  }

  /** `common.app`. */
  private attributes(names: Names, spans: readonly Span[]): void {
    for (const { expr, scope } of names.scopes.exprs) {
      if (expr.kind !== 'attribute' || isIn(spans, expr.span)) continue;
      const value = names.valueOf(expr.value, scope);
      if (value.kind === 'file') this.add(value.from.open(value.module, value.level), expr.attr);
    }
  }

  /** `from common import *`: whatever has no other meaning may come from there. */
  private stars(names: Names): void {
    for (const { how } of names.scopes.module.bindings.get('*') ?? []) {
      const target =
        how.kind === 'import-from' ? names.open(how.stmt.module, how.stmt.level) : undefined;
      if (!target) continue;
      for (const { expr, scope } of names.scopes.exprs) {
        if (expr.kind === 'name' && !owner(expr.id, scope)) this.add(target, expr.id);
      }
    }
  }
}

/** Names of the module that are read in its own file, outside of what is gone. */
function ownReads(names: Names, gone: readonly Span[]): Set<string> {
  const { module } = names.scopes;
  const found = new Set<string>();
  for (const { expr, scope } of names.scopes.exprs) {
    if (expr.kind !== 'name' || isIn(gone, expr.span)) continue;
    const read = bindingsOf(expr.id, scope, expr.span.start).some(
      (binding) => binding.scope === module && binding.span.start !== expr.span.start,
    );
    if (read) found.add(expr.id);
  }
  return found;
}

function isIn(spans: readonly Span[], inner: Span): boolean {
  return spans.some((span) => contains(span, inner));
}
