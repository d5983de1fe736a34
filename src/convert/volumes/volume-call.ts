import { textOf, type Constant } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { follow } from '../../python/follow.ts';
import { isUnknown, type Located } from '../../python/place.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { CallSite } from '../../program/units.ts';
import type { CallTransform } from '../part.ts';
import { ruleReason } from '../verdict.ts';
import { volumeAt } from '../mounts/read-mounts.ts';

/** A call on a volume or on a batch of uploads to it, as far as it is known what it is about. */
export interface VolumeCall {
  /** `modal.Volume.listdir`. */
  readonly symbol: string;
  /** A parameter's value; nothing where it is not given. */
  readonly argument: (name: string, place: number) => Constant | undefined;
  /** Where a path of the volume lies on fal. */
  readonly at: (path: Constant | undefined) => VolumePath;
}

/** A place on `/data`. */
export interface VolumePath {
  /** The path, where all of it is known. */
  readonly path?: string;
  /** Where it lies, for a sentence: below the volume's directory, whose name may be known. */
  readonly below: string;
}

/** A call that a person has to write anew: the mark names the user's own paths, as far as they are known. */
export function volumeCall(messageOf: (call: VolumeCall) => string): CallTransform {
  return ({ rule }, { file, scope, use }: CallSite) => {
    if (!use.call) return { reasons: [ruleReason(rule, use.span, `\`${use.symbol.name}\``)] };
    const from = { names: file.names, scope };
    const message = messageOf(readCall(use.symbol.name, use.call, from));
    return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
  };
}

function readCall(
  symbol: string,
  { func, args }: CallExpr,
  from: Omit<Located, 'expr'>,
): VolumeCall {
  const directory = directoryOf(func, from);
  return {
    symbol,
    argument: (name, place) => {
      const given = args.filter((arg) => arg.name === undefined)[place];
      const found = args.find((arg) => arg.name === name) ?? given;
      return found && constantAt({ ...from, expr: found.value });
    },
    at: (path) => placeAt(directory, path),
  };
}

/** `/data/models`, of the callee `volume.listdir` or `batch.put_file`. */
export function directoryOf(func: Expr, from: Omit<Located, 'expr'>): string | undefined {
  if (func.kind !== 'attribute') return undefined;
  if (func.attr === 'aio') return directoryOf(func.value, from);
  const at = { ...from, expr: func.value };
  const value = at.names.valueOf(at.expr, at.scope);
  if (value.kind !== 'instance') return undefined;
  const { origin } = value;
  if (value.of !== 'modal.Volume' && origin?.expr.kind === 'call')
    return directoryOf(origin.expr.func, origin);
  const volume = volumeAt(follow(at));
  return isUnknown(volume) ? undefined : `/data/${volume.name}`;
}

function placeAt(directory: string | undefined, path: Constant | undefined): VolumePath {
  if (directory === undefined) return { below: "in the volume's directory under `/data`" };
  const below = `below \`${directory}\``;
  const text = path && textOf(path);
  if (text === undefined) return { below };
  const rest = text.replace(/^\.?\/+|^\.$/, '');
  return { below, path: rest === '' ? directory : `${directory}/${rest}` };
}
