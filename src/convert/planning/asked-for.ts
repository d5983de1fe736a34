import { nameIn } from '../../program/look-up.ts';
import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';

/** A name by which the tree asks Modal for a function or class. */
interface LookUp {
  readonly file: ProgramFile;
  /** Absent where only running the program shows it: it may be any. */
  readonly app?: string;
  readonly name?: string;
}

const LOOK_UP = /^modal\.(?:Function|Cls)\.from_name$/;
const known = new WeakMap<Program, readonly LookUp[]>();

/** The file that looks for a unit on Modal by its name, where one does. */
export function lookedUpBy(program: Program, unit: Unit): string | undefined {
  const all = known.get(program) ?? program.files.flatMap(lookUps);
  known.set(program, all);
  const setting = unit.settings.get('name');
  const given = setting && textOf(constantOf(setting.names, setting.value, setting.scope));
  const own = [unit.name, ...(given === undefined ? [] : [given])];
  const app = unit.app && textOf(unit.app.name);
  return all.find(
    (one) =>
      (one.app === undefined || app === undefined || one.app === app) &&
      (one.name === undefined || own.includes(one.name.split('.')[0] ?? '')),
  )?.file.path;
}

function lookUps(file: ProgramFile): LookUp[] {
  return file.uses.flatMap(({ symbol, role, call, scope }): LookUp[] => {
    if (role !== 'call' || !call || !LOOK_UP.test(symbol.name)) return [];
    const made = { call, names: file.names, scope };
    const app = nameIn(made, 0, ['app_name']);
    const name = nameIn(made, 1, ['name', 'tag']);
    return [{ file, ...(app !== undefined && { app }), ...(name !== undefined && { name }) }];
  });
}
