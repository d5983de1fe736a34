import type { LayerCall } from '../../program/image.ts';
import { layerCall } from '../../program/layer-call.ts';
import type { Setting } from '../../program/units.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { UnitContext } from '../part.ts';
import { itemsAt } from '../../python/collections.ts';
import { follow } from '../../python/follow.ts';
import { isUnknown, type Located } from '../../python/place.ts';
import { Arguments } from './arguments.ts';
import { argumentOf } from './call.ts';
import { localFile, moduleFile } from './files.ts';
import type { RuledLayer } from './ruled.ts';
import type { ImageLayer, LocalFile } from './layer.ts';
import { copyFile } from './local.ts';

const RULE = 'mounts';
const PACKAGES = /^modal\.create_package_mounts?$/;

/** What a unit mounts, as layers behind those of its image: mounts of the past are the `add_local_*` of today. */
export function mountLayers({ unit }: UnitContext): RuledLayer[] {
  const setting = unit.settings.get(RULE);
  if (!setting) return [];
  const all = setting.base ? [setting.base, setting] : [setting];
  return all.flatMap(layersOf);
}

function layersOf(setting: Setting): RuledLayer[] {
  const { names, scope, value, argument } = setting;
  const { span } = argument;
  const ruled = (layer: ImageLayer): RuledLayer => {
    const reasons = layer.reasons?.map((reason) => ({ ...reason, span }));
    return { ...layer, rule: RULE, span, ...(reasons && { reasons }) };
  };
  return readMounts({ names, scope, expr: value }).map((mount) =>
    ruled('unknown' in mount ? unknownMount(setting, mount.unknown) : mountLayer(mount)),
  );
}

function unknownMount({ argument }: Setting, why: string): ImageLayer {
  const message = `\`mounts=\` is ${why}: write what is mounted into \`app_files\`, or a \`COPY\` line`;
  const { span } = argument;
  return {
    requirements: [],
    dockerfile: [],
    reasons: [{ rule: RULE, verdict: 'manual', message, span }],
  };
}

/** The calls that make the mounts of a list; a mount may be a chain of several. */
function readMounts(at: Located): (LayerCall | { readonly unknown: string })[] {
  const here = follow(at);
  const { expr } = here;
  const inside = (inner: Expr): Located => ({ ...here, expr: inner });
  const packages = callOf(here);
  if (packages && PACKAGES.test(packages.symbol.name)) return [packages];
  if (expr.kind === 'binary' && expr.op === '+')
    return [expr.left, expr.right].flatMap((side) => readMounts(inside(side)));
  if (expr.kind === 'list' || expr.kind === 'tuple') {
    return expr.items.flatMap((item) =>
      item.kind === 'starred' && item.value
        ? readMounts(inside(item.value))
        : chainOf(inside(item)),
    );
  }
  const items = itemsAt(at);
  if (isUnknown(items)) return [items];
  return items.flatMap((item) => chainOf(item));
}

/** `modal.Mount.from_local_dir("a").add_local_file("b")`: one call after the other. */
function chainOf(at: Located): (LayerCall | { readonly unknown: string })[] {
  const here = follow(at);
  const call = callOf(here);
  if (!call) return [{ unknown: 'made when the program runs' }];
  const { func } = call.call;
  const isLink = /\.Mount\.add_local_(?:dir|file)$/.test(call.symbol.name);
  if (!isLink || func.kind !== 'attribute') return [call];
  return [...chainOf({ ...here, expr: func.value }), call];
}

function callOf(at: Located): LayerCall | undefined {
  const { names, scope, expr } = at;
  if (expr.kind !== 'call') return undefined;
  const symbol = names.symbolOf(expr.func, scope)?.symbol;
  return symbol && layerCall(at, symbol, expr);
}

function mountLayer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, RULE);
  const files = filesOf(call, args);
  if (!files) {
    const method = call.symbol.name.replace(/^modal\./, '');
    args.manual(
      `\`${method}\` is no mount that is known: write what it holds into \`app_files\`, or a \`COPY\` line`,
    );
  }
  const found = files ?? [];
  const copied = found.filter(({ path }) => path !== '').map(copyFile);
  const reasons = found.length === 0 ? args.reasons : args.finish();
  return { requirements: [], dockerfile: copied, files: found, reasons };
}

function filesOf(call: LayerCall, args: Arguments): LocalFile[] | undefined {
  switch (call.symbol.name.replace(/^modal\.(?:Mount\.)?/, '')) {
    case 'from_local_dir':
    case 'add_local_dir':
      return one(mounted(call, args, 'dir'));
    case 'from_local_file':
    case 'add_local_file':
      return one(mounted(call, args, 'file'));
    case 'from_local_python_packages': {
      const folder = args.text('remote_dir') ?? '/root';
      return args.rest().map((module) => moduleFile(call.names, module, folder));
    }
    case 'create_package_mount':
      return [args.text('package_name', 0) ?? []]
        .flat()
        .map((name) => moduleFile(call.names, name));
    case 'create_package_mounts':
      return (args.texts('package_names', 0) ?? []).map((name) => moduleFile(call.names, name));
    default:
      return undefined;
  }
}

function one(file: LocalFile | undefined): LocalFile[] {
  return file ? [file] : [];
}

/** Without a remote path, a mount stands under its own name in `/`. */
function mounted(call: LayerCall, args: Arguments, kind: LocalFile['kind']): LocalFile | undefined {
  const named = argumentOf(call, 'remote_path', 1) !== undefined;
  const to = args.text('remote_path', 1);
  if (named && to === undefined) return undefined;
  const found = localFile(call, args, 'local_path', 0, (name) => absolute(to ?? name));
  if (!found) return undefined;
  if (!named && found.from === 'tree' && /(?:^|\/)\.{1,2}$/.test(found.path)) {
    args.manual(
      'Without `remote_path=`, the folder lands under its own name, which is not known here: write it',
    );
  }
  if (argumentOf(call, 'condition')) {
    args.taken('condition');
    args.manual(
      '`condition=` chooses what is mounted, and fal uploads all: name what stays behind in `app_files_ignore`, or in `dockerignore` of the image',
    );
  }
  if (isFlat(call.call)) {
    args.manual('`recursive=False` leaves folders out, and fal uploads all: list the files');
  }
  args.taken('recursive');
  return { ...found, kind };
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

function isFlat({ args }: CallExpr): boolean {
  return args.some(
    ({ name, value }) =>
      name === 'recursive' && !(value.kind === 'constant' && value.value === true),
  );
}
