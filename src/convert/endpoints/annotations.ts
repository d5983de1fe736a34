import { textOfExpr } from '../layout.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { ClassStmt, Expr } from '../../python/syntax.ts';

/** Whether a type can be a field of a JSON body or response. */
export type Carried =
  | { readonly json: true }
  /** `name` is the type that JSON cannot carry, that is not known when the file is imported, or that is none: `[float]`. */
  | { readonly json: false; readonly name: string; readonly why: Why };

type Why = 'binary' | 'opaque' | 'late' | 'none';

const YES: Carried = { json: true };
const PLAIN = new Set(
  'str int float bool list dict tuple set frozenset object type complex'.split(' '),
);
/** Modules whose types pydantic reads and writes as JSON. */
const STANDARD = new Set(
  'typing typing_extensions collections.abc datetime uuid decimal enum pathlib pydantic ipaddress'.split(
    ' ',
  ),
);
const STREAMS = new Set([
  'Iterator',
  'Iterable',
  'Generator',
  'AsyncIterator',
  'AsyncGenerator',
  'AsyncIterable',
]);

/**
 * What pydantic and FastAPI make of an annotation (facts: fal endpoints are FastAPI routes; unknown classes fail when the app is
 * built, bytes and images have no JSON form).
 */
export function carried(names: Names, annotation: Expr, scope: Scope): Carried {
  switch (annotation.kind) {
    case 'constant':
      return YES;
    case 'string':
      return quoted(annotation.value ?? '', scope);
    case 'binary':
      return worst(carried(names, annotation.left, scope), carried(names, annotation.right, scope));
    case 'subscript':
      return subscripted(names, annotation, scope);
    case 'tuple':
    case 'list':
    case 'dict':
    case 'set':
      return opaque(textOfExpr(names.module.source, annotation), 'none');
    case 'name':
    case 'attribute':
      return named(names, annotation, scope);
    default:
      return { json: false, name: 'this type', why: 'opaque' };
  }
}

function worst(a: Carried, b: Carried): Carried {
  return a.json ? b : a;
}

function subscripted(
  names: Names,
  expr: Extract<Expr, { kind: 'subscript' }>,
  scope: Scope,
): Carried {
  const name = externalName(names, expr.value, scope) ?? '';
  if (name.endsWith('Literal')) return YES;
  if (name.endsWith('Annotated')) {
    const [first] = expr.index.kind === 'tuple' ? expr.index.items : [expr.index];
    return first ? carried(names, first, scope) : YES;
  }
  const items = expr.index.kind === 'tuple' ? expr.index.items : [expr.index];
  return items
    .map((item) => carried(names, item, scope))
    .reduce(worst, carried(names, expr.value, scope));
}

function quoted(text: string, scope: Scope): Carried {
  const words = text.match(/[A-Za-z_][\w.]*/g) ?? [];
  return words
    .map((word): Carried => {
      const root = word.split('.')[0] ?? word;
      const [binding] = bindingsOf(root, scope, Infinity);
      if (!binding) return PLAIN.has(word) || word === 'None' ? YES : opaque(word, 'late');
      if (binding.how.kind === 'import-from')
        return known(`${binding.how.stmt.module}.${binding.how.name}`, word);
      return binding.how.kind === 'class' ? YES : opaque(word, 'late');
    })
    .reduce(worst, YES);
}

function opaque(name: string, why: Why): Carried {
  return { json: false, name, why };
}

function known(full: string, name: string): Carried {
  const module = full.split('.').slice(0, -1).join('.');
  return STANDARD.has(module) || [...STANDARD].some((root) => module.startsWith(`${root}.`))
    ? YES
    : opaque(name, 'opaque');
}

function named(names: Names, expr: Expr, scope: Scope): Carried {
  const text = names.module.source.slice(expr.span.start, expr.span.end);
  const full = externalName(names, expr, scope);
  if (full === 'bytes' || full === 'bytearray' || full === 'memoryview')
    return opaque(text, 'binary');
  const root = /^\w+/.exec(text)?.[0] ?? text;
  const [binding] = bindingsOf(root, scope, expr.span.start);
  if (!binding) return PLAIN.has(text) ? YES : opaque(text, 'late');
  if (isLate(binding.branches)) return opaque(text, 'late');
  if (binding.how.kind === 'class') return userClass(names, binding.how.stmt, scope);
  if (binding.how.kind === 'import-from') {
    const { stmt, name } = binding.how;
    const other = names.open(stmt.module, stmt.level);
    const there = other?.scopes.module.bindings.get(name)?.at(-1);
    if (other && there?.how.kind === 'class')
      return userClass(other, there.how.stmt, other.scopes.module);
  }
  if (binding.how.kind === 'assign') return carried(names, binding.how.value, binding.scope);
  if (full?.includes('.')) return known(full, text);
  return opaque(text, 'opaque');
}

/** Bound only under `if TYPE_CHECKING:` or the like; `with image.imports():` gives way to what it holds. */
function isLate(branches: readonly { readonly certain: boolean }[]): boolean {
  return branches.some(({ certain }) => !certain);
}

/** Models, dataclasses, enums and typed dicts have a JSON form; other classes of the user's do not. */
function userClass(names: Names, stmt: ClassStmt, scope: Scope): Carried {
  const dataclass = stmt.decorators.some(({ expr }) => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    return externalName(names, callee, scope)?.endsWith('dataclass') ?? false;
  });
  const bases = stmt.args.map((arg) => externalName(names, arg.value, scope) ?? '');
  const good = bases.some((base) =>
    /(?:^|\.)(?:BaseModel|TypedDict|NamedTuple|\w*Enum|SQLModel)$/.test(base),
  );
  const inherited = names
    .basesOf(stmt)
    .some((base) => userClass(base.names, base.stmt, scope).json);
  return dataclass || good || inherited ? YES : opaque(stmt.name, 'opaque');
}

/** Whether a type is an image, an array or the like, which a person has to send in another form. */
export function isBinary(names: Names, annotation: Expr, scope: Scope): boolean {
  const type = carried(names, annotation, scope);
  return (
    !type.json &&
    (type.why === 'binary' ||
      /(?:^|\.)(?:Image|ndarray|Tensor|DataFrame|BytesIO)\b/.test(type.name))
  );
}

/** Whether a return annotation says that the function is a stream. */
export function isStream(annotation: Expr): boolean {
  const base = annotation.kind === 'subscript' ? annotation.value : annotation;
  const name = base.kind === 'attribute' ? base.attr : base.kind === 'name' ? base.id : '';
  return STREAMS.has(name);
}
