import { textOf } from '../../python/constant.ts';
import { shellJoin } from '../dockerfile/shell.ts';
import { pythonString } from '../settings/literals.ts';
import type { CallTransform } from '../part.ts';
import { volumeCall, type VolumeCall } from '../volumes/volume-call.ts';
import { goesWithBatch, uploaded } from '../volumes/upload.ts';

/** A batch, and what is put into it. */
const marked = volumeCall((made) => {
  if (made.symbol.endsWith('.put_file')) return fileMessage(made);
  if (made.symbol.endsWith('.put_directory')) return directoryMessage(made);
  const { below } = made.at(undefined);
  return `Uploads have no batches on fal: put each file or directory ${below} on its own`;
});

/** Rewritten where all that is put into the batch is known. */
export const call: CallTransform = (context, site) => {
  if (goesWithBatch(context, site)) return {};
  return uploaded(context, site) ?? marked(context, site);
};

function fileMessage({ argument, at }: VolumeCall): string {
  const local = localPath(argument('local_file', 0));
  const { path, below } = at(argument('remote_path', 1));
  if (path === undefined)
    return `Upload it to a path ${below} with \`fal files upload\`, or write it there on a runner`;
  if (local === undefined)
    return `Upload it to \`${path}\` with \`fal files upload\`, or write it there on a runner`;
  return `Upload it with \`fal files ${shellJoin(['upload', local, path])}\`, or write it there on a runner`;
}

function directoryMessage({ argument, at }: VolumeCall): string {
  const local = localPath(argument('local_path', 0));
  const { path, below } = at(argument('remote_path', 1));
  if (local === undefined || path === undefined) {
    const to = path === undefined ? `a path ${below}` : `\`${path}\``;
    return `Upload it to ${to} with \`fal files upload\`, or with \`fal.sync_dir\` in Python`;
  }
  const sync = `fal.sync_dir(${pythonString(local, '"')}, ${pythonString(path, '"')})`;
  return `Upload it with \`fal files ${shellJoin(['upload', local, path])}\`, or with \`${sync}\` in Python`;
}

/** A path on the disk of who runs the code: an absolute one may be that of a container. */
function localPath(constant: ReturnType<VolumeCall['argument']>): string | undefined {
  const text = constant && textOf(constant);
  return text?.startsWith('/') === true ? undefined : text;
}
