import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentOf } from '../dockerfile/call.ts';
import type { ImageLayer, LocalFile, LocalPath } from '../dockerfile/layer.ts';
import { copyFile, localArgument } from '../dockerfile/local.ts';
import { copyUv, run, UV } from '../dockerfile/packages.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `uv_sync()` → `COPY` of pyproject.toml and uv.lock, `uv sync`, and its environment first on the path. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-uv-sync');
  const folder = projectFolder(call, args);
  const groups = (args.texts('groups') ?? []).map((group) => `--group=${group}`);
  const extras = (args.texts('extras') ?? []).map((extra) => `--extra=${extra}`);
  const frozen = !call.keywords.has('frozen') || args.flag('frozen');
  const options = args.text('extra_options');
  const version = args.text('uv_version');
  args.taken('frozen');
  const reasons = args.finish();
  if (!folder) return { dockerfile: [], reasons };
  args.unsafe(
    'The Dockerfile copies `uv.lock`: drop that line and `--frozen` where the project has none',
  );
  const files = ['pyproject.toml', 'uv.lock'].map((name): LocalFile => {
    const path = folder.path === '.' ? name : `${folder.path}/${name}`;
    return { kind: 'file', path, from: folder.from, to: `/.uv/${name}` };
  });
  const sync = run(
    `${UV} sync --project=/.uv --no-install-workspace --compile-bytecode`,
    ...groups,
    ...extras,
    options,
    frozen ? '--frozen' : undefined,
  );
  const path = 'ENV PATH=/.uv/.venv/bin:$PATH';
  return { dockerfile: [copyUv(version), ...files.map(copyFile), sync, path], files, reasons };
}

function projectFolder(call: LayerCall, args: Arguments): LocalPath | undefined {
  args.taken('uv_project_dir');
  if (!argumentOf(call, 'uv_project_dir', 0)) return { path: '.', from: 'cwd' };
  const found = localArgument(call, 'uv_project_dir', 0);
  if (!('why' in found)) return found;
  args.manual(`The folder of \`uv_sync\` is ${found.why}: copy its files with \`COPY\` lines`);
  return undefined;
}
