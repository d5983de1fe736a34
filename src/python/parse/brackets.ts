import type { Expr } from '../syntax.ts';
import { startOf } from '../walk.ts';
import { readComprehension } from './comprehension.ts';
import type { ExpressionReader } from './expression.ts';

/** Reads `(a)`, `(a, b)` or `(a for a in b)`. */
export function readParenthesised(reader: ExpressionReader): Expr {
  const { start } = reader.next();
  if (reader.accept(')')) return { kind: 'tuple', items: [], span: reader.from(start) };
  const first = reader.element();
  const generator = readComprehension(reader, [first], startOf(first));
  const inner = generator ?? (reader.is(',') ? readTuple(reader, first) : first);
  reader.expect(')');
  const parens = reader.from(start);
  if (inner.kind === 'tuple' || generator) return { ...inner, span: parens };
  return { ...inner, parens };
}

function readTuple(reader: ExpressionReader, first: Expr): Expr {
  const items = [first];
  while (reader.accept(',')) {
    if (reader.is(')') || reader.done) break;
    items.push(reader.element());
  }
  return { kind: 'tuple', items, span: reader.from(startOf(first)) };
}

/** Reads a list, or a comprehension that makes one. */
export function readList(reader: ExpressionReader): Expr {
  const { start } = reader.next();
  const items: Expr[] = [];
  if (!reader.done && !reader.is(']')) {
    const first = reader.element();
    const listed = readComprehension(reader, [first], start);
    if (listed) return closed(reader, listed, ']', start);
    items.push(first);
    if (reader.accept(',')) readItems(reader, ']', items);
  }
  reader.expect(']');
  return { kind: 'list', items, span: reader.from(start) };
}

function readSet(reader: ExpressionReader, start: number, first: Expr): Expr {
  const generator = readComprehension(reader, [first], start);
  if (generator) return closed(reader, generator, '}', start);
  const items = [first];
  reader.accept(',');
  readItems(reader, '}', items);
  reader.expect('}');
  return { kind: 'set', items, span: reader.from(start) };
}

function readItems(reader: ExpressionReader, close: string, items: Expr[]): void {
  while (!reader.done && !reader.is(close)) {
    items.push(reader.element());
    if (!reader.accept(',')) break;
  }
}

function closed(reader: ExpressionReader, value: Expr, close: string, start: number): Expr {
  reader.expect(close);
  return { ...value, span: reader.from(start) };
}

/** Reads a dict, a set or a comprehension in braces. */
export function readBraces(reader: ExpressionReader): Expr {
  const open = reader.next();
  if (reader.is('}')) {
    reader.next();
    return { kind: 'dict', entries: [], span: reader.from(open.start) };
  }
  if (reader.is('**')) return readDict(reader, open.start, []);
  const first = reader.element();
  if (!reader.accept(':')) return readSet(reader, open.start, first);
  const value = reader.expression();
  const comprehension = readComprehension(reader, [first, value], open.start);
  if (comprehension) return closed(reader, comprehension, '}', open.start);
  reader.accept(',');
  return readDict(reader, open.start, [{ key: first, value }]);
}

function readDict(
  reader: ExpressionReader,
  start: number,
  entries: { key?: Expr; value: Expr }[],
): Expr {
  while (!reader.done && !reader.is('}')) {
    if (reader.accept('**')) entries.push({ value: reader.starred() });
    else {
      const key = reader.expression();
      reader.expect(':');
      entries.push({ key, value: reader.expression() });
    }
    if (!reader.accept(',')) break;
  }
  reader.expect('}');
  return { kind: 'dict', entries, span: reader.from(start) };
}

/** Reads the brackets after `value`: `[0]`, `[1:2, ...]`. */
export function readSubscript(reader: ExpressionReader, value: Expr): Expr {
  reader.next();
  const { start } = reader.peek();
  const items: Expr[] = [];
  while (!reader.done && !reader.is(']')) {
    items.push(readSlice(reader));
    if (!reader.accept(',')) break;
  }
  const [first] = items;
  const span = reader.from(start);
  const index: Expr = first && items.length === 1 ? first : { kind: 'tuple', items, span };
  reader.expect(']');
  return { kind: 'subscript', value, index, span: reader.from(startOf(value)) };
}

function readSlice(reader: ExpressionReader): Expr {
  const { start } = reader.peek();
  const parts: Expr[] = [];
  if (!reader.is(':')) parts.push(reader.element());
  if (!reader.is(':')) return parts[0] ?? reader.broken(start);
  while (reader.accept(':'))
    if (!reader.is(':') && !reader.is(']') && !reader.is(',')) parts.push(reader.expression());
  return { kind: 'slice', parts, span: reader.from(start) };
}
