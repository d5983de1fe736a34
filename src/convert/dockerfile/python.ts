import type { Arguments } from './arguments.ts';
import { copyUv, UV } from './packages.ts';

/** Of the Dockerfile where the program leaves Python to the machine that deploys: the one in fal's own examples. */
const DEFAULT_PYTHON = '3.11';

/** Debian of Modal's image builder 2025.06, so that the names of apt packages mean the same. */
export const DEBIAN = 'bookworm';

/** The Python that a base asks for, as a version that Docker Hub and conda-forge know. */
export function askedPython(
  args: Arguments,
  name: string,
  place?: number,
): { readonly version: string; readonly asked: boolean } {
  const text = args.text(name, place);
  if (text === undefined) return { version: DEFAULT_PYTHON, asked: false };
  if (/^3\.\d+(?:\.\d+)?$/.test(text)) return { version: text, asked: true };
  args.manual(`\`${name}="${text}"\` has no image: choose a Python that fal runs`);
  return { version: DEFAULT_PYTHON, asked: false };
}

/** `3.11` of `3.11.9`. */
export function seriesOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

const STANDALONE = '/opt/python';

/**
 * The lines of `add_python=`. Modal copies python-build-standalone to /usr/local; so do these, with the builds that uv
 * installs, which are the same. uv marks them as its own, and pip would refuse to install into them.
 */
export function addPython(version: string): string[] {
  const series = seriesOf(version);
  const install = `${UV} python install --no-bin --install-dir ${STANDALONE} ${series}`;
  // The dot keeps away from the link `cpython-3.11-…` that uv makes beside the folder.
  const move = `cp -a ${STANDALONE}/cpython-${series}.*/. /usr/local/`;
  const clean = `rm -rf ${STANDALONE} /usr/local/lib/python${series}/EXTERNALLY-MANAGED`;
  return [
    copyUv(undefined),
    `RUN ${install} && ${move} && ${clean}`,
    'ENV TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo',
  ];
}
