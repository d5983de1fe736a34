import type { Edit } from '../../model/span.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, runsWithin, type Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, ImportFromStmt } from '../../python/syntax.ts';
import { BUILTINS } from '../finishing/builtins.ts';
import { textOfExpr } from '../layout.ts';
import { removal } from '../removals.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { pythonString } from '../settings/literals.ts';
import { carried } from './annotations.ts';
import { wireOf } from './wire.ts';

/** Types that are subscripted when the file is imported. */
const GENERIC =
  /^(?:list|dict|tuple|set|frozenset|type|(?:typing|typing_extensions|collections(?:\.abc)?)\.\w+)$/;

/**
 * Takes `from __future__ import annotations` out of a file whose routes FastAPI builds on a runner. Code travels there without the
 * names that only its annotations mention: as text they mean nothing, and FastAPI takes the input for part of the query string.
 * What cannot be evaluated when the file is imported becomes text by itself.
 */
export function eagerAnnotations(context: UnitContext): Part {
  const { file, unit, rule, style } = context;
  const { names } = file;
  const stmt = futureImport(names);
  if (!stmt) return {};
  const { source } = names.module;
  const quoted = annotationsOf(context).flatMap(({ expr, scope }): Edit[] => {
    if (isReady(names, expr, scope)) return [];
    const text = textOfExpr(source, expr).replace(/\s+/g, ' ');
    const quote = text.includes(style.quote) ? (style.quote === '"' ? "'" : '"') : style.quote;
    return [{ span: expr.parens ?? expr.span, text: pythonString(text, quote) }];
  });
  const message =
    '`from __future__ import annotations` goes: FastAPI finds no types on the runner by names that stand in text';
  const reason: Reason = { rule: rule.id, verdict: 'rewrite', message, span: unit.stmt.nameSpan };
  return { edits: [importEdit(source, stmt), ...quoted], reasons: [reason] };
}

function futureImport({ module }: Names): ImportFromStmt | undefined {
  return module.body.find(
    (stmt): stmt is ImportFromStmt =>
      stmt.kind === 'import-from' &&
      stmt.module === '__future__' &&
      stmt.names.some(({ name }) => name === 'annotations'),
  );
}

function importEdit(source: string, { span, names }: ImportFromStmt): Edit {
  const others = names.filter(({ name }) => name !== 'annotations').map(({ name }) => name);
  return others.length === 0
    ? removal(source, span)
    : { span, text: `from __future__ import ${others.join(', ')}` };
}

interface Annotation {
  readonly expr: Expr;
  /** In which it is evaluated. */
  readonly scope: Scope;
}

/** What Python evaluates once the import is gone, except for what the endpoint itself is given anew. */
function annotationsOf(context: UnitContext): Annotation[] {
  const { names } = context.file;
  return names.scopes.stmts.flatMap((stmt): Annotation[] => {
    const { scope } = names.scopes.placeOf(stmt);
    if (stmt.kind === 'assign') {
      const { annotation } = stmt;
      return annotation && scope.kind !== 'function' ? [{ expr: annotation, scope }] : [];
    }
    if (stmt.kind !== 'function') return [];
    const kept = keptBy(context, stmt);
    const params = kept.params ? stmt.params.map(({ annotation }) => annotation) : [];
    return [...params, kept.returns ? stmt.returns : undefined].flatMap((expr) =>
      expr ? [{ expr, scope }] : [],
    );
  });
}

/** Which annotations of a function no other edit of the unit replaces. */
function keptBy(
  { unit, file: { names } }: UnitContext,
  stmt: FunctionStmt,
): { params: boolean; returns: boolean } {
  const method = unit.methods.find((each) => each.stmt === stmt);
  // Hooks lose their parameters.
  if (method?.role === 'enter' || method?.role === 'exit') return { params: false, returns: true };
  if (method?.role !== 'method' && method?.role !== 'web') return { params: true, returns: true };
  const { returns } = stmt;
  const given = wireOf(unit, stmt.name).result !== undefined;
  const dropped = returns !== undefined && !carried(names, returns, names.scopeOf(stmt)).json;
  return { params: false, returns: !given && !(dropped && method.role === 'method') };
}

/** Whether an annotation means the same when it is evaluated where it stands. */
function isReady(names: Names, expr: Expr, scope: Scope): boolean {
  const ready = (inner: Expr): boolean => isReady(names, inner, scope);
  switch (expr.kind) {
    case 'constant':
    case 'string':
      return true;
    case 'name':
      return isBound(expr.id, scope, expr.span.start);
    case 'attribute':
      return ready(expr.value);
    case 'tuple':
    case 'list':
      return expr.items.every(ready);
    case 'binary':
      return (
        expr.op === '|' &&
        [expr.left, expr.right].every((side) => side.kind !== 'string' && ready(side))
      );
    case 'subscript': {
      const name = externalName(names, expr.value, scope) ?? '';
      const isText = name.endsWith('.Literal');
      return GENERIC.test(name) && ready(expr.value) && (isText || ready(expr.index));
    }
    default:
      return false;
  }
}

function isBound(name: string, scope: Scope, at: number): boolean {
  const bindings = bindingsOf(name, scope, at);
  if (bindings.length === 0) return BUILTINS.has(name);
  return bindings.every(
    (binding) =>
      binding.branches.length === 0 && (binding.from <= at || !runsWithin(scope, binding.scope)),
  );
}
