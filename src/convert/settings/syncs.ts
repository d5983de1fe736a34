import type { Span } from '../../model/span.ts';
import type { Module, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { statementAt } from '../marks.ts';

const SYNC = /^modal\.(?:Volume|NetworkFileSystem)\.(?:commit|reload)$/;

/** Whether a use is `volume.commit()` or `volume.reload()`. */
export function isSync({ symbol, role }: Use): boolean {
  return role === 'call' && SYNC.test(symbol.name);
}

/** The statement that is nothing but this call, awaited or not; `undefined` where the call is part of something larger. */
export function syncStatement({ body }: Module, { call }: Use): Span | undefined {
  const stmt = call && statementAt(body, call.span.start);
  return stmt && isJust(stmt, call) ? stmt.span : undefined;
}

function isJust(stmt: Stmt, call: Use['call']): boolean {
  const [expr, second] = stmt.kind === 'expr' ? stmt.exprs : [];
  const inner = expr?.kind === 'await' ? expr.value : expr;
  return inner === call && second === undefined;
}
