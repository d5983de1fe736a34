import type { Expr } from '../syntax.ts';
import { startOf } from '../walk.ts';
import type { ExpressionReader } from './expression.ts';

type Clause = Extract<Expr, { kind: 'comprehension' }>['clauses'][number];

/** Reads the loops after `element`, which starts at `start`; `undefined` where there are none. */
export function readComprehension(
  reader: ExpressionReader,
  element: readonly Expr[],
  start: number,
): Expr | undefined {
  const clauses: Clause[] = [];
  while (reader.is('for') || (reader.is('async') && reader.peek(1).text === 'for')) {
    const async = reader.accept('async') !== undefined;
    reader.next();
    const target = readTargets(reader);
    reader.expect('in');
    const iterable = reader.disjunction();
    const conditions: Expr[] = [];
    while (reader.accept('if')) conditions.push(readCondition(reader));
    clauses.push({ target, iterable, conditions, async });
  }
  return clauses.length > 0
    ? { kind: 'comprehension', element, clauses, span: reader.from(start) }
    : undefined;
}

function readCondition(reader: ExpressionReader): Expr {
  const value = reader.disjunction();
  if (value.kind !== 'name' || !reader.accept(':=')) return value;
  const right = reader.disjunction();
  return { kind: 'named', target: value, value: right, span: reader.from(value.span.start) };
}

/** Reads assignment targets before `in`: `a, (b, *c)`. */
export function readTargets(reader: ExpressionReader): Expr {
  const first = readTarget(reader);
  if (!reader.is(',')) return first;
  const items = [first];
  while (reader.accept(',') && !reader.is('in') && !reader.is('=')) items.push(readTarget(reader));
  return { kind: 'tuple', items, span: reader.from(startOf(first)) };
}

function readTarget(reader: ExpressionReader): Expr {
  const star = reader.accept('*');
  const value = reader.primary();
  return star ? { kind: 'starred', op: star.text, value, span: reader.from(star.start) } : value;
}
