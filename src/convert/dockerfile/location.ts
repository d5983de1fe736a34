import { textOf } from '../../python/constant.ts';
import { constantAt, constantOf } from '../../python/constants.ts';
import { externalName, moduleBehind } from '../../python/external.ts';
import { step } from '../../python/follow.ts';
import { deeper, isUnknown, type Located } from '../../python/place.ts';
import type {
  BinaryExpr,
  CallExpr,
  ConditionalExpr,
  Expr,
  SubscriptExpr,
} from '../../python/syntax.ts';
import type { LocalPath } from './layer.ts';
import { normalPath } from './tree-path.ts';

const SAME_PLACE = new Set(['resolve', 'absolute', 'as_posix', 'expanduser']);
const PATH = /^pathlib\.(?:Pure)?(?:Posix)?Path$/;

/**
 * Where a path leads that is written from the file that says it, or from where the shell stands: `Path(__file__).parent / "data"`,
 * `os.path.join(os.getcwd(), "data")`, through names, files and helper functions.
 */
export function locationOf(from: Located): LocalPath | undefined {
  const at = deeper(from);
  if (!at) return undefined;
  const { expr } = at;
  if (expr.kind === 'name' && expr.id === '__file__')
    return { from: 'tree', path: normalPath(at.names.file) };
  const inner = (of: Expr): LocalPath | undefined => locationOf({ ...at, expr: of });
  const special = composed(at, inner);
  if (special) return special;
  const next = step(at);
  if (next) return isUnknown(next) ? undefined : locationOf(next);
  return relativeText(textOf(constantAt(at)));
}

function composed(at: Located, inner: (of: Expr) => LocalPath | undefined): LocalPath | undefined {
  const { expr } = at;
  switch (expr.kind) {
    case 'attribute':
      if (expr.attr === '__file__') return moduleLocation(at, expr.value);
      return expr.attr === 'parent' ? under(inner(expr.value), '..') : undefined;
    case 'subscript':
      return parents(at, expr, inner);
    case 'binary':
      if (expr.op === '/') return joined(inner(expr.left), textAt(at, expr.right));
      return expr.op === '+' ? added(inner(expr.left), textAt(at, expr.right)) : undefined;
    case 'fstring':
      return interpolated(at, inner);
    case 'conditional':
      return whereDeployed(at, expr, inner);
    case 'call':
      return called(at, expr, inner);
    default:
      return undefined;
  }
}

/** `helpers.__file__` of a module of the tree. */
function moduleLocation({ names, scope }: Located, module: Expr): LocalPath | undefined {
  if (module.kind !== 'name') return undefined;
  const file = moduleBehind(names, module.id, scope, module.span.start)?.file;
  return file === undefined ? undefined : { from: 'tree', path: file };
}

function relativeText(text: string | undefined): LocalPath | undefined {
  if (text === undefined || /^[/~]/.test(text) || /^[A-Za-z]:[\\/]/.test(text)) return undefined;
  return { from: 'cwd', path: normalPath(text) };
}

function textAt(at: Located, expr: Expr): string | undefined {
  return textOf(constantAt({ ...at, expr }));
}

/** `Path(__file__).parents[2]`. */
function parents(
  at: Located,
  { value, index }: SubscriptExpr,
  inner: (of: Expr) => LocalPath | undefined,
): LocalPath | undefined {
  if (value.kind !== 'attribute' || value.attr !== 'parents') return undefined;
  const level = constantAt({ ...at, expr: index });
  if (level.kind !== 'value' || typeof level.value !== 'number' || level.value < 0)
    return undefined;
  return under(inner(value.value), ...Array<string>(level.value + 1).fill('..'));
}

/** `f"{HERE}/data"`. */
function interpolated(
  at: Located,
  inner: (of: Expr) => LocalPath | undefined,
): LocalPath | undefined {
  if (at.expr.kind !== 'fstring') return undefined;
  const [first, ...rest] = at.expr.parts;
  if (first?.kind !== 'placeholder') return undefined;
  const texts = rest.map((part) => (part.kind === 'text' ? part.value : textAt(at, part.value)));
  return added(
    inner(first.value),
    texts.every((text) => text !== undefined) ? texts.join('') : undefined,
  );
}

/** `HERE if modal.is_local() else Path("/root")`: a path is read where the program is deployed. */
function whereDeployed(
  { names, scope }: Located,
  { test, then, else: otherwise }: ConditionalExpr,
  inner: (of: Expr) => LocalPath | undefined,
): LocalPath | undefined {
  if (test.kind === 'binary') return holdsTree(names, scope, test, inner) ? inner(then) : undefined;
  const negated = test.kind === 'unary' && test.op === 'not';
  const asked = negated ? test.value : test;
  if (asked?.kind !== 'call') return undefined;
  if (names.symbolOf(asked.func, scope)?.symbol.name !== 'modal.is_local') return undefined;
  return inner(negated ? otherwise : then);
}

/** `len(HERE.parents) > 2`: as many folders as the tree has above the file are there on every machine that holds it. */
function holdsTree(
  names: Located['names'],
  scope: Located['scope'],
  { op, left, right }: BinaryExpr,
  inner: (of: Expr) => LocalPath | undefined,
): boolean {
  if (left.kind !== 'call' || externalName(names, left.func, scope) !== 'len') return false;
  const [parents] = left.args.map(({ value }) => value);
  const level = constantOf(names, right, scope);
  if (parents?.kind !== 'attribute' || parents.attr !== 'parents') return false;
  const place = inner(parents.value);
  if (place?.from !== 'tree' || level.kind !== 'value' || typeof level.value !== 'number')
    return false;
  const least = op === '>' ? level.value + 1 : op === '>=' ? level.value : Infinity;
  return !place.path.startsWith('..') && place.path.split('/').length >= least;
}

function called(
  at: Located,
  { func, args }: CallExpr,
  inner: (of: Expr) => LocalPath | undefined,
): LocalPath | undefined {
  if (args.some(({ name, star }) => name !== undefined || star !== '')) return undefined;
  const name = externalName(at.names, func, at.scope) ?? '';
  const [first, ...rest] = args.map(({ value }) => value);
  if (/^(?:os\.getcwd|pathlib\.Path\.cwd)$/.test(name)) return { from: 'cwd', path: '.' };
  if ((PATH.test(name) || name === 'os.path.join') && first)
    return rest.reduce((base, each) => joined(base, textAt(at, each)), inner(first));
  if (/^(?:str|os\.fspath|os\.path\.(?:abspath|realpath|normpath|expanduser))$/.test(name))
    return first && inner(first);
  if (name === 'os.path.dirname') return first && under(inner(first), '..');
  if (func.kind !== 'attribute') return undefined;
  if (SAME_PLACE.has(func.attr)) return inner(func.value);
  if (func.attr === 'joinpath') {
    const texts = args.map(({ value }) => textAt(at, value));
    return texts.reduce(joined, inner(func.value));
  }
  return func.attr === 'with_name' && first
    ? joined(under(inner(func.value), '..'), textAt(at, first))
    : undefined;
}

function under(base: LocalPath | undefined, ...parts: readonly string[]): LocalPath | undefined {
  return base && { ...base, path: normalPath(base.path, ...parts) };
}

function joined(base: LocalPath | undefined, text: string | undefined): LocalPath | undefined {
  // From an absolute part on, everything before it counts for nothing.
  return text === undefined || text.startsWith('/') ? undefined : under(base, text);
}

/** Text behind a path, which has to start with a slash to be a path in it. */
function added(base: LocalPath | undefined, text: string | undefined): LocalPath | undefined {
  if (text === '') return base;
  return text?.startsWith('/') ? under(base, text) : undefined;
}
