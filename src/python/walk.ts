import type { Span } from '../model/span.ts';
import type { Argument, Block, Expr, Param, Stmt } from './syntax.ts';

function ofParam(param: Param): Expr[] {
  return [param.annotation, param.default].filter((expr) => expr !== undefined);
}

function ofArgument(arg: Argument): Expr {
  return arg.value;
}

/** The expressions directly inside an expression, in evaluation order. */
export function childExprs(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'attribute':
      return [expr.value];
    case 'call':
      return [expr.func, ...expr.args.map(ofArgument)];
    case 'subscript':
      return [expr.value, expr.index];
    case 'fstring':
      return expr.parts.flatMap((part) => (part.kind === 'placeholder' ? [part.value] : []));
    case 'list':
    case 'tuple':
    case 'set':
      return expr.items;
    case 'dict':
      return expr.entries.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case 'lambda':
      return [...expr.params.flatMap(ofParam), expr.body];
    case 'comprehension':
      return [
        ...expr.clauses.flatMap(({ iterable, target, conditions }) => [
          iterable,
          target,
          ...conditions,
        ]),
        ...expr.element,
      ];
    case 'binary':
      return [expr.left, expr.right];
    case 'unary':
    case 'await':
    case 'yield':
    case 'starred':
      return expr.value ? [expr.value] : [];
    case 'conditional':
      return [expr.test, expr.then, expr.else];
    case 'named':
      return [expr.target, expr.value];
    case 'slice':
      return expr.parts;
    default:
      return [];
  }
}

/** The expressions of a statement itself, not of its suites: decorators, defaults, headers, values. */
export function ownExprs(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'assign':
      return [
        ...(stmt.value ? [stmt.value] : []),
        ...(stmt.annotation ? [stmt.annotation] : []),
        ...stmt.targets,
      ];
    case 'function':
      return [
        ...stmt.decorators.map(({ expr }) => expr),
        ...stmt.params.flatMap(ofParam),
        ...(stmt.returns ? [stmt.returns] : []),
      ];
    case 'class':
      return [...stmt.decorators.map(({ expr }) => expr), ...stmt.args.map(ofArgument)];
    case 'import':
    case 'import-from':
    case 'global':
    case 'nonlocal':
      return [];
    case 'if':
    case 'for':
    case 'while':
    case 'try':
    case 'with':
    case 'match':
      return stmt.clauses.flatMap(({ exprs, targets }) => [...exprs, ...targets]);
    default:
      return stmt.exprs;
  }
}

/** The suites of a statement. */
export function blocksOf(stmt: Stmt): readonly Block[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') return [stmt.body];
  return 'clauses' in stmt ? stmt.clauses.map(({ body }) => body) : [];
}

/** Every statement of a suite, outer before inner, in source order. */
export function* statements(body: readonly Stmt[]): Generator<Stmt> {
  const open = body.toReversed();
  for (let stmt = open.pop(); stmt; stmt = open.pop()) {
    yield stmt;
    for (const { body: inner } of blocksOf(stmt).toReversed()) pushBack(open, inner);
  }
}

/** An expression and all expressions inside it, outer before inner. */
export function* expressions(expr: Expr): Generator<Expr> {
  yield* inside([expr]);
}

/** Every expression of a suite, with those of nested functions and classes. */
export function* expressionsIn(body: readonly Stmt[]): Generator<Expr> {
  for (const stmt of statements(body)) yield* inside(ownExprs(stmt));
}

/** Without a generator a level, each of which would hand on what those below it find. */
function* inside(exprs: readonly Expr[]): Generator<Expr> {
  const open = exprs.toReversed();
  for (let expr = open.pop(); expr; expr = open.pop()) {
    yield expr;
    pushBack(open, childExprs(expr));
  }
}

/** Puts items on a stack so that the first comes off first; one by one, as a list may be longer than a call takes arguments. */
function pushBack<T>(stack: T[], items: readonly T[]): void {
  for (const item of items.toReversed()) stack.push(item);
}

/** Whether `inner` lies in `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Start of an expression with the parentheses around it. */
export function startOf(expr: Expr): number {
  return expr.parens?.start ?? expr.span.start;
}
