import type { EndpointOutlook, SecretOutlook } from '../../model/outlook.ts';
import type { Place, PlanReport, UnitReport } from './report.ts';

/** Why some units stay on Modal, once for all that stay for the same reason. */
export interface Blocker {
  readonly why: string;
  readonly places: readonly Place[];
}

/** A secret that has to be set on fal; values are nobody's business here. */
export interface SecretNeed {
  readonly kind: SecretOutlook['kind'] | 'read';
  /** Of the group on Modal, where it has one. */
  readonly name?: string;
  readonly variables: readonly string[];
  /** Whether the program says what it holds; else the variables are those that the code reads. */
  readonly sure: boolean;
  readonly places: readonly Place[];
}

/** A volume whose files have to be copied. */
export interface VolumeNeed {
  readonly name: string;
  readonly to: string;
  readonly commands: readonly string[];
  readonly places: readonly Place[];
}

/** A difference between the platforms' defaults, and the units that it is about. */
export interface DefaultNeed {
  readonly text: string;
  readonly places: readonly Place[];
}

/** Something whose callers outside of these files have to change. */
export interface CallerNeed extends EndpointOutlook {
  readonly place: Place;
}

/** GPUs that fal has not, with the machines that are nearest to them. */
export interface LackingGpus {
  readonly gpus: readonly string[];
  readonly nearest: readonly string[];
  /** Units that wait for the choice. */
  readonly count: number;
}

/** The GPUs for which a person has to choose a machine. */
export function lackingGpus(report: PlanReport): LackingGpus {
  const open = moving(report).flatMap(({ machine }) =>
    machine?.fal.how === 'open' && machine.fal.types.length > 0 && machine.modal.gpus.length > 0
      ? [machine]
      : [],
  );
  const unique = (names: readonly string[]): string[] => [...new Set(names)];
  return {
    gpus: unique(open.flatMap(({ modal }) => modal.gpus.map(({ type }) => type))),
    nearest: unique(open.flatMap(({ fal }) => fal.types.map(({ name }) => name))),
    count: open.length,
  };
}

/** What stays on Modal and why: what holds most units back comes first. */
export function blockersOf({ units }: PlanReport): Blocker[] {
  const left = units.filter(({ outcome }) => outcome === 'left');
  const found = grouped(left.map((unit) => [unit.refused ?? 'no reason is known', unit]));
  return found
    .map(([why, places]) => ({ why, places }))
    .toSorted((a, b) => b.places.length - a.places.length);
}

/** The secrets of the units that move. */
export function secretsOf(report: PlanReport): SecretNeed[] {
  const needs = new Map<string, SecretNeed & { variables: string[]; places: Place[] }>();
  const add = (need: Omit<SecretNeed, 'places'>, unit: UnitReport): void => {
    const key = need.name ?? `${need.kind} ${need.variables.join(' ')}`;
    const known = needs.get(key) ?? { ...need, variables: [], places: [] };
    known.variables = [...new Set([...known.variables, ...need.variables])];
    known.places = [...known.places, placeOf(unit)];
    needs.set(key, known);
  };
  for (const unit of moving(report)) {
    const said = new Set(unit.secrets.flatMap(({ variables }) => variables));
    const read = unit.variables.filter((variable) => !said.has(variable));
    const silent = unit.secrets.filter(({ variables }) => variables.length === 0);
    // What the code reads is the only group's that does not tell; of several, nobody knows whose.
    const own = silent.length === 1 ? read : [];
    for (const { kind, name, variables } of unit.secrets) {
      const sure = variables.length > 0;
      add(
        { kind, variables: sure ? variables : own, sure, ...(name !== undefined && { name }) },
        unit,
      );
    }
    if (read.length > own.length) add({ kind: 'read', variables: read, sure: true }, unit);
  }
  return [...needs.values()];
}

/** The volumes of the units that move, with the commands that copy them. */
export function volumesOf(report: PlanReport): VolumeNeed[] {
  const all = moving(report).flatMap((unit) => unit.volumes.map((volume) => ({ unit, volume })));
  const byTarget = new Map(all.map(({ volume }) => [volume.to, volume]));
  return grouped(all.map(({ unit, volume }) => [volume.to, unit])).flatMap(([to, places]) => {
    const volume = byTarget.get(to);
    if (!volume) return [];
    const [name = '', ...rest] = volume.name.split('/');
    const local = shellWord(`./${volume.name}`);
    const from = `${shellWord(name)} ${shellWord(rest.length > 0 ? rest.join('/') : '/')}`;
    const commands = [
      `modal ${volume.kind} get ${from} ${local}`,
      `fal files upload ${local} ${shellWord(to)}`,
    ];
    return [{ name: volume.name, to, commands, places }];
  });
}

/** Where the platforms' defaults differ, for the units that move. */
export function defaultsOf(report: PlanReport): DefaultNeed[] {
  const all = moving(report).flatMap((unit) =>
    unit.differences.map((text): [string, UnitReport] => [text, unit]),
  );
  return grouped(all).map(([text, places]) => ({ text, places }));
}

/** What others call, for the units that move. */
export function callersOf(report: PlanReport): CallerNeed[] {
  return moving(report).flatMap((unit) =>
    unit.endpoints.map((endpoint) => ({ ...endpoint, place: placeOf(unit) })),
  );
}

/** The units that a migration converts. */
export function moving({ units }: PlanReport): UnitReport[] {
  return units.filter(({ outcome }) => outcome !== 'left');
}

function grouped(pairs: readonly (readonly [string, UnitReport])[]): [string, Place[]][] {
  const groups = new Map<string, Place[]>();
  for (const [key, unit] of pairs) {
    const places = groups.get(key) ?? [];
    const place = placeOf(unit);
    const isThere = places.some((other) => samePlace(other, place));
    groups.set(key, isThere ? places : [...places, place]);
  }
  return [...groups];
}

function placeOf({ file, line, unit }: UnitReport): Place {
  return { file, line, unit };
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line;
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
