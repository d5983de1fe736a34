import type { ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { pascal } from '../../text/case.ts';
import { BUILTINS } from '../finishing/builtins.ts';
import { hasEndpointClass } from '../naming.ts';

/** Names that the generated code itself imports. */
const OURS = ['App', 'Any', 'BaseModel', 'Field'];

/** `text_to_image` → `TextToImage`, the class that serves the function; no name of the file is taken twice. */
export function endpointClass(unit: Unit, units: readonly Unit[]): string {
  const given = known.get(units) ?? endpointClasses(units);
  known.set(units, given);
  return given.classes.get(unit) ?? freeClass(unit, given.taken.get(unit.file) ?? new Set());
}

interface Given {
  readonly classes: ReadonlyMap<Unit, string>;
  readonly taken: ReadonlyMap<ProgramFile, ReadonlySet<string>>;
}

const known = new WeakMap<readonly Unit[], Given>();

function endpointClasses(units: readonly Unit[]): Given {
  const classes = new Map<Unit, string>();
  const taken = new Map<ProgramFile, Set<string>>();
  for (const unit of units) {
    if (unit.kind !== 'function' || !hasEndpointClass(unit)) continue;
    const before = taken.get(unit.file) ?? new Set();
    const name = freeClass(unit, before);
    classes.set(unit, name);
    taken.set(unit.file, before.add(name));
  }
  return { classes, taken };
}

function freeClass(unit: Unit, taken: ReadonlySet<string>): string {
  const own = pascal(unit.name).replace(/^\d/, '_$&');
  const isFree = (name: string): boolean =>
    name !== '' && !taken.has(name) && !isTaken(unit, name) && !OURS.includes(name);
  const choices = [own, `${own}App`, `${own}Endpoint`];
  return choices.find(isFree) ?? `${own}FalApp`;
}

/** Whether a file, or Python, has a name already. */
export function isTaken({ file }: Unit, name: string): boolean {
  return file.names.scopes.module.bindings.has(name) || BUILTINS.has(name);
}
