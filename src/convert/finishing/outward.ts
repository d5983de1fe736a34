import type { Span } from '../../model/span.ts';
import { exprsOf, mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, owner } from '../../python/scopes.ts';
import type { ImportFromStmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';

/** A name of another file that is read without a binding of this module. */
interface OutwardRead {
  readonly target: Names;
  readonly name: string;
  readonly span: Span;
}

/** `from common import app` inside of a function, and where its name is read. */
export interface InnerRead extends OutwardRead {
  readonly module: string;
  readonly reads: readonly Span[];
}

/** What a file reads of others by other ways than an import at its top level. */
interface Outward {
  /** `common.app`. */
  readonly attributes: readonly OutwardRead[];
  /** Imports inside functions and blocks. */
  readonly inner: readonly InnerRead[];
  /** `from common import *`: whatever has no other meaning may come from there. */
  readonly stars: readonly OutwardRead[];
}

const outwardOf = new WeakMap<Names, Outward>();

/** What a file reads of others without a name of its own module. */
export function outward(names: Names): Outward {
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

function innerReads(names: Names): InnerRead[] {
  const top = new Set(names.module.body);
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import-from' || top.has(stmt)) return [];
    const target = names.open(stmt.module, stmt.level);
    if (!target) return [];
    const module = '.'.repeat(stmt.level) + stmt.module;
    return stmt.names.map((item) => ({
      target,
      module,
      name: item.name,
      span: stmt.span,
      reads: readsOfImport(names, stmt, item.as ?? item.name),
    }));
  });
}

/** Where a name is read that a statement binds. */
function readsOfImport(names: Names, stmt: ImportFromStmt, name: string): Span[] {
  return mentionsOf(names, name).flatMap(({ expr, scope }) =>
    bindingsOf(name, scope, expr.span.start).some(
      ({ how }) => how.kind === 'import-from' && how.stmt === stmt,
    )
      ? [expr.span]
      : [],
  );
}

/** Whether a name that is imported inside of a function is read outside of what is gone. */
export function isReadInside({ name, span, reads }: InnerRead, gone: readonly Span[]): boolean {
  if (isIn(gone, span)) return false;
  return name === '*' || reads.some((read) => !isIn(gone, read));
}

/** Imports inside of functions that nobody read before: they are there for what they do. */
export function idleInside(names: Names): ReadonlySet<string> {
  return new Set(
    outward(names).inner.flatMap((read) => (read.reads.length > 0 ? [] : keyOf(read))),
  );
}

/** An import inside of a function, by what it asks of which module. */
export function keyOf({ module, name }: InnerRead): string {
  return `${module} ${name}`;
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

/** Whether a text lies in one of several. */
export function isIn(spans: readonly Span[], inner: Span): boolean {
  return spans.some((span) => contains(span, inner));
}
