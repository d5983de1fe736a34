import type { CallSite, Unit } from '../../program/units.ts';
import type { Param } from '../../python/syntax.ts';
import type { Edit } from '../../model/span.ts';
import { decodedText, encodedText, receiveNeeds, sendNeeds } from '../endpoints/base64.ts';
import { styleOf } from '../layout.ts';
import { comprehensionText, listText, type ListText } from '../lines.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { calledName, requestTarget } from './client.ts';
import { crossingOf } from './what-crosses.ts';
import { unmade } from './encoding.ts';
import { deployedClass } from './deployed.ts';
import { isOnlyArgument, iterablesOf, loopStatement, optionsOf } from './many.ts';
import { placeOf } from './place.ts';
import {
  calledUnit,
  callShape,
  differs,
  isOnSelf,
  manual,
  paramsOf,
  type CallShape,
} from './shape.ts';

type Form = 'map' | 'starmap' | 'for_each';

/** `Model().run.map(xs)` → `(handle.get() for handle in [fal_client.submit(…) for x in xs])`: all are queued, results come in order. */
export function manyRequests(context: CallContext, site: CallSite, form: Form): Part {
  const shape = callShape(site);
  if (!shape)
    return manual(context, site, `\`${form}\` is passed on as a value: call it where it is used`);
  const { source } = site.file.names.module;
  const options = optionsOf(source, shape);
  const simple =
    options &&
    [...options].every(
      ([name, value]) => name === 'kwargs' || value === 'False' || name === 'order_outputs',
    );
  if (!options || !simple || (shape.aio && form === 'for_each') || isOnSelf(site, shape)) {
    return manual(
      context,
      site,
      `send the requests of this \`${form}\` with \`fal_client.submit\`, and read each handle with \`get()\``,
    );
  }
  const inputs = inputsOf(context, site, shape, form);
  if (!inputs)
    return manual(
      context,
      site,
      `the inputs of this \`${form}\` have no names here: \`fal_client\` sends them by name`,
    );
  const unit = unitOf(context, site);
  const { result, hidden } = crossingOf(site, unit, calledName(site, shape, unit));
  const read = shape.aio ? 'await handle.get()' : 'handle.get()';
  const element = result ? decodedText(result, { text: read, isName: false }) : read;
  const kwargs = options.get('kwargs');
  if (element === undefined || (inputs.needs.length > 0 && kwargs !== undefined)) {
    const message = `bytes and objects cross as text and dicts: send the requests of this \`${form}\` with \`fal_client.submit\`, and make what each handle gives again what it was`;
    return manual(context, site, message);
  }
  const argumentsSource = kwargs === undefined ? inputs.dict : `{**${inputs.dict}, **${kwargs}}`;
  const target = requestTarget(context, site, shape, argumentsSource);
  if (!('id' in target)) return target;
  const request = `(${[target.id, ...target.args].join(', ')})`;
  const submit = shape.aio
    ? `await fal_client.submit_async${request}`
    : `fal_client.submit${request}`;
  const handles = { open: '[', element: submit, loop: inputs.loop, close: ']' };
  return {
    edits: [edit(site, shape, handles, form, element)],
    removed: target.removed,
    needs: [
      { module: 'fal_client' },
      ...inputs.needs,
      ...(result ? receiveNeeds(result) : []),
      ...target.needs,
    ],
    reasons: [
      ...target.reasons,
      ...(hidden ? [unmade(context, site, hidden)] : []),
      differs(
        context,
        site,
        'each input is a request of its own in the queue, and `max_concurrency` says how many run at a time',
      ),
    ],
  };
}

function edit(
  site: CallSite,
  shape: CallShape,
  handles: ListText,
  form: Form,
  element: string,
): Edit {
  const { names } = site.file;
  const stmt = form === 'for_each' ? loopStatement(site, shape) : undefined;
  const place = placeOf(site, shape);
  if (stmt) {
    const head = 'for handle in ';
    const list = listText(handles, {
      ...place,
      before: place.indent.length + head.length,
      after: 1,
    });
    const inner = place.indent + styleOf(names).indent;
    return { span: stmt.span, text: `${head}${list}:\n${inner}handle.get()` };
  }
  const bare = isOnlyArgument(site, shape) && !shape.aio;
  const brackets = form === 'for_each' ? '[]' : bare ? '' : '()';
  const text = comprehensionText(brackets, { element, target: 'handle' }, handles, place);
  return { span: shape.call.parens ?? shape.call.span, text };
}

/** The arguments of one request, and the loop that gives them. */
interface Inputs {
  readonly dict: string;
  readonly loop: string;
  /** Of what is encoded. */
  readonly needs: readonly Need[];
}

function unitOf(context: CallContext, site: CallSite): Unit | undefined {
  return calledUnit(context, site) ?? deployedClass(context.units, site);
}

function inputsOf(
  context: CallContext,
  site: CallSite,
  shape: CallShape,
  form: Form,
): Inputs | undefined {
  const { call } = shape;
  const { source } = site.file.names.module;
  const unit = unitOf(context, site);
  const method = calledName(site, shape, unit);
  const params: readonly Param[] | undefined = paramsOf(unit, method);
  const { fields } = crossingOf(site, unit, method);
  const iterables = iterablesOf(source, call);
  const [first, second] = iterables;
  const names = params?.filter(({ star }) => star === '').map(({ name }) => name);
  if (first === undefined || !names || names.length < iterables.length) return undefined;
  const q = context.style.quote;
  if (form === 'starmap') {
    // The tuples are taken apart where nobody sees which item is what.
    if (fields.size > 0) return undefined;
    const keys = names.map((name) => q + name + q).join(', ');
    return { dict: `dict(zip([${keys}], args))`, loop: `args in ${first}`, needs: [] };
  }
  const used = names.slice(0, iterables.length);
  const sent = used.map((name) => {
    const field = fields.get(name);
    return field ? encodedText(field, { text: name, isName: true }) : name;
  });
  if (sent.includes(undefined)) return undefined;
  const dict = `{${used.map((name, i) => `${q}${name}${q}: ${sent[i] ?? name}`).join(', ')}}`;
  return {
    dict,
    needs: used.flatMap((name) => {
      const field = fields.get(name);
      return field ? sendNeeds(field) : [];
    }),
    loop:
      second === undefined
        ? `${used.join('')} in ${first}`
        : `${used.join(', ')} in zip(${iterables.join(', ')})`,
  };
}
