import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';
import { fallsThrough, returnedBy } from './outcomes.ts';
import { allowsNone, type Promised, type Scalar } from './promised.ts';

/** Whether a value is what an annotation promises: `never` where the text says that it is something else. */
export type Fit = 'surely' | 'perhaps' | 'never';

/** Chains of names and calls longer than this are nobody's code. */
const MAX_DEPTH = 20;
const COMPARISONS = new Set(['in', 'not in', 'is', 'is not']);
const ARITHMETIC = new Set(['+', '-', '*', '**', '//', '%']);
/** Methods of text that give text. */
const OF_TEXT = new Set(
  'capitalize casefold format join lower lstrip replace rstrip strip title upper'.split(' '),
);
/** Methods of text that give a number. */
const FROM_TEXT = new Set('count find index rfind rindex'.split(' '));
/** Builtins that give one type, whatever they are given. */
const BUILTINS: Readonly<Record<string, Scalar | 'list' | 'dict'>> = {
  ...{ str: 'str', repr: 'str', int: 'int', len: 'int', ord: 'int', float: 'float', bool: 'bool' },
  ...{ isinstance: 'bool', hasattr: 'bool', list: 'list', sorted: 'list', dict: 'dict' },
};

/** Whether each thing that a function returns is what its annotation promises. */
export function resultFits(
  names: Names,
  stmt: FunctionStmt,
  promised: Promised,
  isEndpoint = true,
  depth = 0,
): readonly Fit[] {
  const scope = names.scopes.inside(stmt);
  const reader = new Reader(names, isEndpoint ? stmt : undefined, depth);
  const none: Fit = allowsNone(promised) ? 'surely' : 'never';
  const returned = outcomes(stmt).map((expr) => (expr ? reader.fit(expr, promised, scope) : none));
  return fallsThrough(stmt.body) ? [...returned, none] : returned;
}

/** How often a result is `None` where its annotation does not say so. */
export function missedNones(stmt: FunctionStmt, promised: Promised): number {
  if (allowsNone(promised)) return 0;
  const given = outcomes(stmt).filter(
    (expr) => !expr || (expr.kind === 'constant' && expr.value === null),
  );
  return given.length + (fallsThrough(stmt.body) ? 1 : 0);
}

/** What is returned, each side of a condition by itself. */
function outcomes(stmt: FunctionStmt): readonly (Expr | undefined)[] {
  const sides = (expr: Expr): readonly Expr[] =>
    expr.kind === 'conditional' ? [...sides(expr.then), ...sides(expr.else)] : [expr];
  return returnedBy(stmt).flatMap((expr): readonly (Expr | undefined)[] =>
    expr ? sides(expr) : [expr],
  );
}

class Reader {
  private readonly names: Names;
  /** Whose parameters pydantic has checked. */
  private readonly endpoint: FunctionStmt | undefined;
  private readonly depth: number;

  constructor(names: Names, endpoint: FunctionStmt | undefined, depth: number) {
    this.names = names;
    this.endpoint = endpoint;
    this.depth = depth;
  }

  fit(expr: Expr, promised: Promised, scope: Scope): Fit {
    if (promised.kind === 'any') return 'surely';
    if (promised.kind === 'union') return this.anyOf(expr, promised.of, scope);
    if (this.depth > MAX_DEPTH) return 'perhaps';
    switch (expr.kind) {
      case 'conditional':
        return worst([this.fit(expr.then, promised, scope), this.fit(expr.else, promised, scope)]);
      case 'name':
        return this.ofName(expr.id, expr.span.start, promised, scope);
      case 'call':
        return this.ofCall(expr, promised, scope);
      case 'list':
      case 'tuple':
      case 'dict':
      case 'comprehension':
        return this.ofDisplay(expr, promised, scope);
      default:
        return scalarFits(this.scalarOf(expr, scope), promised);
    }
  }

  private anyOf(expr: Expr, all: readonly Promised[], scope: Scope): Fit {
    const fits = all.map((each) => this.fit(expr, each, scope));
    if (fits.includes('surely')) return 'surely';
    return fits.every((each) => each === 'never') ? 'never' : 'perhaps';
  }

  private ofName(id: string, at: number, promised: Promised, scope: Scope): Fit {
    const all = bindingsOf(id, scope, at);
    if (all.length === 0) return 'perhaps';
    return worst(all.map((binding) => this.ofBinding(binding, promised)));
  }

  private ofBinding({ how, scope }: Binding, promised: Promised): Fit {
    if (how.kind === 'param') {
      const { annotation, star } = how.param;
      if (how.of !== this.endpoint || !annotation || star !== '') return 'perhaps';
      const isSame = annotation.kind === 'name' && promised.kind === 'scalar';
      return isSame && annotation.id === promised.name ? 'surely' : 'perhaps';
    }
    if (how.kind !== 'assign') return 'perhaps';
    const fit = this.deeper().fit(how.value, promised, scope);
    // What is put into it later is not followed.
    return fit === 'surely' && holdsParts(promised) ? 'perhaps' : fit;
  }

  private deeper(): Reader {
    return new Reader(this.names, this.endpoint, this.depth + 1);
  }

  private ofCall(expr: CallExpr, promised: Promised, scope: Scope): Fit {
    const { names, depth } = this;
    const value = names.valueOf(expr.func, scope);
    if (value.kind === 'definition') {
      const { stmt } = value;
      if (stmt.kind === 'class')
        return promised.kind === 'class' && promised.stmt === stmt ? 'surely' : 'perhaps';
      const isPlain = !stmt.async && stmt.decorators.length === 0 && depth < MAX_DEPTH;
      return isPlain ? worst(resultFits(value.names, stmt, promised, false, depth + 1)) : 'perhaps';
    }
    const made = this.builtin(expr, scope);
    if (made === 'list' || made === 'dict')
      return promised.kind === made && !holdsParts(promised) ? 'surely' : 'perhaps';
    return scalarFits(made ?? this.scalarOf(expr, scope), promised);
  }

  private builtin({ func }: CallExpr, scope: Scope): Scalar | 'list' | 'dict' | undefined {
    if (func.kind !== 'name' || bindingsOf(func.id, scope, func.span.start).length > 0)
      return undefined;
    return Object.hasOwn(BUILTINS, func.id) ? BUILTINS[func.id] : undefined;
  }

  private ofDisplay(
    expr: Extract<Expr, { kind: 'list' | 'tuple' | 'set' | 'dict' | 'comprehension' }>,
    promised: Promised,
    scope: Scope,
  ): Fit {
    if (promised.kind === 'scalar' || promised.kind === 'none') return 'never';
    if (expr.kind === 'comprehension') return this.ofComprehension(expr, promised);
    if (expr.kind === 'dict') {
      if (promised.kind === 'list' || promised.kind === 'tuple') return 'never';
      if (promised.kind !== 'dict') return 'perhaps';
      return worst(
        expr.entries.flatMap(({ key, value }) => [
          key ? this.fit(key, promised.key, scope) : openFit(promised),
          key ? this.fit(value, promised.value, scope) : openFit(promised),
        ]),
      );
    }
    if (promised.kind === 'dict') return 'never';
    if (promised.kind === 'list')
      return worst(expr.items.map((item) => this.item(item, promised.of, scope)));
    if (promised.kind !== 'tuple' || promised.items.length !== expr.items.length) return 'perhaps';
    const parts = promised.items;
    return worst(
      expr.items.map((item, i) => this.item(item, parts[i] ?? { kind: 'other' }, scope)),
    );
  }

  private item(item: Expr, promised: Promised, scope: Scope): Fit {
    if (item.kind === 'starred') return promised.kind === 'any' ? 'surely' : 'perhaps';
    return this.fit(item, promised, scope);
  }

  private ofComprehension(expr: Extract<Expr, { kind: 'comprehension' }>, promised: Promised): Fit {
    const [first, second] = expr.element;
    const open = this.names.module.source.charAt((expr.parens ?? expr.span).start);
    const inside = this.names.scopes.inside(expr);
    if (!first) return 'perhaps';
    if (second) {
      if (promised.kind !== 'dict') return promised.kind === 'list' ? 'never' : 'perhaps';
      const key = this.fit(first, promised.key, inside);
      return worst([key, this.fit(second, promised.value, inside)]);
    }
    if (open !== '[') return 'perhaps';
    if (promised.kind === 'dict') return 'never';
    return promised.kind === 'list' ? this.fit(first, promised.of, inside) : 'perhaps';
  }

  /** The one type that an expression has, whatever its parts are. */
  private scalarOf(expr: Expr, scope: Scope): Scalar | 'none' | undefined {
    switch (expr.kind) {
      case 'string':
        return expr.value === undefined ? undefined : 'str';
      case 'fstring':
        return 'str';
      case 'number':
        return expr.float ? 'float' : 'int';
      case 'constant':
        return expr.value === null ? 'none' : expr.value === '...' ? undefined : 'bool';
      case 'unary':
        return expr.op === 'not' ? 'bool' : undefined;
      case 'binary':
        return this.ofBinary(expr.op, expr.left, expr.right, scope);
      case 'call':
        return this.isSumOfInts(expr, scope) ? 'int' : this.ofTextMethod(expr, scope);
      default:
        return undefined;
    }
  }

  private ofBinary(op: string, left: Expr, right: Expr, scope: Scope): Scalar | undefined {
    if (COMPARISONS.has(op)) return 'bool';
    if (!ARITHMETIC.has(op)) return undefined;
    const is = (expr: Expr, name: Scalar): boolean =>
      this.deeper().fit(expr, { kind: 'scalar', name }, scope) === 'surely';
    // What can be added to a text is one.
    if ((op === '+' || op === '*' || op === '%') && is(left, 'str')) return 'str';
    // A negative exponent makes a fraction of whole numbers.
    if (op !== '**' && is(left, 'int') && is(right, 'int')) return 'int';
    return is(left, 'float') && is(right, 'float') && op !== '**' ? 'float' : undefined;
  }

  private ofTextMethod({ func }: CallExpr, scope: Scope): Scalar | undefined {
    if (func.kind !== 'attribute') return undefined;
    const made = OF_TEXT.has(func.attr) ? 'str' : FROM_TEXT.has(func.attr) ? 'int' : undefined;
    if (made === undefined) return undefined;
    const on = this.deeper().fit(func.value, { kind: 'scalar', name: 'str' }, scope);
    return on === 'surely' ? made : undefined;
  }

  /** `sum(len(word) for word in words)`. */
  private isSumOfInts({ func, args }: CallExpr, scope: Scope): boolean {
    const [of] = args;
    if (func.kind !== 'name' || func.id !== 'sum' || args.length !== 1) return false;
    if (of?.value.kind !== 'comprehension' || bindingsOf('sum', scope, func.span.start).length > 0)
      return false;
    const [item] = of.value.element;
    const inside = this.names.scopes.inside(of.value);
    const int: Promised = { kind: 'scalar', name: 'int' };
    return item !== undefined && this.deeper().fit(item, int, inside) === 'surely';
  }
}

/** Whether a value can be put into it that it does not promise. */
function holdsParts(promised: Promised): boolean {
  if (promised.kind === 'list') return promised.of.kind !== 'any';
  if (promised.kind === 'dict') return !isOpenDict(promised);
  return promised.kind === 'tuple';
}

function isOpenDict(promised: Promised): boolean {
  const { kind } = promised;
  return kind === 'dict' && promised.key.kind === 'any' && promised.value.kind === 'any';
}

function openFit(promised: Promised): Fit {
  return isOpenDict(promised) ? 'surely' : 'perhaps';
}

function scalarFits(made: Scalar | 'none' | undefined, promised: Promised): Fit {
  if (made === undefined || promised.kind === 'other') return 'perhaps';
  if (made === 'none') return promised.kind === 'none' ? 'surely' : 'never';
  if (promised.kind !== 'scalar') return 'never';
  if (promised.name === made || (promised.name === 'float' && made === 'int')) return 'surely';
  // pydantic reads some of these as each other, and what it makes of them is not what the program gave.
  return 'never';
}

function worst(fits: readonly Fit[]): Fit {
  if (fits.includes('never')) return 'never';
  return fits.includes('perhaps') ? 'perhaps' : 'surely';
}
