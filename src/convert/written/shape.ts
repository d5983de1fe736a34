import { waysOn } from '../../python/alternatives.ts';
import { externalName } from '../../python/external.ts';
import { step } from '../../python/follow.ts';
import { deeper, isUnknown, type Located } from '../../python/place.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, Expr, NameExpr } from '../../python/syntax.ts';

/** What an expression surely gives: one text, or a list of texts. */
export type Shape = 'text' | 'list';

const TEXTS =
  /^(?:shlex\.(?:quote|join)|json\.dumps|str|repr|format|textwrap\.\w+|os\.path\.\w+|os\.fspath|importlib\.metadata\.version)$/;
const TEXT_METHODS =
  /^(?:join|format|strip|[lr]strip|replace|lower|upper|title|capitalize|removeprefix|removesuffix|decode|zfill|read_text|read|as_posix|hexdigest|isoformat|strftime)$/;

/** Whether an expression gives a text or a list, as far as that is sure. */
export function shapeOf(from: Located): Shape | undefined {
  const at = deeper(from);
  if (!at) return undefined;
  const { names, scope, expr } = at;
  const inner = (of: Expr): Shape | undefined => shapeOf({ ...at, expr: of });
  switch (expr.kind) {
    case 'string':
      return expr.value === undefined ? undefined : 'text';
    case 'fstring':
      return 'text';
    case 'list':
      return 'list';
    case 'comprehension':
      return names.module.source.charAt(expr.span.start) === '[' ? 'list' : undefined;
    case 'binary':
      if (expr.op === 'or' && isVariable(at, expr.left)) return inner(expr.right);
      if (expr.op === '%') return inner(expr.left);
      return expr.op === '+'
        ? (inner(expr.left) ?? inner(expr.right))
        : same(inner(expr.left), inner(expr.right));
    case 'conditional':
      return same(inner(expr.then), inner(expr.else));
    case 'subscript':
      return externalName(names, expr.value, scope) === 'os.environ' ? 'text' : undefined;
    case 'name':
      return ofName(at, expr);
    case 'call':
      return ofCall(at, expr, inner) ?? ofStep(at);
    default:
      return ofStep(at);
  }
}

function same(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  return a === b ? a : undefined;
}

function ofStep(at: Located): Shape | undefined {
  const [first, ...rest] = waysOn(at) ?? [];
  const shape = first && shapeOf(first);
  return rest.every((one) => shapeOf(one) === shape) ? shape : undefined;
}

/** Every value that a name may have. */
function ofName(at: Located, { id, span }: NameExpr): Shape | undefined {
  const known = ofStep(at);
  if (known) return known;
  const shapes = bindingsOf(id, at.scope, span.start).map(({ how, scope }) => {
    if (how.kind === 'assign') return shapeOf({ ...at, scope, expr: how.value });
    const isItem = how.kind === 'each' && how.path.length === 0;
    return isItem ? itemShape({ ...at, scope: how.scope, expr: how.iterable }) : undefined;
  });
  const [first] = shapes;
  return shapes.every((one) => one === first) ? first : undefined;
}

function isVariable({ names, scope }: Located, expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    /^os\.(?:environ\.get|getenv)$/.test(externalName(names, expr.func, scope) ?? '')
  );
}

function ofCall(
  at: Located,
  expr: CallExpr,
  inner: (of: Expr) => Shape | undefined,
): Shape | undefined {
  const { func, args } = expr;
  if (isVariable(at, expr)) return args[1] && inner(args[1].value);
  const name = externalName(at.names, func, at.scope) ?? '';
  if (TEXTS.test(name)) return 'text';
  if (name === 'list' || name === 'sorted') return 'list';
  if (func.kind !== 'attribute' || at.names.valueOf(func, at.scope).kind !== 'unknown')
    return undefined;
  if (TEXT_METHODS.test(func.attr)) return 'text';
  return /^(?:r?split|splitlines|readlines)$/.test(func.attr) ? 'list' : undefined;
}

/** What every item of a list is. */
function itemShape(from: Located): Shape | undefined {
  const at = deeper(from);
  if (!at) return undefined;
  const { names, scope, expr } = at;
  if (expr.kind === 'comprehension') {
    const [element] = expr.element;
    return element && shapeOf({ ...at, scope: names.scopes.inside(expr), expr: element });
  }
  if (expr.kind === 'list' || expr.kind === 'tuple') {
    const [first, ...rest] = expr.items.map((item) => shapeOf({ ...at, expr: item }));
    return rest.every((one) => one === first) ? first : undefined;
  }
  const next = step(at);
  if (next) return isUnknown(next) ? undefined : itemShape(next);
  if (expr.kind !== 'call') return undefined;
  const [first] = expr.args;
  const name = externalName(names, expr.func, scope) ?? '';
  if (/^(?:list|sorted|tuple|set|reversed)$/.test(name) && first)
    return itemShape({ ...at, expr: first.value });
  const { func } = expr;
  const splits = func.kind === 'attribute' && /^(?:r?split|splitlines|readlines)$/.test(func.attr);
  return splits ? 'text' : undefined;
}

/** What can be gone through once only: `map(f, xs)`, `(f(x) for x in xs)`. */
export function isIterator(from: Located): boolean {
  const at = deeper(from);
  if (!at) return true;
  const { names, scope, expr } = at;
  if (expr.kind === 'comprehension')
    return shapeOf(at) === undefined && expr.element.length === 1 && !isSet(at);
  const next = step(at);
  if (next && !isUnknown(next)) return isIterator(next);
  const name = expr.kind === 'call' ? externalName(names, expr.func, scope) : undefined;
  return (
    name !== undefined && /^(?:map|filter|zip|reversed|iter|enumerate|itertools\.\w+)$/.test(name)
  );
}

function isSet({ names, expr }: Located): boolean {
  return names.module.source.charAt(expr.span.start) === '{';
}
