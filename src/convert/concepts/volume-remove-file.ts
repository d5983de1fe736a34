import { truthOf } from '../../python/constant.ts';
import { shellQuote } from '../dockerfile/shell.ts';
import { pythonString } from '../settings/literals.ts';
import type { CallTransform } from '../part.ts';
import { volumeCall } from '../volumes/volume-call.ts';
import { removed } from '../volumes/remove.ts';

/** A file goes with `os.remove`, a directory with `shutil.rmtree`. */
const marked = volumeCall(({ argument, at }) => {
  const { path, below } = at(argument('path', 0));
  const recursive = argument('recursive', 1);
  const remover = recursive && truthOf(recursive) !== false ? 'shutil.rmtree' : 'os.remove';
  if (path === undefined)
    return `Remove what lies ${below} with \`${remover}\` on a runner, or with \`fal files rm\` from outside`;
  return `Remove it with \`${remover}(${pythonString(path, '"')})\` on a runner, or with \`fal files rm ${shellQuote(path)}\` from outside`;
});

/** Rewritten where it is known whether directories go too. */
export const call: CallTransform = (context, site) =>
  removed(context, site) ?? marked(context, site);
