import type { Edit, Span } from '../model/span.ts';
import { attachments } from '../python/attached.ts';
import type { Names } from '../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../python/scopes.ts';
import type {
  AssignStmt,
  Expr,
  FunctionStmt,
  ImportFromStmt,
  ImportStmt,
} from '../python/syntax.ts';
import { childExprs, contains, statements } from '../python/walk.ts';
import { removal, removals } from './layout.ts';

/**
 * Takes out what the conversion left without a use: Modal objects (`app = modal.App(…)`, images, volumes, secrets) that were read
 * before and are not now, and then names imported from Modal.
 */
export function deadEdits(
  before: Names,
  after: Names,
  exported: ReadonlySet<string>,
  wereExported: ReadonlySet<string>,
): Edit[] {
  const { module } = after;
  const dead = deadObjects(before, after, exported, wereExported);
  const gone = dead.map(({ stmt }) => stmt.span);
  const isGone = (at: number): boolean =>
    gone.some((span) => contains(span, { start: at, end: at }));
  const imports = module.body.flatMap((stmt) =>
    stmt.kind === 'import' || stmt.kind === 'import-from'
      ? importRemoval({ before, after, isGone, exported, wereExported }, stmt)
      : [],
  );
  return [...removals(module, gone), ...imports];
}

/**
 * Assignments that make a Modal object nobody reads any more.
 * `exported` are names that other files read, `wereExported` those that they read before.
 */
export function deadObjects(
  before: Names,
  after: Names,
  exported: ReadonlySet<string>,
  wereExported: ReadonlySet<string>,
): Maker[] {
  const makers = modalMakers(after);
  let dead: readonly Maker[] = [];
  for (;;) {
    const isGone = (at: number): boolean =>
      dead.some(({ stmt }) => contains(stmt.span, { start: at, end: at }));
    const read = readBindings(after, makers, isGone);
    const next = makers.filter(({ binding }) => {
      const kept = binding.scope.kind === 'module' && exported.has(binding.name);
      const was = wereExported.has(binding.name) || readNames(before).has(keyOf(binding));
      return !kept && !read.has(binding) && was;
    });
    if (next.length === dead.length) return next;
    dead = next;
  }
}

/** A statement that gives a name a Modal object, or a function that makes one, and the binding. */
export interface Maker {
  readonly stmt: AssignStmt | FunctionStmt;
  readonly binding: Binding;
}

function modalMakers(names: Names): readonly Maker[] {
  const known = makersOf.get(names) ?? findMakers(names);
  makersOf.set(names, known);
  return known;
}

const makersOf = new WeakMap<Names, readonly Maker[]>();

function findMakers(names: Names): Maker[] {
  const made = allBindings(names).flatMap((binding): Maker[] => {
    const { how, scope } = binding;
    if (how.kind === 'function' && makesModal(names, how.stmt))
      return [{ stmt: how.stmt, binding }];
    if (how.kind !== 'assign' || how.stmt?.kind !== 'assign' || how.stmt.targets.length !== 1)
      return [];
    return holdsModal(names, how.value, scope) ? [{ stmt: how.stmt, binding }] : [];
  });
  return [...made, ...attachedMakers(names, made)];
}

/** `stub.volume = modal.Volume…` goes with the Stub. */
function attachedMakers(names: Names, made: readonly Maker[]): Maker[] {
  return [...attachments(names).values()].flat().flatMap(({ stmt, target, scope, value }) => {
    if (target.value.kind !== 'name' || !holdsModal(names, value, scope)) return [];
    const bindings = bindingsOf(target.value.id, scope, target.span.start);
    const owner = made.find(({ binding }) => bindings.includes(binding));
    return owner ? [{ stmt, binding: owner.binding }] : [];
  });
}

/** A helper that does nothing but give a Modal object: `def make_image(): return modal.Image…`. */
function makesModal(names: Names, stmt: FunctionStmt): boolean {
  if (stmt.decorators.length > 0) return false;
  const inside = names.scopes.inside(stmt);
  const returned = [...statements(stmt.body.body)].flatMap((inner) =>
    inner.kind === 'return' ? [inner.exprs[0]] : [],
  );
  return returned.length > 0 && returned.every((expr) => expr && holdsModal(names, expr, inside));
}

/** A Modal object, or a list, tuple or dict that holds one. */
export function holdsModal(names: Names, expr: Expr, scope: Scope): boolean {
  if (['list', 'tuple', 'dict', 'set'].includes(expr.kind)) {
    return childExprs(expr).some((item) => holdsModal(names, item, scope));
  }
  const value = names.valueOf(expr, scope);
  return value.kind === 'instance' && value.of.startsWith('modal.');
}

function allBindings({ scopes }: Names): Binding[] {
  const seen = new Set(scopes.exprs.map(({ scope }) => scope).concat(scopes.module));
  return [...seen].flatMap((scope) => [...scope.bindings.values()].flat());
}

/** Bindings that something reads. A chain (`image = image.env(…)`) reads what it makes again, and does not count. */
function readBindings(
  names: Names,
  makers: readonly Maker[],
  isGone: (at: number) => boolean,
): Set<Binding> {
  const read = new Set<Binding>();
  for (const { expr, scope } of names.scopes.exprs) {
    if (expr.kind !== 'name' || isGone(expr.span.start)) continue;
    for (const binding of bindingsOf(expr.id, scope, expr.span.start)) {
      if (binding.span.start === expr.span.start) continue;
      const chain = makers.some(
        (maker) =>
          maker.binding.name === expr.id &&
          maker.binding.scope === binding.scope &&
          contains(maker.stmt.span, expr.span),
      );
      if (!chain) read.add(binding);
    }
  }
  // A name that is read keeps all that was bound to it before: the chain that made it.
  for (const { binding } of makers) {
    const same = [...read].some(
      (other) => other.name === binding.name && other.scope === binding.scope,
    );
    if (same) read.add(binding);
  }
  return read;
}

/** What something but its own chain reads. */
function readNames(names: Names): ReadonlySet<string> {
  const known = readOf.get(names);
  if (known) return known;
  const read = readBindings(names, modalMakers(names), () => false);
  const found = new Set([...read].map(keyOf));
  readOf.set(names, found);
  return found;
}

/** What a binding is called before and after a conversion: parameters may have the name of an image. */
function keyOf({ name, scope }: Binding): string {
  return `${scope.kind === 'module' ? '' : '.'}${name}`;
}

const readOf = new WeakMap<Names, ReadonlySet<string>>();

interface Imports {
  readonly before: Names;
  readonly after: Names;
  readonly isGone: (at: number) => boolean;
  readonly exported: ReadonlySet<string>;
  readonly wereExported: ReadonlySet<string>;
}

function importRemoval(
  { before, after, isGone, exported, wereExported }: Imports,
  stmt: ImportStmt | ImportFromStmt,
): Edit[] {
  const { source } = after.module;
  const wasUsed = (name: string): boolean =>
    wereExported.has(name) || usesOfBinding(before, name, () => false) > 0;
  const unused = stmt.names.filter((item) => {
    if (!after.importedSymbol(stmt, item) && !isOfTree(after, stmt, item)) return false;
    const name = item.as ?? ('module' in item ? (item.module.split('.')[0] ?? '') : item.name);
    return (
      name !== '*' &&
      !exported.has(name) &&
      wasUsed(name) &&
      usesOfBinding(after, name, isGone) === 0
    );
  });
  if (unused.length === 0) return [];
  // New imports take this line's place: the blank lines around it are theirs.
  if (unused.length === stmt.names.length) return [removal(source, stmt.span, 'kept')];
  return listRemovals(stmt.names, unused);
}

/** Whether an import is of another file of the tree: `from common import app`. */
function isOfTree(
  names: Names,
  stmt: ImportStmt | ImportFromStmt,
  item: { readonly module?: string; readonly name?: string },
): boolean {
  if (stmt.kind === 'import') return names.open(item.module ?? '', 0) !== undefined;
  const inside = stmt.module === '' ? (item.name ?? '') : `${stmt.module}.${item.name ?? ''}`;
  return [stmt.module, inside].some((module) => names.open(module, stmt.level) !== undefined);
}

/** Takes names out of a list, each run of them with its commas: up to the next name, or from the one before. */
function listRemovals<Item extends { readonly span: Span }>(
  names: readonly Item[],
  unused: readonly Item[],
): Edit[] {
  return names.flatMap((item, first) => {
    const before = names[first - 1];
    if (!unused.includes(item) || (before && unused.includes(before))) return [];
    const next = names.slice(first).find((other) => !unused.includes(other));
    if (next) return [{ span: { start: item.span.start, end: next.span.start }, text: '' }];
    const start = before?.span.end ?? item.span.start;
    return [{ span: { start, end: names.at(-1)?.span.end ?? item.span.end }, text: '' }];
  });
}

function usesOfBinding(names: Names, name: string, isGone: (at: number) => boolean): number {
  const own = (binding: Binding): boolean =>
    binding.how.kind === 'import' || binding.how.kind === 'import-from';
  return names.scopes.exprs.filter(({ expr, scope }) => {
    if (expr.kind !== 'name' || expr.id !== name || isGone(expr.span.start)) return false;
    return bindingsOf(name, scope, expr.span.start).some(own);
  }).length;
}
