import type { CallSite } from '../../program/units.ts';
import { startOf } from '../../python/expression.ts';
import type { CallExpr, Stmt } from '../../python/syntax.ts';
import { statements } from '../../python/walk.ts';
import { indentOf, styleOf, textOfExpr } from '../layout.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { functionBlocker } from './plain-call.ts';
import { callShape, manual, parentOf, type CallShape } from './shape.ts';

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
  if (!options || shape.aio) {
    const what = shape.aio ? '`.aio`' : '`*` or `**`';
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
  const futures = `[${target}.submit(${inputs.argument}${extra}) for ${inputs.loop}]`;
  const stmt = form === 'for_each' ? loopStatement(site, shape) : undefined;
  if (stmt)
    return { edits: [{ span: stmt.span, text: forLoop(site, stmt.span.start, futures, options) }] };
  const part = gathered(futures, options, form, isOnlyArgument(site, shape));
  return {
    edits: [{ span: shape.call.parens ?? shape.call.span, text: part.text }],
    needs: part.needs,
  };
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
  futures: string,
  options: ReadonlyMap<string, string>,
): string {
  const { module } = file.names;
  const inner = indentOf(module.source, at) + styleOf(module).indent;
  const wait =
    options.get('ignore_exceptions') === 'True' ? 'future.exception()' : 'future.result()';
  return `for future in ${futures}:\n${inner}${wait}`;
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
  futures: string,
  options: ReadonlyMap<string, string>,
  form: 'map' | 'starmap' | 'for_each',
  bare: boolean,
): { text: string; needs: Need[] } {
  const unordered = options.get('order_outputs') === 'False' && form !== 'for_each';
  const source = unordered ? `as_completed(${futures})` : futures;
  const swallow =
    options.get('return_exceptions') === 'True' || options.get('ignore_exceptions') === 'True';
  const result = swallow ? 'future.exception() or future.result()' : 'future.result()';
  const needs: Need[] = unordered ? [{ module: 'concurrent.futures', name: 'as_completed' }] : [];
  const text = `${result} for future in ${source}`;
  if (form === 'for_each') return { text: `[${text}]`, needs };
  return { text: bare ? text : `(${text})`, needs };
}
