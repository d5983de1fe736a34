import { isTaken, type Test } from './flow.ts';
import type { Located, Unknown } from './place.ts';
import type { Binding, Scope } from './scopes.ts';
import type { Argument, Clause, Expr, FunctionStmt, LambdaExpr, Param, Stmt } from './syntax.ts';
import { expressions, ownExprs, statements } from './walk.ts';

type Frames = Map<Param | Binding, Located>;

/** Decorators that leave the value of a call as it is. */
const HARMLESS =
  /^(?:staticmethod|classmethod|property|(?:functools\.)?(?:cache|lru_cache|cached_property)|(?:pydantic\.)?computed_field|typing\.(?:override|no_type_check))$/;

/** Whether a function's body says what a call of it gives: it is no generator, not async, and no decorator changes it. */
export function isReadable(
  stmt: FunctionStmt,
  nameOf: (expr: Expr) => string | undefined,
): boolean {
  if (stmt.async) return false;
  const plain = stmt.decorators.every(({ expr }) =>
    HARMLESS.test(nameOf(expr.kind === 'call' ? expr.func : expr) ?? ''),
  );
  return plain && !yields(stmt);
}

function yields(stmt: FunctionStmt): boolean {
  const inner = [...statements(stmt.body.body)].filter((one) => one.kind !== 'function');
  return inner.some((one) =>
    ownExprs(one).some((expr) => [...expressions(expr)].some(({ kind }) => kind === 'yield')),
  );
}

/** What each parameter is called with; nothing where the arguments do not fit, or a `*` leaves them open. */
export function bindArguments(
  params: readonly Param[],
  args: readonly Argument[],
  call: Located,
  defaults: { readonly names: Located['names']; readonly scope: Scope },
): Frames | undefined {
  const frame: Frames = new Map(call.frame);
  const taken = new Set<Argument>();
  const positional = args.filter(({ name, star }) => name === undefined && star === '');
  const open = args.some(({ star }) => star !== '');
  const give = (param: Param, expr: Expr): unknown => frame.set(param, { ...call, expr });
  // What a star gathers is written nowhere: its text is empty.
  const { start } = call.expr.span;
  const span = { start, end: start };
  for (const [i, param] of params.entries()) {
    if (param.star === '**') {
      give(param, { kind: 'dict', entries: named(args, params), span });
      for (const arg of args) if (arg.name !== undefined) taken.add(arg);
      continue;
    }
    if (param.star === '*') {
      const rest = open ? [] : positional.slice(i);
      if (!open) give(param, { kind: 'tuple', items: rest.map(({ value }) => value), span });
      for (const arg of positional.slice(i)) taken.add(arg);
      continue;
    }
    const byName =
      param.kind === 'positional-only' ? undefined : args.find(({ name }) => name === param.name);
    const byPlace =
      param.kind === 'keyword-only' || starBefore(params, i) ? undefined : positional[i];
    // A `*` may stand for what comes behind it.
    const argument = byName ?? (byPlace && !spreadBefore(args, byPlace) ? byPlace : undefined);
    if (argument) {
      taken.add(argument);
      give(param, argument.value);
    } else if (open) frame.delete(param);
    else if (param.default) frame.set(param, { ...call, ...defaults, expr: param.default });
    else return undefined;
  }
  return args.every((arg) => arg.star !== '' || taken.has(arg)) ? frame : undefined;
}

function starBefore(params: readonly Param[], at: number): boolean {
  return params.slice(0, at).some(({ star }) => star !== '');
}

function spreadBefore(args: readonly Argument[], arg: Argument): boolean {
  return args.slice(0, args.indexOf(arg)).some(({ star }) => star !== '');
}

/** Keyword arguments that no parameter takes. */
function named(args: readonly Argument[], params: readonly Param[]): { key?: Expr; value: Expr }[] {
  return args.flatMap(({ name, star, value }) => {
    if (star === '**') return [{ value }];
    if (name === undefined || params.some((param) => param.star === '' && param.name === name))
      return [];
    const key: Expr = { kind: 'string', value: name, pieces: [], span: value.span };
    return [{ key, value }];
  });
}

/** The expression that a call of a function or lambda gives, where one `return` is sure to be reached. */
export function returned(of: FunctionStmt | LambdaExpr, test: Test): Expr | Unknown {
  if (of.kind === 'lambda') return of.body;
  const found = reached(of.body.body, test);
  if (found === 'open') {
    return { unknown: `what \`${of.name}\` gives, which has no single \`return\`` };
  }
  const none: Expr = { kind: 'constant', value: null, span: of.nameSpan };
  return found ?? none;
}

/** The expression of the `return` that a suite comes to, nothing where it runs to its end. */
function reached(body: readonly Stmt[], test: Test): Expr | 'open' | undefined {
  for (const stmt of body) {
    if (stmt.kind === 'return') {
      return stmt.exprs[0] ?? { kind: 'constant', value: null, span: stmt.span };
    }
    if (stmt.kind === 'raise') return 'open';
    if (!('clauses' in stmt)) continue;
    const taken = stmt.clauses.map((clause) => ({ clause, runs: isTaken(stmt, clause, test) }));
    for (const { clause, runs } of taken) {
      if (runs === false) continue;
      const inner = runs ? reached(clause.body.body, test) : undefined;
      if (inner !== undefined) return inner;
      if (!runs && leaves(clause)) return 'open';
    }
  }
  return undefined;
}

/** Whether a suite may end the function. What it raises ends the program, which therefore does not. */
function leaves({ body }: Clause): boolean {
  return [...statements(body.body)].some(({ kind }) => kind === 'return');
}
