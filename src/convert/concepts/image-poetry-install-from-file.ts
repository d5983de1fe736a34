import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentOf } from '../dockerfile/call.ts';
import { localFile } from '../dockerfile/files.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import { copyFile, localPath } from '../dockerfile/local.ts';
import { run } from '../dockerfile/packages.ts';
import type { Line } from '../dockerfile/template.ts';
import { folderOfPath } from '../dockerfile/tree-path.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

const FOLDER = '/tmp/poetry';

/** `poetry_install_from_file("pyproject.toml")` → `COPY` of the project's files and `poetry install`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-poetry-install-from-file');
  const project = localFile(
    call,
    args,
    'poetry_pyproject_toml',
    0,
    () => `${FOLDER}/pyproject.toml`,
  );
  const lock = project && lockFile(call, args, project);
  const groups = (['with_', 'without', 'only'] as const).map((name) => {
    const texts = args.texts(name) ?? [];
    return texts.length > 0 ? `--${name.replace('_', '')} ${texts.join(',')}` : undefined;
  });
  const old = args.flag('old_installer');
  const setup = poetrySetup(call, args);
  const reasons = args.finish();
  if (!project) return { dockerfile: [], reasons };
  const files = lock ? [lock, project] : [project];
  const install = run(
    `cd ${FOLDER} && poetry config virtualenvs.create false && poetry install --no-root`,
    ...groups,
    '--compile',
  );
  const config = old ? ['RUN poetry config experimental.new-installer false'] : [];
  return { dockerfile: [...setup, ...config, ...files.map(copyFile), install], files, reasons };
}

/** Poetry itself; `poetry_version=None` says that the image has it. */
function poetrySetup(call: LayerCall, args: Arguments): Line[] {
  const given = call.keywords.get('poetry_version');
  const version = args.text('poetry_version');
  if (given?.kind === 'value' && given.value === null) return [];
  const exact = version === undefined || version === 'latest' ? '' : `==${version}`;
  return [run(`python -m pip install poetry${exact}`)];
}

/** The lock file that is named, or the one beside the project's file. */
function lockFile(call: LayerCall, args: Arguments, project: LocalFile): LocalFile | undefined {
  const to = `${FOLDER}/poetry.lock`;
  if (args.flag('ignore_lockfile')) {
    args.taken('poetry_lockfile');
    return undefined;
  }
  if (argumentOf(call, 'poetry_lockfile', 1)) {
    return localFile(call, args, 'poetry_lockfile', 1, () => to);
  }
  const beside = localPath(`${folderOfPath(project.path)}/poetry.lock`, project.from);
  return 'why' in beside ? undefined : { ...beside, kind: 'file', to };
}
