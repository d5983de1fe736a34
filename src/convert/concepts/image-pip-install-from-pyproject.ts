import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { localFile } from '../dockerfile/files.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { copyFile } from '../dockerfile/local.ts';
import { pipFlags, run } from '../dockerfile/packages.ts';
import { shellQuote } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

const PYPROJECT = '/.pyproject.toml';
const REQUIREMENTS = '/.requirements.txt';

/** `pip_install_from_pyproject("pyproject.toml", ["dev"])` → the same list, read while the image is built. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-pip-install-from-pyproject', place);
  const file = localFile(call, args, 'pyproject_toml', 0, () => PYPROJECT);
  const groups = args.texts('optional_dependencies', 1) ?? [];
  const flags = pipFlags(args);
  const reasons = args.finish();
  if (!file) return { dockerfile: [], reasons };
  const list = `python -c ${shellQuote(listing(groups))} > ${REQUIREMENTS}`;
  const install = run(`${list} && python -m pip install -r`, REQUIREMENTS, flags);
  return { dockerfile: [copyFile(file), install], files: [file], reasons };
}

/** Prints the dependencies, one a line; groups that the file does not hold are passed over, as Modal does. */
function listing(groups: readonly string[]): string {
  const read = `import tomllib; p = tomllib.load(open("${PYPROJECT}", "rb"))["project"]`;
  const names = groups.map((group) => JSON.stringify(group)).join(', ');
  const more = `[d for g in [${names}] for d in p["optional-dependencies"].get(g, [])]`;
  const all = groups.length > 0 ? `p["dependencies"] + ${more}` : 'p["dependencies"]';
  return `${read}; print(*${groups.length > 0 ? `(${all})` : all}, sep=chr(10))`;
}
