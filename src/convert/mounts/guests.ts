import { readImage, type LayerCall } from '../../program/image.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { exprsWithin, parentOf } from '../../python/lookup.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import type { UnitContext } from '../part.ts';
import { pathMatches } from './mounts.ts';
import { mountsOf, mountProblemsOf, type Mount } from './read-mounts.ts';
import { referencesIn, type Reference, type Top } from '../settings/references.ts';

/** A mention of a path constant that leads out of the units which mount the volume. */
export interface Way {
  /** The statement that holds the path. */
  readonly top: Top;
  readonly at: Reference;
  /** The mentions between the two. */
  readonly via: readonly Reference[];
}

/**
 * Whether a unit that uses a path, but not the volume there, has something of its own at the path, or looks there: then the path
 * means two things. Else it hands the path on, which means the volume's directory wherever it arrives.
 */
export function hasOther(
  context: Pick<UnitContext, 'program' | 'unit'>,
  { top, at, via }: Way,
  guest: Unit,
  mounts: readonly Mount[],
): boolean {
  const touched = [...via, at].some((one) => touchesIn(context.program, one));
  return touched || holdsOther(context, guest, mounts, top);
}

/** Whether a unit has something of its own at a path: another volume, or files of its image. */
export function holdsOther(
  { program, unit }: Pick<UnitContext, 'program' | 'unit'>,
  guest: Unit,
  mounts: readonly Mount[],
  top?: Top,
): boolean {
  const unclear = mountProblemsOf(guest).some(
    ({ path: at }) => at === undefined || mounts.some(({ path }) => overlap(at, path)),
  );
  const covered = mountsOf(guest).some(({ path, to }) =>
    mounts.some((mount) => mount.to !== to && overlap(path, mount.path)),
  );
  return unclear || covered || imageBrings(program, guest, unit, top, mounts);
}

/** Whether a statement that mentions a path also reads or writes there. */
function touchesIn(program: Program, { home, target }: Reference): boolean {
  return referencesIn(program)
    .to(target.stmt)
    .some((one) => one.home?.stmt === home?.stmt && touches(one));
}

const DISK = /^(?:open$|os\.(?!path\.join$|fspath$|environ)|shutil\.|glob\.|io\.|subprocess\.)/;
const METHODS =
  /^(?:exists|is_file|is_dir|mkdir|open|read_\w+|write_\w+|iterdir|r?glob|walk|stat|touch|unlink|rmdir|rename|replace)$/;

/** `open(PATH)`, `os.path.exists(PATH / name)`, `(PATH / name).read_text()`. */
function touches({ names, scope, expr }: Reference): boolean {
  for (let one: Expr | undefined = expr; one; one = parentOf(names, one)) {
    if (one.kind !== 'call') continue;
    const callee = externalName(names, one.func, scope) ?? '';
    const method = one.func.kind === 'attribute' && contains(one.func.value.span, expr.span);
    const attr = method && one.func.kind === 'attribute' ? one.func.attr : '';
    if (DISK.test(callee) || METHODS.test(attr)) return true;
  }
  return false;
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** Whether the image may have files at the path. Modal mounts no volume where the image has some, so the host's own image has none. */
function imageBrings(
  program: Program,
  guest: Unit,
  host: Unit,
  top: Top | undefined,
  mounts: readonly Mount[],
): boolean {
  const layers = layersOf(guest);
  if (!layers) return true;
  const own = layersOf(host);
  if (own?.length === layers.length && layers.every(({ call }, i) => own[i]?.call === call))
    return false;
  return layers.some(
    (layer) =>
      (top !== undefined && mentions(program, layer, top)) ||
      mentionsPath(layer, mounts) ||
      runs(layer),
  );
}

function layersOf({ settings }: Unit): readonly LayerCall[] | undefined {
  const setting = settings.get('image');
  if (!setting) return [];
  const chain = readImage(setting.names, setting.value, setting.scope);
  return chain.known ? chain.layers : undefined;
}

function mentions(program: Program, { names, call }: LayerCall, { stmt }: Top): boolean {
  return referencesIn(program)
    .to(stmt)
    .some((at) => at.names === names && contains(call.argsSpan, at.expr.span));
}

function mentionsPath(layer: LayerCall, mounts: readonly Mount[]): boolean {
  return textsIn(layer).some((text) => pathMatches(text, mounts).length > 0);
}

const known = new WeakMap<LayerCall, readonly string[]>();

/** What its arguments say, as far as the text tells. */
function textsIn(layer: LayerCall): readonly string[] {
  const found = known.get(layer) ?? readTexts(layer);
  known.set(layer, found);
  return found;
}

function readTexts({ names, call }: LayerCall): string[] {
  const texts = exprsWithin(names, call.argsSpan).map(({ expr, scope }) =>
    textOf(constantOf(names, expr, scope)),
  );
  return texts.filter((text) => text !== undefined);
}

/** A function that ran when the image was built may have written anywhere. */
function runs({ symbol }: LayerCall): boolean {
  return symbol.name === 'modal.Image.run_function';
}
