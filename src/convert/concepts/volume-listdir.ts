import { truthOf } from '../../python/constant.ts';
import { shellQuote } from '../dockerfile/shell.ts';
import { pythonString } from '../settings/literals.ts';
import type { CallTransform } from '../part.ts';
import { volumeCall } from '../volumes/volume-call.ts';
import { listed } from '../volumes/list.ts';

/** What `os` gives is not what Modal gave, so the code that reads the entries is a person's. */
const marked = volumeCall(({ symbol, argument, at }) => {
  const { path, below } = at(argument('path', 0));
  const recursive = argument('recursive', 1);
  const deep = recursive ? truthOf(recursive) : symbol.endsWith('.iterdir');
  const reader = deep === true ? 'os.walk' : 'os.scandir';
  if (path === undefined)
    return `List what lies ${below} with \`${reader}\` on a runner, or with \`fal files list\` from outside`;
  return `List it with \`${reader}(${pythonString(path, '"')})\` on a runner, or with \`fal files list ${shellQuote(path)}\` from outside`;
});

/** Rewritten where all that is read of the entries is known. */
export const call: CallTransform = (context, site) =>
  listed(context, site) ?? marked(context, site);
