import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { appFiles } from './app-files.ts';
import { methodOf } from './call.ts';
import type { Surroundings } from './build-context.ts';
import type { ImageLayer, LocalFile } from './layer.ts';
import { pythonBlock, pythonList, pythonString } from './literal.ts';
import { imageLines } from './platform.ts';
import { seriesOf } from './python.ts';
import { copyFile } from './local.ts';
import { folderOfPath } from './tree-path.ts';
import { uploadOf, type Upload } from './upload.ts';
import { userPath } from './user-file.ts';
import { lateReason } from '../modules/late.ts';
import type { FalSetting, Need, Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { rewriteMountPath, type PathChange } from '../settings/mounts.ts';
import { pathsIn } from '../settings/paths.ts';
import { mountsOf } from '../settings/read-mounts.ts';
import { unitRegion } from '../settings/unit-region.ts';

/** A layer of the chain with the rule that speaks for it, and the place to point at. */
export interface RuledLayer extends ImageLayer {
  readonly rule: string;
  readonly span: Span;
}

const LINE = 88;
const APART =
  'fal uploads files of one folder, and these have none in common whose name is known: set `app_files_context_dir` and the paths to match';
/** fal installs its own choice of these beside the requirements of every app. */
const PINNED_BY_FAL = /^(fastapi|pydantic)\s*(?:\[[^\]]*\])?\s*===?/i;

/** What the layers of a unit's image become: `requirements` where only packages are installed, else a `ContainerImage`. */
export function imagePart(context: UnitContext, layers: readonly RuledLayer[]): Part {
  const part = layers.every(({ requirements }) => requirements !== undefined)
    ? plainPart(context, layers)
    : containerPart(context, layers);
  return {
    ...part,
    reasons: [...layers.flatMap((layer) => layer.reasons ?? []), ...(part.reasons ?? [])],
  };
}

/** A layer as its own concept converts it. */
export function convertLayer(context: UnitContext, call: LayerCall, span: Span): RuledLayer {
  const owner = context.ownerOf({ symbol: call.symbol, role: 'call' }) ?? context.rule;
  const transform = context.transforms.get(owner.id)?.layer;
  const rule = owner.id;
  if (call.when !== undefined) {
    const message = `\`${call.when}\` decides whether \`${methodOf(call)}\` is part of the image: write what it does into the converted image, or leave it out`;
    const reasons: Reason[] = [{ rule, verdict: 'manual', message, span }];
    return { requirements: [], dockerfile: [], rule, span, reasons };
  }
  if (transform) {
    const layer: ImageLayer = transform(call);
    const reasons = layer.reasons?.map((reason) => ({ ...reason, span }));
    return { ...layer, rule, span, ...(reasons && { reasons }) };
  }
  const message = /\.from_(?:id|name)$/.test(call.symbol.name)
    ? `\`${methodOf(call)}\` names an image that Modal has built: write a Dockerfile for it`
    : `\`${methodOf(call)}\` has no Dockerfile line: write what it does into the converted image`;
  return { dockerfile: [], rule, span, reasons: [{ rule, verdict: 'manual', message, span }] };
}

/** Columns that are left for a value behind the name of a setting. */
function roomFor({ unit, style }: UnitContext): (name: string) => number {
  const around = unit.kind === 'class' ? ' = '.length : '=,'.length;
  return (name) => LINE - style.indent.length - name.length - around;
}

/** fal's own environment: packages and local files. */
function plainPart(context: UnitContext, layers: readonly RuledLayer[]): Part {
  const { style, file, unit } = context;
  const room = roomFor(context);
  const requirements = [...new Set(layers.flatMap((layer) => layer.requirements ?? []))];
  const python = layers[0]?.python;
  const files = layers.flatMap((layer) => layer.files ?? []);
  const local = appFiles(files, file.path, style, room);
  const settings: FalSetting[] = [...local.settings];
  if (requirements.length > 0) {
    const text = pythonList(requirements, style, room('requirements'));
    settings.push({ name: 'requirements', value: text });
  }
  if (python?.asked) {
    settings.push({
      name: 'python_version',
      value: pythonString(seriesOf(python.version), style.quote),
    });
  }
  const adder = layers.find((layer) => (layer.files?.length ?? 0) > 0);
  const moved = adder ? local.moved.map((change) => movedPart(context, adder, change)) : [];
  const pinned = unit.kind === 'class' ? layers.flatMap(pinnedReasons) : [];
  const apart = adder && local.apart ? [about(adder, 'manual', APART)] : [];
  const lost = local.lost.map((module) =>
    lateReason(unit, context.rule.id, module, unit.stmt.nameSpan),
  );
  const needs: Need[] = local.usesPath ? [{ module: 'pathlib', name: 'Path' }] : [];
  return mergeParts([...moved, { settings, needs, reasons: [...pinned, ...apart, ...lost] }]);
}

/** A file that lands elsewhere than on Modal: paths in the unit follow it. */
function movedPart({ unit }: UnitContext, layer: RuledLayer, change: PathChange): Part {
  const { path, to } = change;
  // Too much lies under the home folder that was not copied there.
  const wide = path === '/' || path === '/root';
  const { edits } = wide ? { edits: [] } : pathsIn(unitRegion(unit), [change]);
  const rest =
    edits.length > 0
      ? `only the paths in \`${unit.name}\` follow`
      : 'change the paths that the code opens';
  const message = `What stood in \`${path}\` lands in \`${to}\` on fal: ${rest}`;
  return {
    edits: edits.map(({ span, text }) => ({ span, text })),
    reasons: [about(layer, 'rewrite-unsafe', message)],
  };
}

function about({ rule, span }: RuledLayer, verdict: Verdict, message: string): Reason {
  return { rule, verdict, message, span };
}

function pinnedReasons(layer: RuledLayer): Reason[] {
  return (layer.requirements ?? []).flatMap((text) => {
    const name = PINNED_BY_FAL.exec(text)?.[1];
    if (name === undefined) return [];
    const message = `fal installs the \`${name}\` of the machine that deploys: \`${text}\` has to be the same version`;
    return [about(layer, 'rewrite-unsafe', message)];
  });
}

/** An image of its own: one Dockerfile, or the user's with lines added to it. */
function containerPart(context: UnitContext, layers: readonly RuledLayer[]): Part {
  const [base] = layers;
  if (!base) return {};
  const { style } = context;
  const user = base.userFile && userPath(context, base.userFile);
  const from = base.dockerfile[0]?.startsWith('FROM ') ?? false;
  if (!from && user === undefined) return { reasons: base.userFile ? [pathReason(base)] : [] };
  const upload = uploadOf(layers, surroundingsOf(context), style);
  const mounts = mountsOf(context.unit);
  const lines = imageLines(placedLayers(layers, upload.paths)).map((line) =>
    // What a running container reads; while an image is built, no volume is mounted.
    /^(?:ENV|WORKDIR|CMD|ENTRYPOINT)\s/.test(line) ? rewriteMountPath(line, mounts) : line,
  );
  const keywords = upload.keywords.map((text) => `, ${text}`).join('');
  const alone = user !== undefined && layers.every(({ dockerfile }) => dockerfile.length === 0);
  const block = pythonBlock(lines, style.quote);
  const text = user === undefined ? block : `${readText(user)} + ${block}`;
  const value = alone
    ? `ContainerImage.from_dockerfile(${user}${keywords})`
    : `ContainerImage.from_dockerfile_str(${text}${keywords})`;
  const needs: Need[] = [{ module: 'fal.container', name: 'ContainerImage' }];
  if (upload.usesPath || user?.startsWith('Path(__file__)') || (user !== undefined && !alone))
    needs.push({ module: 'pathlib', name: 'Path' });
  return {
    settings: [{ name: 'image', value, verbatim: true }],
    needs,
    reasons: [
      ...containerReasons(base, alone),
      ...uploadReasons(base, layers, upload),
      ...readReasons(context, base),
    ],
  };
}

function surroundingsOf({ program, file }: UnitContext): Surroundings {
  const paths = program.files.map(({ path }) => path);
  return {
    folder: folderOfPath(file.path),
    has: (path) => paths.some((one) => one === path || one.startsWith(`${path}/`)),
  };
}

/** Layers whose `COPY` lines start from the folder that all of them share. */
function placedLayers(
  layers: readonly RuledLayer[],
  paths: ReadonlyMap<LocalFile, string>,
): readonly RuledLayer[] {
  return layers.map((layer) => {
    const moved = new Map(
      layer.files?.map((file) => {
        const path = paths.get(file) ?? file.path;
        return [copyFile(file), copyFile({ ...file, path })];
      }),
    );
    return { ...layer, dockerfile: layer.dockerfile.map((line) => moved.get(line) ?? line) };
  });
}

/** A path that is made of `/` is one already. */
function readText(user: string): string {
  const path = user.startsWith('Path(__file__)') ? `(${user})` : `Path(${user})`;
  return `${path}.read_text()`;
}

/** Modal reads a Dockerfile when it builds the image, fal's class when it is made. */
function readReasons({ file }: UnitContext, base: RuledLayer): Reason[] {
  if (base.userFile?.place?.from !== 'cwd' || !file.path.includes('/')) return [];
  const message =
    'fal reads the Dockerfile when this file is imported, by a path that starts where the shell stands: `Path(__file__).parent` holds everywhere';
  return [about(base, 'rewrite-unsafe', message)];
}

function pathReason(base: RuledLayer): Reason {
  const message =
    'The path of the Dockerfile is not known here: write `image = ContainerImage.from_dockerfile(...)`';
  return about(base, 'manual', message);
}

/** What fal asks of an image. */
function containerReasons(base: RuledLayer, alone: boolean): Reason[] {
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

function uploadReasons(
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
