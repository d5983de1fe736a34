import type { Edit } from '../../model/span.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Block, CallExpr, Expr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import { indentOf, insertion, textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { reason } from '../settings/reasons.ts';

/**
 * Keeps a function running as long as the server that it starts: on Modal it returns and the container lives on, on fal the
 * runner ends with it.
 */
export function foreground(context: UnitContext, stmt: FunctionStmt): Part {
  return atEnd(context, stmt, stmt.body);
}

/** The end of a suite, and where it branches, the end of each branch. */
function atEnd(context: UnitContext, stmt: FunctionStmt, block: Block): Part {
  const last = block.body.at(-1);
  if (last?.kind === 'if' && last.clauses.some(({ keyword }) => keyword === 'else'))
    return mergeParts(last.clauses.map(({ body }) => atEnd(context, stmt, body)));
  if (last?.kind === 'with') {
    const [clause] = last.clauses;
    if (clause) return atEnd(context, stmt, clause.body);
  }
  const { names } = context.file;
  const scope = names.scopes.inside(stmt);
  const bare = last?.kind === 'expr' ? popenIn(names, last.exprs[0], scope) : undefined;
  if (bare) return mergeParts([{ edits: [running(bare)] }, hostReasons(context, bare, scope)]);
  const kept = keptProcess(names, block, scope);
  if (kept && last)
    return mergeParts([waiting(context, last, kept), hostReasons(context, kept.call, scope)]);
  const early = last && earlyProcess(names, block, scope);
  if (early) {
    const name = ['server', 'process', 'server_process'].find(
      (free) => !scope.bindings.has(free) && !names.scopes.module.bindings.has(free),
    );
    const { call } = early;
    if (name !== undefined) {
      const named = insertion((call.parens ?? call.span).start, `${name} = `);
      const wait = waiting(context, last, { name, call });
      return mergeParts([{ edits: [named] }, wait, hostReasons(context, call, scope)]);
    }
  }
  const message = `\`${stmt.name}\` must run until the server ends, or the runner ends with it: wait for the process that it starts`;
  return { reasons: [reason(context, 'manual', message, stmt.nameSpan)] };
}

/** `subprocess.Popen(…)`. */
function popenIn(names: Names, expr: Expr | undefined, scope: Scope): CallExpr | undefined {
  if (expr?.kind !== 'call') return undefined;
  return externalName(names, expr.func, scope) === 'subprocess.Popen' ? expr : undefined;
}

/** `subprocess.‹Popen→run›(…)`; a `Popen` that was imported by its name is waited for: `Popen(…)‹.wait()›`. */
function running({ func, span, parens }: CallExpr): Edit {
  if (func.kind === 'attribute') return { span: func.attrSpan, text: 'run' };
  return insertion((parens ?? span).end, '.wait()');
}

interface Kept {
  readonly name: string;
  readonly call: CallExpr;
}

/** `server = subprocess.Popen(…)`, the last one of a suite that goes on to its end. */
function keptProcess(names: Names, { body }: Block, scope: Scope): Kept | undefined {
  const last = body.at(-1);
  if (last?.kind === 'return' || last?.kind === 'raise') return undefined;
  const found = body.flatMap((stmt): Kept[] => {
    if (stmt.kind !== 'assign' || !stmt.value) return [];
    const [target] = stmt.targets;
    const call = popenIn(names, stmt.value, scope);
    if (!call || (target?.kind !== 'name' && target?.kind !== 'attribute')) return [];
    return [{ name: textOfExpr(names.module.source, target), call }];
  });
  return found.at(-1);
}

/** `subprocess.Popen(…)` of which nobody keeps the result, in a suite that goes on to its end. */
function earlyProcess(names: Names, { body }: Block, scope: Scope): Pick<Kept, 'call'> | undefined {
  const last = body.at(-1);
  if (last?.kind === 'return' || last?.kind === 'raise') return undefined;
  const calls = body.flatMap((stmt) =>
    stmt.kind === 'expr' && stmt.exprs.length === 1
      ? (popenIn(names, stmt.exprs[0], scope) ?? [])
      : [],
  );
  const call = calls.at(-1);
  return call && { call };
}

/** The attribute of `self` in which a method keeps the process that it starts. */
export function processOf({ file }: UnitContext, stmt: FunctionStmt): string | undefined {
  const { names } = file;
  const kept = keptProcess(names, stmt.body, names.scopes.inside(stmt));
  const self = stmt.params[0]?.name;
  return kept?.name.startsWith(`${self ?? ''}.`) === true
    ? kept.name.slice(kept.name.indexOf('.') + 1)
    : undefined;
}

/** `server.wait()` as the last statement. */
function waiting({ file }: UnitContext, last: Stmt, { name }: Kept): Part {
  const { source } = file.names.module;
  const indent = indentOf(source, last.span.start);
  const line = /^(?:[ \t]*;)?[ \t]*(?:#.*)?/.exec(source.slice(last.span.end))?.[0].length ?? 0;
  return { edits: [insertion(last.span.end + line, `\n${indent}${name}.wait()`)] };
}

/** A server that listens on the runner itself is not reached from outside. */
function hostReasons(context: UnitContext, call: CallExpr, scope: Scope): Part {
  const { names } = context.file;
  const found = [...expressions(call)].find((expr) => {
    if (expr.kind !== 'string' && expr.kind !== 'fstring') return false;
    return /(?:^|[\s=])(?:localhost|127\.0\.0\.1)(?=$|[\s:])/.test(
      textOf(constantOf(names, expr, scope)) ?? '',
    );
  });
  if (!found) return {};
  const message =
    'the command names the runner itself: fal reaches a server only if it listens on `0.0.0.0`';
  return { reasons: [reason(context, 'rewrite-unsafe', message, found.span)] };
}
