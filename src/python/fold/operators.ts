import { equal, float, list, numberOf, textOf, truthOf, unknown, value } from '../constant.ts';
import { entryOf, type Constant } from '../constant.ts';

/** What a binary operator gives for two constants; `and` and `or` are decided before both are read. */
export function foldBinary(op: string, left: Constant, right: Constant): Constant {
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  const result =
    foldCollections(op, left, right) ??
    foldTexts(op, left, right) ??
    foldComparison(op, left, right) ??
    foldNumbers(op, left, right);
  return result ?? unknown(`the result of \`${op}\``);
}

/** `-x`, `not x`. */
export function foldUnary(op: string, inner: Constant): Constant {
  if (inner.kind === 'unknown') return inner;
  const number = numberOf(inner);
  if (op === '-' && number !== undefined)
    return { kind: 'value', value: -number, ...floatness(inner) };
  const truth = op === 'not' ? truthOf(inner) : undefined;
  return truth === undefined ? unknown(`the result of \`${op}\``) : value(!truth);
}

function floatness(...of: readonly Constant[]): { float?: true } {
  return of.some((one) => one.kind === 'value' && one.float) ? { float: true } : {};
}

function foldCollections(op: string, left: Constant, right: Constant): Constant | undefined {
  if (op === '+' && left.kind === 'list' && right.kind === 'list') {
    return list([...left.items, ...right.items]);
  }
  if (op === '|' && left.kind === 'dict' && right.kind === 'dict') {
    return { kind: 'dict', entries: [...left.entries, ...right.entries] };
  }
  const times = op === '*' ? numberOf(right) : undefined;
  if (times === undefined || left.kind !== 'list' || !isCount(times)) return undefined;
  return list(Array.from({ length: times }, () => left.items).flat());
}

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= 64;
}

function foldTexts(op: string, left: Constant, right: Constant): Constant | undefined {
  const rightText = textOf(right);
  if (op === '/' && left.kind === 'path' && rightText !== undefined)
    return path(joinPath(left.value, rightText));
  if (left.kind !== 'value' || typeof left.value !== 'string') return undefined;
  if (op === '/' && right.kind === 'path') return path(joinPath(left.value, right.value));
  if (op === '+' && right.kind === 'value' && rightText !== undefined)
    return value(left.value + rightText);
  const times = numberOf(right);
  if (op === '*' && times !== undefined && isCount(times)) return value(left.value.repeat(times));
  return undefined;
}

function foldComparison(op: string, left: Constant, right: Constant): Constant | undefined {
  if (op === '==' || op === '!=' || op === 'is' || op === 'is not') {
    const isNone = [left, right].some((one) => one.kind === 'value' && one.value === null);
    // Whether two equal things are one is nobody's business.
    const same = !op.startsWith('is') || isNone ? equal(left, right) : undefined;
    return same === undefined ? undefined : value(same === (op === '==' || op === 'is'));
  }
  if (op === 'in' || op === 'not in') {
    const found = isIn(left, right);
    return found === undefined ? undefined : value(found === (op === 'in'));
  }
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return undefined;
  if (op === '<') return value(a < b);
  if (op === '<=') return value(a <= b);
  if (op === '>') return value(a > b);
  return op === '>=' ? value(a >= b) : undefined;
}

function isIn(item: Constant, whole: Constant): boolean | undefined {
  const text = whole.kind === 'value' ? textOf(whole) : undefined;
  const part = textOf(item);
  if (text !== undefined) return part === undefined ? undefined : text.includes(part);
  if (whole.kind === 'dict') {
    const entry = entryOf(whole, item);
    return entry === undefined ? undefined : entry !== 'none';
  }
  if (whole.kind !== 'list') return undefined;
  const same = whole.items.map((one) => equal(one, item));
  if (same.includes(true)) return true;
  return same.includes(undefined) ? undefined : false;
}

function foldNumbers(op: string, left: Constant, right: Constant): Constant | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return undefined;
  const result = arithmetic(op, a, b);
  if (result === undefined) return undefined;
  const whole = op !== '/' && !(op === '**' && b < 0) && !floatness(left, right).float;
  return whole ? value(result) : float(result);
}

function arithmetic(op: string, a: number, b: number): number | undefined {
  if (op === '+') return a + b;
  if (op === '-') return a - b;
  if (op === '*') return a * b;
  if (op === '**') return a ** b;
  if (b === 0) return undefined;
  if (op === '/') return a / b;
  if (op === '//') return Math.floor(a / b);
  return op === '%' ? a - b * Math.floor(a / b) : undefined;
}

/** A path as `pathlib` writes it: `a//b/` and `./a/./b` are `a/b`. */
export function path(text: string): Constant {
  const root = /^\/*/.exec(text)?.[0] ?? '';
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const start = root.length === 2 ? '//' : root === '' ? '' : '/';
  return { kind: 'path', value: `${start}${parts.join('/')}` || '.' };
}

/** `pathlib`'s `/`: an absolute right side wins. */
export function joinPath(left: string, right: string): string {
  return right.startsWith('/') ? right : `${left.replace(/\/+$/, '')}/${right}`;
}
