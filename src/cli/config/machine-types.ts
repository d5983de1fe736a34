import type { MachineTypes } from '../../convert/plan.ts';
import { MACHINE_TYPES, NEAREST } from '../../convert/machines/machines.ts';
import { nearest } from '../../text/nearest.ts';
import { UsageError } from '../exit.ts';

/** What `--machine-types` says, before what the configuration says: `nearest`, or `GPU=MACHINE` one by one. */
export function machineTypesOf(
  words: readonly string[],
  config: MachineTypes | undefined,
): MachineTypes {
  const given = words.filter((word) => word !== NEAREST).map(pairOf);
  return {
    byGpu: new Map([...(config?.byGpu ?? []), ...given]),
    nearest: words.includes(NEAREST) || config?.nearest === true,
  };
}

function pairOf(word: string): [gpu: string, machine: string] {
  const [gpu = '', machine = ''] = word.split('=').map((part) => part.trim());
  if (gpu === '' || machine === '') {
    throw new UsageError(
      `\`--machine-types\` takes \`${NEAREST}\` or \`GPU=MACHINE\`, as \`T4=GPU-RTX4090\`; \`${word}\` is neither.`,
    );
  }
  if (MACHINE_TYPES.includes(machine)) return [gpu.toUpperCase(), machine];
  const meant = nearest(machine, MACHINE_TYPES);
  const hint =
    meant === undefined ? `write one of ${MACHINE_TYPES.join(', ')}` : `did you mean \`${meant}\``;
  throw new UsageError(`\`${machine}\` is no machine type of fal; ${hint}.`);
}
