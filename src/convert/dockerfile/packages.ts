import type { Arguments } from './call.ts';
import { shellQuote } from './shell.ts';

/** The flags that the layers of pip share, as one string; `undefined` where none is set. */
export function pipFlags(args: Arguments, findLinksPlace?: number): string | undefined {
  return flags(args, '--pre', findLinksPlace);
}

/** The flags of `uv_pip_install`. */
export function uvPipFlags(args: Arguments): string | undefined {
  return flags(args, '--prerelease allow');
}

function flags(args: Arguments, pre: string, findLinksPlace?: number): string | undefined {
  const flag = (name: string, text: string | undefined): string | undefined =>
    text === undefined ? undefined : `${name} ${shellQuote(text)}`;
  const found = [
    flag('--find-links', args.text('find_links', findLinksPlace)),
    flag('--index-url', args.text('index_url')),
    flag('--extra-index-url', args.text('extra_index_url')),
    args.flag('pre') ? pre : undefined,
    args.text('extra_options')?.trim(),
  ].filter((text) => text !== undefined && text !== '');
  return found.length > 0 ? found.join(' ') : undefined;
}

/** Packages without Modal's own: nothing on fal imports it, and what it pins can stand against what fal needs. */
export function withoutModal(packages: readonly string[]): readonly string[] {
  return packages.filter((name) => !/^modal(?![\w.-])/i.test(name.trim()));
}

/** Where Modal puts uv, and the layers that use it look for it. */
export const UV = '/.uv/uv';

/** The line that brings uv into the image. */
export function copyUv(version: string | undefined): string {
  return `COPY --from=ghcr.io/astral-sh/uv:${version ?? 'latest'} /uv ${UV}`;
}

/** One `RUN` line of shell words; those that are not there are left out. */
export function run(...words: readonly (string | undefined)[]): string {
  return ['RUN', ...words.filter((word) => word !== undefined && word !== '')].join(' ');
}
