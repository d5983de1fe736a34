import type { ImageLayer, LocalFile } from './layer.ts';
import { UV } from './packages.ts';
import { isLine, knownText, linesOf, piecesOf, type Item, type Line } from './template.ts';
import { withoutRepeats } from './repeats.ts';

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
export function imageLines(layers: readonly ImageLayer[], items: readonly Item[]): Item[] {
  const [first] = layers;
  const start = first?.dockerfile.length ?? 0;
  const base = items.slice(0, start);
  const rest = items.slice(start);
  const files = layers.flatMap((layer) => layer.files ?? []);
  const all = [...base, ...baseTools(first?.base, rest), ...rest];
  return withoutRepeats([...all, ...homeLines(first?.base, files, rest), installFal(linesOf(all))]);
}

/** Tools between the base and the layers on top of it. */
function baseTools(base: ImageLayer['base'], rest: readonly Item[]): Line[] {
  const hasCurl = rest.some((item) => isLine(item) && aptPackages(item).includes('curl'));
  const curl = hasCurl ? [] : ['curl'];
  if (base === 'debian') return debianTools(curl, linesOf(rest));
  if (base === 'micromamba') return aptInstall(curl);
  return hasCurl
    ? []
    : [`RUN command -v curl || (${['apt-get update', ...aptWords(curl)].join(' && ')})`];
}

function debianTools(curl: readonly string[], rest: readonly Line[]): Line[] {
  const builds = rest.some(
    (line) => knownText(line).startsWith('RUN') && aptPackages(line).length === 0,
  );
  const asks = rest.some((line) => isOpenCommand(line) || INSTALLS_APT.test(knownText(line)));
  const packages = [...(builds ? COMPILERS : []), ...curl].sort();
  const upgrades = rest.some(
    (line) => isOpenCommand(line) || USES_TOOLS.test(knownText(line).replaceAll(UV, '')),
  );
  return [
    ...(asks ? ['ARG DEBIAN_FRONTEND=noninteractive'] : []),
    ...aptInstall(packages),
    ...(upgrades ? ['RUN python -m pip install --upgrade pip wheel uv'] : []),
  ];
}

/** `RUN {COMMAND}`: of a command that is not known, anything may be needed. The exec form is no command of a shell. */
function isOpenCommand(line: Line): boolean {
  const [first = '', second] = piecesOf(line);
  if (typeof first !== 'string') return true;
  if (typeof second !== 'object' || !/^\s*(?:RUN\s*)?$/i.test(first)) return false;
  return !second.code.startsWith('json.dumps([');
}

function aptWords(packages: readonly string[]): string[] {
  return packages.length === 0 ? [] : [`apt-get install -y ${packages.join(' ')}`];
}

function aptInstall(packages: readonly string[]): string[] {
  return aptWords(packages).map((install) => `RUN apt-get update && ${install}`);
}

/** The packages of a line that `apt_install` gave. */
function aptPackages(line: Line): readonly string[] {
  return APT_LAYER.exec(knownText(line))?.[1]?.split(' ') ?? [];
}

/** Code runs in /root on Modal, and imports from there; on fal it runs in the image's `WORKDIR`, and imports from that. */
function homeLines(
  base: ImageLayer['base'],
  files: readonly LocalFile[],
  rest: readonly Item[],
): string[] {
  if (!files.some(({ to }) => /^\/root(?:\/|$)/.test(to))) return [];
  const asks = linesOf(rest).some((line) => /^\s*WORKDIR\s/i.test(knownText(line)));
  return [base === 'registry' || asks ? 'ENV PYTHONPATH=/root' : 'WORKDIR /root'];
}

function installFal(lines: readonly Line[]): string {
  // `uv sync` makes an environment without pip.
  const synced = lines.some((line) => knownText(line).startsWith(`RUN ${UV} sync `));
  const pip = synced ? `${UV} pip install --python $(command -v python)` : 'python -m pip install';
  return `RUN ${pip} fal`;
}
