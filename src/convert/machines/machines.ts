import type { Choices } from '../plan.ts';

/** A runner of fal as the page of machine types documents it. */
export interface Machine {
  readonly name: string;
  readonly cpu: number;
  readonly memoryMb: number;
  readonly gpuMemoryGb?: number;
}

/** CPU runners, smallest first. */
export const CPU_MACHINES: readonly Machine[] = [
  { name: 'XS', cpu: 0.5, memoryMb: 512 },
  { name: 'S', cpu: 1, memoryMb: 1024 },
  { name: 'M', cpu: 2, memoryMb: 2048 },
  { name: 'L', cpu: 4, memoryMb: 15360 },
  { name: 'XL', cpu: 8, memoryMb: 30720 },
];

/** GPU runners by GPU memory; CPU and memory of the host come with them and cannot be chosen. */
export const GPU_MACHINES: readonly Machine[] = [
  { name: 'GPU-RTX4090', cpu: 12, memoryMb: 49152, gpuMemoryGb: 24 },
  { name: 'GPU-RTX5090', cpu: 14, memoryMb: 61440, gpuMemoryGb: 32 },
  { name: 'GPU-A100', cpu: 12, memoryMb: 61440, gpuMemoryGb: 40 },
  { name: 'GPU-L40', cpu: 6, memoryMb: 102400, gpuMemoryGb: 48 },
  { name: 'GPU-H100', cpu: 12, memoryMb: 114688, gpuMemoryGb: 80 },
  { name: 'GPU-H200', cpu: 12, memoryMb: 114688, gpuMemoryGb: 141 },
  { name: 'GPU-B200', cpu: 19, memoryMb: 215040, gpuMemoryGb: 192 },
];

/** The smallest CPU runner with as many cores and as much memory; nothing where even the largest has less. */
export function smallestMachine(cpu = 0, memoryMb = 0): Machine | undefined {
  return CPU_MACHINES.find((machine) => machine.cpu >= cpu && machine.memoryMb >= memoryMb);
}

/** A runner by its name. */
export function machineNamed(name: string): Machine | undefined {
  return [...CPU_MACHINES, ...GPU_MACHINES].find((machine) => machine.name === name);
}

/** How a GPU of Modal's is had on fal: the same one, one that differs as `why` says, or none; `nearest` is at least as large, as `why` says. */
export type GpuFit =
  | { readonly kind: 'exact'; readonly machine: string }
  | { readonly kind: 'near'; readonly machine: string; readonly why: string }
  | { readonly kind: 'none'; readonly nearest: string; readonly why: string };

/** By Modal's name in capitals, as the table of the concept `gpu` has it. */
const GPUS: ReadonlyMap<string, GpuFit> = new Map([
  ['A100', exact('GPU-A100')],
  ['A100-40GB', exact('GPU-A100')],
  ['H100', exact('GPU-H100')],
  // Modal may hand out an H200 for `H100`; fal never does, which is what the `!` asks for.
  ['H100!', exact('GPU-H100')],
  ['H200', exact('GPU-H200')],
  ['B200', exact('GPU-B200')],
  ['B200+', near('GPU-B200', '`B200+` may also be a B300 on Modal, on fal it is a B200')],
  ['L40S', near('GPU-L40', 'fal lists its L40S as `GPU-L40`, which has 48 GB too')],
  ['T4', none('GPU-RTX4090', '24 GB for 16 GB')],
  ['L4', none('GPU-RTX4090', '24 GB as well')],
  ['A10', none('GPU-RTX4090', '24 GB as well')],
  ['A10G', none('GPU-RTX4090', '24 GB as well')],
  ['A100-80GB', none('GPU-H100', '80 GB as well')],
  ['RTX-PRO-6000', none('GPU-H200', '141 GB for 96 GB')],
  ['ANY', none('GPU-RTX4090', 'the smallest GPU of fal, for whichever is free')],
]);

function exact(machine: string): GpuFit {
  return { kind: 'exact', machine };
}

function near(machine: string, why: string): GpuFit {
  return { kind: 'near', machine, why };
}

function none(nearest: string, why: string): GpuFit {
  return { kind: 'none', nearest, why };
}

/** GPU memory in GB, by Modal's name in capitals. */
const MODAL_GPU_MEMORY: ReadonlyMap<string, number> = new Map([
  ['T4', 16],
  ['L4', 24],
  ['A10', 24],
  ['A10G', 24],
  ['A100', 40],
  ['A100-40GB', 40],
  ['A100-80GB', 80],
  ['L40S', 48],
  ['RTX-PRO-6000', 96],
  ['H100', 80],
  ['H100!', 80],
  ['H200', 141],
  ['B200', 192],
  ['B200+', 192],
]);

/** Memory in GB of one GPU of Modal's; names are taken in any case, as Modal takes them. */
export function modalGpuMemory(type: string): number | undefined {
  return MODAL_GPU_MEMORY.get(type.toUpperCase());
}

/** What a GPU name of Modal's becomes; names are taken in any case, as Modal takes them. What the project chose goes first. */
export function gpuFit(type: string, { machineTypes }: Choices): GpuFit | undefined {
  const name = type.toUpperCase();
  const chosen = machineTypes?.byGpu.get(name);
  if (chosen !== undefined)
    return near(chosen, `\`machine-types\` takes \`${chosen}\` for \`${type}\``);
  const fit = GPUS.get(name);
  if (fit?.kind !== 'none' || !machineTypes?.nearest) return fit;
  return near(fit.nearest, `\`${fit.nearest}\` is the nearest to \`${type}\`: ${fit.why}`);
}

/** Modal's GPUs for which there is a machine, each with it. */
export function gpuTwins(choices: Choices): readonly (readonly [gpu: string, machine: string])[] {
  const named = [...GPUS.keys(), ...(choices.machineTypes?.byGpu.keys() ?? [])];
  return [...new Set(named)].flatMap((gpu) => {
    const fit = gpuFit(gpu, choices);
    return fit && fit.kind !== 'none' ? [[gpu, fit.machine] as const] : [];
  });
}

/** In place of a machine: a GPU that fal has not becomes the nearest that it has. */
export const NEAREST = 'nearest';

/** Every machine type of fal that the documentation lists. */
export const MACHINE_TYPES: readonly string[] = [...CPU_MACHINES, ...GPU_MACHINES].map(
  ({ name }) => name,
);
