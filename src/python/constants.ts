import type { Names } from './names.ts';
import { bindingsOf, type Binding, type Scope } from './scopes.ts';
import type { CallExpr, Expr, UnaryExpr } from './syntax.ts';

/** What an expression's value is, as far as it follows from the text alone. */
export type Constant =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  /** A `pathlib` path, by its text. */
  | { readonly kind: 'path'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Constant[] }
  | {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Constant; readonly value: Constant }[];
    }
  /** Not known before the program runs: `why` ends the sentence "`expr` is …". */
  | { readonly kind: 'unknown'; readonly why: string };

const MUTATORS = new Set([
  'append',
  'extend',
  'insert',
  'remove',
  'pop',
  'clear',
  'update',
  'setdefault',
  'sort',
  'reverse',
]);
const MAX_DEPTH = 40;

function unknown(why: string): Constant {
  return { kind: 'unknown', why };
}

function value(of: string | number | boolean | null): Constant {
  return { kind: 'value', value: of };
}

/** The text of a constant that is a string or a path. */
export function textOf(constant: Constant): string | undefined {
  if (constant.kind === 'path') return constant.value;
  return constant.kind === 'value' && typeof constant.value === 'string'
    ? constant.value
    : undefined;
}

/** The number of a constant that is one. */
export function numberOf(constant: Constant): number | undefined {
  return constant.kind === 'value' && typeof constant.value === 'number'
    ? constant.value
    : undefined;
}

/** The texts of a constant list of strings, nested one level as Modal's builders allow; `undefined` if anything else is in it. */
export function textsOf(constant: Constant): readonly string[] | undefined {
  if (constant.kind !== 'list') return undefined;
  const items = constant.items
    .flatMap((item) => (item.kind === 'list' ? item.items : [item]))
    .map(textOf);
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The first thing that keeps a constant from being known. */
export function whyUnknown(constant: Constant): string | undefined {
  if (constant.kind === 'unknown') return constant.why;
  const inner =
    constant.kind === 'list'
      ? constant.items
      : constant.kind === 'dict'
        ? constant.entries.flatMap((entry) => [entry.key, entry.value])
        : [];
  return inner.map(whyUnknown).find((why) => why !== undefined);
}

/** Folds an expression: literals, names with one meaning, f-strings, `+`, arithmetic, paths, lists, dicts. */
export function constantOf(names: Names, expr: Expr, scope: Scope, depth = 0): Constant {
  if (depth > MAX_DEPTH) return unknown('too deep to follow');
  const fold = (inner: Expr): Constant => constantOf(names, inner, scope, depth + 1);
  switch (expr.kind) {
    case 'string':
      return expr.value === undefined ? unknown('bytes') : value(expr.value);
    case 'number':
      return value(expr.value);
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
    case 'unary':
      return foldUnary(expr, fold);
    case 'binary':
      return foldBinary(expr.op, fold(expr.left), fold(expr.right));
    case 'conditional':
      return foldConditional(expr, fold);
    case 'subscript':
      return foldSubscript(names, expr, scope, fold);
    case 'name':
      return nameConstant(names, expr.id, scope, expr.span.start, depth);
    case 'attribute':
      return attributeConstant(names, expr, scope, depth);
    case 'call':
      return foldCall(names, expr, scope, fold);
    default:
      return unknown(`a ${expr.kind} expression`);
  }
}

type Fold = (expr: Expr) => Constant;

function foldFString({ parts }: Extract<Expr, { kind: 'fstring' }>, fold: Fold): Constant {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.value;
    else {
      const inner = fold(part.value);
      if (inner.kind === 'unknown') return inner;
      const piece = part.formatted ? undefined : asText(inner);
      if (piece === undefined) return unknown('an f-string with a format');
      text += piece;
    }
  }
  return value(text);
}

/** What `str(constant)` is. */
function asText(constant: Constant): string | undefined {
  if (constant.kind === 'path') return constant.value;
  if (constant.kind !== 'value') return undefined;
  const { value: inner } = constant;
  if (typeof inner === 'string') return inner;
  if (typeof inner === 'number') return Number.isInteger(inner) ? String(inner) : undefined;
  return inner === null ? 'None' : inner ? 'True' : 'False';
}

function foldItems(items: readonly Expr[], fold: Fold): Constant {
  const folded: Constant[] = [];
  for (const item of items) {
    const inner = item.kind === 'starred' && item.value ? fold(item.value) : fold(item);
    if (item.kind !== 'starred') folded.push(inner);
    else if (inner.kind === 'list') folded.push(...inner.items);
    else return inner.kind === 'unknown' ? inner : unknown('a `*` of something that is no list');
  }
  return { kind: 'list', items: folded };
}

function foldDict({ entries }: Extract<Expr, { kind: 'dict' }>, fold: Fold): Constant {
  const folded: { key: Constant; value: Constant }[] = [];
  for (const entry of entries) {
    const inner = fold(entry.value);
    if (entry.key) folded.push({ key: fold(entry.key), value: inner });
    else if (inner.kind === 'dict') folded.push(...inner.entries);
    else return inner.kind === 'unknown' ? inner : unknown('a `**` of something that is no dict');
  }
  return { kind: 'dict', entries: folded };
}

function foldUnary({ op, value: operand }: UnaryExpr, fold: Fold): Constant {
  const inner = operand ? fold(operand) : unknown('nothing');
  const number = numberOf(inner);
  if (op === '-' && number !== undefined) return value(-number);
  if (op === 'not' && inner.kind === 'value') return value(!inner.value);
  return inner.kind === 'unknown' ? inner : unknown(`the result of \`${op}\``);
}

function foldBinary(op: string, left: Constant, right: Constant): Constant {
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  if (op === '+' && left.kind === 'list' && right.kind === 'list') {
    return { kind: 'list', items: [...left.items, ...right.items] };
  }
  const rightText = textOf(right);
  if (op === '/' && left.kind === 'path' && rightText !== undefined) {
    return { kind: 'path', value: joinPath(left.value, rightText) };
  }
  const leftText = textOf(left);
  if (op === '+' && leftText !== undefined && rightText !== undefined)
    return value(leftText + rightText);
  const [a, b] = [numberOf(left), numberOf(right)];
  const result = a === undefined || b === undefined ? undefined : arithmetic(op, a, b);
  return result === undefined ? unknown(`the result of \`${op}\``) : value(result);
}

function arithmetic(op: string, a: number, b: number): number | undefined {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  if (op === '*') return a * b;
  if (op === '/' && b !== 0) return a / b;
  if (op === '//' && b !== 0) return Math.floor(a / b);
  if (op === '**') return a ** b;
  return undefined;
}

/** `pathlib`'s `/`: an absolute right side wins. */
function joinPath(left: string, right: string): string {
  return right.startsWith('/') ? right : `${left.replace(/\/+$/, '')}/${right}`;
}

function foldConditional(
  { test, then, else: otherwise }: Extract<Expr, { kind: 'conditional' }>,
  fold: Fold,
): Constant {
  const condition = fold(test);
  if (condition.kind !== 'value') return unknown('decided when the program runs');
  return fold(condition.value ? then : otherwise);
}

function foldSubscript(
  names: Names,
  expr: Extract<Expr, { kind: 'subscript' }>,
  scope: Scope,
  fold: Fold,
): Constant {
  if (isEnviron(names, expr.value, scope)) return unknown('read from the environment');
  const base = fold(expr.value);
  const index = fold(expr.index);
  if (base.kind === 'unknown') return base;
  if (base.kind === 'dict' && index.kind === 'value') {
    const entry = base.entries.findLast(
      ({ key }) => key.kind === 'value' && key.value === index.value,
    );
    if (entry) return entry.value;
  }
  const at = numberOf(index);
  const item = base.kind === 'list' && at !== undefined ? base.items.at(at) : undefined;
  return item ?? unknown('looked up when the program runs');
}

/** Whether an expression is `os.environ`, however `os` was imported. */
function isEnviron(names: Names, expr: Expr, scope: Scope): boolean {
  return externalName(names, expr, scope) === 'os.environ';
}

/** The dotted name that an imported thing has at home: `os.environ`, `pathlib.Path`; `undefined` for anything else. */
export function externalName(names: Names, expr: Expr, scope: Scope): string | undefined {
  if (expr.kind === 'attribute') {
    const base = externalName(names, expr.value, scope);
    return base === undefined ? undefined : `${base}.${expr.attr}`;
  }
  if (expr.kind !== 'name') return undefined;
  const bindings = bindingsOf(expr.id, scope, expr.span.start);
  const [binding] = bindings;
  if (!binding) return expr.id;
  const { how } = binding;
  if (how.kind === 'import') return how.module;
  if (how.kind === 'import-from' && how.stmt.level === 0) return `${how.stmt.module}.${how.name}`;
  return undefined;
}

function nameConstant(
  names: Names,
  name: string,
  scope: Scope,
  at: number,
  depth: number,
): Constant {
  const bindings = bindingsOf(name, scope, at);
  const [binding, second] = bindings;
  if (!binding) {
    const other = names.starSource(name);
    if (other) return nameConstant(other, name, other.scopes.module, Infinity, depth + 1);
    return unknown(`\`${name}\`, which is defined nowhere`);
  }
  if (second) return unknown(`\`${name}\`, which is set in several places`);
  const found = bindingConstant(names, binding, depth);
  const mutable = found.kind === 'list' || found.kind === 'dict';
  return mutable && isMutated(names, binding)
    ? unknown(`\`${name}\`, which is changed after it is made`)
    : found;
}

function bindingConstant(names: Names, { how, name, scope }: Binding, depth: number): Constant {
  if (how.kind === 'assign') return constantOf(names, how.value, scope, depth + 1);
  if (how.kind === 'param') return unknown(`the parameter \`${name}\``);
  if (how.kind === 'import-from') {
    const { module, level } = how.stmt;
    const other = names.open(module, level);
    if (other) return nameConstant(other, how.name, other.scopes.module, Infinity, depth + 1);
    return unknown(`\`${name}\`, which comes from \`${module}\``);
  }
  return unknown(`\`${name}\`, which is worked out when the program runs`);
}

/** Whether `x.append(…)`, `x[…] = …` and the like change the list or dict that a name was bound to. */
function isMutated(names: Names, binding: Binding): boolean {
  const isIt = (expr: Expr, scope: Scope): boolean =>
    expr.kind === 'name' &&
    expr.id === binding.name &&
    bindingsOf(expr.id, scope, expr.span.start).includes(binding);
  return names.scopes.exprs.some(({ expr, scope }) => {
    if (expr.kind === 'call' && expr.func.kind === 'attribute') {
      return MUTATORS.has(expr.func.attr) && isIt(expr.func.value, scope);
    }
    return expr.kind === 'subscript' && names.isTarget(expr) && isIt(expr.value, scope);
  });
}

function attributeConstant(
  names: Names,
  expr: Extract<Expr, { kind: 'attribute' }>,
  scope: Scope,
  depth: number,
): Constant {
  const { value: base, attr } = expr;
  const other =
    base.kind === 'name' ? moduleBehind(names, base.id, scope, base.span.start) : undefined;
  if (other) return nameConstant(other, attr, other.scopes.module, Infinity, depth + 1);
  const owner = names.valueOf(base, scope);
  const stmt =
    owner.kind === 'self'
      ? owner.stmt
      : owner.kind === 'definition' && owner.stmt.kind === 'class'
        ? owner.stmt
        : undefined;
  const home = owner.kind === 'self' || owner.kind === 'definition' ? owner.names : names;
  const binding = stmt ? home.scopes.inside(stmt).bindings.get(attr) : undefined;
  if (binding?.length === 1 && binding[0]) return bindingConstant(home, binding[0], depth + 1);
  if (['parent', 'name', 'stem'].includes(attr))
    return unknown('a path that is worked out when the program runs');
  return unknown(`the attribute \`${attr}\``);
}

/** The file of the tree that a name stands for: `import config`, `from . import config`. */
export function moduleBehind(
  names: Names,
  name: string,
  scope: Scope,
  at: number,
): Names | undefined {
  const [binding] = bindingsOf(name, scope, at);
  if (binding?.how.kind === 'import') return names.open(binding.how.module, 0);
  if (binding?.how.kind !== 'import-from') return undefined;
  const { stmt } = binding.how;
  return names.open(
    stmt.module === '' ? binding.how.name : `${stmt.module}.${binding.how.name}`,
    stmt.level,
  );
}

function foldCall(names: Names, expr: CallExpr, scope: Scope, fold: Fold): Constant {
  const [first] = expr.args;
  const name = externalName(names, expr.func, scope) ?? '';
  if (/^os\.(?:environ\.get|getenv)$/.test(name)) return unknown('read from the environment');
  const plain = expr.args.every((arg) => arg.name === undefined && arg.star === '');
  if (/^pathlib\.(?:Pure)?(?:Posix)?Path$/.test(name) && plain && first)
    return foldPath(expr, fold);
  const inner = first ? fold(first.value) : unknown('nothing');
  if (name === 'str' && expr.args.length === 1) {
    const text = asText(inner);
    return text === undefined
      ? inner.kind === 'unknown'
        ? inner
        : unknown('a `str(…)`')
      : value(text);
  }
  if (name === 'dict' && expr.args.every((arg) => arg.name !== undefined)) {
    const entries = expr.args.map((arg) => ({
      key: value(arg.name ?? ''),
      value: fold(arg.value),
    }));
    return { kind: 'dict', entries };
  }
  if ((name === 'list' || name === 'tuple') && inner.kind === 'list') return inner;
  return expr.func.kind === 'attribute'
    ? foldMethod(expr.func, expr, inner, fold)
    : unknown('the result of a call');
}

function foldPath(expr: CallExpr, fold: Fold): Constant {
  let path = '';
  for (const { value: argument } of expr.args) {
    const part = fold(argument);
    const text = textOf(part);
    if (text === undefined) return part.kind === 'unknown' ? part : unknown('a path');
    path = path === '' ? text : joinPath(path, text);
  }
  return { kind: 'path', value: path };
}

/** `"a b".split()`, `" ".join(list)`, `path.as_posix()`. */
function foldMethod(
  func: Extract<Expr, { kind: 'attribute' }>,
  expr: CallExpr,
  argument: Constant,
  fold: Fold,
): Constant {
  const base = fold(func.value);
  const text = textOf(base);
  if (text === undefined) return base.kind === 'unknown' ? base : unknown('the result of a call');
  if (func.attr === 'as_posix') return value(text);
  if (base.kind === 'value' && func.attr === 'split' && expr.args.length === 0) {
    const items = text.trim().split(/\s+/).filter(Boolean).map(value);
    return { kind: 'list', items };
  }
  const texts = textsOf(argument);
  if (base.kind === 'value' && func.attr === 'join' && texts) return value(texts.join(text));
  if (base.kind === 'value' && func.attr === 'strip' && expr.args.length === 0)
    return value(text.trim());
  return argument.kind === 'unknown' && expr.args.length > 0
    ? argument
    : unknown('the result of a call');
}
