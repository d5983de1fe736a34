import type { LayerCall } from '../../program/image.ts';
import { textOf, whyUnknown } from '../../python/constant.ts';
import { argumentExpr, argumentOf } from './call.ts';
import type { LocalFile, LocalPath } from './layer.ts';
import { locationOf } from './location.ts';
import { execForm } from './shell.ts';
import { normalPath } from './tree-path.ts';

/** A local path, or why there is none: ends the sentence "the path is …". */
export type LocalResult = LocalPath | { readonly why: string };

/** The local path that an argument of a layer says. */
export function localArgument(call: LayerCall, name: string, place?: number): LocalResult {
  const { names, scope, frame } = call;
  const expr = argumentExpr(call.call, name, place);
  const found = expr && locationOf({ names, scope, expr, ...(frame && { frame }) });
  if (found) return found;
  const folded = argumentOf(call, name, place);
  if (!folded) return { why: 'missing' };
  const text = textOf(folded);
  return text === undefined ? { why: whyUnknown(folded) ?? 'no path' } : localPath(text, 'cwd');
}

/** A path as text, in the form in which `COPY` and `app_files` take it. */
export function localPath(text: string, from: LocalPath['from']): LocalResult {
  if (text.startsWith('/') || text.startsWith('~') || /^[A-Za-z]:[\\/]/.test(text)) {
    return { why: `\`${text}\`, which only exists on one machine` };
  }
  return { path: normalPath(text), from };
}

/** A `COPY` line; the JSON form where a word would fall apart. */
function copyLine(source: string, target: string): string {
  const plain = [source, target].every((word) => /^[^\s"'\\$[]+$/.test(word));
  return `COPY ${plain ? `${source} ${target}` : execForm([source, target])}`;
}

/** The line that copies a local file or folder to its place. */
export function copyFile({ kind, path, to }: LocalFile): string {
  if (kind === 'file') return copyLine(path, to);
  const target = to.endsWith('/') ? to : `${to}/`;
  return copyLine(path === '.' ? '.' : `${path}/`, target);
}
