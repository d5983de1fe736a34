import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { ClassStmt, Expr, Param } from '../../python/syntax.ts';

/** Where FastAPI looks for the value of a parameter. */
export type Source =
  /** Not sent: `Request`, `Depends(…)`, `Header(…)`. */
  | 'injected'
  /** Said by hand: `Query(…)`, `Body(…)`. */
  | 'query'
  | 'body'
  /** Form fields and files, which are no JSON. */
  | 'form'
  /** The body: a JSON object by its annotation, or an array. */
  | 'object'
  | 'array'
  /** The query string, as everything that no annotation sends elsewhere. */
  | 'plain';

const INJECTED = new Set([
  'Request',
  'Response',
  'WebSocket',
  'HTTPConnection',
  'BackgroundTasks',
  'SecurityScopes',
]);
const MARKERS = new Map<string, Source>([
  ['Depends', 'injected'],
  ['Security', 'injected'],
  ['Header', 'injected'],
  ['Cookie', 'injected'],
  ['Path', 'query'],
  ['Query', 'query'],
  ['Body', 'body'],
  ['Form', 'form'],
  ['File', 'form'],
]);
const OBJECTS = new Set(['dict', 'Dict', 'Mapping', 'MutableMapping', 'TypedDict', 'OrderedDict']);
const ARRAYS = new Set(
  'list List set Set frozenset FrozenSet tuple Tuple Sequence Iterable Collection'.split(' '),
);
/** Modules whose other types are read from one text. */
const TEXTS =
  /^(?:typing|typing_extensions|collections|datetime|uuid|decimal|enum|pathlib|ipaddress|builtins)\b/;
/** Chains of names longer than this are nobody's code, or a circle. */
const MAX_DEPTH = 12;

/** Where FastAPI takes a parameter of a route from. */
export function sourceOf(names: Names, param: Param, scope: Scope): Source {
  const marked = param.default && markerOf(names, param.default, scope);
  if (marked) return marked;
  return param.annotation ? ofType(names, param.annotation, scope, 0) : 'plain';
}

/** `Header(…)` → `injected`; nothing for a value that is no marker of FastAPI's. */
function markerOf(names: Names, value: Expr, scope: Scope): Source | undefined {
  const name = ofFastApi(names, value.kind === 'call' ? value.func : value, scope);
  return name === undefined ? undefined : MARKERS.get(name);
}

/** The last part of a name of FastAPI's or Starlette's. */
function ofFastApi(names: Names, expr: Expr, scope: Scope): string | undefined {
  const full = externalName(names, expr, scope) ?? '';
  return /^(?:fastapi|starlette)\./.test(full) ? full.split('.').at(-1) : undefined;
}

function ofType(names: Names, type: Expr, scope: Scope, depth: number): Source {
  if (depth > MAX_DEPTH) return 'plain';
  const inner = (expr: Expr): Source => ofType(names, expr, scope, depth + 1);
  switch (type.kind) {
    case 'binary':
      return strongest([inner(type.left), inner(type.right)]);
    case 'subscript':
      return ofGeneric(names, type, scope, depth);
    case 'string':
      return ofName(names, type.value ?? '', scope, depth);
    case 'name':
    case 'attribute':
      return ofNamed(names, type, scope, depth);
    default:
      return 'plain';
  }
}

/** Of the members of a union the one that is not read from the query string. */
function strongest(sources: readonly Source[]): Source {
  return sources.find((source) => source !== 'plain') ?? 'plain';
}

function ofGeneric(
  names: Names,
  type: Extract<Expr, { kind: 'subscript' }>,
  scope: Scope,
  depth: number,
): Source {
  const name = (externalName(names, type.value, scope) ?? '').split('.').at(-1);
  const items = type.index.kind === 'tuple' ? type.index.items : [type.index];
  if (name === 'Annotated') {
    const [first, ...notes] = items;
    const marked = notes.map((note) => markerOf(names, note, scope)).find((note) => note);
    return marked ?? (first ? ofType(names, first, scope, depth + 1) : 'plain');
  }
  if (name === 'Optional' || name === 'Union')
    return strongest(items.map((item) => ofType(names, item, scope, depth + 1)));
  return ofType(names, type.value, scope, depth + 1);
}

function ofNamed(names: Names, type: Expr, scope: Scope, depth: number): Source {
  const special = ofFastApi(names, type, scope);
  if (special === 'UploadFile') return 'form';
  if (special !== undefined && INJECTED.has(special)) return 'injected';
  const value = names.valueOf(type, scope);
  if (value.kind === 'definition')
    return value.stmt.kind === 'class' && isObject(value.names, value.stmt) ? 'object' : 'plain';
  const full = externalName(names, type, scope);
  if (full !== undefined) return ofExternal(full);
  if (type.kind !== 'name') return 'plain';
  const [binding] = bindingsOf(type.id, scope, Infinity);
  // `Token = Annotated[str, Header()]`
  if (binding?.how.kind === 'assign')
    return ofType(names, binding.how.value, binding.scope, depth + 1);
  return 'plain';
}

/** A quoted annotation that is one name. */
function ofName(names: Names, text: string, scope: Scope, depth: number): Source {
  if (OBJECTS.has(text)) return 'object';
  if (ARRAYS.has(text)) return 'array';
  const [binding] = bindingsOf(text, scope, Infinity);
  if (binding?.how.kind === 'class') return isObject(names, binding.how.stmt) ? 'object' : 'plain';
  if (binding?.how.kind === 'import-from' && depth <= MAX_DEPTH)
    return ofExternal(`${binding.how.stmt.module}.${binding.how.name}`);
  return 'plain';
}

function ofExternal(full: string): Source {
  const name = full.split('.').at(-1) ?? full;
  const known = !full.includes('.') || TEXTS.test(full);
  if (/^(?:fastapi|starlette)\./.test(full)) {
    if (name === 'UploadFile') return 'form';
    if (INJECTED.has(name)) return 'injected';
  }
  if (known && OBJECTS.has(name)) return 'object';
  if (known && ARRAYS.has(name)) return 'array';
  // A type of another package that a route takes is a model: FastAPI knows no other.
  return known ? 'plain' : 'object';
}

/** Models, dataclasses and typed dicts. */
function isObject(names: Names, stmt: ClassStmt): boolean {
  const scope = names.scopeOf(stmt);
  const dataclass = stmt.decorators.some(({ expr }) => {
    const name = externalName(names, expr.kind === 'call' ? expr.func : expr, scope);
    return name?.endsWith('dataclass') ?? false;
  });
  const model = stmt.args.some(({ value }) =>
    /(?:^|\.)(?:BaseModel|RootModel|SQLModel|TypedDict)$/.test(
      externalName(names, value, scope) ?? '',
    ),
  );
  return dataclass || model || names.basesOf(stmt).some((base) => isObject(base.names, base.stmt));
}
