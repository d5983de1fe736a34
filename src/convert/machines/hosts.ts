import { numberOf, whyUnknown, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnknown, type Unknown } from '../../python/place.ts';
import { gpuRequest } from './gpus.ts';
import { pythonString } from '../settings/literals.ts';
import { CPU_MACHINES, gpuFit, machineNamed, smallestMachine, type Machine } from './machines.ts';
import { only, written } from '../settings/reasons.ts';

/** What `cpu=` or `memory=` asks for; `limit` where a pair says how far it may go. */
export interface Amount {
  readonly request?: number;
  readonly limit?: number;
}

interface Needs {
  /** Cores that are reserved; more is a matter of speed only. */
  readonly cpu: Amount;
  /** MiB; what a pair allows at most is there if fal has such a machine: a program that finds less is killed. */
  readonly memory: Amount;
}

/**
 * The machine type that holds `cpu=` and `memory=` of a unit, decided once for both; reasons are about `setting`.
 * A GPU decides the host by itself.
 */
export function hostPart(context: UnitContext, setting: Setting): Part {
  const { settings } = context.unit;
  const cpu = amountOf(settings.get('cpu'));
  const memory = amountOf(settings.get('memory'));
  const unknown = isUnknown(cpu) ? cpu : memory;
  if (isUnknown(cpu) || isUnknown(memory)) {
    const why = isUnknown(unknown) ? unknown.unknown : '';
    if (hasGpu(context.unit)) return {};
    const about = (isUnknown(cpu) ? settings.get('cpu') : settings.get('memory')) ?? setting;
    const message = `\`${written(about)}\` is ${why}: write the \`machine_type\` that holds it`;
    return only(context, setting, 'manual', message);
  }
  const needs = { cpu, memory };
  return hasGpu(context.unit) ? besideGpu(context, setting, needs) : onCpu(context, setting, needs);
}

/** What `cpu=` or `memory=` says, or why that is not known. */
export function amountOf(setting: Setting | undefined): Amount | Unknown {
  if (!setting) return {};
  const { names, value, scope } = setting;
  const constant = constantOf(names, value, scope);
  if (constant.kind === 'value' && constant.value === null) return {};
  const number = numberOf(constant);
  if (number !== undefined) return { request: number };
  const pair = constant.kind === 'list' ? constant.items.map(numberOf) : [];
  const [request, limit] = pair;
  if (pair.length === 2 && request !== undefined && limit !== undefined) return { request, limit };
  return { unknown: whyUnknown(constant) ?? noNumber(constant) };
}

function noNumber({ kind }: Constant): string {
  return kind === 'list' ? 'no pair of numbers' : 'no number, so Modal leaves it out';
}

function hasGpu({ settings }: Unit): boolean {
  const gpu = settings.get('gpu');
  if (!gpu) return false;
  const request = gpuRequest({ ...gpu, expr: gpu.value });
  return isUnknown(request) || request.kind !== 'none';
}

function onCpu(context: UnitContext, setting: Setting, { cpu, memory }: Needs): Part {
  const megabytes = memory.limit ?? memory.request;
  if (cpu.request === undefined && megabytes === undefined) return {};
  const machine =
    smallestMachine(cpu.request, megabytes) ?? largestWith(cpu.request, memory.request);
  const asked = askedFor(context.unit);
  if (!machine) {
    const largest = CPU_MACHINES.at(-1);
    const message = `no CPU machine of fal holds ${asked}; the largest is ${largest ? described(largest) : 'smaller'}`;
    return only(context, setting, 'no-equivalent', message);
  }
  const settings = [
    { name: 'machine_type', value: pythonString(machine.name, context.style.quote) },
  ];
  if (cpu.limit === undefined && memory.limit === undefined) return { settings };
  const isLess = (megabytes ?? 0) > machine.memoryMb;
  const less = isLess ? ', the largest: a program that takes more memory is killed' : '';
  const message = `fal has no limits beside the machine: ${asked} runs on ${described(machine)}${less}`;
  return { ...only(context, setting, 'rewrite-unsafe', message), settings };
}

/** The largest machine, where it holds what is reserved: no machine holds all that a pair allows. */
function largestWith(cpu = 0, megabytes = 0): Machine | undefined {
  const largest = CPU_MACHINES.at(-1);
  return largest && largest.cpu >= cpu && largest.memoryMb >= megabytes ? largest : undefined;
}

/** With a GPU nothing is set; it is said where the host has less than was asked for. */
function besideGpu(context: UnitContext, setting: Setting, { cpu, memory }: Needs): Part {
  const hosts = gpuMachines(context);
  const small = hosts.find(
    (host) => host.cpu < (cpu.request ?? 0) || host.memoryMb < (memory.request ?? 0),
  );
  if (!small) return {};
  const message = `${askedFor(context.unit)} cannot be chosen beside a GPU: a runner is ${described(small)}`;
  return only(context, setting, 'rewrite-unsafe', message);
}

function gpuMachines({ unit, options }: UnitContext): Machine[] {
  const gpu = unit.settings.get('gpu');
  const request = gpu && gpuRequest({ ...gpu, expr: gpu.value });
  if (!request || isUnknown(request) || request.kind === 'none') return [];
  const specs = request.kind === 'one' ? [request.spec] : request.specs;
  return specs.flatMap((spec) => {
    const fit = spec && gpuFit(spec.type, options);
    const machine = fit && fit.kind !== 'none' ? machineNamed(fit.machine) : undefined;
    return machine ? [machine] : [];
  });
}

function askedFor({ settings }: Unit): string {
  const both = [settings.get('cpu'), settings.get('memory')].filter((one) => one !== undefined);
  return both.map((one) => `\`${written(one)}\``).join(' and ');
}

/** `` `XL` with 8 cores and 30 GB ``. */
function described({ name, cpu, memoryMb }: Machine): string {
  const memory = memoryMb < 1024 ? `${memoryMb} MB` : `${memoryMb / 1024} GB`;
  return `\`${name}\` with ${cpu === 1 ? '1 core' : `${cpu} cores`} and ${memory}`;
}
