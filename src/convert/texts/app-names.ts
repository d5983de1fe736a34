import { readUnits } from '../../program/read-units.ts';
import type { Program } from '../../program/program.ts';
import { textOf } from '../../python/constant.ts';
import type { AppNames, AppOnFal } from '../../text/targets.ts';
import { falName, falUnits, isServed } from '../fal-units.ts';
import { becomesBy } from '../outlook/outlook.ts';

/** What the apps of a program are called on fal; nothing where the tree has no app of either. */
export function appNamesOf(source: Program, after: Program): AppNames | undefined {
  const known = made.get(after);
  if (known) return known;
  const names = new Map<string, AppOnFal>();
  const units = readUnits(source).filter(({ kind }) => kind !== 'entrypoint');
  const becomes = becomesBy(units, source, after);
  const served = after.files.flatMap((file) => falUnits(file.names).filter(isServed));
  if (units.length + served.length === 0) return undefined;
  for (const unit of served) {
    const name = falName(unit);
    if (name !== undefined) names.set(name, { names: [name], onModal: false });
  }
  const old = new Map<string, AppOnFal>();
  for (const unit of units) {
    const name = unit.app && textOf(unit.app.name);
    if (name === undefined) continue;
    const now = becomes.get(unit);
    const own = now && isServed(now) ? (falName(now) ?? []) : [];
    const { names: before = [], onModal = false } = old.get(name) ?? {};
    old.set(name, { names: before.concat(own), onModal: onModal || now === undefined });
  }
  for (const [name, app] of old) names.set(name, app);
  made.set(after, names);
  return names;
}

const made = new WeakMap<Program, AppNames>();
