import { isUnknown, TOO_DEEP, type Frame, type Located } from './place.ts';
import {
  entryOf,
  float,
  list,
  numberOf,
  textOf,
  unknown,
  value,
  whyUnknown,
  type Constant,
} from './constant.ts';
import { entriesAt, itemsAt } from './collections.ts';
import { externalName } from './external.ts';
import { step } from './follow.ts';
import { dictOf, foldDict, foldFString, foldItems, type Fold } from './fold/displays.ts';
import { foldBuiltin, foldMethod, pathAttribute } from './fold/methods.ts';
import { foldBinary, foldUnary, joinPath, path } from './fold/operators.ts';
import type { Names } from './names.ts';
import { bindingsOf, type Scope } from './scopes.ts';
import type {
  AttributeExpr,
  BinaryExpr,
  CallExpr,
  ComprehensionExpr,
  Expr,
  SubscriptExpr,
} from './syntax.ts';

const ENVIRONMENT = unknown('read from the environment');
const COMPARES = /^(?:[=!<>]=?|<=|>=|is|is not|in|not in)$/;

/** Folds an expression: literals, names, calls of functions of the tree, attributes of their objects, operators. */
export function constantOf(names: Names, expr: Expr, scope: Scope, frame?: Frame): Constant {
  return constantAt({ names, expr, scope, ...(frame && { frame }) });
}

const known = new WeakMap<Names, WeakMap<Expr, Constant>>();

/** Folds an expression where it stands. Remembered, where nothing but its place decides. */
export function constantAt(at: Located): Constant {
  const { names, expr, frame, walk } = at;
  if (frame || walk?.unset) return folded(at);
  const values = known.get(names) ?? new WeakMap<Expr, Constant>();
  known.set(names, values);
  const old = values.get(expr);
  if (old) return old;
  const constant = folded(at);
  // How far a question has come says nothing of the place.
  if (whyUnknown(constant) !== TOO_DEEP) values.set(expr, constant);
  return constant;
}

function folded(at: Located): Constant {
  const { expr } = at;
  const fold = (inner: Expr): Constant => constantAt({ ...at, expr: inner });
  switch (expr.kind) {
    case 'string':
      return expr.value === undefined ? unknown('bytes') : value(expr.value);
    case 'number':
      return expr.float ? float(expr.value) : value(expr.value);
    case 'constant':
      return expr.value === '...' ? unknown('an ellipsis') : value(expr.value);
    case 'fstring':
      return foldFString(expr, fold);
    case 'list':
    case 'tuple':
    case 'set':
      return foldItems(expr.items, fold);
    case 'dict':
      return foldDict(expr, fold);
    case 'comprehension':
      return foldComprehension(at, expr);
    case 'unary':
      return expr.value ? foldUnary(expr.op, fold(expr.value)) : unknown('nothing');
    case 'binary':
      return foldOperator(at, expr, fold);
    default:
      return foldStep(at, fold);
  }
}

function foldStep(at: Located, fold: Fold): Constant {
  const next = step(at);
  if (next) return isUnknown(next) ? unknown(next.unknown) : constantAt(next);
  const { expr } = at;
  switch (expr.kind) {
    case 'name':
      return foldName(at, expr.id);
    case 'attribute':
      return foldAttribute(at, expr, fold);
    case 'subscript':
      return foldSubscript(at, expr, fold);
    case 'call':
      return foldCall(at, expr, fold);
    default:
      return unknown(`a ${expr.kind} expression`);
  }
}

function foldComprehension(at: Located, { element: [, second] }: ComprehensionExpr): Constant {
  if (!second) {
    const items = itemsAt(at);
    return isUnknown(items) ? unknown(items.unknown) : list(items.map(constantAt));
  }
  const entries = entriesAt(at);
  if (isUnknown(entries)) return unknown(entries.unknown);
  const folded = entries.map((one) => ({ key: constantAt(one.key), value: constantAt(one.value) }));
  return { kind: 'dict', entries: folded };
}

function foldOperator(at: Located, expr: BinaryExpr, fold: Fold): Constant {
  const { op, left, right } = expr;
  if (op === 'and' || op === 'or') return foldStep(at, fold);
  if (COMPARES.test(op)) {
    // `a < b < c` is no comparison of `a < b` with `c`.
    if (left.kind === 'binary' && COMPARES.test(left.op) && !left.parens)
      return unknown('a chained comparison');
    if (op.endsWith('in') && externalName(at.names, right, at.scope) === 'os.environ')
      return at.walk?.unset ? value(op === 'not in') : ENVIRONMENT;
  }
  return foldBinary(op, fold(left), fold(right));
}

function foldName({ names, scope, expr }: Located, name: string): Constant {
  const external = externalName(names, expr, scope);
  if (external === 'typing.TYPE_CHECKING') return value(false);
  const [binding] = bindingsOf(name, scope, expr.span.start);
  if (!binding) return unknown(`\`${name}\`, which is defined nowhere`);
  const { how } = binding;
  if (how.kind === 'import-from') {
    const module = `${'.'.repeat(how.stmt.level)}${how.stmt.module}`;
    return unknown(`\`${name}\`, which comes from \`${module}\``);
  }
  return unknown(`\`${name}\`, which is worked out when the program runs`);
}

function foldAttribute(at: Located, { value: base, attr }: AttributeExpr, fold: Fold): Constant {
  if (externalName(at.names, at.expr, at.scope) === 'typing.TYPE_CHECKING') return value(false);
  const path = /^(?:parent|name|stem|suffix)$/.test(attr) ? fold(base) : undefined;
  const part = path?.kind === 'path' ? pathAttribute(path.value, attr) : undefined;
  if (part) return part;
  return unknown(
    path ? 'a path that is worked out when the program runs' : `the attribute \`${attr}\``,
  );
}

function foldSubscript(at: Located, expr: SubscriptExpr, fold: Fold): Constant {
  if (externalName(at.names, expr.value, at.scope) === 'os.environ') return ENVIRONMENT;
  const base = fold(expr.value);
  if (base.kind === 'unknown') return base;
  const open = unknown('looked up when the program runs');
  if (expr.index.kind === 'slice') return foldSlice(at, base, expr.index) ?? open;
  const index = fold(expr.index);
  if (base.kind === 'dict') {
    const found = entryOf(base, index);
    return found === undefined || found === 'none' ? open : found;
  }
  const place = numberOf(index);
  if (place === undefined || !Number.isInteger(place)) return open;
  if (base.kind === 'list') return base.items.at(place) ?? open;
  const letter = base.kind === 'value' ? textOf(base)?.at(place) : undefined;
  return letter === undefined ? open : value(letter);
}

/** `text[1:]`, `list[:-1]` with numbers that are written out. */
function foldSlice({ names }: Located, base: Constant, { span }: Expr): Constant | undefined {
  const text = names.module.source.slice(span.start, span.end);
  const [, from = '', to = ''] = /^\s*(-?\d*)\s*:\s*(-?\d*)\s*$/.exec(text) ?? ['', '-', '-'];
  if (from === '-' || to === '-') return undefined;
  const start = from === '' ? 0 : Number(from);
  const end = to === '' ? undefined : Number(to);
  if (base.kind === 'list') return list(base.items.slice(start, end));
  const whole = base.kind === 'value' ? textOf(base) : undefined;
  return whole === undefined ? undefined : value(Array.from(whole).slice(start, end).join(''));
}

function foldCall(at: Located, expr: CallExpr, fold: Fold): Constant {
  const { names, scope } = at;
  const name = externalName(names, expr.func, scope) ?? '';
  const [first, second] = expr.args;
  if (/^os\.(?:environ\.get|getenv)$/.test(name)) {
    if (!at.walk?.unset || !first) return ENVIRONMENT;
    return second ? fold(second.value) : value(null);
  }
  if (name === 'dict') return foldDict({ ...dictOf(expr), span: expr.span }, fold);
  if (expr.args.some((arg) => arg.name !== undefined || arg.star === '**'))
    return unknown('the result of a call');
  const spread = foldItems(
    expr.args.map((arg) => arg.value),
    fold,
  );
  const starred = expr.args.some(({ star }) => star !== '');
  if (starred || spread.kind !== 'list') return unknown('the result of a call');
  const found = foldPlain(name, expr.func, spread.items, fold);
  return found ?? unknown(whyUnknown(spread) ?? 'the result of a call');
}

function foldPlain(
  name: string,
  func: Expr,
  args: readonly Constant[],
  fold: Fold,
): Constant | undefined {
  if (/^pathlib\.(?:Pure)?(?:Posix)?Path$/.test(name)) return foldPath(args);
  if (/^(?:os\.path|posixpath)\.join$/.test(name)) {
    const texts = args.map(textOf);
    return texts.every((text) => text !== undefined) && texts.length > 0
      ? value(texts.reduce(joinText))
      : undefined;
  }
  if (func.kind !== 'attribute')
    return args.some(({ kind }) => kind === 'unknown') ? undefined : foldBuiltin(name, args);
  const base = fold(func.value);
  if (base.kind === 'unknown') return base;
  return foldMethod(base, func.attr, args);
}

function foldPath(args: readonly Constant[]): Constant {
  let text = '';
  for (const part of args) {
    const more = textOf(part);
    if (more === undefined) return part.kind === 'unknown' ? part : unknown('a path');
    text = text === '' ? more : joinPath(text, more);
  }
  return path(text);
}

/** `os.path.join`, which leaves the text as it is otherwise. */
function joinText(left: string, right: string): string {
  if (right.startsWith('/') || left === '') return right;
  return left.endsWith('/') ? left + right : `${left}/${right}`;
}
