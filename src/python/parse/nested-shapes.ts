import type { Shape } from '../engine.ts';

/** A compound statement, with its clauses and not those of statements inside it. */
export interface NestedShape {
  readonly shape: Shape;
  readonly clauses: readonly Shape[];
}

const CLAUSES = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
]);

/** Statements by their start. `found` is in source order, outer before inner: a clause belongs to the innermost statement that is still open. */
export function nestShapes(found: readonly Shape[]): ReadonlyMap<number, NestedShape> {
  const statements = new Map<number, NestedShape>();
  const open: { shape: Shape; clauses: Shape[] }[] = [];
  for (const shape of found) {
    if (shape.kind === 'ERROR') continue;
    while ((open.at(-1)?.shape.end ?? Infinity) <= shape.start) open.pop();
    if (CLAUSES.has(shape.kind)) open.at(-1)?.clauses.push(shape);
    else {
      const entry = { shape, clauses: [] };
      statements.set(shape.start, entry);
      open.push(entry);
    }
  }
  return statements;
}
