import type { CallSite } from '../../program/units.ts';
import { mentionsOf } from '../../python/lookup.ts';
import { isUnknown } from '../../python/place.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { AssignStmt, CallExpr, Expr, NameExpr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Part } from '../part.ts';
import { objectCall } from '../settings/object-call.ts';
import { volumeAt } from '../mounts/read-mounts.ts';
import { rewritten } from './rewrite.ts';
import { isSync } from '../mounts/syncs.ts';

/** A volume that a unit's own code makes: what is called on it speaks for itself, so only one that is handed on is marked. */
export function volumeObject(context: CallContext, site: CallSite): Part {
  const { file, scope, use } = site;
  const { call } = use;
  if (!context.unit || !call) return objectCall(context, site);
  const { module } = file.names;
  const stmt = statementAt(module.body, call.span.start);
  const calls = new Map(file.uses.flatMap((each) => receiverOf(each)));
  const mentions = stmt?.kind === 'assign' ? readsOf(stmt, call, site) : undefined;
  const all = (mentions ?? [call]).map((expr) => calls.get(expr));
  if (all.every((each) => each !== undefined)) {
    // Nothing is left of a volume of which all that is asked has become something else.
    const goes = all.every(
      (each) =>
        isSync(each) || rewritten(context, { file, use: each, scope: each.scope }) !== undefined,
    );
    return goes && mentions && stmt ? { removed: [stmt.span] } : {};
  }
  const volume = volumeAt({ names: file.names, scope, expr: call });
  const directory = isUnknown(volume)
    ? 'a directory under `/data`'
    : `the directory \`/data/${volume.name}\``;
  const message = `This volume is ${directory} on fal: work with its path where the object is handed on`;
  return { reasons: [{ rule: context.rule.id, verdict: 'manual', message, span: use.span }] };
}

/** The object that a method is called on, and the call. */
function receiverOf(use: Use): [Expr, Use][] {
  const { call } = use;
  if (call?.func.kind !== 'attribute') return [];
  const { attr, value } = call.func;
  if (attr !== 'aio') return [[value, use]];
  return value.kind === 'attribute' ? [[value.value, use]] : [];
}

/** Where the variable is read that an assignment gives the volume to; nothing where it is no plain variable. */
function readsOf(
  { targets, value }: AssignStmt,
  call: CallExpr,
  { file }: CallSite,
): NameExpr[] | undefined {
  const [target] = targets;
  if (target?.kind !== 'name' || targets.length > 1 || value !== call) return undefined;
  return mentionsOf(file.names, target.id).flatMap(({ expr, scope }) => {
    if (expr === target) return [];
    const bindings = bindingsOf(expr.id, scope, expr.span.start);
    return bindings.some(({ how }) => how.kind === 'assign' && how.value === call) ? [expr] : [];
  });
}
