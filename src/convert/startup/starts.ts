import type { Verdict } from '../../model/rule.ts';
import { readImage, type LayerCall } from '../../program/image.ts';
import type { Unit } from '../../program/units.ts';
import { textsOf, type Constant } from '../../python/constant.ts';
import { isDissolved } from '../constructors/constructor.ts';
import { needsNoGpu } from '../dockerfile/gpu-steps.ts';
import { placeOf } from '../dockerfile/image-part.ts';
import { hasEndpointClass } from '../naming.ts';
import type { Style, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { keysOf } from '../secrets/environment.ts';
import type { Place } from '../written/place.ts';
import { startupOf, type Startup } from './build-function.ts';
import { buildStepOf, type BuildStep } from './build-step.ts';

const RUN = 'modal.Image.run_function';
/** Layers that may read what a function left in the image. */
const READS = /^modal\.Image\.(?:run_commands|dockerfile_commands|run_function|shell|entrypoint)$/;
/** What makes libraries take from the cache only. */
const OFFLINE = /local_files_only|\b(?:HF_HUB|TRANSFORMERS|HF_DATASETS)_OFFLINE\b/;
const FETCHED =
  'filled the cache of Hugging Face when the image was built, and is not called any more: on fal the first runner that needs a model fetches it, and `/data/.cache/huggingface` keeps it for all';
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

/** What becomes of a function that an image ran: a program of the image, else a call of the unit. */
export function ranBy(
  layer: LayerCall,
  place: Place,
  quote?: Style['quote'],
): { readonly startup: Startup | undefined; readonly step?: BuildStep | undefined } {
  const startup = startupOf(layer);
  // What another folder is said to hold, lies in the image where it is fetched after that.
  if (startup?.cached && !chainOf(layer).some(movesCache)) return { startup };
  return { startup, step: buildStepOf(layer, place, quote) };
}

/** The layers before a layer. */
function chainOf({ call, names, scope, frame }: LayerCall): readonly LayerCall[] {
  if (call.func.kind !== 'attribute') return [];
  const chain = readImage(names, call.func.value, scope, frame);
  return chain.known ? chain.layers : [];
}

/** Reads what the image of a unit ran. */
export function startsOf(context: UnitContext): Starts {
  const layers = layersOf(context);
  const runs = layers
    .filter(({ symbol }) => symbol.name === RUN)
    .map((layer) => ranBy(layer, placeOf(context), context.style.quote));
  const steps = runs.flatMap(({ step }) => step ?? []);
  const all = runs.flatMap(({ startup, step }) => (step ? [] : (startup ?? [])));
  const moved = layers.some((layer) => movesCache(layer));
  const startups: Startup[] = [];
  const reasons: Reason[] = [];
  for (const startup of all) {
    const { name } = startup.stmt;
    const needed = needs(context, startup, layers);
    const why = needed ?? obstacle(context, startup);
    if (why === undefined) {
      startups.push(startup);
      reasons.push(repeated(context, startup, moved));
    } else if (needed === undefined && startup.cached && !moved && !isOffline(context)) {
      reasons.push(about(context, 'rewrite-unsafe', `\`${name}\` ${FETCHED}`));
    } else {
      const message = `\`${name}\` ran when the image was built, and fal runs no Python function then: ${why}`;
      return { steps, startups: [], reasons: [about(context, 'manual', message)] };
    }
  }
  return { steps, startups, reasons: [...steps.map((step) => builtIn(context, step)), ...reasons] };
}

/** Whether code of the unit's file counts on what is in the cache. */
function isOffline(context: UnitContext): boolean {
  const texts = [context.file.names, ...layersOf(context).map(({ names }) => names)];
  return texts.some(({ module }) => OFFLINE.test(module.source));
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

/** What the function needs, and has not where a unit starts; or what needs it before. */
function needs(
  { unit, collected }: UnitContext,
  { cached, given }: Startup,
  layers: readonly LayerCall[],
): string | undefined {
  const last = layers.findLastIndex((layer) => layer.symbol.name === RUN);
  if (layers.slice(last + 1).some((layer) => readsWhatIsLeft(layer, cached)))
    return 'steps of the image come after it, and may need what it leaves';
  if (given.includes('gpu') && !unit.settings.has('gpu'))
    return `it needs a GPU, which \`${unit.name}\` has not`;
  if (given.includes('secrets') && collected.some((setting) => setting.name === 'secrets'))
    return `add its secrets to those of \`${unit.name}\`, and call it there first`;
  return undefined;
}

/** Whether a step may read what a function left; commands that fetch and install read no model from a cache. */
function readsWhatIsLeft(layer: LayerCall, cached: boolean): boolean {
  if (!READS.test(layer.symbol.name)) return false;
  const isCommands =
    layer.symbol.name === 'modal.Image.run_commands' && layer.unknown === undefined;
  if (!cached || !isCommands) return true;
  const commands = layer.args.map((argument) => textsOf(listOf(argument)));
  return !commands.every((texts) => texts?.every(needsNoGpu));
}

function listOf(of: Constant): Constant {
  return of.kind === 'list' ? of : { kind: 'list', items: [of] };
}

/** What keeps a call from standing at the start of the unit. */
function obstacle({ unit, file }: UnitContext, startup: Startup): string | undefined {
  const { stmt, names, argsFrom } = startup;
  const { name } = stmt;
  if (!file.names.scopes.module.bindings.has(name) || (argsFrom && argsFrom !== file.names))
    return `import it, and call it when \`${unit.name}\` starts`;
  if (unit.stmt.kind === 'function' && !hasEndpointClass(unit) && names !== file.names)
    return `put \`@fal.cached\` on it, and call it first in \`${unit.name}\``;
  if (unit.inherited.some(({ role }) => role === 'enter') && !hasEnter(unit))
    return `call it first in \`setup\``;
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
