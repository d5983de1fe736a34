import type { Names } from '../../python/names.ts';
import { startsProcess } from '../mounts/clues.ts';
import type { PathChange } from '../mounts/mounts.ts';
import { pathsIn, type Found, type PathEdit, type Region } from '../mounts/paths.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { broughtRegions } from '../mounts/runner-modules.ts';
import { handedOver, unitRegion } from '../mounts/unit-region.ts';
import { unitAt } from '../mounts/users.ts';
import type { Edit } from '../../model/span.ts';
import type { Part, UnitContext } from '../part.ts';
import { inSdkCall, mentionOutside, reachOf } from '../settings/reach.ts';
import type { Top } from '../settings/references.ts';
import { about, type RuledLayer } from './ruled.ts';

/** What the code of a unit says of a file that lands elsewhere on fal. */
interface Mentions {
  /** Where its path can be changed. */
  readonly edits: readonly { readonly names: Names; readonly edit: Edit }[];
  /** It is also named where other code means it, or where only a person can tell. */
  readonly stays: boolean;
}

/** Whether local files have to lie where they did: no edit can reach all code that opens them. */
export function mustStay(context: UnitContext, changes: readonly PathChange[]): boolean {
  return changes.some(
    (change) => mentionsOf(context, change).stays || (!isAlike(change) && startsAny(context)),
  );
}

/** A file that lands elsewhere than on Modal: paths in the unit and in constants of its own follow it. */
export function movedPart(context: UnitContext, layer: RuledLayer, change: PathChange): Part {
  const { unit } = context;
  const { path, to } = change;
  const { edits, stays } = mentionsOf(context, change);
  const message = `What stood in \`${path}\` lands in \`${to}\` on fal`;
  if (stays) {
    const text = `${message}: write that for the paths that the code opens`;
    return { reasons: [about(layer, 'manual', text)] };
  }
  if (edits.length > 0)
    return {
      ...byFile(context, edits),
      reasons: [about(layer, 'rewrite-unsafe', `${message}: paths in \`${unit.name}\` follow`)],
    };
  // From where the code runs, it lies where it lay.
  if (isAlike(change)) return {};
  const text = `${message}: change the paths that the code opens`;
  return { reasons: [about(layer, 'rewrite-unsafe', text)] };
}

/** `/root/a/b` that becomes `/app/a/b`: code runs in `/root` on Modal, in `/app` on fal; or what lands where it lay. */
function isAlike({ path, to }: PathChange): boolean {
  if (path === to) return true;
  return path.startsWith('/root') && to === path.replace('/root', '/app');
}

function mentionsOf(context: UnitContext, change: PathChange): Mentions {
  const { unit, program } = context;
  const { names } = unit.file;
  const all = [change, ...mountsOf(unit)];
  const found = (region: Region): Found => named(region, change, pathsIn(region, [change], all));
  const own = found(unitRegion(unit));
  const handed = handedOver(unit).map(({ span }) => found({ names, span, without: [] }));
  const tops = reachOf(program, unit).map((top) => ({
    top,
    in: found({ names: top.names, span: top.stmt.span, without: [] }),
  }));
  const files = broughtFiles(context).map(found);
  const others = tops.filter(({ top, in: { edits } }) => edits.length > 0 && !isOwn(context, top));
  const edits = [
    ...own.edits.map((edit) => ({ names, edit })),
    ...tops.flatMap(({ top, in: { edits } }) => edits.map((edit) => ({ names: top.names, edit }))),
  ];
  const isElsewhere = [...handed, ...files, ...others.map((one) => one.in)].some(
    ({ edits: [first] }) => first !== undefined,
  );
  const isUnsure = [own, ...handed, ...files, ...tops.map((one) => one.in)].some(
    ({ unsure: [first] }) => first !== undefined,
  );
  const stays = isElsewhere || isUnsure || (edits.length > 0 && isWide(change));
  return { edits: stays ? [] : edits, stays };
}

/** Modules that come along as files, without what they say of images and mounts, which goes. */
function broughtFiles(context: UnitContext): Region[] {
  const { files } = context.program;
  return broughtRegions(context).map((region) => {
    const uses = files.find(({ names }) => names === region.names)?.uses ?? [];
    const made = uses.filter(({ symbol }) => /^modal\.(?:Image|Mount)\b/.test(symbol.name));
    return { ...region, without: made.flatMap(({ call }) => (call ? [call.span] : [])) };
  });
}

/** Too much lies under the home folder that was not copied there: caches and settings are hidden folders. */
function named({ names }: Region, change: PathChange, found: Found): Found {
  if (!isWide(change)) return found;
  const isFile = ({ span }: PathEdit): boolean =>
    /^\/(?!\.)/.test(names.module.source.slice(span.end, span.end + 2));
  return { edits: found.edits.filter(isFile), unsure: [] };
}

function isWide({ path }: PathChange): boolean {
  return path === '/' || path === '/root';
}

/** Whether nobody but the unit, and what says what it mounts, mentions a constant or helper. */
function isOwn(context: UnitContext, top: Top): boolean {
  const { program, unit } = context;
  const outside = mentionOutside(program, top, (at) => {
    if (inSdkCall(program, at.names, at.expr.span, /^modal\.(?:App$|Image\b|Mount\b)/)) return true;
    const owner = unitAt(context, at);
    return owner ? owner === unit : undefined;
  });
  return outside === undefined;
}

/** Another program finds files by paths of its own, or where it runs. */
function startsAny(context: UnitContext): boolean {
  const { program, unit } = context;
  const regions = reachOf(program, unit).map(({ names, stmt }) => ({
    names,
    span: stmt.span,
    without: [],
  }));
  return [unitRegion(unit), ...regions].some(startsProcess);
}

function byFile({ file }: UnitContext, all: Mentions['edits']): Part {
  const elsewhere: Record<string, Edit[]> = {};
  for (const { names, edit } of all) {
    if (names === file.names) continue;
    (elsewhere[names.file] ??= []).push({ span: edit.span, text: edit.text });
  }
  const here = all.filter(({ names }) => names === file.names);
  return { edits: here.map(({ edit: { span, text } }) => ({ span, text })), elsewhere };
}
