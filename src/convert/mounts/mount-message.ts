import type { UnitContext } from '../part.ts';
import { cacheVariablesOf } from './caches.ts';
import { imageLinks, linksOf, type Link } from './links.ts';
import { isInImage, isNamed } from './named.ts';
import { listed } from '../settings/literals.ts';
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

/** What a person has to do where paths may lead to a mount, and no link can. */
export function unlinkedMessage({ mount, obstacle = '' }: Link): string {
  const { path, to } = mount;
  return `\`${path}\` cannot be a link to \`${to}\`, as ${obstacle}: write \`${to}\` in what reads and writes there`;
}

function advice(context: UnitContext, mount: Mount): string {
  const { path, to } = mount;
  if (path === to) return '';
  const variables = cacheVariablesOf(context.unit, mount).map(([key, value]) => `${key}=${value}`);
  if (variables.length > 0)
    return `: ${listed(variables)} leads libraries there, which look under \`${path}\``;
  const link = linksOf(context).find((one) => one.mount.path === path);
  if (link) return link.obstacle === undefined ? linkText(context, link) : '';
  if (isNamed(context, mount) || isInImage(context, mount)) return '';
  return `: no path under \`${path}\` was found in \`${context.unit.name}\`, so point what reads and writes there to \`${to}\``;
}

function linkText({ unit }: UnitContext, { mount: { path }, cause }: Link): string {
  const made = `: the image makes \`${path}\` a link to it`;
  switch (cause) {
    case 'unseen':
      return `${made}, as no path under it was found in \`${unit.name}\``;
    case 'relative':
      return `${made}, as relative paths in \`${unit.name}\` lead there`;
    case 'process':
      // What becomes of the image decides.
      return '';
  }
}

/** What becomes of the mounts that other programs may use, which a unit starts. */
export function processMessages(context: UnitContext, isPlain: boolean): string[] {
  const { name } = context.unit;
  const links = imageLinks(context).filter(({ cause }) => cause === 'process');
  return links.map(({ mount: { path, to } }) =>
    isPlain
      ? `programs that \`${name}\` starts may use \`${path}\`, too, which is \`${to}\` on fal: see that they are told`
      : `the image makes \`${path}\` a link to \`${to}\`, as \`${name}\` starts programs that may use it`,
  );
}
