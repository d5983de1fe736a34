import type { CallSite } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import { startOf } from '../../python/walk.ts';
import type { CallExpr, Stmt } from '../../python/syntax.ts';
import { statements } from '../../python/walk.ts';
import { indentOf, styleOf, textOfExpr } from '../layout.ts';
import { comprehensionText, listText, type CallPlace, type ListText } from '../lines.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { placeOf } from './place.ts';
import { functionBlocker } from './plain-call.ts';
import { callShape, manual, type CallShape } from './shape.ts';

/** Modal's `map` and its kind have keywords of their own, next to the iterables. */
const OPTIONS = new Set([
  'kwargs',
  'order_outputs',
  'return_exceptions',
  'ignore_exceptions',
  'wrap_returned_exceptions',
]);

/** How the inputs of one call are written: `item for item in xs`. */
interface Inputs {
  readonly argument: string;
  readonly loop: string;
}

/** `f.map(xs)` → `(future.result() for future in [f.submit(item) for item in xs])`: all are sent, results come in order. */
export function manyCalls(
  context: CallContext,
  site: CallSite,
  form: 'map' | 'starmap' | 'for_each',
): Part {
  const shape = callShape(site);
  const blocked = functionBlocker(context, site);
  if (blocked) return blocked;
  if (!shape)
    return manual(context, site, `\`${form}\` is passed on as a value: call it where it is used`);
  const { source } = site.file.names.module;
  const options = optionsOf(source, shape);
  if (!options || (shape.aio && (isTrue(options, 'return_exceptions') || isAsync(site, shape)))) {
    const what = !options
      ? '`*` or `**`'
      : isAsync(site, shape)
        ? 'an asynchronous input'
        : '`return_exceptions` and `.aio`';
    return manual(
      context,
      site,
      `\`${form}\` with ${what}: send the calls with \`submit\` and wait for their results`,
    );
  }
  const inputs = inputsOf(source, shape, form);
  if (!inputs) return manual(context, site, `\`${form}\` has no inputs that are known here`);
  const target = textOfExpr(source, shape.target);
  const kwargs = options.get('kwargs');
  const extra = kwargs === undefined ? '' : `, **${kwargs}`;
  const submit = `${target}.submit(${inputs.argument}${extra})`;
  const place = placeOf(site, shape);
  const list = { open: '[', element: submit, loop: inputs.loop, close: ']' };
  if (shape.aio) {
    const element = `asyncio.wrap_future(${submit})`;
    return awaitedMany(shape, { ...list, element }, { form, options, place });
  }
  const stmt = form === 'for_each' ? loopStatement(site, shape) : undefined;
  if (stmt)
    return { edits: [{ span: stmt.span, text: forLoop(site, stmt.span.start, list, options) }] };
  const part = gathered(list, { form, options, place }, isOnlyArgument(site, shape));
  return {
    edits: [{ span: shape.call.parens ?? shape.call.span, text: part.text }],
    needs: part.needs,
  };
}

/** How the calls are made and waited for. */
interface Asked {
  readonly form: 'map' | 'starmap' | 'for_each';
  readonly options: ReadonlyMap<string, string>;
  readonly place: CallPlace;
}

function isTrue(options: ReadonlyMap<string, string>, name: string): boolean {
  return options.get(name) === 'True';
}

/** Whether an input comes from an asynchronous generator of the tree: only `async for` reads it. */
function isAsync({ file, use }: CallSite, { call }: CallShape): boolean {
  return call.args.some(({ value }) => {
    const callee = value.kind === 'call' ? file.names.valueOf(value.func, use.scope) : undefined;
    return callee?.kind === 'definition' && callee.stmt.kind === 'function' && callee.stmt.async;
  });
}

/** `f.map.aio(xs)` → an asynchronous generator: all calls are sent, and each result is awaited where it is needed. */
function awaitedMany(
  { call, whole }: CallShape,
  list: ListText,
  { form, options, place }: Asked,
): Part {
  const needs = [{ module: 'asyncio' }];
  if (form === 'for_each') {
    const swallow = isTrue(options, 'ignore_exceptions') ? ', return_exceptions=True' : '';
    const all = { ...list, open: 'await asyncio.gather(*[', close: `]${swallow})` };
    return { edits: [{ span: whole.span, text: listText(all, place) }], needs };
  }
  const ordered = options.get('order_outputs') !== 'False';
  const source = ordered ? list : { ...list, open: 'asyncio.as_completed([', close: '])' };
  const head = { element: 'await future', target: 'future' };
  const text = comprehensionText('()', head, source, place);
  return { edits: [{ span: call.parens ?? call.span, text }], needs };
}

/** `list(f.map(xs))`: the only argument of a call needs no parentheses of its own. */
export function isOnlyArgument({ file }: CallSite, { call }: CallShape): boolean {
  const parent = parentOf(file.names, call);
  const [only, second] = parent?.kind === 'call' ? parent.args : [];
  return only?.value === call && only.name === undefined && !second;
}

/** The statement that is nothing but the call. */
export function loopStatement({ file }: CallSite, { call }: CallShape): Stmt | undefined {
  const { module } = file.names;
  return [...statements(module.body)].find(
    (stmt) => stmt.kind === 'expr' && stmt.exprs[0] === call,
  );
}

function forLoop(
  { file }: CallSite,
  at: number,
  list: ListText,
  options: ReadonlyMap<string, string>,
): string {
  const { module } = file.names;
  const indent = indentOf(module.source, at);
  const { indent: unit } = styleOf(file.names);
  const inner = indent + unit;
  const head = 'for future in ';
  const before = indent.length + head.length;
  const futures = listText(list, { indent, unit, before, after: 1 });
  const wait =
    options.get('ignore_exceptions') === 'True' ? 'future.exception()' : 'future.result()';
  return `${head}${futures}:\n${inner}${wait}`;
}

/** The keywords of `map` and its kind; nothing where stars hide them. */
export function optionsOf(
  source: string,
  { call }: CallShape,
): ReadonlyMap<string, string> | undefined {
  const options = new Map<string, string>();
  for (const arg of call.args) {
    if (arg.star !== '') return undefined;
    if (arg.name === undefined) continue;
    if (!OPTIONS.has(arg.name)) return undefined;
    options.set(arg.name, textOfExpr(source, arg.value));
  }
  return options;
}

/** The inputs of a call, each as an expression that can stand alone. */
export function iterablesOf(source: string, { args }: CallExpr): string[] {
  return args
    .filter((arg) => arg.name === undefined)
    .map(({ value }) => {
      const text = textOfExpr(source, value);
      // `starmap((a, b) for a, b in xs)`: the parentheses of the call were those of the generator.
      const [element] = value.kind === 'comprehension' ? value.element : [];
      return element && startOf(element) === value.span.start ? `(${text})` : text;
    });
}

function inputsOf(source: string, { call }: CallShape, form: string): Inputs | undefined {
  const iterables = iterablesOf(source, call);
  const [first, second] = iterables;
  if (first === undefined) return undefined;
  if (form === 'starmap') return { argument: '*args', loop: `args in ${first}` };
  if (second === undefined) return { argument: 'item', loop: `item in ${first}` };
  return { argument: '*args', loop: `args in zip(${iterables.join(', ')})` };
}

function gathered(
  list: ListText,
  { form, options, place }: Asked,
  bare: boolean,
): { text: string; needs: Need[] } {
  const unordered = options.get('order_outputs') === 'False' && form !== 'for_each';
  const source = unordered ? { ...list, open: 'as_completed([', close: '])' } : list;
  const swallow = isTrue(options, 'return_exceptions') || isTrue(options, 'ignore_exceptions');
  const element = swallow ? 'future.exception() or future.result()' : 'future.result()';
  const needs: Need[] = unordered ? [{ module: 'concurrent.futures', name: 'as_completed' }] : [];
  const brackets = form === 'for_each' ? '[]' : bare ? '' : '()';
  return { text: comprehensionText(brackets, { element, target: 'future' }, source, place), needs };
}
