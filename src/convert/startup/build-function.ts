import type { LayerCall } from '../../program/image.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { expressionsIn, statements } from '../../python/walk.ts';
import { argumentExpr } from '../dockerfile/call.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { textOfExpr } from '../layout.ts';

/** A function that Modal runs while it builds an image, and that can run when a runner starts instead. */
export interface Startup {
  readonly stmt: FunctionStmt;
  /** The file of the function. */
  readonly names: Names;
  /** `download(model="m")`. */
  readonly text: string;
  /** The file in which the arguments of the call are written. */
  readonly argsFrom: Names | undefined;
  /** All that it leaves behind is in the cache of Hugging Face, which fal keeps under `/data`. */
  readonly cached: boolean;
  /** What the build step was given besides: `gpu`, `secrets`. */
  readonly given: readonly string[];
}

/** Options that say how the build step runs, and mean nothing to a call. */
const PLAIN = new Set([
  'timeout',
  'cpu',
  'memory',
  'force_build',
  'include_source',
  'cloud',
  'region',
]);
/** Options that the unit itself may have too. */
const SHARED = new Set(['gpu', 'secret', 'secrets']);
const MAX_DEPTH = 4;

/** What changes the process itself: harmless while an image is built, not before the code of a runner. */
const PROCESS =
  /^(?:os\.(?:chdir|fork|_exit|kill|system|popen|putenv)|sys\.(?:exit|path\.\w+)|exit|quit|subprocess\.\w+|threading\.\w+|multiprocessing\.\w+|signal\.\w+|asyncio\.run|atexit\.\w+|exec|eval)$/;

/** What fetches into the cache of Hugging Face. */
const FETCHES =
  /^(?:huggingface_hub\.(?:snapshot_download|hf_hub_download)|(?:transformers|diffusers)\.(?:\w+\.)*(?:from_pretrained|pipeline|move_cache|from_config)|sentence_transformers\.\w+)$/;
/** What goes with it, and leaves nothing. */
const BESIDE =
  /^(?:huggingface_hub\.login|print|len|range|str|int|dict|list|enumerate|torch\.(?:device|cuda\.is_available))$/;
const DIRECTORIES = new Set([
  'cache_dir',
  'local_dir',
  'cache_folder',
  'output_dir',
  'save_directory',
]);

/** Reads a `run_function` layer; nothing where the call has to stay with a person. */
export function startupOf(layer: LayerCall): Startup | undefined {
  const expr = argumentExpr(layer.call, 'raw_f', 0);
  const value = expr?.kind === 'name' ? layer.names.valueOf(expr, layer.scope) : undefined;
  if (expr?.kind !== 'name' || value?.kind !== 'definition' || value.owner) return undefined;
  const { stmt, names } = value;
  if (stmt.kind !== 'function' || stmt.async || stmt.decorators.length > 0 || isGenerator(stmt))
    return undefined;
  if (stmt.name !== expr.id || names.scopeOf(stmt).kind !== 'module') return undefined;
  const options = layer.call.args.flatMap(({ name, star }) => (star === '' ? (name ?? []) : ['*']));
  const given = options.filter(
    (name) => !['raw_f', 'args', 'kwargs'].includes(name) && !PLAIN.has(name),
  );
  if (
    given.some((name) => !SHARED.has(name)) ||
    layer.call.args.filter(({ name }) => name === undefined).length > 1
  )
    return undefined;
  const args = argumentsOf(layer, stmt);
  if (!args || !isHarmless(names, stmt, 0)) return undefined;
  return {
    stmt,
    names,
    text: `${stmt.name}(${args.join(', ')})`,
    argsFrom: args.length > 0 ? layer.names : undefined,
    cached: isCached(names, stmt),
    given: given.map((name) => (name === 'secret' ? 'secrets' : name)),
  };
}

/** `args=("m",), kwargs={"size": 1}` as they stand in a call. */
function argumentsOf({ call, names }: LayerCall, { params }: FunctionStmt): string[] | undefined {
  const { source } = names.module;
  const list = argumentExpr(call, 'args');
  const dict = argumentExpr(call, 'kwargs');
  if (list && list.kind !== 'tuple' && list.kind !== 'list') return undefined;
  if (dict && dict.kind !== 'dict') return undefined;
  const positional = (list?.items ?? []).map((item) => textOfExpr(source, item));
  const named = (dict?.entries ?? []).map(({ key, value }) =>
    key?.kind === 'string' && key.value !== undefined
      ? { name: key.value, text: textOfExpr(source, value) }
      : undefined,
  );
  if (named.includes(undefined) || (list?.items ?? []).some(({ kind }) => kind === 'starred'))
    return undefined;
  const known = named.flatMap((each) => each ?? []);
  const missing = params
    .slice(positional.length)
    .some(
      (param) =>
        param.star === '' && !param.default && !known.some(({ name }) => name === param.name),
    );
  return missing ? undefined : [...positional, ...known.map(({ name, text }) => `${name}=${text}`)];
}

/** Whether a function, and those of the tree that it calls, leave the process as it was. */
function isHarmless(names: Names, stmt: FunctionStmt, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = [...statements(stmt.body.body)];
  if (inner.some((each) => each.kind === 'global' || setsEnviron(names, each))) return false;
  return callsIn(names, stmt).every(({ call, name }) => {
    if (PROCESS.test(name) || name.startsWith('os.environ.')) return false;
    const callee = names.valueOf(call.func, names.scopes.inside(stmt));
    if (callee.kind !== 'definition') return callee.kind !== 'instance';
    if (callee.stmt.kind === 'class') return false;
    return callee.stmt === stmt || isHarmless(callee.names, callee.stmt, depth + 1);
  });
}

/** `os.environ["X"] = "1"`. */
function setsEnviron(names: Names, stmt: Stmt): boolean {
  return (
    stmt.kind === 'assign' &&
    stmt.targets.some(
      (target) =>
        target.kind === 'subscript' &&
        externalName(names, target.value, names.scopes.module) === 'os.environ',
    )
  );
}

interface NamedCall {
  readonly call: CallExpr;
  /** Its dotted name at home; `.attr` of something that is not imported. */
  readonly name: string;
}

function callsIn(names: Names, stmt: FunctionStmt): NamedCall[] {
  const scope = names.scopes.inside(stmt);
  return [...expressionsIn(stmt.body.body)].flatMap((expr): NamedCall[] => {
    if (expr.kind !== 'call') return [];
    const attr = expr.func.kind === 'attribute' ? `.${expr.func.attr}` : '';
    return [{ call: expr, name: externalName(names, expr.func, scope) ?? attr }];
  });
}

function isCached(names: Names, stmt: FunctionStmt): boolean {
  const calls = callsIn(names, stmt);
  const isFetched = ({ call, name }: NamedCall): boolean =>
    FETCHES.test(name) &&
    !call.args.some((arg) => arg.star !== '' || DIRECTORIES.has(arg.name ?? ''));
  return calls.some(isFetched) && calls.every((one) => isFetched(one) || BESIDE.test(one.name));
}
