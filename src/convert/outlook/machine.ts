import type {
  FalMachine,
  MachineOutlook,
  MachineType,
  ModalGpu,
  ModalMachine,
} from '../../model/outlook.ts';
import { numberOf, textOf, textsOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting, Unit } from '../../program/units.ts';
import { isUnknown } from '../../python/place.ts';
import { gpuRequest } from '../machines/gpus.ts';
import { amountOf } from '../machines/hosts.ts';
import {
  gpuFit,
  machineNamed,
  modalGpuMemory,
  smallestMachine,
  type Machine,
} from '../machines/machines.ts';
import type { FalUnit } from '../fal-units.ts';

/** What fal takes where no `machine_type` is written (facts: `fal.App` overrides the server's XS). */
const DEFAULTS = { app: 'S', function: 'XS' } as const;

/** The machine that a unit asks Modal for, and what it runs on at fal; `kind` is what it becomes. */
export function machineOutlook(
  unit: Unit,
  becomes: FalUnit | undefined,
  kind: FalUnit['kind'],
): MachineOutlook {
  const modal = modalMachine(unit);
  return { modal, fal: written(becomes) ?? unwritten(modal, kind) };
}

function modalMachine({ settings }: Unit): ModalMachine {
  const unknown: string[] = [];
  const amount = (name: string): number | undefined => {
    const found = amountOf(settings.get(name));
    if (!isUnknown(found)) return found.request;
    unknown.push(name);
    return undefined;
  };
  const cpu = amount('cpu');
  const memoryMb = amount('memory');
  const gpus = gpusOf(settings.get('gpu'));
  if (!gpus) unknown.push('gpu');
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memoryMb !== undefined && { memoryMb }),
    gpus: gpus ?? [],
    unknown,
  };
}

function gpusOf(setting: Setting | undefined): ModalGpu[] | undefined {
  if (!setting) return [];
  const request = gpuRequest({ ...setting, expr: setting.value });
  if (isUnknown(request)) return undefined;
  if (request.kind === 'none') return [];
  const specs = request.kind === 'one' ? [request.spec] : request.specs;
  return specs.flatMap((spec) => {
    if (!spec) return [];
    const memoryGb = modalGpuMemory(spec.type);
    return [{ type: spec.type, count: spec.count, ...(memoryGb !== undefined && { memoryGb }) }];
  });
}

/** What the result says. */
function written(unit: FalUnit | undefined): FalMachine | undefined {
  const expr = unit?.settings.get('machine_type');
  if (!unit || !expr) return undefined;
  const constant = constantOf(unit.names, expr, unit.scope);
  const text = textOf(constant);
  const names = text === undefined ? textsOf(constant) : [text];
  if (!names) return undefined;
  const count = unit.settings.get('num_gpus');
  const gpus = count ? numberOf(constantOf(unit.names, count, unit.scope)) : undefined;
  const types = names.map((name) => typeOf(machineNamed(name)) ?? { name });
  const withGpu = types.some(({ gpuMemoryGb }) => gpuMemoryGb !== undefined);
  return { how: 'set', types, gpus: withGpu ? (gpus ?? 1) : 0 };
}

function unwritten(modal: ModalMachine, kind: FalUnit['kind']): FalMachine {
  const { gpus, cpu, memoryMb, unknown } = modal;
  if (gpus.length > 0 || unknown.includes('gpu')) {
    return { how: 'open', types: nearest(gpus), gpus: gpus[0]?.count ?? 1 };
  }
  if (cpu === undefined && memoryMb === undefined && unknown.length === 0)
    return { how: 'default', types: typesOf([machineNamed(DEFAULTS[kind])]), gpus: 0 };
  const machine = unknown.length === 0 ? smallestMachine(cpu, memoryMb) : undefined;
  return { how: 'open', types: typesOf([machine]), gpus: 0 };
}

function nearest(gpus: readonly ModalGpu[]): MachineType[] {
  const names = gpus.flatMap(({ type }) => {
    const fit = gpuFit(type, {});
    return fit ? [fit.kind === 'none' ? fit.nearest : fit.machine] : [];
  });
  return typesOf([...new Set(names)].map(machineNamed));
}

function typesOf(machines: readonly (Machine | undefined)[]): MachineType[] {
  return machines.flatMap((machine) => typeOf(machine) ?? []);
}

function typeOf(machine: Machine | undefined): MachineType | undefined {
  return machine && { ...machine };
}
