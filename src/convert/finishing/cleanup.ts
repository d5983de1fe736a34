import type { Edit, Span } from '../../model/span.ts';
import { attachments } from '../../python/attached.ts';
import { exprsOf, mentionsOf, type Mention } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { isSdkObject } from '../../python/values.ts';
import { childExprs, contains, statements } from '../../python/walk.ts';
import { askedHandles } from './asked.ts';
import { withEmptied } from './emptied.ts';
import { fillings, type Filling } from './filled.ts';
import { lineStart, nextLine } from '../layout.ts';
import { removal, removals } from '../removals.ts';
import type { Instead } from './watched.ts';
import { unusedImports } from './unused-imports.ts';

/**
 * Takes out what the conversion left without a use: `dead` Modal objects, but for those that are `kept`
 * with another value, and then names imported from Modal. `exported` are names
 * that other files read now, and read before; `added` are the imports that come in.
 */
export function deadEdits(
  before: Names,
  after: Names,
  dead: readonly Pick<Maker, 'stmt'>[],
  kept: ReadonlySet<Stmt>,
  exported: { readonly now: ReadonlySet<string>; readonly before: ReadonlySet<string> },
  added: readonly Edit[],
  instead?: Instead,
): Edit[] {
  const { module } = after;
  const asked = askedHandles(before, after, modalMakers(after)).filter(
    ({ span }) => !dead.some(({ stmt }) => contains(stmt.span, span)),
  );
  const spans = dead.flatMap(({ stmt }) => (kept.has(stmt) ? [] : [stmt.span]));
  // A helper that goes takes its own statements along.
  const gone = spans.filter(
    (span) => !spans.some((other) => other !== span && contains(other, span)),
  );
  const replaced = [...kept, ...asked].map(({ span }) => span);
  const isGone = (at: number): boolean =>
    [...gone, ...replaced].some((span) => contains(span, { start: at, end: at }));
  const unused = unusedImports({
    before,
    after,
    isGone,
    exported: exported.now,
    wereExported: exported.before,
    instead,
  });
  const [taken, free] = [true, false].map((is) =>
    unused.whole.filter((span) => isTaken(module.source, span, added) === is),
  );
  return [
    ...removals(module, withEmptied(after, [...gone, ...(free ?? [])])),
    ...(taken ?? []).map((span) => removal(module.source, span, 'kept')),
    ...unused.parts,
    ...asked,
  ];
}

/** Whether a new import comes to the line of an old one: the blank lines around it are the new one's then. */
function isTaken(source: string, { start, end }: Span, added: readonly Edit[]): boolean {
  const line = { start: lineStart(source, start), end: nextLine(source, end) };
  return added.some(({ span }) => contains(line, span));
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
  const made = [...new Set(makers.map(({ binding }) => binding.name))].flatMap((name) =>
    mentionsOf(after, name),
  );
  let dead: readonly Maker[] = [];
  for (;;) {
    const isGone = (at: number): boolean =>
      dead.some(({ stmt }) => contains(stmt.span, { start: at, end: at }));
    const read = readBindings(made, makers, isGone);
    const next = makers.filter(({ binding }) => {
      const kept = binding.scope.kind === 'module' && exported.has(binding.name);
      const was =
        wereExported.has(binding.name) ||
        readNames(before).has(keyOf(binding)) ||
        (binding.scope.bindings.get(binding.name) ?? []).some((one) => isLookUp(after, one));
      return !kept && !read.has(binding) && was;
    });
    if (next.length === dead.length) return next;
    dead = next;
  }
}

/** `app = modal.App.lookup(…)`: to look something up that nobody calls only shows that it is there. */
function isLookUp(names: Names, { how, scope }: Binding): boolean {
  if (how.kind !== 'assign' || how.value.kind !== 'call') return false;
  return LOOK_UP.test(names.symbolOf(how.value.func, scope)?.symbol.name ?? '');
}

const LOOK_UP = /^modal\.(?:App\.lookup|(?:Function|Cls)\.from_name)$/;

/** A statement that gives a name a Modal object, or a function that makes one, and the binding. */
export interface Maker {
  readonly stmt: Stmt;
  readonly binding: Binding;
}

function modalMakers(names: Names): readonly Maker[] {
  const known = makersOf.get(names) ?? findMakers(names);
  makersOf.set(names, known);
  return known;
}

const makersOf = new WeakMap<Names, readonly Maker[]>();

function findMakers(names: Names): Maker[] {
  const filled = fillings(names, holdsModal);
  const made = allBindings(names).flatMap((binding): Maker[] => {
    const { how, scope } = binding;
    if (how.kind === 'function' && makesModal(names, how.stmt, filled))
      return [{ stmt: how.stmt, binding }];
    if (how.kind !== 'assign' || how.stmt?.kind !== 'assign' || how.stmt.targets.length !== 1)
      return [];
    return holdsModal(names, how.value, scope) ? [{ stmt: how.stmt, binding }] : [];
  });
  return [...made, ...withoutModal(made), ...filled, ...attachedMakers(names, made)];
}

/** `model = None` beside `model = modal.Cls.from_name(…)`: where there is none. */
function withoutModal(made: readonly Maker[]): Maker[] {
  const others = made.flatMap(({ binding }) =>
    (binding.scope.bindings.get(binding.name) ?? []).filter((other) => other !== binding),
  );
  return [...new Set(others)].flatMap((binding): Maker[] => {
    const { how } = binding;
    if (how.kind !== 'assign' || how.stmt?.kind !== 'assign') return [];
    const isNone = how.value.kind === 'constant' && how.value.value === null;
    return isNone && how.stmt.targets.length === 1 ? [{ stmt: how.stmt, binding }] : [];
  });
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

/** A helper that does nothing but give a Modal object, or none: `def make_image(): return modal.Image…`. */
function makesModal(names: Names, stmt: FunctionStmt, filled: readonly Filling[]): boolean {
  if (stmt.decorators.length > 0) return false;
  const inside = names.scopes.inside(stmt);
  const returned = [...statements(stmt.body.body)].flatMap((inner) =>
    inner.kind === 'return' ? [inner.exprs[0]] : [],
  );
  const holds = (expr: Expr | undefined): boolean =>
    expr !== undefined &&
    (holdsModal(names, expr, inside) ||
      (expr.kind === 'name' &&
        bindingsOf(expr.id, inside, expr.span.start).some((binding) =>
          filled.some((filling) => filling.binding === binding),
        )));
  return returned.some(holds) && returned.every((expr) => holds(expr) || isNothing(expr));
}

/** `return`, `return None`, `return []` */
function isNothing(expr: Expr | undefined): boolean {
  if (expr?.kind === 'constant') return expr.value === null;
  return !expr || ((expr.kind === 'list' || expr.kind === 'tuple') && expr.items.length === 0);
}

/** A Modal object, or a list, tuple or dict that holds one: `{"image": image}`, `dict(image=image)`. */
export function holdsModal(names: Names, expr: Expr, scope: Scope): boolean {
  const isDict = expr.kind === 'call' && expr.func.kind === 'name' && expr.func.id === 'dict';
  if (isDict || ['list', 'tuple', 'dict', 'set'].includes(expr.kind)) {
    return childExprs(expr).some((item) => holdsModal(names, item, scope));
  }
  if (expr.kind === 'comprehension') {
    const inside = names.scopes.inside(expr);
    return expr.element.some((item) => holdsModal(names, item, inside));
  }
  if (expr.kind === 'binary' && /^[|+]$/.test(expr.op)) {
    return [expr.left, expr.right].some((side) => holdsModal(names, side, scope));
  }
  return isSdkObject(names.valueOf(expr, scope));
}

function allBindings({ scopes }: Names): Binding[] {
  const seen = new Set<Scope>();
  for (const { scope } of scopes.exprs) seen.add(scope);
  seen.add(scopes.module);
  return [...seen].flatMap((scope) => [...scope.bindings.values()].flat());
}

/** Bindings that mentions read. A chain (`image = image.env(…)`) reads what it makes again, and does not count. */
function readBindings(
  mentions: readonly Mention[],
  makers: readonly Maker[],
  isGone: (at: number) => boolean,
): Set<Binding> {
  const read = new Set<Binding>();
  for (const { expr, scope } of mentions) {
    if (isGone(expr.span.start)) continue;
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
    const all = binding.scope.bindings.get(binding.name) ?? [];
    if (all.some((other) => read.has(other))) read.add(binding);
  }
  return read;
}

/** What something but its own chain reads. */
function readNames(names: Names): ReadonlySet<string> {
  const known = readOf.get(names);
  if (known) return known;
  const read = readBindings(exprsOf(names, 'name'), modalMakers(names), () => false);
  const found = new Set([...read].map(keyOf));
  readOf.set(names, found);
  return found;
}

/** What a binding is called before and after a conversion: parameters may have the name of an image. */
function keyOf({ name, scope }: Binding): string {
  return `${scope.kind === 'module' ? '' : '.'}${name}`;
}

const readOf = new WeakMap<Names, ReadonlySet<string>>();
