import type { Edit, Span } from '../../model/span.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import { contains } from '../../python/walk.ts';
import type { Need, Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { broughtPaths, unsureReason, type Paths } from './brought-paths.ts';
import { directoriesPart } from './directories.ts';
import { keyTops } from './key-constants.ts';
import { linksOf } from './links.ts';
import { mountMessage, unlinkedMessage } from './mount-message.ts';
import { pathsIn, type PathEdit } from './paths.ts';
import { listed } from '../settings/literals.ts';
import { reachOf } from '../settings/reach.ts';
import { MOUNTING, mountsOf, readMounts, type Mount } from './read-mounts.ts';
import { reason } from '../settings/reasons.ts';
import { referencesIn, type Reference, type Top } from '../settings/references.ts';
import { isSync, withoutSyncs } from './syncs.ts';
import { handedOver, unitRegion } from './unit-region.ts';
import { usersOf } from './users.ts';

/** An edit of one file. */
interface FileEdit {
  readonly names: Names;
  readonly edit: Edit;
  /** Names that the edit needs in its file. */
  readonly needs?: readonly Need[];
}

/** `volumes={"/cache": volume}`: the directory `/data/<volume>` takes the volume's place, and paths in the code follow. */
export function storagePart(context: UnitContext, setting: Setting): Part {
  const { mounts, problems } = readMounts(setting);
  const own = ownPaths(context, mounts);
  const shared = sharedPaths(context, mounts);
  const brought = broughtPaths(context, mounts);
  const edits = [...own.edits, ...shared.edits, ...brought.edits];
  const reasons = [
    ...problems.map(({ verdict, message, span }) => reason(context, verdict, message, span)),
    ...mounts.map((mount) =>
      reason(context, 'rewrite-unsafe', mountMessage(context, mount), setting.value.span),
    ),
    ...unlinked(context, mounts, setting),
    ...own.reasons,
    ...shared.reasons,
    ...brought.reasons,
  ];
  const part = { ...byFile(context, [...edits, ...helperSyncs(context)]), reasons };
  return isFirst(context, setting) ? mergeParts([directoriesPart(context), part]) : part;
}

/** Mounts whose old paths have to work, and cannot. */
function unlinked(context: UnitContext, mounts: readonly Mount[], { value }: Setting): Reason[] {
  const paths = mounts.map(({ path }) => path);
  return linksOf(context)
    .filter(({ mount, obstacle }) => obstacle !== undefined && paths.includes(mount.path))
    .map((link) => reason(context, 'manual', unlinkedMessage(link), value.span));
}

/** Directories are made once, whichever keywords mount them. */
function isFirst({ unit }: UnitContext, { name }: Setting): boolean {
  return MOUNTING.find((keyword) => unit.settings.has(keyword)) === name;
}

function byFile({ file }: UnitContext, all: readonly FileEdit[]): Part {
  const elsewhere: Record<string, Edit[]> = {};
  const needsElsewhere: Record<string, Need[]> = {};
  for (const { names, edit, needs = [] } of all) {
    if (names === file.names) continue;
    elsewhere[names.file] = [...(elsewhere[names.file] ?? []), edit];
    needsElsewhere[names.file] = [...(needsElsewhere[names.file] ?? []), ...needs];
  }
  const here = all.filter(({ names }) => names === file.names);
  return {
    edits: here.map(({ edit: { span, text } }) => ({ span, text })),
    needs: here.flatMap(({ needs = [] }) => needs),
    elsewhere,
    needsElsewhere,
  };
}

function isOf({ change }: PathEdit, { path, to }: Mount): boolean {
  return change.path === path && change.to === to;
}

/** Paths in the unit itself. */
function ownPaths(context: UnitContext, mounts: readonly Mount[]): Paths {
  const { unit } = context;
  const { names } = unit.file;
  const all = mountsOf(unit);
  const { edits, unsure } = pathsIn(unitRegion(unit), mounts, all);
  const reasons = unsure.map((one) => unsureReason(context, names, one));
  for (const { span, what, moves } of handedOver(unit)) {
    const inside = pathsIn({ names, span, without: [] }, mounts, all);
    const [first] = [...(moves ? [] : inside.edits), ...inside.unsure];
    if (!first) continue;
    const message = `${what} lies under \`${first.change.path}\`: write it under \`${first.change.to}\``;
    reasons.push(reason(context, 'manual', message, span));
  }
  return { edits: edits.map((edit) => ({ names, edit })), reasons };
}

/** Paths in constants and helpers that the unit comes to: edited where no unit without the same mount uses them. */
function sharedPaths(context: UnitContext, mounts: readonly Mount[]): Paths {
  const { program, unit } = context;
  const all = mountsOf(unit);
  const edits: { names: Names; edit: PathEdit }[] = [];
  const reasons: Reason[] = [];
  const siblings = new Set<Unit>();
  const reached = reachOf(program, unit);
  const known = new Set(reached.map(({ stmt }) => stmt));
  const keys = keyTops(context, mounts);
  for (const top of [...reached, ...keys.filter(({ stmt }) => !known.has(stmt))]) {
    const region = { names: top.names, span: top.stmt.span, without: [] };
    const found = pathsIn(region, mounts, all);
    const changed = mounts.filter((mount) => found.edits.some((edit) => isOf(edit, mount)));
    reasons.push(...found.unsure.map((one) => unsureReason(context, top.names, one)));
    if (changed.length === 0) continue;
    const { outside, guests } = usersOf(context, top, changed);
    if (outside) reasons.push(sharedReason(context, top, outside, changed));
    else {
      if (guests.size > 0) reasons.push(guestsReason(context, top, guests, changed));
      edits.push(...found.edits.map((edit) => ({ names: top.names, edit })));
      for (const other of mountedBy(context, top)) siblings.add(other);
    }
  }
  for (const other of siblings) {
    // Their mount moves with the constant, so their own paths must move too, whether they are converted or not.
    const { names } = other.file;
    edits.push(...pathsIn(unitRegion(other), mounts, all).edits.map((edit) => ({ names, edit })));
  }
  return { edits, reasons };
}

function guestsReason(
  context: UnitContext,
  { names, stmt }: Top,
  guests: ReadonlySet<Unit>,
  [mount]: readonly Mount[],
): Reason {
  const users = listed([...guests].map(({ name }) => name).toSorted());
  const message = `\`${nameOf(names, stmt)}\` is also used in ${users}, where no volume was mounted at \`${mount?.path ?? ''}\`: on fal \`${mount?.to ?? '/data'}\` is the same directory there`;
  return reason(context, 'rewrite-unsafe', message, context.unit.stmt.nameSpan);
}

/** Other units whose mount path is made of a constant. */
function mountedBy({ program, units, unit }: UnitContext, { stmt }: Top): Unit[] {
  const mentions = referencesIn(program).to(stmt);
  return units.filter(
    (other) =>
      other !== unit &&
      mountsOf(other).some(({ key }) =>
        mentions.some(
          ({ names, expr }) => names === key.names && contains(key.expr.span, expr.span),
        ),
      ),
  );
}

function sharedReason(
  context: UnitContext,
  { names, stmt }: Top,
  outside: Reference,
  [mount]: readonly Mount[],
): Reason {
  const name = nameOf(names, stmt);
  const user = outside.home ? nameOf(outside.names, outside.home.stmt) : 'other code';
  const message = `\`${name}\` is also used in \`${user}\`, which does not see the volume: write \`${mount?.to ?? '/data'}\` for \`${mount?.path ?? ''}\` where it is meant`;
  return reason(context, 'manual', message, context.unit.stmt.nameSpan);
}

function nameOf({ module }: Names, stmt: Top['stmt']): string {
  if (stmt.kind === 'function' || stmt.kind === 'class') return stmt.name;
  const span: Span = (stmt.kind === 'assign' ? stmt.targets[0]?.span : undefined) ?? stmt.span;
  return module.source.slice(span.start, span.end).split('\n')[0] ?? '';
}

/** `volume.commit()` in helpers that the unit calls. */
function helperSyncs({ program, unit }: UnitContext): FileEdit[] {
  const helpers = reachOf(program, unit).filter(({ stmt }) => stmt.kind !== 'assign');
  const homes = new Set(helpers.map(({ names }) => names));
  return program.files.flatMap(({ names, uses }) => {
    if (!homes.has(names)) return [];
    const inside = uses.filter(
      (use) =>
        isSync(use) &&
        helpers.some((top) => top.names === names && contains(top.stmt.span, use.span)),
    );
    const { edits, needs } = withoutSyncs(names, inside);
    return edits.map((edit) => ({ names, edit, needs }));
  });
}
