import type { Edit } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import { contains } from '../../python/walk.ts';
import { lateModules } from '../modules/late.ts';
import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { broughtModules, broughtRegions } from './runner-modules.ts';
import { listed } from '../settings/literals.ts';
import { pathsIn, type PathEdit, type Unsure } from './paths.ts';
import { holdsOther } from './guests.ts';
import { reachOf } from '../settings/reach.ts';
import { mountProblemsOf, mountsOf, type Mount } from './read-mounts.ts';
import { reason } from '../settings/reasons.ts';

/** Edits of path literals, and what a person must look at. */
export interface Paths {
  readonly edits: readonly { readonly names: Names; readonly edit: PathEdit }[];
  readonly reasons: readonly Reason[];
}

/** A module in which paths under a mount stand. */
interface Moved {
  readonly names: Names;
  readonly mount: Mount;
  /** A unit that has something else there. */
  readonly other: Unit | undefined;
  /** A unit that runs the module too, and has nothing there. */
  readonly guest: Unit | undefined;
}

/** Paths in modules that lie on the runner as files: edited where no unit that has them too has something else there. */
export function broughtPaths(context: UnitContext, mounts: readonly Mount[]): Paths {
  const edits: { names: Names; edit: PathEdit }[] = [];
  const reasons: Reason[] = [];
  const moved: Moved[] = [];
  for (const region of broughtRegions(context)) {
    const { names } = region;
    const found = pathsIn(region, mounts, mountsOf(context.unit));
    reasons.push(...found.unsure.map((one) => unsureReason(context, names, one)));
    const changed = mounts.filter(({ path, to }) =>
      found.edits.some(({ change }) => change.path === path && change.to === to),
    );
    const others = context.units.filter((unit) =>
      differs(context, unit, names, found.edits, changed),
    );
    const other = others.find((unit) => holdsOther(context, unit, changed));
    const [guest] = other ? [] : others;
    moved.push(...changed.map((mount) => ({ names, mount, other, guest })));
    if (!other) edits.push(...found.edits.map((edit) => ({ names, edit })));
  }
  return { edits, reasons: [...reasons, ...movedReasons(context, moved)] };
}

/** What a person has to write out. */
export function unsureReason(context: UnitContext, names: Names, { span, change }: Unsure): Reason {
  const text = names.module.source.slice(span.start, span.end);
  const message = `\`${text}\` may lie under \`${change.path}\`, which is \`${change.to}\` now: write the path out`;
  return reason(context, 'manual', message, span);
}

/** Whether another unit runs a module, and its volumes are not those; one that only has the file counts where something else is at the path. */
function differs(
  context: UnitContext,
  unit: Unit,
  names: Names,
  edits: readonly Edit[],
  changed: readonly Mount[],
): boolean {
  if (changed.length === 0 || unit === context.unit || unit.kind === 'entrypoint') return false;
  const theirs = mountsOf(unit);
  const same = changed.every(({ path, to }) =>
    theirs.some((mount) => mount.path === path && mount.to === to),
  );
  if (same) return false;
  const { program } = context;
  const isRun =
    lateModules({ program, unit, options: context.options }).modules.includes(names) ||
    reachOf(program, unit).some(
      (top) => top.names === names && edits.some(({ span }) => contains(top.stmt.span, span)),
    );
  if (isRun) return true;
  const places = [...theirs, ...mountProblemsOf(unit)].map(({ path }) => path);
  return (
    changed.some(({ path }) => places.includes(path)) &&
    broughtModules({ ...context, unit, file: unit.file }).includes(names)
  );
}

/** One sentence for all modules that share a mount, and an answer. */
function movedReasons(context: UnitContext, moved: readonly Moved[]): Reason[] {
  const seen = new Set<Moved>();
  return moved.flatMap((one) => {
    if (seen.has(one)) return [];
    const { mount, other, guest } = one;
    const same = moved.filter(
      (each) => each.mount === mount && each.other === other && each.guest === guest,
    );
    for (const each of same) seen.add(each);
    const files = filesText(same.map(({ names }) => names.file));
    const { nameSpan } = context.unit.stmt;
    const move = `paths under \`${mount.path}\``;
    if (!other) {
      const nothing = `, and on that of \`${guest?.name ?? ''}\`, which has no volume at \`${mount.path}\`: on fal the directory is there, too`;
      const message = `${files} on the runner of \`${context.unit.name}\`: ${move} become paths under \`${mount.to}\` there${guest ? nothing : ''}`;
      return [reason(context, 'rewrite-unsafe', message, nameSpan)];
    }
    const message = `${files} on the runner of \`${other.name}\` too, which has something else there: write \`${mount.to}\` for ${move} where it is meant`;
    return [reason(context, 'manual', message, nameSpan)];
  });
}

/** Names of files, at most three. */
function filesText(files: readonly string[]): string {
  const quoted = files.map((file) => `\`${file}\``);
  if (quoted.length <= 3) return `${listed(files)} ${files.length === 1 ? 'lies' : 'lie'}`;
  return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more files lie`;
}
