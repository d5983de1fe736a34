import type { Edit, Span } from '../../model/span.ts';
import { attributeAt, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Module, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { removals } from '../removals.ts';
import { statementAt } from '../marks.ts';
import type { Need } from '../part.ts';

const SYNC = /^modal\.(?:Volume|NetworkFileSystem)\.(?:commit|reload)$/;

/** What becomes of commits and reloads in one file. */
interface Gone {
  readonly edits: readonly Edit[];
  readonly needs: readonly Need[];
}

/** Whether a use is `volume.commit()` or `volume.reload()`, or hands one of them on. */
export function isSync({ symbol, role }: Use): boolean {
  return (role === 'call' || role === 'reference') && SYNC.test(symbol.name);
}

/** The statement that is nothing but this call, awaited or not; `undefined` where the call is part of something larger. */
export function syncStatement({ body }: Module, { call }: Use): Span | undefined {
  const stmt = call && statementAt(body, call.span.start);
  return stmt && isJust(stmt, call) ? stmt.span : undefined;
}

/** Takes commits and reloads out: statements go, and what is part of an expression does nothing and gives nothing. */
export function withoutSyncs(names: Names, uses: readonly Use[]): Gone {
  const spans = uses.flatMap((use) => syncStatement(names.module, use) ?? []);
  const rest = uses.filter((use) => !syncStatement(names.module, use));
  const edits = rest.flatMap((use) => nothing(names, use) ?? []);
  const isAsync = edits.some(({ text }) => text.includes('asyncio.'));
  return {
    edits: [...removals(names.module, spans), ...edits],
    needs: isAsync ? [{ module: 'asyncio' }] : [],
  };
}

/** `gather(volume.commit.aio())` → `gather(asyncio.sleep(0))`, `retry(volume.commit)` → `retry(lambda: None)`. */
function nothing(names: Names, { call, span, aio }: Use): Edit | undefined {
  if (!call) {
    const mention = attributeAt(names, span);
    // `sync = volume.commit`: the variable stands for what is written there.
    if (!mention) return undefined;
    const text = aio ? 'lambda: asyncio.sleep(0)' : 'lambda: None';
    return { span, text: isAlone(names, mention.expr) ? text : `(${text})` };
  }
  const parent = parentOf(names, call);
  if (parent?.kind === 'await') return { span: parent.parens ?? parent.span, text: 'None' };
  return { span: call.parens ?? call.span, text: aio ? 'asyncio.sleep(0)' : 'None' };
}

/** An argument of a call, or all of a value: a `lambda` needs no parentheses there. */
function isAlone(names: Names, expr: Expr): boolean {
  const parent = parentOf(names, expr);
  return parent === undefined || (parent.kind === 'call' && parent.func !== expr);
}

function isJust(stmt: Stmt, call: Use['call']): boolean {
  const [expr, second] = stmt.kind === 'expr' ? stmt.exprs : [];
  const inner = expr?.kind === 'await' ? expr.value : expr;
  return inner === call && second === undefined;
}
