import { truthOf, type Constant } from '../../python/constant.ts';
import { pythonString } from '../settings/literals.ts';
import { volumeCall } from '../volumes/volume-call.ts';

/** `fal files` moves and renames, it copies nothing. */
export const call = volumeCall(({ argument, at }) => {
  const from = at(onlyItem(argument('src_paths', 0))).path;
  const { path: to, below } = at(argument('dst_path', 1));
  const recursive = argument('recursive', 2);
  const copier = recursive && truthOf(recursive) !== false ? 'shutil.copytree' : 'shutil.copy';
  const how =
    from === undefined || to === undefined
      ? `what lies ${below} with \`${copier}\``
      : `it with \`${copier}(${pythonString(from, '"')}, ${pythonString(to, '"')})\``;
  return `Copy ${how} on a runner; from outside, \`fal files mv\` renames`;
});

function onlyItem(paths: Constant | undefined): Constant | undefined {
  return paths?.kind === 'list' && paths.items.length === 1 ? paths.items[0] : undefined;
}
