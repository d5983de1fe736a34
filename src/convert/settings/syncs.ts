import type { Edit } from '../../model/span.ts';
import type { ProgramFile } from '../../program/program.ts';
import type { CallExpr, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { blocksOf, contains } from '../../python/walk.ts';
import { lineStart, removal } from '../layout.ts';

const SYNC = /^modal\.(?:Volume|NetworkFileSystem)\.(?:commit|reload)$/;

/** Whether a use is `volume.commit()` or `volume.reload()`. */
export function isSync({ symbol, role }: Use): boolean {
  return role === 'call' && SYNC.test(symbol.name);
}

/** Takes the statement out that is nothing but this call; `undefined` where the call is part of something larger. */
export function withoutSync(file: ProgramFile, use: Use): Edit | undefined {
  const { source, body } = file.names.module;
  const found = use.call && place(body, use.call.span.start);
  if (!found || callOf(found.stmt) !== use.call) return undefined;
  const { stmt, block } = found;
  const calls = new Set(file.uses.filter(isSync).map(({ call }) => call));
  const isGoing = (other: Stmt | undefined): boolean => {
    const call = other && callOf(other);
    return call !== undefined && calls.has(call);
  };
  const inSuite = block !== body;
  if (inSuite && block[0] === stmt && block.every(isGoing))
    return { span: stmt.span, text: 'pass' };
  const previous = block[block.indexOf(stmt) - 1];
  const sameLine = previous && previous.span.end > lineStart(source, stmt.span.start);
  // ‹; vol.commit()› behind a statement that stays.
  const leads =
    previous && (!isGoing(previous) || (inSuite && previous === block[0] && block.every(isGoing)));
  if (previous && sameLine && leads)
    return { span: { start: previous.span.end, end: stmt.span.end }, text: '' };
  return removal(source, stmt.span);
}

/** The innermost statement at an offset, with the suite that holds it. */
function place(
  body: readonly Stmt[],
  at: number,
): { readonly stmt: Stmt; readonly block: readonly Stmt[] } | undefined {
  const stmt = body.find(({ span }) => contains(span, { start: at, end: at }));
  if (!stmt) return undefined;
  for (const block of blocksOf(stmt)) {
    const inner = place(block.body, at);
    if (inner) return inner;
  }
  return { stmt, block: body };
}

/** The call that a statement consists of, awaited or not. */
function callOf(stmt: Stmt): CallExpr | undefined {
  const [expr, second] = stmt.kind === 'expr' ? stmt.exprs : [];
  if (!expr || second) return undefined;
  const inner = expr.kind === 'await' ? expr.value : expr;
  return inner?.kind === 'call' ? inner : undefined;
}
