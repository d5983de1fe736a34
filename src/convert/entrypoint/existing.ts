import type { Names } from '../../python/names.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { CallExpr, CompoundStmt, Expr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { Given } from './options.ts';

/** Managers that a run of the app needed, and that go. */
const RUNS = new Set(['modal.App.run', 'modal.enable_output']);

/** `if __name__ == "__main__":`. */
export function mainBlockOf({ module }: Names): CompoundStmt | undefined {
  return module.body.find((stmt): stmt is CompoundStmt => isMainBlock(stmt));
}

function isMainBlock(stmt: Stmt): boolean {
  const test = testOf(stmt);
  return test !== undefined && asksForMain(test);
}

function testOf(stmt: Stmt): Expr | undefined {
  return stmt.kind === 'if' ? stmt.clauses[0]?.exprs[0] : undefined;
}

/** `__name__ == "__main__"`, by itself or with more that has to hold. */
function asksForMain(test: Expr): boolean {
  if (test.kind !== 'binary') return false;
  const sides = [test.left, test.right];
  if (test.op === 'and') return sides.some(asksForMain);
  return test.op === '==' && sides.some((side) => side.kind === 'name' && side.id === '__name__');
}

/** Whether a main block runs whenever the file does: no more is asked for. */
function alwaysRuns(block: CompoundStmt): boolean {
  const test = testOf(block);
  return test?.kind === 'binary' && test.op === '==';
}

/** Whether a main block only says that the file is to be run with Modal, or nothing: `raise SystemExit("Use modal run app.py")`. */
export function onlyAdvises(names: Names, block: CompoundStmt): boolean {
  const [clause, other] = block.clauses;
  const { source } = names.module;
  const text = source.slice(block.span.start, block.span.end);
  if (!clause || other || !alwaysRuns(block)) return false;
  if (clause.body.body.every(({ kind }) => kind === 'pass')) return true;
  if (!/\bmodal (?:run|serve|deploy)\b/.test(text)) return false;
  return clause.body.body.every((stmt) => {
    if (stmt.kind === 'import') return stmt.names.every(({ module }) => module === 'sys');
    if (stmt.kind !== 'expr' && stmt.kind !== 'raise') return false;
    return stmt.exprs.every((expr) => expr.kind === 'call' && isSaid(names, expr));
  });
}

/** `print("…")`, `sys.exit(1)`, `SystemExit("…")`. */
function isSaid(names: Names, { func, args }: CallExpr): boolean {
  const { module } = names.scopes;
  const called = externalName(names, func, module) ?? '';
  return (
    /^(?:print|exit|quit|sys\.exit|SystemExit|RuntimeError)$/.test(called) &&
    args.every(({ value }) => constantOf(names, value, module).kind === 'value')
  );
}

/** A main block that does nothing but call the entrypoint, as `python file.py` did on Modal. */
export interface OwnCall {
  /** The statement that calls it. */
  readonly stmt: Stmt;
  /** What it hands over, by parameter. */
  readonly given: Given;
}

/** Reads a main block that is only `main()`, in `with app.run():` or not; nothing where it does more. */
export function ownCall(
  names: Names,
  block: CompoundStmt,
  { name, params, async }: FunctionStmt,
): OwnCall | undefined {
  const [clause, other] = block.clauses;
  if (!alwaysRuns(block)) return undefined;
  const stmt =
    clause && !other && clause.body.indented ? onlyStmt(names, clause.body.body) : undefined;
  const expr = stmt?.kind === 'expr' ? stmt.exprs[0] : undefined;
  const call = expr && (async ? insideRun(names, expr) : expr);
  if (!stmt || call?.kind !== 'call' || call.func.kind !== 'name' || call.func.id !== name)
    return undefined;
  const given = argumentsOf(
    names,
    call,
    params.map((param) => param.name),
  );
  return given && { stmt, given };
}

/** The one statement of a body, through `with app.run():`. */
function onlyStmt(names: Names, body: readonly Stmt[]): Stmt | undefined {
  const [only, second] = body;
  if (!only || second) return undefined;
  if (only.kind !== 'with') return only;
  const [clause] = only.clauses;
  const runs = clause?.exprs.every((expr) => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    return RUNS.has(names.symbolOf(callee, names.scopes.module)?.symbol.name ?? '');
  });
  return clause && runs && clause.targets.length === 0 && clause.body.indented
    ? onlyStmt(names, clause.body.body)
    : undefined;
}

/** `main()` of `asyncio.run(main())`. */
function insideRun(names: Names, expr: Expr): Expr | undefined {
  if (expr.kind !== 'call') return undefined;
  const runs = externalName(names, expr.func, names.scopes.module) === 'asyncio.run';
  return runs && expr.args.length === 1 ? expr.args[0]?.value : undefined;
}

/** Constant arguments by parameter: anything else may depend on the command line. */
function argumentsOf(
  names: Names,
  { args }: CallExpr,
  params: readonly string[],
): Given | undefined {
  const given = new Map<string, string>();
  for (const [i, { name = params[i], star, value }] of args.entries()) {
    const constant = constantOf(names, value, names.scopes.module);
    if (star !== '' || name === undefined || constant.kind !== 'value') return undefined;
    given.set(name, textOfExpr(names.module.source, value));
  }
  return given;
}
