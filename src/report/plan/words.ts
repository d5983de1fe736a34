import type {
  FalCall,
  FalMachine,
  MachineOutlook,
  MachineType,
  ModalCall,
  ModalGpu,
  ModalMachine,
} from '../../model/outlook.ts';
import type { SecretNeed } from './needs.ts';
import type { Place } from './report.ts';

/** `A100 (40 GB), 4 cores, 16 GB`. */
export function modalMachineWords({ gpus, cpu, memoryMb, unknown }: ModalMachine): string {
  const parts = [
    ...(gpus.length > 0 ? [gpus.map(gpuWords).join(' or ')] : []),
    ...(cpu === undefined ? [] : [cores(cpu)]),
    ...(memoryMb === undefined ? [] : [memory(memoryMb)]),
    ...unknown.map((keyword) => `\`${keyword}=\` not known`),
  ];
  return parts.length === 0 ? 'by default 0.125 cores, 128 MB' : parts.join(', ');
}

/** `GPU-A100 (40 GB, 12 cores, 60 GB RAM)`. */
export function falMachineWords({ how, types, gpus }: FalMachine): string {
  const names = types.map((type) => typeWords(type, gpus)).join(' or ');
  if (how === 'set') return names;
  if (how === 'default') return `by default ${names}`;
  return names === '' ? 'to be chosen' : `to be chosen, nearest: ${names}`;
}

/** Both on one line. */
export function machineWords({ modal, fal }: MachineOutlook): string {
  return `${modalMachineWords(modal)} -> ${falMachineWords(fal)}`;
}

function gpuWords({ type, count, memoryGb }: ModalGpu): string {
  const size = memoryGb === undefined ? '' : ` (${memoryGb} GB)`;
  return `${count > 1 ? `${count} x ` : ''}${type}${size}`;
}

function typeWords({ name, cpu, memoryMb, gpuMemoryGb }: MachineType, gpus: number): string {
  const figures = [
    ...(gpuMemoryGb === undefined ? [] : [`${gpuMemoryGb} GB`]),
    ...(cpu === undefined ? [] : [cores(cpu)]),
    ...(memoryMb === undefined
      ? []
      : [`${memory(memoryMb)}${gpuMemoryGb === undefined ? '' : ' RAM'}`]),
  ];
  const many = gpus > 1 ? `${gpus} x ` : '';
  return figures.length === 0 ? `${many}${name}` : `${many}${name} (${figures.join(', ')})`;
}

function cores(count: number): string {
  return count === 1 ? '1 core' : `${count} cores`;
}

function memory(megabytes: number): string {
  return megabytes < 1024 ? `${megabytes} MB` : `${Math.round(megabytes / 102.4) / 10} GB`;
}

/** `GET https://…`, `Model().generate.remote(prompt)`. */
export function modalCallWords(call: ModalCall): string {
  if (call.by === 'python') return call.call;
  return call.method === 'any' ? call.url : `${call.method} ${call.url}`;
}

/** `POST https://fal.run/acme/demo`, `https://fal.run/acme/site/…`. */
export function falCallWords({ method, url }: FalCall): string {
  return method === 'any' ? `${url}/…` : `${method} ${url}`;
}

/** `{"prompt": str, "steps"?: int}`: the JSON body, or what is handed on. */
export function bodyWords({ method, body }: FalCall): string {
  if (method === 'any') return 'requests are passed on as they are';
  if (!body) return 'the JSON body as it was';
  if (body.length === 0) return 'no fields';
  return `{${body.map(({ name, type, optional }) => `"${name}"${optional ? '?' : ''}: ${type}`).join(', ')}}`;
}

/** What else a caller has to know. */
export function callNotes({ modal, fal }: { modal: ModalCall; fal: FalCall }): string[] {
  return [
    ...(modal.by === 'http' && modal.method !== 'any' && modal.method !== fal.method
      ? [`${modal.method} becomes ${fal.method}`]
      : []),
    ...(fal.streams ? ['server-sent events, read with `fal_client.stream`'] : []),
    ...(fal.base64 ? ['bytes are base64 text (large ones are better as URLs)'] : []),
    ...(fal.open ? ['open to everybody'] : ['needs a fal key']),
  ];
}

/** `` the Modal secret `hf` ``. */
export function secretWords({ kind, name }: Pick<SecretNeed, 'kind' | 'name'>): string {
  switch (kind) {
    case 'named':
      return name === undefined ? 'a Modal secret' : `the Modal secret \`${name}\``;
    case 'dict':
      return 'values that the program takes along';
    case 'dotenv':
      return 'a `.env` file';
    case 'local-environ':
      return 'variables of the machine that deploys';
    case 'other':
      return 'a secret that is made elsewhere';
    case 'read':
      return 'the environment, as the code reads it';
  }
}

/** Places on one line: the first few, and how many more. */
export function placesWords(places: readonly Place[], show: (place: Place) => string): string {
  const shown = places.slice(0, SHOWN).map(show).join(', ');
  const more = places.length - SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const SHOWN = 3;
