import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin } from '../../python/lookup.ts';
import type { UnitContext } from '../part.ts';
import { cacheVariablesOf } from './caches.ts';
import { isNamed } from './directories.ts';
import { listed } from '../settings/literals.ts';
import { isUnder } from './mounts.ts';
import type { Mount } from './read-mounts.ts';

/** What becomes of one mount. */
export function mountMessage(context: UnitContext, mount: Mount): string {
  const { path, to, volume, readOnly } = mount;
  const name = volume.split('/')[0] ?? volume;
  if (mount.unnamed) {
    const base = `the volume at \`${path}\` had no name: it becomes the directory \`${to}\`, which every app of the account shares, and which stays when the app ends`;
    return base + advice(context, mount);
  }
  const base = `the volume \`${name}\` at \`${path}\` becomes the directory \`${to}\`, which every app of the account shares`;
  const loose = readOnly ? ' and may write to' : '';
  return `${base}${loose}${advice(context, mount)}`;
}

function advice(context: UnitContext, mount: Mount): string {
  const { path, to } = mount;
  if (path === to) return '';
  const variables = cacheVariablesOf(context.unit, mount).map(([key, value]) => `${key}=${value}`);
  if (variables.length > 0)
    return `: ${listed(variables)} leads libraries there, which look under \`${path}\``;
  if (isNamed(context, mount) || inImage(context, path)) return '';
  return `: no path under \`${path}\` was found in \`${context.unit.name}\`, so point what reads and writes there to \`${to}\``;
}

/** Whether the image's variables name the path: `image.env({"HF_HOME": CACHE_DIR})`. */
function inImage({ program, unit }: UnitContext, path: string): boolean {
  const homes = new Set([unit.file.names, unit.settings.get('image')?.names]);
  return program.files.some(({ names, uses }) => {
    if (!homes.has(names)) return false;
    const calls = uses.flatMap(({ symbol, call }) =>
      symbol.name === 'modal.Image.env' && call ? [call.argsSpan] : [],
    );
    return calls
      .flatMap((span) => exprsWithin(names, span))
      .some(({ expr, scope }) => {
        const text = textOf(constantOf(names, expr, scope));
        return text !== undefined && isUnder(text, path);
      });
  });
}
