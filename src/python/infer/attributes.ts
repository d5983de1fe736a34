import { attachments } from '../attached.ts';
import type { Names } from '../names.ts';
import type { Scope } from '../scopes.ts';
import type { SdkSymbol } from '../sdk.ts';
import type { AttributeExpr } from '../syntax.ts';
import { UNKNOWN, join, type InstanceValue, type SymbolValue, type Value } from '../values.ts';
import { fileAttribute } from './imported.ts';
import { methodValue, selfAttribute } from './members.ts';

/** The SDK symbol that an expression names, and the object on which it was asked for. */
export interface NamedSymbol {
  readonly symbol: SdkSymbol;
  readonly receiver?: InstanceValue;
}

/** What `value.attr` is. */
export function attributeValue(names: Names, value: Value, attr: string): Value {
  if (value.kind === 'symbol') return symbolAttribute(names, value, attr);
  if (value.kind === 'instance') return instanceAttribute(names, value, attr);
  if (value.kind === 'self') return selfAttribute(value.names, value.stmt, attr);
  if (value.kind === 'file') return fileAttribute(value, attr);
  return UNKNOWN;
}

function symbolAttribute(names: Names, value: SymbolValue, attr: string): Value {
  if (attr === 'aio' && value.symbol.kind === 'function') return { ...value, aio: true };
  const symbol = names.sdk.lookup(`${value.symbol.name}.${attr}`);
  if (!symbol) return UNKNOWN;
  return attributeResult(symbol, undefined);
}

function attributeResult(symbol: SdkSymbol, receiver: InstanceValue | undefined): Value {
  if (symbol.kind === 'attribute' && symbol.returns !== undefined) {
    return { kind: 'instance', of: symbol.returns };
  }
  return { kind: 'symbol', symbol, aio: false, ...(receiver && { receiver }) };
}

function instanceAttribute(names: Names, value: InstanceValue, attr: string): Value {
  const { definition } = value;
  if (definition?.stmt.kind === 'class') {
    const method = methodValue(definition.names, definition.stmt, attr);
    if (method) return method;
  }
  const symbol = names.sdk.lookup(`${value.of}.${attr}`);
  if (symbol) return attributeResult(symbol, value);
  const attached = attachedValue(names, value, attr);
  if (attached) return attached;
  const any = names.sdk.lookup(value.of)?.anyAttribute;
  return any !== undefined && !definition ? { kind: 'instance', of: any, object: value } : UNKNOWN;
}

/** What was put on an object where it was made, or here: `stub.volume = modal.Volume.persisted("v")`. */
function attachedValue(names: Names, { origin }: InstanceValue, attr: string): Value | undefined {
  if (!origin) return undefined;
  const places = origin.names === names ? [names] : [origin.names, names];
  const found = places.flatMap((place) =>
    (attachments(place).get(attr) ?? []).flatMap(({ target, scope, value }) => {
      const owner = place.valueOf(target.value, scope);
      const same = owner.kind === 'instance' && owner.origin?.expr === origin.expr;
      return same ? [place.valueOf(value, scope)] : [];
    }),
  );
  return found.length === 0 ? undefined : join(found);
}

/** The SDK symbol that `value.attr` names. */
export function attributeSymbol(
  names: Names,
  expr: AttributeExpr,
  scope: Scope,
): NamedSymbol | undefined {
  const base = names.valueOf(expr.value, scope);
  if (base.kind === 'symbol' && expr.attr === 'aio') return names.symbolOf(expr.value, scope);
  if (base.kind === 'symbol') {
    const symbol = names.sdk.lookup(`${base.symbol.name}.${expr.attr}`);
    return symbol && { symbol };
  }
  if (base.kind === 'file') {
    const value = names.valueOf(expr, scope);
    return value.kind === 'symbol' ? { symbol: value.symbol } : undefined;
  }
  if (base.kind !== 'instance') return undefined;
  const { definition } = base;
  // A method of the user's class hides one of the SDK's.
  const hidden =
    definition?.stmt.kind === 'class' && methodValue(definition.names, definition.stmt, expr.attr);
  if (hidden) return undefined;
  const symbol = names.sdk.lookup(`${base.of}.${expr.attr}`);
  return symbol && { symbol, receiver: base };
}
