import { readImage, type LayerCall } from '../../program/image.ts';
import type { Verdict } from '../../model/rule.ts';
import type { Method, Unit } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { keysOf } from '../settings/environment.ts';
import { atBodyStart, indentOf, insertion } from '../layout.ts';
import { webDecorator } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { startupOf, type Startup } from './build-function.ts';
import { servedMethod } from '../web/served-method.ts';

const RUN = 'modal.Image.run_function';
/** Layers that may read what a function left in the image. */
const READS = /^modal\.Image\.(?:run_commands|dockerfile_commands|run_function|shell|entrypoint)$/;
const CACHES =
  /^(?:HF_HOME|HF_HUB_CACHE|HF_DATASETS_CACHE|HUGGINGFACE_HUB_CACHE|TRANSFORMERS_CACHE|XDG_CACHE_HOME)$/;

/** What a unit has to do when it starts, because its image did it while it was built. */
export interface Starts {
  /** The calls, where they can stand at the start of the unit. */
  readonly startups: readonly Startup[];
  readonly reasons: readonly Reason[];
}

/** Calls, at the start of a unit, what its image ran while it was built. */
export function startupPart(context: UnitContext): Part {
  const { startups, reasons } = startsOf(context);
  const { stmt } = context.unit;
  // The class that serves a web function has them in its `setup`.
  if (startups.length === 0 || webDecorator(context.unit) !== undefined) return { reasons };
  const part =
    stmt.kind === 'class' ? inSetup(context, startups) : inFunction(context, stmt, startups);
  return { ...part, reasons };
}

/** Reads what the image of a unit ran. */
export function startsOf(context: UnitContext): Starts {
  const layers = layersOf(context);
  const runs = layers.filter(({ symbol }) => symbol.name === RUN);
  const startups = runs.flatMap((layer) => startupOf(layer) ?? []);
  for (const startup of startups) {
    const why = obstacle(context, startup, layers);
    if (why !== undefined) {
      const message = `\`${startup.stmt.name}\` ran when the image was built, and fal runs no Python function then: ${why}`;
      return { startups: [], reasons: [about(context, 'manual', message)] };
    }
  }
  const moved = layers.some((layer) => movesCache(layer));
  const reasons = startups.map((startup) => repeated(context, startup, moved));
  return { startups, reasons };
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
  if (unit.stmt.kind === 'function' && web === undefined && names !== file.names)
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

function hasEnter({ methods }: Unit): boolean {
  return methods.some(({ role }) => role === 'enter');
}

/** Whether a layer says where the cache of Hugging Face is. */
function movesCache({ symbol, call, names, scope }: LayerCall): boolean {
  const [argument] = symbol.name === 'modal.Image.env' ? call.args : [];
  return argument
    ? keysOf({ names, scope, expr: argument.value }).some((key) => CACHES.test(key))
    : false;
}

/** Once a runner, before all else that `setup` does. */
function inSetup({ unit, file, style }: UnitContext, startups: readonly Startup[]): Part {
  const lines = startups.map(({ text }) => text);
  const own = unit.methods.filter(({ role }) => role === 'enter');
  const rank = ({ stmt, snap }: Method): number => (stmt.name === '__init__' ? 0 : snap ? 1 : 2);
  const [first] = own.toSorted((a, b) => rank(a) - rank(b));
  if (first)
    return { edits: [atBodyStart(file.names.module.source, first.stmt, lines, style.indent)] };
  const body = lines.map((line) => style.indent + line);
  return { members: [['def setup(self):', ...body].join('\n')] };
}

/** Once a process: `fal.cached` keeps the result of the first call. */
function inFunction(
  { file, style }: UnitContext,
  stmt: FunctionStmt,
  startups: readonly Startup[],
): Part {
  const { source } = file.names.module;
  const lines = startups.map(({ text }) => text);
  const marks = startups.map(({ stmt: { span } }) =>
    insertion(span.start, `@fal.cached\n${indentOf(source, span.start)}`),
  );
  return {
    edits: [atBodyStart(source, stmt, lines, style.indent), ...marks],
    needs: [{ module: 'fal' }],
  };
}
