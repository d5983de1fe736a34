import type { Program, ProgramFile } from '../../program/program.ts';
import { readUnits } from '../../program/read-units.ts';
import type { Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr } from '../../python/syntax.ts';
import { pascal } from '../../text/case.ts';
import { falUnits, type FalUnit } from '../fal-units.ts';
import { importsFrom } from '../modules/imports-from.ts';

/** What `modal deploy` of a file took along from another file, as that is now. */
export interface Brought {
  readonly file: ProgramFile;
  readonly units: readonly FalUnit[];
}

/** Units of other files that hang on the App that a file holds: it imports them, and Modal deploys the App as a whole. */
export function broughtBy(
  file: ProgramFile,
  before: Program,
  after: Program,
  selector: string | undefined,
): Brought[] {
  const apps = appsIn(file.names, selector);
  const deployed = unitsOf(before).filter(({ app }) => app && apps.has(app.call));
  return reachable(file.names).flatMap((names): Brought[] => {
    const now = after.files.find(({ path }) => path === names.file);
    if (!now) return [];
    const theirs = deployed.filter((unit) => unit.file.names === names);
    const wanted = new Set(theirs.flatMap(({ name }) => [name, pascal(name)]));
    // Where an earlier run took the App away, nobody knows whose a unit was.
    const found = falUnits(now.names).filter(({ name }) => apps.size === 0 || wanted.has(name));
    return found.length > 0 ? [{ file: now, units: found }] : [];
  });
}

const known = new WeakMap<Program, readonly Unit[]>();

function unitsOf(program: Program): readonly Unit[] {
  const units = known.get(program) ?? readUnits(program);
  known.set(program, units);
  return units;
}

/** The calls that make the Apps of a file's variables: of the one that is named, of the one that Modal looks for, or of all. */
function appsIn(names: Names, selector: string | undefined): ReadonlySet<CallExpr> {
  const apps = [...names.scopes.module.bindings.keys()].flatMap((name): [string, CallExpr][] => {
    const value = names.exported(name);
    const made = value.kind === 'instance' && value.of === 'modal.App' ? value.origin : undefined;
    return made?.expr.kind === 'call' ? [[name, made.expr]] : [];
  });
  const chosen = apps.filter(([name]) =>
    selector === undefined ? name === 'app' || name === 'stub' : name === selector,
  );
  const all = selector === undefined && chosen.length === 0 ? apps : chosen;
  return new Set(all.map(([, call]) => call));
}

/** The files of the tree that an import of this one executes, without itself. */
export function reachable(from: Names): readonly Names[] {
  return importsFrom(from).files();
}
