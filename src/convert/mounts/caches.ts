import { readImage } from '../../program/image.ts';
import type { Unit } from '../../program/units.ts';
import type { FalSetting } from '../part.ts';
import { keysOf } from '../secrets/environment.ts';
import { mountsOf, type Mount } from './read-mounts.ts';

/** A variable that tells a library where its cache is. */
export type CacheVariable = readonly [key: string, value: string];

/** Directories that libraries use unasked, with the variables that move each, and what lies below it. */
const CACHES: ReadonlyMap<string, readonly (readonly [variable: string, below: string])[]> =
  new Map([
    ['/root/.cache/huggingface/hub', [['HF_HUB_CACHE', '']]],
    ['/root/.cache/huggingface/datasets', [['HF_DATASETS_CACHE', '']]],
    ['/root/.cache/huggingface', [['HF_HOME', '']]],
    ['/root/.cache/torch', [['TORCH_HOME', '']]],
    ['/root/.cache/vllm', [['VLLM_CACHE_ROOT', '']]],
    ['/root/.cache/uv', [['UV_CACHE_DIR', '']]],
    ['/root/.cache/pip', [['PIP_CACHE_DIR', '']]],
    // fal sets `HF_HOME` itself, which counts more than the folder around it.
    [
      '/root/.cache',
      [
        ['XDG_CACHE_HOME', ''],
        ['HF_HOME', '/huggingface'],
      ],
    ],
    ['/root/.triton/cache', [['TRITON_CACHE_DIR', '']]],
    ['/root/.keras', [['KERAS_HOME', '']]],
    ['/root/.u2net', [['U2NET_HOME', '']]],
    ['/root/.EasyOCR', [['EASYOCR_MODULE_PATH', '']]],
    ['/root/.ollama', [['OLLAMA_MODELS', '/models']]],
  ]);

/** The variables for one mount that stands where libraries look by themselves; none that the program sets. */
export function cacheVariablesOf(unit: Unit, { path, to }: Mount): readonly CacheVariable[] {
  const variables = CACHES.get(path) ?? [];
  if (variables.length === 0) return [];
  const own = ownKeys(unit);
  return variables.flatMap(([key, below]): CacheVariable[] =>
    own.has(key) ? [] : [[key, to + below]],
  );
}

/** The variables for all mounts of a unit; the mount of a folder inside another comes first, and counts. */
export function cacheVariables(unit: Unit): readonly CacheVariable[] {
  const found = mountsOf(unit).flatMap((mount) => cacheVariablesOf(unit, mount));
  return found.filter(([key], i) => found.findIndex(([other]) => other === key) === i);
}

/** Whether the image can say it: a Dockerfile of the user's is not touched. */
export function hasOwnLines(settings: readonly FalSetting[]): boolean {
  const image = settings.find(({ name }) => name === 'image');
  return image !== undefined && !image.value.startsWith('ContainerImage.from_dockerfile(');
}

/** What the image and `env=` of a unit set. */
function ownKeys({ settings }: Unit): ReadonlySet<string> {
  const env = settings.get('env');
  const image = settings.get('image');
  const chain = image && readImage(image.names, image.value, image.scope);
  const layers = chain?.known ? chain.layers : [];
  const inImage = layers.flatMap(({ symbol, call, names, scope }) => {
    const [argument] = symbol.name === 'modal.Image.env' ? call.args : [];
    return argument ? keysOf({ names, scope, expr: argument.value }) : [];
  });
  return new Set([...inImage, ...(env ? keysOf({ ...env, expr: env.value }) : [])]);
}
