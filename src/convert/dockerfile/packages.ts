import type { Arguments } from './arguments.ts';
import { joined, joinedBy, type Line } from './template.ts';
import { quotedLine, type Word } from './words.ts';

/** The flags that the layers of pip share, as one string; `undefined` where none is set. */
export function pipFlags(args: Arguments, findLinksPlace?: number): Line | undefined {
  return flags(args, '--pre', findLinksPlace);
}

/** The flags of `uv_pip_install`. */
export function uvPipFlags(args: Arguments): Line | undefined {
  return flags(args, '--prerelease allow');
}

function flags(args: Arguments, pre: string, findLinksPlace?: number): Line | undefined {
  const flag = (name: string, line: Line | undefined): Line | undefined =>
    line === undefined ? undefined : joined(`${name} `, quotedLine(line));
  const options = args.line('extra_options', undefined, true);
  const found = [
    flag('--find-links', args.line('find_links', findLinksPlace, true)),
    flag('--index-url', args.line('index_url', undefined, true)),
    flag('--extra-index-url', args.line('extra_index_url', undefined, true)),
    args.flag('pre') ? pre : undefined,
    typeof options === 'string' ? options.trim() : options,
  ].filter((line): line is Line => line !== undefined && line !== '');
  return found.length > 0 ? joinedBy(' ', found) : undefined;
}

/** Packages without Modal's own: nothing on fal imports it, and what it pins can stand against what fal needs. */
export function withoutModal(packages: readonly Word[]): readonly Word[] {
  return packages.filter(
    (name) => typeof name !== 'string' || !/^modal(?![\w.-])/i.test(name.trim()),
  );
}

/** Where Modal puts uv, and the layers that use it look for it. */
export const UV = '/.uv/uv';

/** The line that brings uv into the image. */
export function copyUv(version: string | undefined): string {
  return `COPY --from=ghcr.io/astral-sh/uv:${version ?? 'latest'} /uv ${UV}`;
}

/** One `RUN` line of shell words; those that are not there are left out. */
export function run(...words: readonly (Line | undefined)[]): Line {
  const given = words.filter((word): word is Line => word !== undefined && word !== '');
  return joinedBy(' ', ['RUN', ...given]);
}
