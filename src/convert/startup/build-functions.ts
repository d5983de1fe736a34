import { readImage, type LayerCall } from '../../program/image.ts';
import type { Verdict } from '../../model/rule.ts';
import type { Method, Unit } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { isDissolved } from '../constructors/constructor.ts';
import { keysOf } from '../secrets/environment.ts';
import { atBodyStart, indentOf, insertion } from '../layout.ts';
import { hasEndpointClass, webDecorator } from '../naming.ts';
import { placeOf } from '../dockerfile/image-part.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { variableLines } from './variables.ts';
import type { Reason } from '../plan.ts';
import { startupOf, type Startup } from './build-function.ts';
import { buildStepOf, stepEdit, type BuildStep } from './build-step.ts';
import { firstLines } from './first-lines.ts';
import { servedMethod } from '../web/served-method.ts';

const RUN = 'modal.Image.run_function';
/** Layers that may read what a function left in the image. */
const READS = /^modal\.Image\.(?:run_commands|dockerfile_commands|run_function|shell|entrypoint)$/;
const CACHES =
  /^(?:HF_HOME|HF_HUB_CACHE|HF_DATASETS_CACHE|HUGGINGFACE_HUB_CACHE|TRANSFORMERS_CACHE|XDG_CACHE_HOME)$/;

/** What a unit has to do when it starts, because its image did it while it was built. */
export interface Starts {
  /** What the image does itself, by a program of the file. */
  readonly steps: readonly BuildStep[];
  /** The calls, where they can stand at the start of the unit. */
  readonly startups: readonly Startup[];
  readonly reasons: readonly Reason[];
}

/** Calls, at the start of a unit, what its image ran while it was built. */
export function startupPart(context: UnitContext): Part {
  const { steps, startups, reasons } = startsOf(context);
  const { stmt } = context.unit;
  const built = stepPart(context, steps);
  const web = webDecorator(context.unit);
  const variables = variableLines(context);
  // The class that serves a function has them in its `setup`.
  const isEndpoint = hasEndpointClass(context.unit);
  const calls = web === undefined && !isEndpoint ? startups : [];
  const lines = isEndpoint ? [] : [...variables, ...calls.map(({ text }) => text)];
  if (lines.length === 0) {
    const needs = variables.length > 0 ? [{ module: 'os' }] : [];
    return mergeParts([built, { needs, reasons }]);
  }
  const start: Start = { lines, usesOs: variables.length > 0 };
  const part = stmt.kind === 'class' ? inSetup(context, start) : inBody(context, stmt, start);
  return mergeParts([built, part, cachedPart(context, calls), { reasons }]);
}

/** Reads what the image of a unit ran. */
export function startsOf(context: UnitContext): Starts {
  const layers = layersOf(context);
  const runs = layers
    .filter(({ symbol }) => symbol.name === RUN)
    .map((layer) => {
      const startup = startupOf(layer);
      if (startup?.cached) return { startup };
      return { startup, step: buildStepOf(layer, placeOf(context), context.style.quote) };
    });
  const steps = runs.flatMap(({ step }) => step ?? []);
  const startups = runs.flatMap(({ startup, step }) => (step ? [] : (startup ?? [])));
  for (const startup of startups) {
    const why = obstacle(context, startup, layers);
    if (why !== undefined) {
      const message = `\`${startup.stmt.name}\` ran when the image was built, and fal runs no Python function then: ${why}`;
      return { steps, startups: [], reasons: [about(context, 'manual', message)] };
    }
  }
  const moved = layers.some((layer) => movesCache(layer));
  return {
    steps,
    startups,
    reasons: [
      ...steps.map((step) => builtIn(context, step)),
      ...startups.map((startup) => repeated(context, startup, moved)),
    ],
  };
}

/** The programs of an image's steps, each made once in the file. */
function stepPart(context: UnitContext, steps: readonly BuildStep[]): Part {
  if (steps.length === 0) return {};
  const { file, style } = context;
  const { source } = file.names.module;
  const edits = steps.map((step) => stepEdit(source, step, style));
  return { edits, needs: [{ module: 'inspect' }] };
}

function builtIn(context: UnitContext, { stmt }: BuildStep): Reason {
  const message = `\`${stmt.name}\` runs in a \`RUN\` line, with its own source and what that names: what else the file does when it is imported is not done, and what lands in the cache of Hugging Face is fetched again on a runner`;
  return about(context, 'rewrite-unsafe', message);
}

/** What Modal did once for all containers is done by each runner. */
function repeated(context: UnitContext, { stmt, cached }: Startup, moved: boolean): Reason {
  const what = `\`${stmt.name}\` ran when the image was built, and is called by each runner when it starts`;
  if (cached && !moved)
    return about(
      context,
      'rewrite-unsafe',
      `${what}: it finds what fal keeps under \`/data/.cache/huggingface\``,
    );
  const why = cached
    ? 'the image sets another folder for the cache'
    : 'what it leaves is gone with the runner';
  return about(
    context,
    'manual',
    `${what}: ${why}, so keep it under \`/data\` and look first whether it is there`,
  );
}

function layersOf({ unit }: UnitContext): readonly LayerCall[] {
  const image = unit.settings.get('image');
  const chain = image && readImage(image.names, image.value, image.scope);
  return chain?.known ? chain.layers : [];
}

function about({ unit }: UnitContext, verdict: Verdict, message: string): Reason {
  return { rule: 'image-run-function', verdict, message, span: unit.stmt.nameSpan };
}

/** What keeps a call from standing at the start of the unit. */
function obstacle(
  { unit, file, collected }: UnitContext,
  { stmt, names, argsFrom, given }: Startup,
  layers: readonly LayerCall[],
): string | undefined {
  const { name } = stmt;
  const last = layers.findLastIndex((layer) => layer.symbol.name === RUN);
  if (layers.slice(last + 1).some(({ symbol }) => READS.test(symbol.name)))
    return 'steps of the image come after it, and may need what it leaves';
  if (!file.names.scopes.module.bindings.has(name) || (argsFrom && argsFrom !== file.names))
    return `import it, and call it when \`${unit.name}\` starts`;
  const web = webDecorator(unit);
  if (
    unit.stmt.kind === 'function' &&
    web === undefined &&
    !hasEndpointClass(unit) &&
    names !== file.names
  )
    return `put \`@fal.cached\` on it, and call it first in \`${unit.name}\``;
  if (web !== undefined && web !== 'modal.fastapi_endpoint')
    return `call it before \`${unit.name}\` is served`;
  if (unit.inherited.some(({ role }) => role === 'enter') && !hasEnter(unit))
    return `call it first in \`setup\``;
  if (servedMethod(unit)) return 'call it before the object is made';
  if (given.includes('gpu') && !unit.settings.has('gpu'))
    return `it needs a GPU, which \`${unit.name}\` has not`;
  if (given.includes('secrets') && collected.some((setting) => setting.name === 'secrets'))
    return `add its secrets to those of \`${unit.name}\`, and call it there first`;
  return undefined;
}

function hasEnter(unit: Unit): boolean {
  return unit.methods.some(({ role, stmt }) => role === 'enter' && !isDissolved(unit, stmt));
}

/** Whether a layer says where the cache of Hugging Face is. */
function movesCache({ symbol, call, names, scope }: LayerCall): boolean {
  const [argument] = symbol.name === 'modal.Image.env' ? call.args : [];
  return argument
    ? keysOf({ names, scope, expr: argument.value }).some((key) => CACHES.test(key))
    : false;
}

/** What a unit does first. */
interface Start {
  readonly lines: readonly string[];
  readonly usesOs: boolean;
}

/** Once a runner, before all else that `setup` does. */
function inSetup(context: UnitContext, start: Start): Part {
  const { unit, style } = context;
  const own = unit.methods.filter(({ role, stmt }) => role === 'enter' && !isDissolved(unit, stmt));
  const rank = ({ stmt, snap }: Method): number => (stmt.name === '__init__' ? 0 : snap ? 1 : 2);
  const [first] = own.toSorted((a, b) => rank(a) - rank(b));
  if (first) return inBody(context, first.stmt, start);
  const body = start.lines.map((line) => style.indent + line);
  const needs = start.usesOs ? [{ module: 'os' }] : [];
  return { members: [['def setup(self):', ...body].join('\n')], needs };
}

function inBody({ file, style }: UnitContext, stmt: FunctionStmt, { lines, usesOs }: Start): Part {
  if (usesOs) return firstLines(file.names, stmt, lines, style);
  return { edits: [atBodyStart(file.names.module.source, stmt, lines, style.indent)] };
}

/** Once a process: `fal.cached` keeps the result of the first call. */
function cachedPart({ unit, file }: UnitContext, startups: readonly Startup[]): Part {
  if (unit.stmt.kind === 'class' || startups.length === 0) return {};
  const { source } = file.names.module;
  const edits = startups.map(({ stmt: { span } }) =>
    insertion(span.start, `@fal.cached\n${indentOf(source, span.start)}`),
  );
  return { edits, needs: [{ module: 'fal' }] };
}
