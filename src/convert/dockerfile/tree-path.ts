/** `a/./b//../c` → `a/c`; `.` for the folder itself, with `..` in front where it leads out of it. */
export function normalPath(...paths: readonly string[]): string {
  const parts: string[] = [];
  for (const part of paths.flatMap((path) => path.split('/'))) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}

/** A path as it is written in a folder; nothing where that takes the name of a folder that nobody knows. */
export function relativePath(folder: string, path: string): string | undefined {
  const from = partsOf(folder);
  const to = partsOf(path);
  const differs = from.findIndex((part, i) => part !== to[i]);
  const shared = differs < 0 ? from.length : differs;
  const left = from.slice(shared);
  if (left.includes('..')) return undefined;
  return normalPath(...left.map(() => '..'), ...to.slice(shared));
}

/** How many folders a path goes up. */
export function levelsUp(path: string): number {
  return partsOf(path).filter((part) => part === '..').length;
}

/** `.` for what stands at the top. */
export function folderOfPath(path: string): string {
  return normalPath(...path.split('/').slice(0, -1));
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
