import type { Edit } from '../../model/span.ts';
import { mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Need } from '../part.ts';
import { indentOf } from '../layout.ts';
import { contains } from '../../python/walk.ts';
import type { CompoundStmt, ImportFromStmt, ImportStmt, Stmt } from '../../python/syntax.ts';

/** The `try` that asks whether an import works: its handlers answer, and do not only raise or pass. */
export function watchOf(
  { scopes }: Names,
  { span }: ImportStmt | ImportFromStmt,
): CompoundStmt | undefined {
  return scopes.stmts.find((stmt): stmt is CompoundStmt => {
    if (stmt.kind !== 'try') return false;
    const [first, ...others] = stmt.clauses;
    const asked = first?.body.body.some((inner) => inner.span.start === span.start);
    const handlers = others.filter(({ keyword }) => keyword === 'except');
    return (
      asked === true && handlers.some(({ exprs }) => exprs.length === 0 || exprs.some(isImport))
    );
  });
}

function isImport(expr: CompoundStmt['clauses'][number]['exprs'][number]): boolean {
  if (expr.kind === 'tuple') return expr.items.some(isImport);
  return expr.kind === 'name' && /^(?:ImportError|ModuleNotFoundError|Exception)$/.test(expr.id);
}

/** Whether nothing but imports is tried, and whoever misses them only hears of it. */
export function isGuard({ clauses }: CompoundStmt): boolean {
  const [first, ...others] = clauses;
  const isOnly = (kinds: readonly Stmt['kind'][]) => (stmt: Stmt) => kinds.includes(stmt.kind);
  return (
    first?.body.body.every(isOnly(['import', 'import-from'])) === true &&
    others.every(({ body }) => body.body.every(isOnly(['raise', 'pass'])))
  );
}

/** Whether a `try` only sets what others ask for, but for what goes: `available = True`. */
export function isFlag({ clauses }: CompoundStmt, isGone: (at: number) => boolean): boolean {
  const [first] = clauses;
  return first?.body.body.every((stmt) => isGone(stmt.span.start) || isQuiet(stmt)) === true;
}

/** An import, a constant for a name, a word to whoever looks on. */
function isQuiet(stmt: Stmt): boolean {
  if (stmt.kind === 'import' || stmt.kind === 'import-from' || stmt.kind === 'pass') return true;
  if (stmt.kind === 'assign')
    return stmt.value?.kind === 'constant' || stmt.value?.kind === 'string';
  if (stmt.kind === 'return') return stmt.exprs.every(({ kind }) => kind === 'constant');
  const [expr] = stmt.kind === 'expr' ? stmt.exprs : [];
  if (expr?.kind !== 'call') return false;
  const { func } = expr;
  return func.kind === 'name'
    ? func.id === 'print'
    : func.kind === 'attribute' && /^(?:debug|info|warning)$/.test(func.attr);
}

/** The package of fal that a file uses now. */
export function moduleNow(names: Names): string | undefined {
  return ['fal_client', 'fal'].find((name) => mentionsOf(names, name).length > 0);
}

/** `import modal` whose success is asked for asks for what the file uses now; nothing where it uses nothing of fal. */
export function askedAnew(
  { kind, names, span }: ImportStmt | ImportFromStmt,
  module: string | undefined,
): readonly Edit[] {
  if (kind !== 'import' || names.length > 1 || module === undefined) return [];
  return [{ span, text: `import ${module}` }];
}

/** What stands in the place of an import of Modal. */
export interface Instead {
  readonly stmt: ImportStmt;
  readonly text: string;
}

/** fal's modules in the place of a conditional or optional `import modal`: what was not imported in every run is not now. */
export function importedInstead(names: Names, needs: readonly Need[]): Instead | undefined {
  const stmt = conditionalImport(names);
  const modules = needs.filter(isMovable).map(({ module }) => module);
  // What comes by its name has to stand at the top, and brings the package with it.
  if (needs.some((need) => need.module.startsWith('fal') && !isMovable(need))) return undefined;
  if (!stmt || modules.length === 0) return undefined;
  const indent = indentOf(names.module.source, stmt.span.start);
  const lines = [...new Set(modules)].sort().map((module) => `import ${module}`);
  return { stmt, text: lines.join(`\n${indent}`) };
}

/** Whether a need is met where the condition holds. */
export function isMovable({ module, name }: Need): boolean {
  return name === undefined && /^fal(?:_client)?$/.test(module);
}

/** The only import of Modal, if it stands under an `if` of the module, or in a `try` that does without it. */
function conditionalImport(names: Names): ImportStmt | undefined {
  const all = names.scopes.stmts.flatMap((stmt) =>
    (stmt.kind === 'import' || stmt.kind === 'import-from') &&
    stmt.names.some((item) => names.importedSymbol(stmt, item))
      ? [stmt]
      : [],
  );
  const [stmt, second] = all;
  if (stmt?.kind !== 'import' || stmt.names.length > 1 || second) return undefined;
  const ifs = names.scopes.stmts.filter(
    ({ kind, span }) => kind === 'if' && contains(span, stmt.span),
  );
  if (names.scopes.placeOf(stmt).scope.kind === 'module')
    return ifs.length > 0 || watchOf(names, stmt) ? stmt : undefined;
  // In a function it serves what stands under the same condition.
  const block = ifs.at(-1)?.span;
  const read = ['fal', 'fal_client'].flatMap((name) => mentionsOf(names, name));
  return block && read.every(({ expr }) => contains(block, expr.span)) ? stmt : undefined;
}
