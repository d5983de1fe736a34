import type { Span } from '../../model/span.ts';
import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { attributesOf, exprsOf, mentionsOf, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { Part } from '../part.ts';
import type { Reason } from '../plan.ts';

/** Marks for objects of converted classes that go where nobody sees them called: a `fal.App` cannot be made. */
export function instancesPart(
  program: Program,
  { names }: ProgramFile,
  units: readonly Unit[],
  isOwn: (span: Span) => boolean,
): Part {
  const classes = new Set<unknown>(
    units.flatMap(({ kind, stmt }) => (kind === 'class' ? [stmt] : [])),
  );
  if (classes.size === 0) return {};
  const reasons = exprsOf(names, 'call').flatMap(({ expr, scope }): Reason[] => {
    if (!isOwn(expr.span)) return [];
    const value = names.valueOf(expr.func, scope);
    const made = value.kind === 'instance' && !value.object ? value.definition : undefined;
    if (!made || made.owner || !classes.has(made.stmt) || !isHandedOn(program, names, expr))
      return [];
    const text = textOfExpr(names.module.source, expr).replace(/\s+/g, ' ');
    const message = `\`${text}\` makes an object of a \`fal.App\`, which fal refuses, and what is called on it shows only when the program runs: call its endpoints with \`fal_client\` where they are needed`;
    return [{ rule: 'cannot-resolve', verdict: 'manual', message, span: expr.span }];
  });
  return reasons.length === 0 ? {} : { reasons };
}

/** Whether an object goes elsewhere than into a method call: an attribute, an argument, a result, a collection. */
function isHandedOn(program: Program, names: Names, call: CallExpr): boolean {
  const parent = parentOf(names, call);
  if (parent) return parent.kind !== 'attribute';
  const stmt = names.scopes.stmts.find(
    (each) =>
      (each.kind === 'assign' && each.value === call) ||
      (each.kind === 'return' && each.exprs.includes(call)),
  );
  if (stmt?.kind === 'return') return true;
  if (stmt?.kind !== 'assign') return false;
  const [target, second] = stmt.targets;
  if (target?.kind === 'attribute' && !second) {
    const { scope } = names.scopes.placeOf(stmt);
    return !isOwnObject(target.value, scope) || !isOnlyCalled(program, target.attr, call);
  }
  if (target?.kind !== 'name' || second) return true;
  return mentionsOf(names, target.id).some((mention) => {
    if (mention.expr.span.start === target.span.start) return false;
    const all = bindingsOf(target.id, mention.scope, mention.expr.span.start);
    const isOurs = all.some(({ how }) => how.kind === 'assign' && how.value === call);
    return isOurs && parentOf(names, mention.expr)?.kind !== 'attribute';
  });
}

/** `self`, in a method. */
function isOwnObject(expr: Expr, { parent, bindings }: Scope): boolean {
  const how = expr.kind === 'name' ? bindings.get(expr.id)?.[0]?.how : undefined;
  return parent?.kind === 'class' && how?.kind === 'param' && how.index === 0;
}

/** Whether all that a program does with what `self.worker = Worker()` made is to call methods on it. */
function isOnlyCalled({ files }: Program, attr: string, call: CallExpr): boolean {
  return files.every(({ names }) => {
    const targets = new Set<Expr>(
      names.scopes.stmts.flatMap((stmt) => (stmt.kind === 'assign' ? stmt.targets : [])),
    );
    return attributesOf(names, attr).every(({ expr, scope }) => {
      if (targets.has(expr) || parentOf(names, expr)?.kind === 'attribute') return true;
      const value = names.valueOf(expr, scope);
      return value.kind === 'instance' && value.origin?.expr !== call;
    });
  });
}
