import { externalName } from '../../python/external.ts';
import { mentionsOf, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Located } from '../../python/place.ts';

/** What JSON carries there and back as it is; a key has to be `text`. */
export type JsonKind = 'text' | 'plain';

const TEXT_CALLS = /^(?:str|repr|json\.dumps|os\.path\.\w+|time\.strftime|time\.ctime)$/;
const PLAIN_CALLS =
  /^(?:int|float|bool|len|round|ord|time\.(?:time|time_ns|monotonic|perf_counter))$/;
const TEXT_METHODS = /^(?:isoformat|strftime|hexdigest|model_dump_json)$/;
/** Methods of a text that give one. */
const OF_TEXT =
  /^(?:strip|lstrip|rstrip|lower|upper|title|capitalize|replace|format|join|removeprefix|removesuffix|zfill)$/;
const ARITHMETIC = /^(?:\+|-|\*|\/|\/\/|%)$/;
const COMPARISON = /^(?:==|!=|<|<=|>|>=|in|not in|is|is not)$/;
const DEPTH = 12;

/** Whether a value is certainly JSON: text, whole numbers, times, truth, `None`, and lists and dicts of them. */
export function jsonKind(at: Located, isStored: IsStored, depth = DEPTH): JsonKind | undefined {
  if (depth === 0) return undefined;
  const { expr } = at;
  const of = (inner: Expr): JsonKind | undefined =>
    jsonKind({ ...at, expr: inner }, isStored, depth - 1);
  const all = (inner: readonly Expr[]): boolean => inner.every((each) => of(each) !== undefined);
  switch (expr.kind) {
    case 'fstring':
      return 'text';
    case 'string':
      return expr.value === undefined ? undefined : 'text';
    case 'number':
      return 'plain';
    case 'constant':
      return expr.value === '...' ? undefined : 'plain';
    case 'list':
      return all(expr.items) ? 'plain' : undefined;
    case 'dict':
      return expr.entries.every(
        (entry) => entry.key && of(entry.key) === 'text' && of(entry.value) !== undefined,
      )
        ? 'plain'
        : undefined;
    case 'conditional':
      return both(of(expr.then), of(expr.else));
    case 'unary':
      return expr.op === 'not' || (expr.value && of(expr.value)) ? 'plain' : undefined;
    case 'binary':
      if (COMPARISON.test(expr.op)) return 'plain';
      if (expr.op === 'and' || expr.op === 'or' || ARITHMETIC.test(expr.op))
        return both(of(expr.left), of(expr.right));
      return undefined;
    case 'subscript': {
      // A part of a text.
      if (isStored(at)) return 'plain';
      return expr.index.kind === 'slice' && of(expr.value) === 'text' ? 'text' : undefined;
    }
    case 'call':
      return isStored(at) ? 'plain' : ofCall(at, of);
    case 'attribute':
      return isHex(at) ? 'text' : undefined;
    case 'name':
      return ofName(at, expr.id, isStored, depth);
    default:
      return undefined;
  }
}

/** `uuid.uuid4().hex`. */
function isHex({ names, scope, expr }: Located): boolean {
  if (expr.kind !== 'attribute' || expr.attr !== 'hex' || expr.value.kind !== 'call') return false;
  return externalName(names, expr.value.func, scope) === 'uuid.uuid4';
}

const CLEAN = /^[\w.~-]+$/;

/** Whether a text certainly holds nothing that means something in an address. */
export function isClean({ names, scope, expr }: Located): boolean {
  if (expr.kind === 'string') return CLEAN.test(expr.value ?? '');
  if (expr.kind === 'subscript') return isClean({ names, scope, expr: expr.value });
  if (expr.kind === 'attribute') return isHex({ names, scope, expr });
  if (expr.kind === 'call') {
    const [first] = expr.args;
    const made = first?.value.kind === 'call' ? externalName(names, first.value.func, scope) : '';
    return externalName(names, expr.func, scope) === 'str' && made === 'uuid.uuid4';
  }
  if (expr.kind !== 'name') return false;
  const bindings = bindingsOf(expr.id, scope, expr.span.start);
  return (
    bindings.length > 0 &&
    bindings.every(
      ({ how, scope: home }) =>
        how.kind === 'assign' &&
        how.value.kind !== 'name' &&
        isClean({ names, scope: home, expr: how.value }),
    )
  );
}

/** Whether an expression reads an entry of the Dict itself. */
export type IsStored = (at: Located) => boolean;

function both(a: JsonKind | undefined, b: JsonKind | undefined): JsonKind | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a === b ? a : 'plain';
}

function ofCall(
  { names, scope, expr }: Located,
  of: (inner: Expr) => JsonKind | undefined,
): JsonKind | undefined {
  if (expr.kind !== 'call') return undefined;
  const { func } = expr;
  const callee = externalName(names, func, scope) ?? '';
  if (TEXT_CALLS.test(callee)) return 'text';
  if (PLAIN_CALLS.test(callee)) return 'plain';
  if (func.kind !== 'attribute') return undefined;
  if (TEXT_METHODS.test(func.attr)) return 'text';
  return OF_TEXT.test(func.attr) && of(func.value) === 'text' ? 'text' : undefined;
}

const PLAIN_TYPE =
  /^(?:int|float|bool|(?:list|List)\[(?:str|int|float)\]|(?:str|int|float|bool) \| None|Optional\[(?:str|int|float|bool)\])$/;

/** A variable whose every value is known, and a parameter by its annotation. */
function ofName(
  { names, scope, expr }: Located,
  id: string,
  isStored: IsStored,
  depth: number,
): JsonKind | undefined {
  const bindings = bindingsOf(id, scope, expr.span.start);
  let kind: JsonKind | undefined;
  for (const { how, scope: home } of bindings) {
    if (how.kind === 'assign' && isHolder(how.value, { names, scope: home }, isStored)) {
      const reads = mentionsOf(names, id).filter((one) =>
        bindingsOf(id, one.scope, one.expr.span.start).some((each) => each.how === how),
      );
      const inner = (value: Expr, at: Scope): boolean =>
        jsonKind({ names, scope: at, expr: value }, isStored, depth - 1) !== undefined;
      if (!reads.every((one) => isHarmless(names, one.expr, (value) => inner(value, one.scope))))
        return undefined;
    }
    const found =
      how.kind === 'assign'
        ? jsonKind({ names, scope: home, expr: how.value }, isStored, depth - 1)
        : how.kind === 'param'
          ? typeKind(names.module.source, how.param.annotation)
          : undefined;
    if (found === undefined) return undefined;
    kind = kind === undefined || kind === found ? found : 'plain';
  }
  return kind;
}

/** A list or dict, which whoever has it can change. */
function isHolder(value: Expr, at: Omit<Located, 'expr'>, isStored: IsStored): boolean {
  if (value.kind === 'conditional' || value.kind === 'binary') return true;
  return value.kind === 'dict' || value.kind === 'list' || isStored({ ...at, expr: value });
}

const READS = /^(?:get|items|keys|values|copy)$/;
const READERS = /^(?:len|print|str|bool|isinstance|list|dict|sorted|json\.dumps)$/;

/** Whether a list or dict that is mentioned stays JSON: it is read, given away as a value, or gets JSON put into it. */
function isHarmless(names: Names, mention: Expr, isJson: (value: Expr) => boolean): boolean {
  const parent = parentOf(names, mention);
  if (!parent) return !isAugmented(names, mention);
  if (parent.kind === 'subscript' && parent.value === mention) {
    if (!names.isTarget(parent)) return parentOf(names, parent)?.kind !== 'attribute';
    const stmt = names.scopes.stmts.find(
      (one) => one.kind === 'assign' && one.targets.includes(parent),
    );
    return stmt?.kind === 'assign' && stmt.value !== undefined && isJson(stmt.value);
  }
  if (parent.kind === 'attribute') return READS.test(parent.attr);
  if (parent.kind !== 'call') return parent.kind !== 'named' && parent.kind !== 'starred';
  const { func } = parent;
  return (
    READERS.test(names.module.source.slice(func.span.start, func.span.end)) &&
    parent.args.some(({ value }) => value === mention)
  );
}

function isAugmented(names: Names, mention: Expr): boolean {
  return names.scopes.stmts.some(
    (one) => one.kind === 'assign' && one.op !== '=' && one.targets.includes(mention),
  );
}

function typeKind(source: string, annotation: Expr | undefined): JsonKind | undefined {
  if (!annotation) return undefined;
  const text = source.slice(annotation.span.start, annotation.span.end);
  if (text === 'str') return 'text';
  return PLAIN_TYPE.test(text) ? 'plain' : undefined;
}
