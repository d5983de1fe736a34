import type { LayerCall } from '../../program/image.ts';
import { textOf, whyUnknown } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { argumentExpr, argumentOf } from './call.ts';
import type { LocalFile, LocalPath } from './layer.ts';
import { execForm } from './shell.ts';

/** A local path, or why there is none: ends the sentence "the path is …". */
export type LocalResult = LocalPath | { readonly why: string };

/** The local path that an argument of a layer says. */
export function localArgument(call: LayerCall, name: string, place?: number): LocalResult {
  const expr = argumentExpr(call.call, name, place);
  const folded = argumentOf(call, name, place);
  if (!folded) return { why: 'missing' };
  const text = textOf(folded);
  if (text !== undefined) return localPath(text, 'cwd');
  const beside = expr && besideFile(call.names, expr, call.scope);
  return beside === undefined
    ? { why: whyUnknown(folded) ?? 'no path' }
    : localPath(beside, 'file');
}

/** A path as text, in the form in which `COPY` and `app_files` take it. */
export function localPath(text: string, from: LocalPath['from']): LocalResult {
  if (text.startsWith('/') || text.startsWith('~') || /^[A-Za-z]:[\\/]/.test(text)) {
    return { why: `\`${text}\`, which only exists on one machine` };
  }
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part === '..') return { why: `\`${text}\`, outside of the folder that fal uploads` };
    else parts.push(part);
  }
  return { path: parts.join('/') || '.', from };
}

const SAME_FOLDER = new Set(['resolve', 'absolute', 'as_posix', 'expanduser']);

/**
 * A path that is written relative to the file that says it: `Path(__file__).parent / "data"`, `os.path.dirname(__file__)`.
 * Relative to the file's folder; the file itself is `''`.
 */
function besideFile(names: Names, expr: Expr, scope: Scope, depth = 0): string | undefined {
  if (depth > 20) return undefined;
  const inner = (of: Expr): string | undefined => besideFile(names, of, scope, depth + 1);
  const text = (of: Expr): string | undefined => textOf(constantOf(names, of, scope));
  switch (expr.kind) {
    case 'name': {
      if (expr.id === '__file__') return '';
      const [binding, second] = bindingsOf(expr.id, scope, expr.span.start);
      if (!binding || second || binding.how.kind !== 'assign') return undefined;
      return besideFile(names, binding.how.value, binding.scope, depth + 1);
    }
    case 'attribute':
      return expr.attr === 'parent' ? parentOf(inner(expr.value)) : undefined;
    case 'binary':
      return expr.op === '/' || expr.op === '+'
        ? joined(inner(expr.left), text(expr.right))
        : undefined;
    case 'call':
      return besideFileCall(names, expr, scope, inner, text);
    default:
      return undefined;
  }
}

function besideFileCall(
  names: Names,
  { func, args }: CallExpr,
  scope: Scope,
  inner: (of: Expr) => string | undefined,
  text: (of: Expr) => string | undefined,
): string | undefined {
  const [first, ...rest] = args.map(({ value }) => value);
  const name = externalName(names, func, scope) ?? '';
  const others = rest.map(text);
  if (/^(?:pathlib\.(?:Pure)?(?:Posix)?Path|os\.path\.join)$/.test(name) && first) {
    return others.reduce<string | undefined>(joined, inner(first));
  }
  if (/^(?:str|os\.fspath|os\.path\.(?:abspath|realpath))$/.test(name)) {
    return first && inner(first);
  }
  if (name === 'os.path.dirname') return first && parentOf(inner(first));
  if (func.kind !== 'attribute') return undefined;
  if (SAME_FOLDER.has(func.attr)) return inner(func.value);
  if (func.attr === 'joinpath') {
    return args
      .map(({ value }) => text(value))
      .reduce<string | undefined>(joined, inner(func.value));
  }
  if (func.attr === 'with_name' && first) return joined(parentOf(inner(func.value)), text(first));
  return undefined;
}

function parentOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path === '') return '.';
  return path === '.' || path.endsWith('..')
    ? `${path}/..`
    : path.split('/').slice(0, -1).join('/');
}

function joined(base: string | undefined, text: string | undefined): string | undefined {
  if (base === undefined || base === '' || text === undefined) return undefined;
  return `${base}/${text}`;
}

/** A `COPY` line; the JSON form where a word would fall apart. */
export function copyLine(source: string, target: string): string {
  const plain = [source, target].every((word) => /^[^\s"'\\$[]+$/.test(word));
  return `COPY ${plain ? `${source} ${target}` : execForm([source, target])}`;
}

/** The line that copies a local file or folder to its place. */
export function copyFile({ kind, path, to }: LocalFile): string {
  if (kind === 'file') return copyLine(path, to);
  const target = to.endsWith('/') ? to : `${to}/`;
  return copyLine(path === '.' ? '.' : `${path}/`, target);
}
