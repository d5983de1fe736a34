import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { Lines } from '../../model/lines.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { rootOf } from './imported.ts';
import { lateWithModal } from './late.ts';

/**
 * Files that units import while they run, and that a runner cannot import, converted as they are; with what stands in the way and
 * where the user wrote it.
 */
export function strandedFiles(
  before: Program,
  units: readonly Unit[],
  after: Program,
): ReadonlyMap<string, string> {
  const wanted = new Set(units.flatMap((unit) => lateWithModal(before, unit)));
  const stranded = new Map<string, string>();
  if (wanted.size === 0) return stranded;
  for (const file of after.files) {
    const why = wanted.has(file.path) ? obstacle(before, file) : undefined;
    if (why !== undefined) stranded.set(file.path, why);
  }
  return stranded;
}

/** What a runner has not: Modal, or the Dockerfile that an image is read from. */
function obstacle(before: Program, file: ProgramFile): string | undefined {
  const { names, uses, path } = file;
  if (uses.length > 0 && names.module.body.some((stmt) => importsModal(names, stmt)))
    return `\`${placeOf(before, file)}\` needs Modal`;
  return /^\w+ = ContainerImage\.from_dockerfile\(/m.test(names.module.source)
    ? `\`${path}\` reads a Dockerfile`
    : undefined;
}

/** Where the user wrote what is left of Modal: its first use, or else an import. */
function placeOf(before: Program, { path, names, uses }: ProgramFile): string {
  const old = before.files.find((file) => file.path === path);
  const left = uses.find(({ role }) => role !== 'import') ?? uses[0];
  if (!old || !left) return path;
  const same = old.uses.find(
    (use) =>
      use.role === left.role &&
      use.symbol.name === left.symbol.name &&
      textOf(old.names, use) === textOf(names, left),
  );
  if (!same) return path;
  return `${path}:${new Lines(old.names.module.source).position(same.span.start).line}`;
}

function textOf({ module }: Names, { call, span }: Use): string {
  const { start, end } = call?.span ?? span;
  return module.source.slice(start, end);
}

/** An import of Modal that runs when the file is imported, and that nothing guards. */
function importsModal(names: Names, stmt: Stmt): boolean {
  const isModal = (module: string): boolean => names.sdk.roots.includes(rootOf(module));
  if (stmt.kind === 'import') return stmt.names.some(({ module }) => isModal(module));
  if (stmt.kind === 'import-from') return stmt.level === 0 && isModal(stmt.module);
  if (stmt.kind === 'class') return stmt.body.body.some((inner) => importsModal(names, inner));
  if (!('clauses' in stmt) || stmt.kind === 'try') return false;
  return stmt.clauses.some(
    ({ exprs, body }) =>
      !exprs.some(isTypeChecking) && body.body.some((inner) => importsModal(names, inner)),
  );
}

/** `TYPE_CHECKING`, `typing.TYPE_CHECKING` */
function isTypeChecking(expr: Expr): boolean {
  const name = expr.kind === 'name' ? expr.id : expr.kind === 'attribute' ? expr.attr : '';
  return name === 'TYPE_CHECKING';
}
