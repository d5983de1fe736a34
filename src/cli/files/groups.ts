import type { Source } from './read.ts';

/**
 * Splits files into groups that share names through imports.
 * A group can be read, linted and forgotten before the next: memory does not grow with the tree.
 */
export function groupsOf(
  sources: readonly Source[],
  imports: ReadonlyMap<string, readonly string[]>,
): Source[][] {
  const heads = new Map<string, string>(sources.map(({ path }) => [path, path]));
  const headOf = (path: string): string => {
    let at = path;
    for (let up = heads.get(at); up !== undefined && up !== at; up = heads.get(at)) at = up;
    return at;
  };
  for (const { path } of sources) {
    for (const other of imports.get(path) ?? []) {
      if (heads.has(other)) heads.set(headOf(other), headOf(path));
    }
  }
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const head = headOf(source.path);
    const group = groups.get(head);
    if (group) group.push(source);
    else groups.set(head, [source]);
  }
  return [...groups.values()];
}

/** Files ordered so that each comes after those that it imports, where there is no circle. */
export function inOrder(
  paths: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
): string[] {
  const known = new Set(paths);
  const ordered = new Set<string>();
  const visit = (path: string, open: ReadonlySet<string>): void => {
    if (!known.has(path) || ordered.has(path) || open.has(path)) return;
    for (const other of imports.get(path) ?? []) visit(other, new Set([...open, path]));
    ordered.add(path);
  };
  for (const path of paths) visit(path, new Set());
  return [...ordered];
}

/** Runs `work` over all items, at most `count` at a time: between them the event loop turns, and parsed trees are freed. */
export async function pool<Item>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, lane));
}
