import { shellQuote } from '../dockerfile/shell.ts';
import { pythonString } from '../settings/literals.ts';
import type { CallTransform } from '../part.ts';
import { volumeCall } from '../volumes/volume-call.ts';
import { read } from '../volumes/read.ts';

/** Modal reads a file of the volume from anywhere, a program sees `/data` only on a runner. */
const marked = volumeCall(({ argument, at }) => {
  const { path, below } = at(argument('path', 0));
  if (path === undefined)
    return `Open the file, which lies ${below}, on a runner, or fetch it with \`fal files download\` from outside`;
  return `Read it with \`open(${pythonString(path, '"')}, "rb")\` on a runner, or fetch it with \`fal files download ${shellQuote(path)} .\` from outside`;
});

/** Rewritten on a runner, and elsewhere where it is known to which file the bytes go. */
export const call: CallTransform = (context, site) => read(context, site) ?? marked(context, site);
