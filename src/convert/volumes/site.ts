import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallSite } from '../../program/units.ts';
import { contains } from '../../python/walk.ts';
import { callShape } from '../calls/shape.ts';
import { falUnits } from '../fal-units.ts';
import type { CallContext, Style } from '../part.ts';
import { reachOf } from '../settings/reach.ts';
import { referencesIn } from '../settings/references.ts';
import { directoryOf } from './volume-call.ts';

/** A call on a volume whose directory is known, or on a batch of uploads to it. */
export interface VolumeSite {
  readonly names: Names;
  readonly scope: Scope;
  readonly style: Style;
  readonly call: CallExpr;
  readonly aio: boolean;
  /** The call, with the `await` around it where there is one. */
  readonly whole: Expr;
  /** `/data/models`. */
  readonly directory: string;
  /** Whether it runs where `/data` is; else it runs on the machine of who deploys. */
  readonly onRunner: boolean;
}

/** Reads a call; nothing where the volume, or where the code runs, is not known. */
export function volumeSite(context: CallContext, site: CallSite): VolumeSite | undefined {
  const { file, scope } = site;
  const { names } = file;
  const shape = callShape(site);
  const directory = shape && directoryOf(shape.call.func, { names, scope });
  const onRunner = runsOnRunner(context, site);
  if (!shape || directory === undefined || onRunner === undefined) return undefined;
  const { call, aio, whole } = shape;
  return { names, scope, style: context.style, call, aio, whole, directory, onRunner };
}

/** The value of a parameter that is given once. */
export function argumentOf({ args }: CallExpr, name: string, place: number): Expr | undefined {
  if (args.some(({ star }) => star !== '')) return undefined;
  const positional = args.filter((arg) => arg.name === undefined);
  return (args.find((arg) => arg.name === name) ?? positional[place])?.value;
}

/** Units run on a runner, entrypoints and scripts where they are started; helpers may run on both sides. */
function runsOnRunner(context: CallContext, { file, use }: CallSite): boolean | undefined {
  const { unit, units, program } = context;
  const at = use.span.start;
  const own = unit ?? units.find((one) => one.file === file && contains(one.stmt.span, use.span));
  if (own) return own.kind !== 'entrypoint';
  // What a first run left to a person is his: who comes to it is no longer known.
  if (program.files.some(({ names }) => falUnits(names).length > 0)) return undefined;
  const home = referencesIn(program).at(file.names, at);
  const isReached = units.some(
    (one) =>
      one.kind !== 'entrypoint' && reachOf(program, one).some(({ stmt }) => stmt === home?.stmt),
  );
  // The top of a file with units runs in every container of Modal's, too.
  const isTop = use.scope.kind === 'module' && units.some((one) => one.file === file);
  return isReached || isTop ? undefined : false;
}
