import type { Reason } from '../plan.ts';
import { listed } from '../settings/literals.ts';
import { seriesOf } from './python.ts';
import { about, type RuledLayer } from './ruled.ts';
import type { Upload } from './upload.ts';

/** Packages that fal needs in an image, and that pip takes in versions which suit it. */
const OF_FAL =
  '(?:fastapi|starlette|uvicorn|pydantic(?:[-_]core)?|pillow|protobuf|grpcio|typing[-_]extensions|httpx|websockets|dill|cloudpickle|opentelemetry-(?:api|sdk))';
const PINNED = new RegExp(`(?<![\\w.-])${OF_FAL}(?:\\[[\\w,-]*\\])?(?:===?|~=|<=?)[\\w.*]+`, 'gi');

/** What the program pins of those: `pip install` puts fal's choice in its place. */
export function pinnedReasons(base: RuledLayer, lines: readonly string[]): Reason[] {
  const installs = lines.filter((line) => /\bpip\b.*\binstall\b/.test(line));
  const pins = [...new Set(installs.flatMap((line) => line.match(PINNED) ?? []))];
  if (pins.length === 0) return [];
  const message = `The Dockerfile installs fal last, and pip may put versions that suit fal in the place of ${listed(pins)}: see that the code runs with them`;
  return [about(base, 'rewrite-unsafe', message)];
}

/** What fal asks of an image. */
export function containerReasons(base: RuledLayer, alone: boolean): Reason[] {
  const does = alone ? 'see that the Dockerfile installs both' : 'the Dockerfile installs both';
  const needs = `fal needs \`curl\` and its own package in an image: ${does}`;
  return [about(base, 'rewrite', needs), pythonReason(base)];
}

function pythonReason(base: RuledLayer): Reason {
  const { python } = base;
  const pickles = 'fal pickles the app: deploy with';
  if (!python) {
    return about(base, 'rewrite', `${pickles} the Python version that the image holds`);
  }
  const series = seriesOf(python.version);
  if (python.asked) {
    return about(base, 'rewrite', `${pickles} Python ${series}, which the image holds`);
  }
  const message = `The program leaves Python to the machine that deploys, the Dockerfile says ${series}: deploy with it, or change the \`FROM\` line`;
  return about(base, 'rewrite-unsafe', message);
}

export function uploadReasons(
  base: RuledLayer,
  layers: readonly RuledLayer[],
  { problem, assumed, dropped }: Upload,
): Reason[] {
  const lost = layers.flatMap((layer) =>
    (layer.files ?? [])
      .filter(({ path }) => path === '')
      .map(({ module = '' }) => {
        const message = `\`${module}\` is not in this tree: add a \`COPY\` line for it`;
        return about(layer, 'manual', message);
      }),
  );
  const hidden = dropped.map(({ pattern, path }) => {
    const message = `\`${pattern}\` stays out of \`dockerignore\`, as it would hide \`${path}\`, which a \`COPY\` line takes: what it left out is uploaded and copied, too`;
    return about(base, 'rewrite-unsafe', message);
  });
  if (problem !== undefined)
    return [...lost, about(base, 'manual', `In the Dockerfile ${problem}`)];
  if (assumed === undefined) return [...lost, ...hidden];
  const where = assumed === '.' ? 'the top of the tree' : `\`${assumed}/\``;
  const message = `Some files were found from where the shell stood when the program was deployed: all \`COPY\` lines start from one folder now, as if that was ${where}`;
  return [...lost, ...hidden, about(base, 'rewrite-unsafe', message)];
}
