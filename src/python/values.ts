import type { ClassStmt, Expr, FunctionStmt } from './syntax.ts';
import type { SdkSymbol } from './sdk.ts';
import type { Names } from './names.ts';
import type { Scope } from './scopes.ts';

/** Where a value comes from: the expression that makes it, in the module that holds it. */
export interface Origin {
  readonly names: Names;
  readonly scope: Scope;
  readonly expr: Expr;
}

/** What an expression is, as far as the text tells. */
export type Value =
  /** A name of the SDK that was not called: a module, a class, a function, a bound method. */
  | SymbolValue
  /** An object of an SDK class. */
  | InstanceValue
  /** A function or class of the user's that no SDK decorator changed. */
  | DefinitionValue
  /** `self` in a method, `cls` in a class method. */
  | { readonly kind: 'self'; readonly names: Names; readonly stmt: ClassStmt }
  | FileValue
  | UnknownValue;

export interface SymbolValue {
  readonly kind: 'symbol';
  readonly symbol: SdkSymbol;
  /** Reached through `.aio`. */
  readonly aio: boolean;
  /** The object of a bound method. */
  readonly receiver?: InstanceValue;
}

export interface InstanceValue {
  readonly kind: 'instance';
  /** Canonical name of its class: `modal.Image`. */
  readonly of: string;
  readonly origin?: Origin;
  /** The object whose attribute this is, where its class is not in the tree: `Cls.from_name(...)().method`. */
  readonly object?: InstanceValue;
  /** The user's function or class that an SDK decorator turned into this object. */
  readonly definition?: Definition;
  /** Other functions that it may be: `DISPATCH[key]`. */
  readonly others?: readonly Definition[];
}

/** A function or class of the user's, and the module where it stands. */
export interface Definition {
  readonly names: Names;
  readonly stmt: FunctionStmt | ClassStmt;
  /** The class, where `stmt` is its method. */
  readonly owner?: ClassStmt;
}

export interface DefinitionValue extends Definition {
  readonly kind: 'definition';
}

/** A module or package of the tree, as `from` imports it. */
export interface FileValue {
  readonly kind: 'file';
  readonly from: Names;
  readonly module: string;
  readonly level: number;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** Known to be nothing of the SDK: a literal, `None`, something of another package. */
  readonly foreign: boolean;
}

export const UNKNOWN: UnknownValue = { kind: 'unknown', foreign: false };
export const FOREIGN: UnknownValue = { kind: 'unknown', foreign: true };

/** Whether a value is, or is an object of, something of the SDK. */
export function isSdk(value: Value): value is SymbolValue | InstanceValue {
  return value.kind === 'symbol' || value.kind === 'instance';
}

/** Whether a value is an object that the SDK made, and no symbol of it. */
export function isSdkObject(value: Value | undefined): value is InstanceValue {
  return value?.kind === 'instance' && value.of.startsWith('modal.');
}

function sameThing(a: Value, b: Value): boolean {
  if (a.kind === 'symbol' && b.kind === 'symbol') return a.symbol.name === b.symbol.name;
  if (a.kind === 'instance' && b.kind === 'instance') return a.of === b.of;
  if (a.kind === 'definition' && b.kind === 'definition') return a.stmt === b.stmt;
  if (a.kind === 'file' && b.kind === 'file')
    return a.from === b.from && a.module === b.module && a.level === b.level;
  return a.kind === 'self' && b.kind === 'self' && a.stmt === b.stmt;
}

/** What a name is that can be several things, the likeliest first. Things of no interest (`modal = None`) give way. */
export function join(values: readonly Value[]): Value {
  const known = values.filter((value) => value.kind !== 'unknown');
  const [first] = known;
  if (!first)
    return values.every((value) => value.kind === 'unknown' && value.foreign) ? FOREIGN : UNKNOWN;
  const literal = values.every((value) => value.kind !== 'unknown' || value.foreign);
  if (!literal || !known.every((value) => sameThing(first, value))) return UNKNOWN;
  const one = known.every((value) => sameMaker(first, value)) ? first : withoutMaker(first);
  return one.kind === 'instance' && one.definition ? withOthers(one, one.definition, known) : one;
}

function withOthers(
  value: InstanceValue,
  { stmt }: Definition,
  values: readonly Value[],
): InstanceValue {
  const found = new Map<object, Definition>();
  for (const each of values) {
    if (each.kind !== 'instance') continue;
    for (const definition of [each.definition, ...(each.others ?? [])])
      if (definition && definition.stmt !== stmt) found.set(definition.stmt, definition);
  }
  return found.size === 0 ? value : { ...value, others: [...found.values()] };
}

function sameMaker(a: Value, b: Value): boolean {
  if (a.kind !== 'instance' || b.kind !== 'instance') return true;
  return a.origin?.expr === b.origin?.expr && classOf(a) === classOf(b);
}

/** The user's class behind an object: a call goes to the app of that class, while functions are called alike. */
function classOf({ definition }: InstanceValue): ClassStmt | undefined {
  return definition?.stmt.kind === 'class' ? definition.stmt : definition?.owner;
}

/** An object that several places make: of which App, which Volume, which class it is, nobody guesses. */
function withoutMaker(value: Value): Value {
  if (value.kind !== 'instance') return value;
  const { origin: _origin, definition, ...rest } = value;
  return definition && !classOf(value) ? { ...rest, definition } : rest;
}
