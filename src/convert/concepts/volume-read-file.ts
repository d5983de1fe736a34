import { shellQuote } from '../dockerfile/shell.ts';
import { pythonString } from '../settings/literals.ts';
import { volumeCall } from '../settings/volume-call.ts';

/** Modal reads a file of the volume from anywhere, a program sees `/data` only on a runner. */
export const call = volumeCall(({ argument, at }) => {
  const { path, below } = at(argument('path', 0));
  if (path === undefined)
    return `Open the file, which lies ${below}, on a runner, or fetch it with \`fal files download\` from outside`;
  return `Read it with \`open(${pythonString(path, '"')}, "rb")\` on a runner, or fetch it with \`fal files download ${shellQuote(path)} .\` from outside`;
});
