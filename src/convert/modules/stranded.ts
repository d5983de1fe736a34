import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { rootOf } from './imported.ts';
import { lateWithModal } from './late.ts';

/** Files that units import while they run, and that a runner cannot import, converted as they are: they ask for Modal. */
export function strandedFiles(
  before: Program,
  units: readonly Unit[],
  after: Program,
): ReadonlySet<string> {
  const wanted = new Set(units.flatMap((unit) => lateWithModal(before, unit)));
  if (wanted.size === 0) return wanted;
  const stranded = after.files.filter((file) => wanted.has(file.path) && fails(file));
  return new Set(stranded.map(({ path }) => path));
}

/** Whether a file cannot be imported on a runner: Modal is not there, nor the Dockerfile that an image is read from. */
function fails({ names, uses }: ProgramFile): boolean {
  const reads = uses.length > 0 && names.module.body.some((stmt) => importsModal(names, stmt));
  return reads || /^\w+ = ContainerImage\.from_dockerfile\(/m.test(names.module.source);
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
