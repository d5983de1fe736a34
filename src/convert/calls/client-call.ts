import type { CallSite } from '../../program/units.ts';
import type { Expr, Param } from '../../python/syntax.ts';
import { receiveNeeds, sendNeeds } from '../endpoints/base64.ts';
import { holdsBytes } from '../endpoints/shape.ts';
import { callText, type CallPlace } from '../lines.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { answerOf } from './answer.ts';
import { calledName, requestTarget, type Target } from './client.ts';
import { crossingOf, type Crossing } from './what-crosses.ts';
import {
  base64At,
  certainShape,
  isUnsent,
  sentText,
  uncarried,
  unmade,
  unsent,
} from './encoding.ts';
import { deployedClass } from './deployed.ts';
import { wholeBody } from '../web/whole-body.ts';
import {
  calledUnit,
  callShape,
  differs,
  manual,
  namedArguments,
  paramsOf,
  type CallShape,
  type NamedArgument,
} from './shape.ts';

/** Works out the address and the arguments of a call on a class's method; a part that says why not, where that cannot be. */
export function clientTarget(
  context: CallContext,
  site: CallSite,
  shape: CallShape,
): Target | Part {
  const { names } = site.file;
  const source = names.module.source;
  const unit = calledUnit(context, site) ?? deployedClass(context.units, site);
  const method = calledName(site, shape, unit);
  const named = namedArguments(source, shape.call, paramsOf(unit, method));
  if (!named) {
    return manual(
      context,
      site,
      `the arguments of \`${method}\` have no names here: \`fal_client\` sends them by name`,
    );
  }
  const body = unit && wholeBody(unit, method);
  if (body) return bodyTarget(context, site, shape, body, named);
  const sent = sentArguments(context, site, named, unit && crossingOf(site, unit, method));
  const target = requestTarget(context, site, shape, `{${sent.pairs.join(', ')}}`);
  return 'id' in target
    ? { ...target, ...sent, reasons: [...target.reasons, ...sent.reasons] }
    : target;
}

/** A route with one dict takes the whole body: what is sent has no name of its own. */
function bodyTarget(
  context: CallContext,
  site: CallSite,
  shape: CallShape,
  body: Param,
  named: readonly NamedArgument[],
): Target | Part {
  const [only, second] = named;
  if (second || only?.name !== body.name || !isDict(body)) {
    const message = `\`${body.name}\` is the whole JSON body: send it as the dict that \`arguments=\` takes`;
    return manual(context, site, message);
  }
  return requestTarget(context, site, shape, only.text);
}

/** A `dict` of any kind; of a model nobody knows whether an object or a dict is sent. */
function isDict({ annotation }: Param): boolean {
  const type = annotation?.kind === 'subscript' ? annotation.value : annotation;
  const name = type?.kind === 'attribute' ? type.attr : type?.kind === 'name' ? type.id : '';
  return /^(?:dict|Dict|Mapping)$/.test(name);
}

/** The entries of `arguments`, bytes in base64. Nothing is known of the parameters of a class that stands elsewhere. */
function sentArguments(
  context: CallContext,
  site: CallSite,
  named: readonly NamedArgument[],
  crossing: Crossing | undefined,
): Pick<Target, 'pairs' | 'needs' | 'reasons'> {
  const q = context.style.quote;
  const needs: Need[] = [];
  const reasons: Reason[] = [];
  const told = new Set(named.map(({ name }) => name));
  const hidden = [...(crossing?.fields ?? [])].flatMap(([field, shape]) =>
    told.has(field) || !holdsBytes(shape) ? [] : [field],
  );
  const pairs = named.map(({ name, text, value }) => {
    if (name === undefined) {
      reasons.push(...hidden.map((field) => unsent(context, site, field, text)));
      return `**${spreadText(text, value)}`;
    }
    const shape = crossing ? crossing.fields.get(name) : certainShape(site, value);
    const sent = shape ? sentText(site, value, shape) : text;
    if (!shape) reasons.push(...uncarried(context, site, value));
    if (sent === undefined || (!shape && isUnsent(site, value)))
      reasons.push(unsent(context, site, name));
    if (shape && sent !== undefined && sent !== text) needs.push(...sendNeeds(shape));
    if (!crossing && shape)
      reasons.push(
        differs(
          context,
          site,
          `\`${name}\` is sent as base64 text: a class that takes \`bytes\` takes that once it is converted`,
        ),
      );
    return `${q}${name}${q}: ${sent ?? text}`;
  });
  return { pairs, needs, reasons };
}

/** A call takes any expression after `**`, a dict only one that binds tighter than `or` and its kind. */
function spreadText(text: string, { kind, parens }: Expr): string {
  const isTight = ['name', 'attribute', 'call', 'subscript', 'dict'].includes(kind);
  return isTight || parens ? text : `(${text})`;
}

/** A call of `fal_client` in the place of a Modal one. */
export function clientCall(
  context: CallContext,
  site: CallSite,
  verb: string,
  extra: readonly string[] = [],
): Part {
  const shape = callShape(site);
  if (!shape)
    return manual(
      context,
      site,
      `\`${site.use.symbol.name}\` is passed on as a value: call it where it is used`,
    );
  const target = clientTarget(context, site, shape);
  if (!('id' in target)) return target;
  const unit = calledUnit(context, site) ?? deployedClass(context.units, site);
  const { result, hidden } = crossingOf(site, unit, calledName(site, shape, unit));
  const needs = [...target.needs, ...(result ? receiveNeeds(result) : [])];
  const base64 = needs.some(({ module }) => module === 'base64') ? base64At(site) : 'module';
  if (base64 === 'other') {
    const message =
      'the call sends or gets bytes as base64 text, and `base64` is another name here';
    return manual(context, site, message);
  }
  const async = shape.aio ? '_async' : '';
  const args = [target.id, ...target.args, ...extra];
  const request = (place: CallPlace): string =>
    requestText(`fal_client.${verb}${async}`, args, target.pairs, place);
  const answer = answerOf(context, site, shape, { verb, request, result });
  return mergeParts([
    {
      removed: [...target.removed, ...(base64 === 'module' ? [] : base64)],
      needs: [{ module: 'fal_client' }, ...target.needs],
      reasons: [...target.reasons, ...(hidden ? [unmade(context, site, hidden)] : [])],
    },
    answer,
  ]);
}

/** A request on one line where it fits, else an argument a line; a dict that is too long for that has an entry a line. */
function requestText(
  callee: string,
  args: readonly string[],
  pairs: readonly string[],
  place: CallPlace,
): string {
  const text = callText(callee, args, place);
  const inner = place.indent + place.unit;
  const entries = pairs.map((pair) => `${inner}${place.unit}${pair},\n`).join('');
  const lines = text.split('\n').map((line) => {
    const isLong = line.length > MAX_WIDTH && line === `${inner}${DICT}${pairs.join(', ')}},`;
    return isLong ? `${inner}${DICT}\n${entries}${inner}},` : line;
  });
  return lines.join('\n');
}

const DICT = 'arguments={';
/** What most formatters allow. */
const MAX_WIDTH = 100;
