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

/** How a GPU of Modal's is had on fal: the same one, one that differs as `why` says, or none; `nearest` is the next larger. */
export type GpuFit =
  | { readonly kind: 'exact'; readonly machine: string }
  | { readonly kind: 'near'; readonly machine: string; readonly why: string }
  | { readonly kind: 'none'; readonly nearest: string; readonly why: string };

function exact(machine: string): GpuFit {
  return { kind: 'exact', machine };
}

function none(memory: string, nearest: string, has: string): GpuFit {
  return {
    kind: 'none',
    nearest,
    why: `with ${memory}: the nearest is \`${nearest}\` with ${has}`,
  };
}

/** By Modal's name in capitals. */
const GPUS: ReadonlyMap<string, GpuFit> = new Map([
  ['A100', exact('GPU-A100')],
  ['A100-40GB', exact('GPU-A100')],
  ['H100', exact('GPU-H100')],
  // Modal may hand out an H200 for `H100`; fal never does, which is what the `!` asks for.
  ['H100!', exact('GPU-H100')],
  ['H200', exact('GPU-H200')],
  ['B200', exact('GPU-B200')],
  ['B200+', near('GPU-B200', '`B200+` may also be a B300 on Modal; on fal it is a B200')],
  ['L40S', near('GPU-L40', 'fal lists its L40S as `GPU-L40`, which has 48 GB too')],
  ['T4', none('16 GB', 'GPU-RTX4090', '24 GB')],
  ['L4', none('24 GB', 'GPU-RTX4090', '24 GB')],
  ['A10', none('24 GB', 'GPU-RTX4090', '24 GB')],
  ['A10G', none('24 GB', 'GPU-RTX4090', '24 GB')],
  ['A100-80GB', none('80 GB', 'GPU-H100', '80 GB')],
  ['RTX-PRO-6000', none('96 GB', 'GPU-H200', '141 GB')],
]);

function near(machine: string, why: string): GpuFit {
  return { kind: 'near', machine, why };
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
  const chosen = machineTypes?.get(name);
  if (chosen === undefined) return GPUS.get(name);
  return near(chosen, `\`machine-types\` of the configuration takes \`${chosen}\` for \`${type}\``);
}

/** Every machine type of fal that the documentation lists. */
export const MACHINE_TYPES: readonly string[] = [...CPU_MACHINES, ...GPU_MACHINES].map(
  ({ name }) => name,
);

/** Modal's GPUs that fal has too, each with its machine. */
export const GPU_TWINS: readonly (readonly [gpu: string, machine: string])[] = [...GPUS].flatMap(
  ([gpu, fit]) => (fit.kind === 'none' ? [] : [[gpu, fit.machine] as const]),
);
