import type { Program } from '../../program/program.ts';
import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { AssignStmt, CallExpr, Expr, Stmt } from '../../python/syntax.ts';
import { contains, expressions } from '../../python/walk.ts';
import { referencesIn, type Reference, type Top } from '../settings/references.ts';
import { jsonKind, type IsStored } from './json-value.ts';

/** A `modal.Dict` of which all that the program does is known, and is what a `KVStore` can do. */
export interface Store {
  readonly names: Names;
  readonly stmt: AssignStmt;
  readonly made: CallExpr;
  readonly name: string;
  readonly uses: readonly StoreUse[];
}

/** One thing that is done with the Dict. */
export interface StoreUse extends Reference {
  readonly how: 'read' | 'get' | 'set' | 'delete' | 'has' | 'has-not';
  readonly key: Expr;
  /** The expression that asks. */
  readonly whole: Expr;
  /** The statement that is nothing else, where the result is nobody's. */
  readonly stmt?: Stmt;
  /** What is written, or what is given where there is no entry. */
  readonly value?: Expr;
  readonly aio: boolean;
}

const MADE = /^modal\.Dict\.(?:from_name|lookup|persisted)$/;
const NAME = /^[\w.-]+$/;
const known = new WeakMap<Stmt, Store | null>();

/** The Dict that a statement at the top of a file makes. */
export function storeOf(program: Program, { names, stmt }: Top): Store | undefined {
  const found = known.get(stmt) ?? readStore(program, names, stmt) ?? null;
  known.set(stmt, found);
  return found ?? undefined;
}

function readStore(program: Program, names: Names, stmt: Stmt): Store | undefined {
  if (stmt.kind !== 'assign' || stmt.value?.kind !== 'call' || stmt.targets.length !== 1)
    return undefined;
  const [target] = stmt.targets;
  const made = stmt.value;
  if (target?.kind !== 'name' || !MADE.test(nameOfCall(names, made))) return undefined;
  if (names.scopes.module.bindings.get(target.id)?.length !== 1) return undefined;
  const name = nameOf(names, made);
  if (name === undefined) return undefined;
  const uses: StoreUse[] = [];
  for (const reference of referencesIn(program).to(stmt)) {
    const use = useOf(reference);
    if (!use) return undefined;
    uses.push(use);
  }
  const isStored: IsStored = ({ expr }) =>
    uses.some(
      ({ how, whole, aio }) =>
        (how === 'read' || how === 'get') &&
        (whole === expr || (aio && whole.kind === 'await' && whole.value === expr)),
    );
  const isFit = uses.every((use) => fits(use, uses, isStored));
  return uses.length > 0 && isFit ? { names, stmt, made, name, uses } : undefined;
}

function nameOfCall(names: Names, { func }: CallExpr): string {
  return names.symbolOf(func, names.scopes.module)?.symbol.name ?? '';
}

/** The name, where nothing is asked for beside it. */
function nameOf(names: Names, { args }: CallExpr): string | undefined {
  const [first, ...rest] = args;
  const isPlain =
    first?.star === '' && (first.name === undefined || /^(?:name|label)$/.test(first.name));
  if (!isPlain || !rest.every(({ name }) => name === 'create_if_missing')) return undefined;
  const text = textOf(constantAt({ names, scope: names.scopes.module, expr: first.value }));
  return text !== undefined && NAME.test(text) ? text : undefined;
}

function useOf(reference: Reference): StoreUse | undefined {
  const { names, expr } = reference;
  const parent = parentOf(names, expr);
  if (parent?.kind === 'subscript' && parent.value === expr)
    return ofSubscript(reference, parent, parent.index);
  if (parent?.kind === 'binary' && parent.right === expr && /^(?:not )?in$/.test(parent.op)) {
    const how = parent.op === 'in' ? 'has' : 'has-not';
    return { ...reference, how, key: parent.left, whole: parent, aio: false };
  }
  return parent?.kind === 'attribute' ? ofMethod(reference, parent) : undefined;
}

/** `d[key]`, `d[key] = value`, `del d[key]`. */
function ofSubscript(reference: Reference, whole: Expr, key: Expr): StoreUse | undefined {
  const { names } = reference;
  if (key.kind === 'slice' || key.kind === 'tuple') return undefined;
  const stmt = names.scopes.stmts.find(
    (one) =>
      (one.kind === 'assign' && one.targets.includes(whole)) ||
      (one.kind === 'del' && one.exprs.includes(whole)),
  );
  if (!stmt) return { ...reference, how: 'read', key, whole, aio: false };
  if (stmt.kind === 'del')
    return stmt.exprs.length === 1
      ? { ...reference, how: 'delete', key, whole, stmt, aio: false }
      : undefined;
  if (stmt.kind !== 'assign' || stmt.op !== '=' || stmt.targets.length !== 1 || !stmt.value)
    return undefined;
  return { ...reference, how: 'set', key, whole, stmt, value: stmt.value, aio: false };
}

const METHODS = new Map([
  ['get', 'get'],
  ['put', 'set'],
  ['contains', 'has'],
  ['pop', 'delete'],
] as const);

/** `d.get(key)`, `await d.put.aio(key, value)`. */
function ofMethod(reference: Reference, method: Expr): StoreUse | undefined {
  const { names } = reference;
  const outer = parentOf(names, method);
  const aio = outer?.kind === 'attribute' && outer.attr === 'aio';
  const call = aio ? parentOf(names, outer) : outer;
  const callee = aio ? outer : method;
  if (method.kind !== 'attribute' || call?.kind !== 'call' || call.func !== callee)
    return undefined;
  const awaited = parentOf(names, call);
  if (aio && awaited?.kind !== 'await') return undefined;
  const how = METHODS.get(method.attr as 'get');
  const [key, second, third] = call.args;
  const isPlain = call.args.every(({ name, star }) => name === undefined && star === '');
  if (!how || !key || third || !isPlain) return undefined;
  const whole = aio && awaited ? awaited : call;
  const use = { ...reference, key: key.value, aio, ...(second && { value: second.value }) };
  if (how === 'get' || (how === 'has' && !second)) return { ...use, how, whole };
  // What `put` and `pop` give has no twin.
  const stmt = names.scopes.stmts.find(
    (one) => one.kind === 'expr' && one.exprs.length === 1 && one.exprs[0] === whole,
  );
  const isRight = how === 'set' ? second !== undefined : how === 'delete' && !second;
  return stmt && isRight ? { ...use, how, whole, stmt } : undefined;
}

/** Whether keys are text, values are JSON, and nobody waits for the `KeyError` that a store does not raise. */
function fits(use: StoreUse, uses: readonly StoreUse[], isStored: IsStored): boolean {
  const { names, scope, key, value, how, whole } = use;
  const at = { names, scope };
  const nested = uses.some(({ expr }) => contains(key.span, expr.span));
  const isDefault = how !== 'get' || !value || isPlainDefault(uses, value);
  const isWritten = !value || jsonKind({ ...at, expr: value }, isStored) !== undefined;
  const waits = (how === 'read' || how === 'delete') && catchesKeyError(names, whole);
  return (
    !nested &&
    !isReadWithTheFile(use) &&
    isDefault &&
    isWritten &&
    !waits &&
    jsonKind({ ...at, expr: key }, isStored) === 'text'
  );
}

/** What runs at the top of a file runs in every container of Modal's, and on fal where the file is deployed only. */
function isReadWithTheFile({ names, scope, expr }: StoreUse): boolean {
  if (scope.kind !== 'module') return false;
  const { source } = names.module;
  return !names.scopes.stmts.some(
    ({ kind, span }) =>
      kind === 'if' &&
      contains(span, expr.span) &&
      /^if\s+__name__\s*==/.test(source.slice(span.start, span.end)),
  );
}

/** A default that reads no entry itself. */
function isPlainDefault(uses: readonly StoreUse[], value: Expr): boolean {
  return ![...expressions(value)].some((inner) => uses.some(({ expr }) => expr === inner));
}

function catchesKeyError(names: Names, { span }: Expr): boolean {
  return names.scopes.stmts.some(
    (stmt) =>
      stmt.kind === 'try' &&
      contains(stmt.span, span) &&
      stmt.clauses.some(({ exprs }) =>
        exprs.some((expr) =>
          /\b(?:KeyError|LookupError)\b/.test(
            names.module.source.slice(expr.span.start, expr.span.end),
          ),
        ),
      ),
  );
}
