import type { ImageLayer, LocalFile } from './layer.ts';
import { UV } from './packages.ts';

/** What Modal's `debian_slim` brings along; gcc is in build-essential. */
const COMPILERS = ['build-essential', 'gfortran'];
/** Commands that use what Modal upgrades in its base. */
const USES_TOOLS = /(?<![\w./-])(?:uv|wheel)(?![\w.-])|--no-build-isolation/;
const INSTALLS_APT = /\bapt(?:-get)?\s[^\n]*\binstall\b/;
const APT_LAYER = /^RUN apt-get update && apt-get install -y (.*)$/;

/**
 * The lines of a whole image: those of its layers, and around them what fal needs in an image
 * (`curl`, and packages that fit its SDK: its documentation says to install `fal` last) and what the program took from
 * Modal's base without a word.
 */
export function imageLines(layers: readonly ImageLayer[]): string[] {
  const [first, ...others] = layers;
  const base = first?.dockerfile ?? [];
  const rest = others.flatMap(({ dockerfile }) => dockerfile);
  const files = layers.flatMap((layer) => layer.files ?? []);
  const all = [...base, ...baseTools(first?.base, rest), ...rest];
  return withoutRepeatedCopies([...all, ...homeLines(first?.base, files, rest), installFal(all)]);
}

/** Tools between the base and the layers on top of it. */
function baseTools(base: ImageLayer['base'], rest: readonly string[]): string[] {
  const hasCurl = rest.some((line) => aptPackages(line).includes('curl'));
  const curl = hasCurl ? [] : ['curl'];
  if (base === 'debian') return debianTools(curl, rest);
  if (base === 'micromamba') return aptInstall(curl);
  return hasCurl
    ? []
    : [`RUN command -v curl || (${['apt-get update', ...aptWords(curl)].join(' && ')})`];
}

function debianTools(curl: readonly string[], rest: readonly string[]): string[] {
  const builds = rest.some((line) => line.startsWith('RUN') && aptPackages(line).length === 0);
  const asks = rest.some((line) => INSTALLS_APT.test(line));
  const packages = [...(builds ? COMPILERS : []), ...curl].sort();
  const upgrades = rest.some((line) => USES_TOOLS.test(line.replaceAll(UV, '')));
  return [
    ...(asks ? ['ARG DEBIAN_FRONTEND=noninteractive'] : []),
    ...aptInstall(packages),
    ...(upgrades ? ['RUN python -m pip install --upgrade pip wheel uv'] : []),
  ];
}

function aptWords(packages: readonly string[]): string[] {
  return packages.length === 0 ? [] : [`apt-get install -y ${packages.join(' ')}`];
}

function aptInstall(packages: readonly string[]): string[] {
  return aptWords(packages).map((install) => `RUN apt-get update && ${install}`);
}

/** The packages of a line that `apt_install` gave. */
function aptPackages(line: string): readonly string[] {
  return APT_LAYER.exec(line)?.[1]?.split(' ') ?? [];
}

/** Code runs in /root on Modal, and imports from there; on fal it runs in the image's `WORKDIR`, and imports from that. */
function homeLines(
  base: ImageLayer['base'],
  files: readonly LocalFile[],
  rest: readonly string[],
): string[] {
  if (!files.some(({ to }) => /^\/root(?:\/|$)/.test(to))) return [];
  const hasHome = base === 'registry' || rest.some((line) => /^\s*WORKDIR\s/i.test(line));
  return [hasHome ? 'ENV PYTHONPATH=/root' : 'WORKDIR /root'];
}

function installFal(lines: readonly string[]): string {
  // `uv sync` makes an environment without pip.
  const synced = lines.some((line) => line.startsWith(`RUN ${UV} sync `));
  const pip = synced ? `${UV} pip install --python $(command -v python)` : 'python -m pip install';
  return `RUN ${pip} fal`;
}

/** Each layer that needs uv brings it. */
function withoutRepeatedCopies(lines: readonly string[]): string[] {
  return lines.filter((line, i) => !line.startsWith('COPY --from=') || lines.indexOf(line) === i);
}
