import type { Match } from '../model/rule.ts';

/** The id that a match gives its concept. */
export function idOf({ symbol, role, keyword, receiver }: Match): string {
  if (role === 'command') return symbol.replaceAll(' ', '-');
  if (role === 'requirement') return `require-${symbol}`;
  if (role === 'address') return `address-${kebab(symbol)}`;
  if (role === 'reference') return `import-${kebab(symbol.replace(/^modal\./, ''))}`;
  const own = symbol.replace(/^modal\./, '');
  const base = kebab(receiver === 'method' ? own.replace(/^Function\./, 'method.') : own);
  if (keyword === undefined) return base;
  return isUnit(symbol) ? kebab(keyword) : `${base}-${kebab(keyword)}`;
}

/** Decorators that make the units of a program: `gpu="A100"` is a keyword of theirs. */
export const UNITS: readonly string[] = ['modal.App.function', 'modal.App.cls', 'modal.App.server'];

function isUnit(symbol: string): boolean {
  return UNITS.includes(symbol);
}

/** `CloudBucketMount.from_name` → `cloud-bucket-mount-from-name`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}

/** Whether a text can be an id. */
export function isId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** One text for matches that fire on the same uses. */
export function matchKey({ symbol, role, keyword, receiver }: Match): string {
  return [symbol, role ?? '', keyword ?? '', receiver ?? ''].join(' | ');
}
