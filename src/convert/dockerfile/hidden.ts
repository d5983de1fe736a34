const GLOBS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

/** Whether a pattern of a `dockerignore`, which starts at its top, hides a path or a folder above it. */
export function hides(pattern: string, path: string): boolean {
  const matcher = matcherOf(pattern);
  return parentsOf(path).some((each) => matcher.test(each));
}

/** `a`, `a/b`, `a/b/c`. */
function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

function matcherOf(pattern: string): RegExp {
  const source = pattern
    .replace(/^\/|\/+$/g, '')
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (glob) => GLOBS[glob] ?? '');
  return new RegExp(`^${source}$`);
}
