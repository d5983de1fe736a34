import { textOf } from '../python/constant.ts';
import { constantOf } from '../python/constants.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { ClassStmt, Expr, FunctionStmt, Stmt } from '../python/syntax.ts';
import { blocksOf } from '../python/walk.ts';

/** A `fal.App` or `fal.function` in a converted file. */
export interface FalUnit {
  readonly name: string;
  readonly kind: 'app' | 'function';
  readonly stmt: ClassStmt | FunctionStmt;
  readonly names: Names;
  /** Where its settings are to be read. */
  readonly scope: Scope;
  /** Class attributes and keywords, or keywords of the decorator. */
  readonly settings: ReadonlyMap<string, Expr>;
}

/** The apps and functions that fal finds in a file. */
export function falUnits(names: Names): FalUnit[] {
  return topLevel(names.module.body).flatMap(
    (stmt) => falApp(names, stmt) ?? falFunction(names, stmt) ?? [],
  );
}

/** Statements that make names of the module: those under `if` and `try`, too. */
export function topLevel(body: readonly Stmt[]): Stmt[] {
  return body.flatMap((stmt) => {
    const whole = stmt.kind === 'function' || stmt.kind === 'class';
    return [stmt, ...(whole ? [] : blocksOf(stmt).flatMap((block) => topLevel(block.body)))];
  });
}

/** Whether it has an address: an app, or a function that serves. */
export function isServed({ kind, settings }: FalUnit): boolean {
  return kind === 'app' || settings.has('exposed_port') || settings.has('serve');
}

/** The name that it is deployed under, where the file says so or fal takes the function's. */
export function falName({ name, kind, names, scope, settings }: FalUnit): string | undefined {
  const written = settings.get('app_name');
  if (written) return textOf(constantOf(names, written, scope));
  return kind === 'function' ? name : undefined;
}

function falApp(names: Names, stmt: Stmt): FalUnit | undefined {
  if (stmt.kind !== 'class' || !stmt.args.some(({ value }) => isFal(value, 'App')))
    return undefined;
  const settings = new Map<string, Expr>();
  for (const { name, value } of stmt.args) if (name !== undefined) settings.set(name, value);
  for (const member of stmt.body.body) {
    if (member.kind !== 'assign' || !member.value) continue;
    for (const target of member.targets)
      if (target.kind === 'name') settings.set(target.id, member.value);
  }
  const scope = names.scopes.inside(stmt);
  return { name: stmt.name, kind: 'app', stmt, names, scope, settings };
}

function falFunction(names: Names, stmt: Stmt): FalUnit | undefined {
  if (stmt.kind !== 'function') return undefined;
  const calls = stmt.decorators.flatMap(({ expr }) => (expr.kind === 'call' ? [expr] : []));
  const call = calls.find(({ func }) => isFal(func, 'function'));
  if (!call) return undefined;
  const settings = new Map<string, Expr>();
  for (const { name, value } of call.args) if (name !== undefined) settings.set(name, value);
  const scope = names.scopes.module;
  return { name: stmt.name, kind: 'function', stmt, names, scope, settings };
}

/** `fal.App`; the converter always imports the module. */
function isFal(expr: Expr, attr: string): boolean {
  return (
    expr.kind === 'attribute' &&
    expr.attr === attr &&
    expr.value.kind === 'name' &&
    expr.value.id === 'fal'
  );
}
