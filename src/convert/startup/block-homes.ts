import type { Edit, Span } from '../../model/span.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { CompoundStmt, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { atBodyStart, indentOf, lineEnd, lineStart, textAt } from '../layout.ts';
import type { CallContext } from '../part.ts';

/** A mention of a name of the block, and the outermost function around it. */
export interface NameUse {
  readonly name: string;
  readonly stmt: Stmt;
  readonly home?: FunctionStmt;
}

/** Mentions of what the block makes; those inside of it are its own affair. */
export function usesOf(names: Names, items: readonly Stmt[], block: Span): NameUse[] {
  return exprsOf(names, 'name').flatMap(({ expr, scope }) => {
    if (contains(block, expr.span)) return [];
    const bindings = bindingsOf(expr.id, scope, expr.span.start);
    const stmt = items.find(({ span }) => bindings.some((each) => contains(span, each.span)));
    const home = outermostFunction(scope);
    return stmt ? [{ name: expr.id, stmt, ...(home && { home }) }] : [];
  });
}

function outermostFunction(scope: Scope): FunctionStmt | undefined {
  let found: FunctionStmt | undefined;
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.node?.kind === 'function') found = at.node;
  }
  return found;
}

/** A class or function of the block: one in each function that uses it would be several. */
export function definedAt(items: readonly Stmt[]): NameUse | undefined {
  const stmt = items.find(({ kind }) => kind === 'class' || kind === 'function');
  return stmt?.kind === 'class' || stmt?.kind === 'function'
    ? { name: stmt.name, stmt }
    : undefined;
}

/** A name that another file of the tree takes from this one. */
export function foreignUse(
  { program }: CallContext,
  { file }: CallSite,
  items: readonly Stmt[],
): NameUse | undefined {
  const bound = [...file.names.scopes.module.bindings.values()].flat();
  const own = bound.filter(({ span }) => items.some((stmt) => contains(stmt.span, span)));
  for (const { names } of program.files) {
    for (const { how } of [...names.scopes.module.bindings.values()].flat()) {
      if (how.kind !== 'import-from') continue;
      if (names.open(how.stmt.module, how.stmt.level) !== file.names) continue;
      const stmt = own.some(({ name }) => name === how.name) ? items[0] : undefined;
      if (stmt) return { name: how.name, stmt };
    }
  }
  return undefined;
}

/** A function that gets statements of the block. */
export interface Home {
  readonly stmt: FunctionStmt;
  readonly items: readonly Stmt[];
}

/**
 * Each function gets what it uses, with what that needs; those that nobody names (they register something) go with the others, and
 * what changes something goes to all that run in the image.
 */
export function homesOf(
  { units }: CallContext,
  site: CallSite,
  items: readonly Stmt[],
  uses: readonly NameUse[],
  effects: readonly Stmt[],
): readonly Home[] | undefined {
  const { names } = site.file;
  const changed = effects.length > 0 ? starts(units, site) : [];
  if (!changed) return undefined;
  if (effects.length === 0 && uses.length === 0) return everywhere(units, site, items);
  const named = new Set(uses.map(({ stmt }) => stmt));
  const inner = (stmt: Stmt): Stmt[] => items.filter((item) => isUsedIn(names, item, stmt));
  const homes = new Set([...uses.flatMap(({ home }) => home ?? []), ...changed]);
  if (homes.size === 0) return undefined;
  const needed = items.flatMap(inner);
  return [...homes].map((home) => {
    const own = new Set(uses.filter((use) => use.home === home).map(({ stmt }) => stmt));
    const starting = changed.includes(home) ? effects : [];
    for (const stmt of starting) own.add(stmt);
    for (const stmt of own) for (const other of inner(stmt)) own.add(other);
    const silent = (stmt: Stmt): boolean =>
      !named.has(stmt) && !needed.includes(stmt) && !effects.includes(stmt);
    return { stmt: home, items: items.filter((stmt) => own.has(stmt) || silent(stmt)) };
  });
}

/** Whether a statement mentions what another makes. */
function isUsedIn(names: Names, made: Stmt, stmt: Stmt): boolean {
  if (made === stmt) return false;
  const bound = [...names.scopes.module.bindings.values()].flat();
  const own = new Set(
    bound.filter(({ span }) => contains(made.span, span)).map(({ name }) => name),
  );
  return exprsOf(names, 'name').some(
    ({ expr }) => own.has(expr.id) && contains(stmt.span, expr.span),
  );
}

/** Imports that nobody names may be there for what they do: all that runs in the image has them. */
function everywhere(
  units: readonly Unit[],
  site: CallSite,
  items: readonly Stmt[],
): Home[] | undefined {
  const all = inImage(units, site).flatMap(({ stmt, methods }) => {
    if (stmt.kind === 'function') return stmt;
    const hook = methods.find(({ role }) => role === 'enter');
    return (hook ? [hook] : methods).map((method) => method.stmt);
  });
  const fit = all.length > 0 && all.every(({ body }) => body.indented);
  return fit ? all.map((stmt) => ({ stmt, items })) : undefined;
}

/** The units of the file that run in the image of the block. */
function inImage(units: readonly Unit[], { file, use }: CallSite): readonly Unit[] {
  const origin = use.receiver?.origin?.expr;
  return units.filter((unit) => {
    const image = unit.settings.get('image');
    const value = image?.names.valueOf(image.value, image.scope);
    return unit.file === file && value?.kind === 'instance' && value.origin?.expr === origin;
  });
}

/** Where a container of the image begins its work: the hook of a class, or the function. */
function starts(units: readonly Unit[], site: CallSite): FunctionStmt[] | undefined {
  const found = inImage(units, site).map(({ stmt, methods }) =>
    stmt.kind === 'function' ? stmt : methods.find(({ role }) => role === 'enter')?.stmt,
  );
  const known = found.flatMap((stmt) => stmt ?? []);
  return known.length > 0 &&
    known.length === found.length &&
    known.every(({ body }) => body.indented)
    ? known
    : undefined;
}

/** Statements of the block at the start of a function, with its indentation. */
export function insertion(
  { module: { source } }: Names,
  { clauses }: CompoundStmt,
  home: FunctionStmt,
  items: readonly Stmt[],
): Edit {
  const indent = indentOf(source, clauses[0]?.body.span.start ?? home.span.start);
  const top = clauses[0]?.header.end ?? 0;
  const lines = items.flatMap((stmt) => {
    const [first = '', ...rest] = textAt(source, withComments(source, stmt, top)).split(/\r?\n/);
    return [
      first,
      ...rest.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)),
    ];
  });
  return atBodyStart(source, home, lines, '');
}

/** A statement with the comments right above it, as far as `top`, and the one behind it: `import kernels  # noqa: F401`. */
function withComments(source: string, { span }: Stmt, top: number): Span {
  const behind = /^[ \t]*#.*/.exec(source.slice(span.end, lineEnd(source, span.end)));
  let { start } = span;
  for (;;) {
    const line = lineStart(source, start);
    if (line <= top || source.slice(line, start).trim() !== '') break;
    const above = lineStart(source, line - 1);
    const comment = /^([ \t]*)#/.exec(source.slice(above, line));
    if (above < top || !comment) break;
    start = above + (comment[1]?.length ?? 0);
  }
  return { start, end: span.end + (behind?.[0].length ?? 0) };
}
