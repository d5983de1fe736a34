import type { Edit } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import { bindingsOf, type Binding } from '../python/scopes.ts';
import type { AssignStmt, ImportFromStmt, ImportStmt, Module } from '../python/syntax.ts';
import { contains } from '../python/walk.ts';
import { removal } from './layout.ts';

/** How often each name of a module is read, by name; a read inside a statement that makes the name again does not count. */
type Reads = ReadonlyMap<string, number>;

/**
 * Takes out what the conversion left without a use: Modal objects (`app = modal.App(…)`, images, volumes, secrets) that were read
 * before and are not now, and then names imported from Modal.
 */
export function deadEdits(before: Names, after: Names, exported: ReadonlySet<string>): Edit[] {
  const { module } = after;
  const dead = deadObjects(before, after, exported);
  const gone = dead.map(({ span }) => span);
  const isGone = (at: number): boolean =>
    gone.some((span) => contains(span, { start: at, end: at }));
  const imports = module.body.flatMap((stmt) =>
    stmt.kind === 'import' || stmt.kind === 'import-from'
      ? importRemoval(before, after, stmt, isGone, exported)
      : [],
  );
  return [...dead.map(({ span }) => removal(module.source, span)), ...imports];
}

/** Assignments at the top level that make a Modal object nobody reads any more. */
function deadObjects(before: Names, after: Names, exported: ReadonlySet<string>): AssignStmt[] {
  const was = readsOf(before, () => false);
  const makers = modalAssignments(after);
  let dead: readonly AssignStmt[] = [];
  for (;;) {
    const isGone = (at: number): boolean =>
      dead.some(({ span }) => contains(span, { start: at, end: at }));
    const now = readsOf(after, isGone);
    const next = makers.filter((stmt) => {
      const name = targetName(stmt);
      const unread = name !== undefined && (now.get(name) ?? 0) === 0;
      return unread && (was.get(name) ?? 0) > 0 && !exported.has(name);
    });
    if (next.length === dead.length) return next.slice();
    dead = next;
  }
}

function targetName({ targets }: AssignStmt): string | undefined {
  const [target] = targets;
  return targets.length === 1 && target?.kind === 'name' ? target.id : undefined;
}

function modalAssignments(names: Names): AssignStmt[] {
  const scope = names.scopes.module;
  return names.module.body.flatMap((stmt) => {
    if (stmt.kind !== 'assign' || stmt.op !== '=' || !stmt.value || targetName(stmt) === undefined)
      return [];
    const value = names.valueOf(stmt.value, scope);
    return value.kind === 'instance' && value.of.startsWith('modal.') ? [stmt] : [];
  });
}

/** Counts reads of module-level names. A chain (`image = image.env(…)`) reads what it makes, and does not count. */
function readsOf(names: Names, isGone: (at: number) => boolean): Reads {
  const reads = new Map<string, number>();
  const makers = new Map<string, AssignStmt[]>();
  for (const stmt of modalAssignments(names)) {
    const name = targetName(stmt) ?? '';
    makers.set(name, [...(makers.get(name) ?? []), stmt]);
  }
  for (const { expr, scope } of names.scopes.exprs) {
    if (expr.kind !== 'name' || isGone(expr.span.start)) continue;
    if (makers.get(expr.id)?.some(({ span }) => contains(span, expr.span))) continue;
    const home = bindingsOf(expr.id, scope, expr.span.start).some(
      (binding) => binding.scope.kind === 'module',
    );
    const isTarget =
      scope.bindings.get(expr.id)?.some(({ span }) => span.start === expr.span.start) ?? false;
    if (home && !isTarget) reads.set(expr.id, (reads.get(expr.id) ?? 0) + 1);
  }
  return reads;
}

function importRemoval(
  before: Names,
  after: Names,
  stmt: ImportStmt | ImportFromStmt,
  isGone: (at: number) => boolean,
  exported: ReadonlySet<string>,
): Edit[] {
  const { module } = after;
  const wasUsed = (name: string): boolean => usesOfBinding(before, name, () => false) > 0;
  const unused = stmt.names.filter((item) => {
    if (!after.importedSymbol(stmt, item)) return false;
    const name = item.as ?? ('module' in item ? (item.module.split('.')[0] ?? '') : item.name);
    return (
      name !== '*' &&
      !exported.has(name) &&
      wasUsed(name) &&
      usesOfBinding(after, name, isGone) === 0
    );
  });
  if (unused.length === 0) return [];
  if (unused.length === stmt.names.length) return [removal(module.source, stmt.span)];
  return unused.map((item) => listRemoval(module, stmt, item.span));
}

/** Takes one name out of a list, with its comma. */
function listRemoval(
  { source }: Module,
  stmt: ImportStmt | ImportFromStmt,
  span: Edit['span'],
): Edit {
  const after = /^\s*,[ \t]*/.exec(source.slice(span.end, stmt.span.end));
  if (after) return { span: { start: span.start, end: span.end + after[0].length }, text: '' };
  const before = /,\s*$/.exec(source.slice(stmt.span.start, span.start));
  return { span: { start: span.start - (before?.[0].length ?? 0), end: span.end }, text: '' };
}

function usesOfBinding(names: Names, name: string, isGone: (at: number) => boolean): number {
  const own = (binding: Binding): boolean =>
    binding.how.kind === 'import' || binding.how.kind === 'import-from';
  return names.scopes.exprs.filter(({ expr, scope }) => {
    if (expr.kind !== 'name' || expr.id !== name || isGone(expr.span.start)) return false;
    return bindingsOf(name, scope, expr.span.start).some(own);
  }).length;
}
