import { textOf, truthOf, whyUnknown } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Span } from '../../model/span.ts';
import type { Verdict } from '../../model/rule.ts';
import type { Setting, Unit } from '../../program/units.ts';
import { entriesAt } from '../../python/collections.ts';
import { follow } from '../../python/follow.ts';
import { isUnknown, type Located, type Unknown } from '../../python/place.ts';
import { kebab } from '../../text/case.ts';

/** A volume as the code of a unit sees it: paths under `path` lie under `to` on fal. */
export interface Mount {
  /** Absolute, without a slash at its end. */
  readonly path: string;
  /** `/data/<volume>`, with the sub-path that is mounted. */
  readonly to: string;
  readonly volume: string;
  readonly readOnly: boolean;
  /** The volume had no name and went with its app. */
  readonly unnamed: boolean;
  /** The path is put together by code: no text of the program holds it. */
  readonly computed: boolean;
  /** The key of the dict. */
  readonly key: Located;
}

/** An entry of `volumes=` that cannot become a directory. */
export interface MountProblem {
  readonly verdict: Verdict;
  readonly message: string;
  readonly span: Span;
  /** Where it is mounted, if that is known. */
  readonly path?: string;
}

export interface Mounts {
  readonly mounts: readonly Mount[];
  readonly problems: readonly MountProblem[];
}

/** Keywords that hang storage into a container. */
export const MOUNTING = ['volumes', 'network_file_systems'] as const;
const STORES = new Set(['modal.Volume', 'modal.NetworkFileSystem']);
const NAMED = /^modal\.(?:Volume|NetworkFileSystem)\.(?:from_name|persist)$/;
const SAFE_PATH = /^\/[\w./-]+$/;

const read = new WeakMap<Setting, Mounts>();

/** Reads `volumes={"/cache": volume}`; of two volumes at one path, the unit's own counts and not the App's. */
export function readMounts(setting: Setting): Mounts {
  const found = read.get(setting) ?? withBase(setting);
  read.set(setting, found);
  return found;
}

function withBase(setting: Setting): Mounts {
  const own = ownMounts(setting);
  if (!setting.base) return own;
  const base = ownMounts(setting.base);
  const added = base.mounts.filter(({ path }) => !own.mounts.some((one) => one.path === path));
  // A problem is shown where the unit says its own.
  const problems = base.problems.map((problem) => ({ ...problem, span: setting.value.span }));
  return { mounts: [...added, ...own.mounts], problems: [...problems, ...own.problems] };
}

function ownMounts(setting: Setting): Mounts {
  const entries = entriesAt({ ...setting, expr: setting.value });
  if (isUnknown(entries)) {
    const message = `the mounts of \`${setting.name}=\` are ${entries.unknown}: read and write under \`/data\` by hand`;
    return { mounts: [], problems: [{ verdict: 'manual', message, span: setting.value.span }] };
  }
  const mounts = new Map<string, Mount>();
  const problems: MountProblem[] = [];
  for (const { key, value } of entries) {
    const mount = readMount(key, value);
    if ('message' in mount) problems.push({ ...mount, span: setting.value.span });
    else mounts.set(mount.path, mount);
  }
  return { mounts: [...mounts.values()], problems };
}

const known = new WeakMap<Unit, readonly Mount[]>();

/** All mounts of a unit, the longest path first: the first that fits a path is the one it lies under. */
export function mountsOf(unit: Unit): readonly Mount[] {
  const found = known.get(unit) ?? allMounts(unit);
  known.set(unit, found);
  return found;
}

/** What of the mounts of a unit is not known, or no directory. */
export function mountProblemsOf({ settings }: Unit): readonly MountProblem[] {
  return MOUNTING.flatMap((name) => {
    const setting = settings.get(name);
    return setting ? readMounts(setting).problems : [];
  });
}

function allMounts({ settings }: Unit): Mount[] {
  return MOUNTING.flatMap((name) => {
    const setting = settings.get(name);
    return setting ? readMounts(setting).mounts : [];
  }).toSorted((a, b) => b.path.length - a.path.length);
}

function readMount(key: Located, value: Located): Mount | Omit<MountProblem, 'span'> {
  const at = constantAt(key);
  const path = textOf(at)?.replace(/(?<=.)\/+$/, '');
  if (path === undefined) {
    const why = whyUnknown(at) ?? 'no text';
    return manual(`a mount path is ${why}: read and write under \`/data\` by hand`);
  }
  const made = follow(value);
  const thing = made.names.valueOf(made.expr, made.scope);
  if (thing.kind === 'instance' && thing.of === 'modal.CloudBucketMount') {
    const message = `fal mounts no buckets: read what lies at \`${path}\` with \`boto3\` or \`fsspec\``;
    return { verdict: 'no-equivalent', message, path };
  }
  const volume = volumeAt(made);
  if (isUnknown(volume)) {
    const message = `the volume at \`${path}\` is ${volume.unknown}: choose a directory under \`/data\``;
    return { ...manual(message), path };
  }
  const to = `/data/${volume.name}`;
  if (!SAFE_PATH.test(path) || !SAFE_PATH.test(to))
    return {
      ...manual(`\`${path}\` cannot be rewritten to \`${to}\`: choose a directory under \`/data\``),
      path,
    };
  const computed = follow(key).frame !== undefined;
  const { name, readOnly, unnamed = false } = volume;
  return { path, to, volume: name, readOnly, unnamed, key, computed };
}

function manual(message: string): Omit<MountProblem, 'span'> {
  return { verdict: 'manual', message };
}

/** A volume by its name; with a sub-path behind it where only that is mounted. */
interface NamedVolume {
  readonly name: string;
  readonly readOnly: boolean;
  /** The name is made from that of its variable. */
  readonly unnamed?: boolean;
}

/** The named volume that an expression is: `from_name` and what may be called on its result. */
export function volumeAt(at: Located): NamedVolume | Unknown {
  const value = at.names.valueOf(at.expr, at.scope);
  const made = value.kind === 'instance' && STORES.has(value.of) ? value.origin : undefined;
  // A call that was followed to knows what the functions around it were called with.
  const origin = made && made.expr !== at.expr ? made : at;
  const call = made && origin.expr.kind === 'call' ? origin.expr : undefined;
  if (!call) return { unknown: 'not made in this tree' };
  const here = (inner: Expr): Located => ({ ...origin, expr: inner });
  const symbol = origin.names.symbolOf(call.func, origin.scope)?.symbol.name ?? '';
  const keyword = (name: string): Expr | undefined =>
    call.args.find((arg) => arg.name === name)?.value;
  if (NAMED.test(symbol)) {
    const positional = call.args.find((arg) => arg.name === undefined && arg.star === '')?.value;
    const name = positional ?? keyword('name') ?? keyword('label');
    return name ? named(here(name)) : unnamed(origin);
  }
  // `SharedVolume()`
  if (STORES.has(symbol)) return unnamed(origin);
  const base = call.func.kind === 'attribute' ? call.func.value : undefined;
  if (!base || !/\.(?:with_mount_options|read_only|hydrate)$/.test(symbol))
    return { unknown: `made by \`${symbol || 'a call'}\`` };
  const inner = volumeAt(follow(here(base)));
  if (isUnknown(inner)) return inner;
  const folder = keyword('sub_path');
  const sub = folder && !isNone(here(folder)) ? named(here(folder)) : undefined;
  if (sub && isUnknown(sub)) return sub;
  const flag = keyword('read_only');
  const readOnly = symbol.endsWith('.read_only') || (flag && isTrue(here(flag))) === true;
  const name = sub ? `${inner.name}/${sub.name.replace(/^\/+|\/+$/g, '')}` : inner.name;
  return { ...inner, name, readOnly: inner.readOnly || readOnly };
}

/** `clips = NetworkFileSystem.new()` of `faces.py` → `faces-clips`: it has only to differ from others. */
function unnamed({ names, expr }: Located): NamedVolume | Unknown {
  const stmt = names.scopes.stmts.find((one) => one.kind === 'assign' && one.value === expr);
  const [target] = stmt?.kind === 'assign' ? stmt.targets : [];
  const variable =
    target?.kind === 'name' ? target.id : target?.kind === 'attribute' ? target.attr : undefined;
  const stem = /([^/\\]*?)(?:\.\w+)?$/.exec(names.file)?.[1] ?? '';
  const name = [stem, variable ?? ''].map(kebab).filter((word) => word !== '');
  if (variable === undefined) return { unknown: 'made without a name' };
  return { name: name.join('-'), readOnly: false, unnamed: true };
}

function named(at: Located): NamedVolume | Unknown {
  const constant = constantAt(at);
  const name = textOf(constant);
  if (name !== undefined && name !== '') return { name, readOnly: false };
  return { unknown: `named by something that is ${whyUnknown(constant) ?? 'no text'}` };
}

function isNone(at: Located): boolean {
  const constant = constantAt(at);
  return constant.kind === 'value' && constant.value === null;
}

function isTrue(at: Located): boolean {
  return truthOf(constantAt(at)) === true;
}
