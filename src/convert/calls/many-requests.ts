import type { CallSite } from '../../program/units.ts';
import type { Param } from '../../python/syntax.ts';
import { indentOf, styleOf } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { requestTarget } from './client.ts';
import { isOnlyArgument, iterablesOf, loopStatement, optionsOf } from './many.ts';
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
  if (!options || !simple || shape.aio || isOnSelf(site, shape)) {
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
  const kwargs = options.get('kwargs');
  const argumentsSource = kwargs === undefined ? inputs.dict : `{**${inputs.dict}, **${kwargs}}`;
  const target = requestTarget(context, site, shape, argumentsSource);
  if (!('id' in target)) return target;
  const submit = `fal_client.submit(${[target.id, ...target.args].join(', ')})`;
  const handles = `[${submit} for ${inputs.loop}]`;
  return {
    edits: [edit(site, shape, handles, form)],
    removed: target.removed,
    needs: [{ module: 'fal_client' }],
    reasons: [
      ...target.reasons,
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
  handles: string,
  form: Form,
): { span: { start: number; end: number }; text: string } {
  const { module } = site.file.names;
  const stmt = form === 'for_each' ? loopStatement(site, shape) : undefined;
  if (stmt) {
    const inner = indentOf(module.source, stmt.span.start) + styleOf(module).indent;
    return { span: stmt.span, text: `for handle in ${handles}:\n${inner}handle.get()` };
  }
  const text = `handle.get() for handle in ${handles}`;
  const span = shape.call.parens ?? shape.call.span;
  if (form === 'for_each') return { span, text: `[${text}]` };
  return { span, text: isOnlyArgument(site, shape) ? text : `(${text})` };
}

/** The arguments of one request, and the loop that gives them. */
interface Inputs {
  readonly dict: string;
  readonly loop: string;
}

function inputsOf(
  context: CallContext,
  site: CallSite,
  { call }: CallShape,
  form: Form,
): Inputs | undefined {
  const { source } = site.file.names.module;
  const params: readonly Param[] | undefined = paramsOf(calledUnit(context, site), site.method);
  const iterables = iterablesOf(source, call);
  const [first, second] = iterables;
  const names = params?.filter(({ star }) => star === '').map(({ name }) => name);
  if (first === undefined || !names || names.length < iterables.length) return undefined;
  const q = context.style.quote;
  if (form === 'starmap') {
    const keys = names.map((name) => q + name + q).join(', ');
    return { dict: `dict(zip([${keys}], args))`, loop: `args in ${first}` };
  }
  const used = names.slice(0, iterables.length);
  const dict = `{${used.map((name) => `${q}${name}${q}: ${name}`).join(', ')}}`;
  return {
    dict,
    loop:
      second === undefined
        ? `${used.join('')} in ${first}`
        : `${used.join(', ')} in zip(${iterables.join(', ')})`,
  };
}
