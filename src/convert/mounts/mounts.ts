import type { Edit } from '../../model/span.ts';

/** What a path under `path` becomes. */
export interface PathChange {
  readonly path: string;
  readonly to: string;
  /** The path is put together by code: no text of the program holds it. */
  readonly computed?: boolean;
}

/** What stands next to a text: a placeholder of an f-string decides whether a path ends there. */
export interface Edges {
  /** Something that is not known stands right before it. */
  readonly before?: boolean;
  /** Something that is not known stands right after it. */
  readonly after?: boolean;
}

/** A path in a text, and whether it is certain that the path ends where it seems to. */
export interface PathMatch {
  readonly start: number;
  readonly end: number;
  readonly change: PathChange;
  readonly certain: boolean;
}

// A path starts a word: `--out=/cache`, `a:/cache`, `\n/cache`, but not `x/cache`, `$(pwd)/cache`, `s3://cache`. Databases that are
// files have one behind three slashes: `sqlite:////cache/app.db`.
const BEFORE = String.raw`(?<=^|[^\w./~})\]*%$\\-]|\\[nrt]|file://|\b(?:sqlite|duckdb)(?:\+\w+)?:///)`;
// And it ends at a slash, a blank or punctuation: not `/cache2`, `/cache-old`, `/cache.db`.
const AFTER = String.raw`(?=$|[/\s"'\`:;,)\]}>|&\\]|\.(?:\s|$))`;

/** Paths under the mounts in a text, from left to right. What lies under its new place already is left alone. */
export function pathMatches(
  text: string,
  changes: readonly PathChange[],
  edges: Edges = {},
): PathMatch[] {
  const paths = changes.filter(({ path, to }) => path !== to && text.includes(path));
  if (paths.length === 0) return [];
  const longest = paths.toSorted((a, b) => b.path.length - a.path.length);
  const pattern = new RegExp(
    `${BEFORE}(?:${longest.map(({ path }) => escaped(path)).join('|')})${AFTER}`,
    'g',
  );
  return [...text.matchAll(pattern)].flatMap(({ index, 0: found }): PathMatch[] => {
    const change = longest.find(({ path }) => path === found);
    if (!change || isUnder(text.slice(index), change.to)) return [];
    if (edges.before && index === 0) return [];
    const end = index + found.length;
    return [{ start: index, end, change, certain: !(edges.after && end === text.length) }];
  });
}

/** `/data/models/x` lies under `/data/models`, `/data/models2` does not. */
export function isUnder(text: string, path: string): boolean {
  return (
    path !== '' &&
    text.startsWith(path) &&
    /^(?:$|[^\w.-]|\.(?:\s|$))/.test(text.slice(path.length))
  );
}

/**
 * Rewrites the paths of a text that lie under a mount: `HF_HOME=/cache/hf` → `HF_HOME=/data/models/hf`.
 * Made for texts without placeholders, as lines of a Dockerfile; a second time it changes nothing.
 */
export function rewriteMountPath(text: string, changes: readonly PathChange[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, change } of pathMatches(text, changes)) {
    result += text.slice(at, start) + change.to;
    at = end;
  }
  return result + text.slice(at);
}

/** Edits for the matches in a text that starts at `offset` of its file. */
export function pathEdits(matches: readonly PathMatch[], offset: number): Edit[] {
  return matches.map(({ start, end, change }) => ({
    span: { start: offset + start, end: offset + end },
    text: change.to,
  }));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
