import type { CallSite } from '../../program/units.ts';
import { usesWithin } from '../../program/uses-within.ts';
import { mentionsOf } from '../../python/lookup.ts';
import type { Clause, CompoundStmt, Expr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { contains } from '../../python/walk.ts';
import { receivedBy } from '../calls/spawned.ts';
import { differs, isRequest, manual } from '../calls/shape.ts';
import { indentOf, insertion, lineStart, styleOf } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';

/** The status with which fal answers where Modal raises. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['modal.exception.NotFoundError', 404],
  ['modal.exception.OutputExpiredError', 404],
  ['modal.exception.FunctionTimeoutError', 504],
]);
const TIMEOUT = 'modal.exception.TimeoutError';
/** Calls whose errors those of a request take the place of. */
const CALLED = /^modal\.Function\.(?:remote|spawn)$/;
const RECEIVED = /^modal\.FunctionCall\.(?:get|cancel)$/;
/** What asks nobody on fal, so that it raises nothing. */
const QUIET = /^modal\.(?:Function|Cls)\.from_name$|^modal\.FunctionCall\.(?:from_id|object_id)$/;
const BROAD = new Set(['Exception', 'BaseException']);

/** An `except` and the `try` that it belongs to. */
interface Handler {
  readonly stmt: CompoundStmt;
  readonly clause: Clause;
  /** The exceptions that it names. */
  readonly types: readonly Expr[];
}

/**
 * `except modal.exception.NotFoundError:` around requests: they raise one exception, which has a status.
 *
 *     except fal_client.FalClientHTTPError as error:
 *         if error.status_code != 404:
 *             raise
 */
export function caughtPart(context: CallContext, site: CallSite): Part {
  const { file, use } = site;
  const handler = handlerOf(site);
  if (!handler) return manual(context, site, said(use));
  const uses = handler.types.map((type) => useAt(site, type));
  // One edit for all that a clause names.
  if (uses.find((each) => each) !== use) return {};
  const why = whyOpen(context, site, handler);
  if (why !== undefined) return manual(context, site, `${said(use)}: ${why}`);
  const names = uses.map((each) => each?.symbol.name);
  if (names.every((name) => STATUS.has(name ?? ''))) return statusPart(context, site, handler);
  const isPython = (type: Expr): boolean => type.kind === 'name' && type.id === 'TimeoutError';
  const isTimeout = handler.types.every(
    (type, i) => names[i] === TIMEOUT || (isPython(type) && !names[i]),
  );
  if (!isTimeout) return manual(context, site, `${said(use)}: give it an \`except\` of its own`);
  const message =
    "Python's `TimeoutError` says that the caller waited long enough: what took too long or is there no more answers with status 504 or 404, and is a `fal_client.FalClientHTTPError`";
  return {
    edits: [{ span: typesSpan(handler.clause, file), text: 'TimeoutError' }],
    reasons: [differs(context, site, message)],
  };
}

/** What a person writes. */
function said({ symbol }: Use): string {
  const status = STATUS.get(symbol.name);
  return status === undefined
    ? `fal raises no \`${symbol.name}\`: catch Python's \`TimeoutError\` for \`future.result(timeout=…)\`, and \`fal_client.FalClientHTTPError\` with \`status_code\` 404 or 504 for requests`
    : `fal raises no \`${symbol.name}\`: catch \`fal_client.FalClientHTTPError\` around a request, and raise it again where its \`status_code\` is not ${status}`;
}

/** The `except` that names a use. */
function handlerOf({ file, use }: CallSite): Handler | undefined {
  const tries = file.names.scopes.stmts.filter(
    (stmt): stmt is CompoundStmt => stmt.kind === 'try' && contains(stmt.span, use.span),
  );
  for (const stmt of tries) {
    for (const clause of stmt.clauses) {
      const [type] = clause.exprs;
      if (clause.keyword !== 'except' || !type || !contains(clause.header, use.span)) continue;
      return { stmt, clause, types: type.kind === 'tuple' ? type.items : [type] };
    }
  }
  return undefined;
}

function useAt({ file }: CallSite, { span }: Expr): Use | undefined {
  return usesWithin(file, span).find(
    (use) => use.span.start === span.start && use.span.end === span.end,
  );
}

/** Why what the handler catches is not known to be the answer of a request: the end of a sentence. */
function whyOpen(
  context: CallContext,
  site: CallSite,
  { stmt, clause }: Handler,
): string | undefined {
  const [tried] = stmt.clauses;
  const uses = tried ? usesWithin(site.file, tried.body.span) : [];
  const loud = uses.filter(
    ({ symbol, role }) => role !== 'import' && role !== 'keyword' && !QUIET.test(symbol.name),
  );
  if (!loud.some((use) => isAsked(context, site, use)))
    return 'no call under its `try` is seen to be a request';
  if (!loud.every((use) => isAsked(context, site, use)))
    return 'not all that is called under its `try` is a request';
  const { source } = site.file.names.module;
  if (!source.slice(clause.header.end, clause.body.span.start).includes('\n'))
    return 'give what it does a line of its own';
  if (!STATUS.has(site.use.symbol.name)) return undefined;
  const later = stmt.clauses
    .slice(stmt.clauses.indexOf(clause) + 1)
    .filter(({ keyword }) => keyword === 'except');
  const seesOthers = later.some(
    ({ exprs, header }) =>
      exprs.length === 0 ||
      exprs.some(isBroad) ||
      usesWithin(site.file, header).some(({ symbol }) => STATUS.has(symbol.name)),
  );
  return seesOthers ? 'the `except` behind it has to see the others' : undefined;
}

function isAsked(context: CallContext, site: CallSite, use: Use): boolean {
  const other = { ...site, use, scope: use.scope };
  if (CALLED.test(use.symbol.name)) return isRequest(context, other);
  if (!RECEIVED.test(use.symbol.name)) return false;
  const received = receivedBy(context, other);
  return received !== undefined && received !== 'none' && received.kind === 'handle';
}

function isBroad(type: Expr): boolean {
  if (type.kind === 'tuple') return type.items.some(isBroad);
  return type.kind === 'name' && BROAD.has(type.id);
}

function statusPart(context: CallContext, site: CallSite, { clause, types }: Handler): Part {
  const { file } = site;
  const { source } = file.names.module;
  const [given] = clause.targets;
  const name = given?.kind === 'name' ? given.id : freeName(site);
  const codes = types.map((type) => STATUS.get(useAt(site, type)?.symbol.name ?? '') ?? 0);
  const distinct = [...new Set(codes)].sort((a, b) => a - b);
  const [only, second] = distinct;
  const test = second === undefined ? `!= ${only ?? 404}` : `not in (${distinct.join(', ')})`;
  const { start } = clause.body.span;
  const indent = indentOf(source, start);
  const text = `${indent}if ${name}.status_code ${test}:\n${indent}${styleOf(file.names).indent}raise\n`;
  const caught = `fal_client.FalClientHTTPError${given ? '' : ` as ${name}`}`;
  const message = `an id, an app or a result that is not there answers ${distinct.join(' or ')} on fal; what the function raises is a \`fal_client.FalClientHTTPError\` as well, and is raised again`;
  return {
    edits: [
      { span: typesSpan(clause, file), text: caught },
      insertion(lineStart(source, start), text),
    ],
    needs: [{ module: 'fal_client' }],
    reasons: [differs(context, site, message)],
  };
}

/** What stands between `except` and `as` or the colon. */
function typesSpan({ exprs }: Clause, { names }: CallSite['file']): Expr['span'] {
  const [type] = exprs;
  if (!type) return { start: 0, end: 0 };
  const { start, end } = type.parens ?? type.span;
  const { source } = names.module;
  return source[start - 1] === '(' && source[end] === ')'
    ? { start: start - 1, end: end + 1 }
    : { start, end };
}

/** A name for the exception that its function does not use. */
function freeName({ file, use }: CallSite): string {
  const isFree = (name: string): boolean =>
    mentionsOf(file.names, name).length === 0 && !use.scope.bindings.has(name);
  return ['error', 'failure', 'http_error'].find(isFree) ?? 'fal_error';
}
