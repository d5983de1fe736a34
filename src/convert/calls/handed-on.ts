import type { CallSite, Unit } from '../../program/units.ts';
import { attributeAt } from '../../python/lookup.ts';
import { constantOf } from '../../python/constants.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Param } from '../../python/syntax.ts';
import { decodedText, encodedText, receiveNeeds, sendNeeds } from '../endpoints/base64.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { requestTarget } from './client.ts';
import { crossingOf } from './what-crosses.ts';
import { base64At, unmade } from './encoding.ts';
import { deployedClass } from './deployed.ts';
import { handedWhole } from './handed-whole.ts';
import { calledUnit, paramsOf } from './shape.ts';

/** `pool.map(Model().run.remote, xs)` → `pool.map(lambda x: fal_client.subscribe("acme/app", arguments={"x": x}), xs)`. */
export function handedOn(context: CallContext, site: CallSite, verb: string): Part | undefined {
  const { names } = site.file;
  const mention = attributeAt(names, site.use.span)?.expr;
  const parent = mention && parentOf(names, mention);
  const unit = calledUnit(context, site) ?? deployedClass(context.units, site);
  const params = paramsOf(unit, site.method);
  if (site.use.aio || mention?.kind !== 'attribute' || parent?.kind !== 'call' || !unit || !params)
    return undefined;
  const taken = params.map((param) => lambdaParam(unit, param));
  if (parent.func === mention || taken.includes(undefined)) return undefined;
  const q = context.style.quote;
  const crossing = crossingOf(site, unit, site.method);
  const whole = crossing.result ? undefined : handedWhole(context, site, verb, mention, parent);
  if (whole && !crossing.hidden) return whole;
  const sent = params.map(({ name }) => {
    const field = crossing.fields.get(name);
    return field ? encodedText(field, { text: name, isName: true }) : name;
  });
  if (sent.includes(undefined) || (crossing.result && verb === 'submit')) return undefined;
  const pairs = params.map(({ name }, i) => `${q}${name}${q}: ${sent[i] ?? name}`);
  const target = requestTarget(context, site, { target: mention.value }, `{${pairs.join(', ')}}`);
  if (!('id' in target)) return target;
  const head = params.length === 0 ? 'lambda' : `lambda ${taken.join(', ')}`;
  const request = `fal_client.${verb}(${[target.id, ...target.args].join(', ')})`;
  const { result } = crossing;
  const answer = result ? decodedText(result, { text: request, isName: false }) : request;
  if (answer === undefined) return undefined;
  const needs = [
    ...[...crossing.fields.values()].flatMap(sendNeeds),
    ...(result ? receiveNeeds(result) : []),
  ];
  if (needs.some(({ module }) => module === 'base64') && base64At(site) !== 'module')
    return undefined;
  return {
    edits: [{ span: mention.span, text: `${head}: ${answer}` }],
    removed: target.removed,
    needs: [{ module: 'fal_client' }, ...needs],
    reasons: [
      ...target.reasons,
      ...(crossing.hidden ? [unmade(context, site, crossing.hidden)] : []),
    ],
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
