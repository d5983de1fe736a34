import type { CallSite } from '../../program/units.ts';
import { externalName } from '../../python/external.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { AttributeExpr, CallExpr, Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { textOfExpr } from '../layout.ts';
import { callText } from '../lines.ts';
import type { CallContext, Part } from '../part.ts';
import { clientTarget } from './client-call.ts';
import { placeOf } from './place.ts';

const EXECUTOR = /^concurrent\.futures\.(?:\w+\.)?\w+Executor$/;

/**
 * A method that is handed on with its arguments, to what calls it with just these:
 * `asyncio.to_thread(Model().run.remote, x)` → `asyncio.to_thread(fal_client.subscribe, "acme/app", arguments={"x": x})`.
 */
export function handedWhole(
  context: CallContext,
  site: CallSite,
  verb: string,
  mention: AttributeExpr,
  parent: CallExpr,
): Part | undefined {
  const { names } = site.file;
  const { source } = names.module;
  const [first, ...args] = parent.args;
  if (first?.value !== mention || !callsWithAll(site, parent.func)) return undefined;
  const others = site.file.uses.some(
    ({ span }) => contains(parent.argsSpan, span) && !contains(mention.span, span),
  );
  // What is written anew would lose comments, and what else becomes of the arguments.
  if (others || source.slice(parent.argsSpan.start, parent.argsSpan.end).includes('#'))
    return undefined;
  const shape = { call: { ...parent, args }, target: mention.value, aio: false, whole: parent };
  const target = clientTarget(context, site, shape);
  if (!('id' in target)) return undefined;
  const whole = [`fal_client.${verb}`, target.id, ...target.args];
  const text = callText(textOfExpr(source, parent.func), whole, placeOf(site, shape, parent));
  return {
    edits: [{ span: parent.span, text }],
    removed: target.removed,
    needs: [{ module: 'fal_client' }, ...target.needs],
    reasons: target.reasons,
  };
}

/** `asyncio.to_thread`, or `submit` of an executor: both pass on keywords too. */
function callsWithAll({ file: { names }, use: { scope } }: CallSite, func: Expr): boolean {
  if (externalName(names, func, scope) === 'asyncio.to_thread') return true;
  if (func.kind !== 'attribute' || func.attr !== 'submit' || func.value.kind !== 'name')
    return false;
  const bindings = bindingsOf(func.value.id, scope, func.span.start);
  return bindings.every(({ how, scope: home }) => {
    const made = how.kind === 'with' || how.kind === 'assign' ? how.value : undefined;
    return made?.kind === 'call' && EXECUTOR.test(externalName(names, made.func, home) ?? '');
  });
}
