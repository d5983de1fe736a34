import type { CallSite } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { CallExpr, Expr, Stmt } from '../../python/syntax.ts';
import { decodedText, receiveNeeds } from '../endpoints/base64.ts';
import { sameShape, type Shape } from '../endpoints/shape.ts';
import { indentOf, insertion, lineStart, styleOf, textOfExpr } from '../layout.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Part } from '../part.ts';
import { arrival } from './encoding.ts';
import type { Asked } from './found.ts';
import { crossingOf } from './what-crosses.ts';
import { manual, type CallShape } from './shape.ts';

/** Stands for what a handle gives, while the text around it is made. */
const RESULT = 'RESULT';
/** What is worked out in any case, before or after the call in it. */
const PLAIN = new Set<Expr['kind']>(['await', 'call', 'dict', 'list', 'tuple', 'starred']);

/** What a call gives that may be one of several, where it does not arrive as it was; `mixed` where they differ. */
export function askedShape(site: CallSite, asked: readonly Asked[]): Shape | 'mixed' | undefined {
  const shapes = asked.map(({ unit, method }) => crossingOf(site, unit, method).result);
  const [first] = shapes;
  if (!first) return shapes.some((shape) => shape) ? 'mixed' : undefined;
  return shapes.every((shape) => shape && sameShape(first, shape)) ? first : 'mixed';
}

/** `handle.get()` where JSON does not carry what it gives: what arrives is made again what it was. */
export function decodedGet(
  context: CallContext,
  site: CallSite,
  shape: CallShape,
  result: Shape,
): Part {
  const text = decodedText(result, { text: RESULT, isName: false });
  if (text === undefined) {
    const { as, undo } = arrival(result);
    return manual(
      context,
      site,
      `the result comes as ${as}: give it a name of its own, and ${undo}`,
    );
  }
  const [before = '', after = ''] = text.split(RESULT);
  const { start, end } = shape.whole.parens ?? shape.whole.span;
  return {
    edits: [insertion(start, before), insertion(end, after)],
    needs: receiveNeeds(result),
  };
}

/**
 * A look whether a request is done, above the statement that asks for its result at once: `get(timeout=0)` raises where it is not.
 *
 *     if not isinstance(call.status(), fal_client.Completed):
 *         raise TimeoutError
 */
export function lookFirst(
  { file }: CallSite,
  { target, call }: CallShape,
  isAsync: boolean,
): Part | undefined {
  const { module } = file.names;
  const stmt = statementAt(module.body, call.span.start);
  if (target.kind !== 'name' || !stmt || !isPlainIn(file.names, stmt, call)) return undefined;
  const start = lineStart(module.source, stmt.span.start);
  if (module.source.slice(start, stmt.span.start).trim() !== '') return undefined;
  const indent = indentOf(module.source, stmt.span.start);
  const status = `${isAsync ? 'await ' : ''}${textOfExpr(module.source, target)}.status()`;
  const lines = [
    `${indent}if not isinstance(${status}, fal_client.Completed):\n`,
    `${indent}${styleOf(file.names).indent}raise TimeoutError\n`,
  ];
  return { edits: [insertion(start, lines.join(''))], needs: [{ module: 'fal_client' }] };
}

/** Whether a statement is sure to make the call, and once. */
function isPlainIn(names: CallSite['file']['names'], stmt: Stmt, call: CallExpr): boolean {
  if (stmt.kind !== 'assign' && stmt.kind !== 'return' && stmt.kind !== 'expr') return false;
  for (let at = parentOf(names, call); at; at = parentOf(names, at))
    if (!PLAIN.has(at.kind)) return false;
  return true;
}
