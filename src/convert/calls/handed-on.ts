import type { CallSite, Unit } from '../../program/units.ts';
import { constantOf } from '../../python/constants.ts';
import type { Param } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { requestTarget } from './client.ts';
import { deployedClass } from './deployed.ts';
import { calledUnit, paramsOf, parentOf } from './shape.ts';

/** `pool.map(Model().run.remote, xs)` → `pool.map(lambda x: fal_client.subscribe("acme/app", arguments={"x": x}), xs)`. */
export function handedOn(context: CallContext, site: CallSite, verb: string): Part | undefined {
  const { names } = site.file;
  const mention = names.scopes.exprs.find(
    ({ expr }) => expr.kind === 'attribute' && expr.span.end === site.use.span.end,
  )?.expr;
  const parent = mention && parentOf(names, mention);
  const unit = calledUnit(context, site) ?? deployedClass(context.units, site);
  const params = paramsOf(unit, site.method);
  if (site.use.aio || mention?.kind !== 'attribute' || parent?.kind !== 'call' || !unit || !params)
    return undefined;
  const taken = params.map((param) => lambdaParam(unit, param));
  if (parent.func === mention || taken.includes(undefined)) return undefined;
  const q = context.style.quote;
  const pairs = params.map(({ name }) => `${q}${name}${q}: ${name}`);
  const target = requestTarget(context, site, { target: mention.value }, `{${pairs.join(', ')}}`);
  if (!('id' in target)) return target;
  const head = params.length === 0 ? 'lambda' : `lambda ${taken.join(', ')}`;
  const text = `${head}: fal_client.${verb}(${[target.id, ...target.args].join(', ')})`;
  return {
    edits: [{ span: mention.span, text }],
    removed: target.removed,
    needs: [{ module: 'fal_client' }],
    reasons: target.reasons,
  };
}

/** A parameter as a lambda takes it; nothing where its default is not a plain value. */
function lambdaParam(
  { file }: Unit,
  { name, star, kind, default: value }: Param,
): string | undefined {
  const { names } = file;
  if (star !== '' || kind === 'keyword-only') return undefined;
  if (!value) return name;
  const plain = constantOf(names, value, names.scopes.module).kind === 'value';
  return plain && value.kind !== 'name'
    ? `${name}=${textOfExpr(names.module.source, value)}`
    : undefined;
}
