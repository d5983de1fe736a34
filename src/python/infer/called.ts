import { entryValue } from '../elements.ts';
import type { Names } from '../names.ts';
import type { Scope } from '../scopes.ts';
import type { CallExpr } from '../syntax.ts';
import {
  UNKNOWN,
  join,
  type Definition,
  type InstanceValue,
  type Origin,
  type SymbolValue,
  type Value,
} from '../values.ts';
import { statements } from '../walk.ts';
import { annotationValue } from './annotated.ts';

interface CallOrigin extends Origin {
  readonly expr: CallExpr;
}

/** What a call gives. */
export function callValue(names: Names, expr: CallExpr, scope: Scope): Value {
  const callee = names.valueOf(expr.func, scope);
  const origin = { names, scope, expr };
  if (callee.kind === 'symbol') {
    const made = callee.symbol.decorates;
    // `app.function(...)(f)`: the first call gave the decorator, the second applies it.
    if (made !== undefined && expr.func.kind === 'call') return applied(made, origin);
    return symbolCall(callee, origin);
  }
  if (callee.kind === 'instance') return instanceCall(callee, origin);
  if (callee.kind === 'definition') return definitionCall(callee);
  return entryValue(names, expr, scope);
}

function applied(made: string, origin: CallOrigin): Value {
  const argument = origin.expr.args[0]?.value;
  const value = argument ? origin.names.valueOf(argument, origin.scope) : UNKNOWN;
  if (value.kind !== 'definition') return { kind: 'instance', of: made, origin };
  const { names, stmt } = value;
  return { kind: 'instance', of: made, origin, definition: { names, stmt } };
}

function symbolCall({ symbol, receiver }: SymbolValue, origin: Origin): Value {
  if (symbol.kind === 'class') return { kind: 'instance', of: symbol.name, origin };
  if (symbol.decorates !== undefined) {
    // `modal.method()` is a decorator that waits for its function.
    return { kind: 'symbol', symbol, aio: false, ...(receiver && { receiver }) };
  }
  if (symbol.returns === undefined) return UNKNOWN;
  const same = receiver?.of === symbol.returns ? receiver.definition : undefined;
  return { kind: 'instance', of: symbol.returns, origin, ...(same && { definition: same }) };
}

/** `C()` of a decorated class. */
function instanceCall({ of, definition }: InstanceValue, origin: Origin): Value {
  const call = origin.names.sdk.lookup(`${of}.__call__`);
  if (call?.returns === undefined) return UNKNOWN;
  return { kind: 'instance', of: call.returns, origin, ...(definition && { definition }) };
}

/** What a function of the user's gives: by its annotation, or by its one `return`. */
function definitionCall({ names, stmt }: Definition): Value {
  if (stmt.kind === 'class') return UNKNOWN;
  const scope = names.scopeOf(stmt);
  const promised = stmt.returns ? annotationValue(names, stmt.returns, scope) : UNKNOWN;
  const inside = names.scopes.inside(stmt);
  const returned = [...statements(stmt.body.body)].flatMap((s) => {
    const [value] = s.kind === 'return' ? s.exprs : [];
    return value ? [names.valueOf(value, inside)] : [];
  });
  const given = join(returned);
  if (promised.kind !== 'instance') return returned.length > 0 ? given : UNKNOWN;
  // The text of the function says more than its promise: what it makes, and where.
  return given.kind === 'instance' && given.of === promised.of ? given : promised;
}
