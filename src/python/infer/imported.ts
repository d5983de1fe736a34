import type { Names } from '../names.ts';
import type { How } from '../scopes.ts';
import { FOREIGN, UNKNOWN, type FileValue, type Value } from '../values.ts';
import { sdkModule } from './sdk-modules.ts';

type Import = Extract<How, { kind: 'import' }>;
type ImportFrom = Extract<How, { kind: 'import-from' }>;

/** What `import module` brings in. */
export function importValue(names: Names, { module, stmt }: Import): Value {
  const symbol = sdkModule(names, module);
  if (symbol) return { kind: 'symbol', symbol, aio: false };
  // `import a.b` brings in `a`, which may be a folder without a file of its own.
  const modules = [module, ...stmt.names.map((item) => item.module)];
  const inTree = modules.some((name) => {
    return (name === module || name.startsWith(`${module}.`)) && names.open(name, 0);
  });
  return inTree ? { kind: 'file', from: names, module, level: 0 } : FOREIGN;
}

/** What `from module import name` brings in. */
export function importFromValue(names: Names, { stmt, name }: ImportFrom): Value {
  const { module, level } = stmt;
  const other = names.open(module, level);
  const value = other?.exported(name);
  if (value && value.kind !== 'unknown') return value;
  const inside = { kind: 'file', from: names, module: dotted(module, name), level } as const;
  if (names.open(inside.module, level)) return inside;
  const ofSdk = level === 0 && sdkModule(names, module.split('.')[0] ?? '');
  if (!ofSdk) return value ?? FOREIGN;
  const symbol = names.sdk.lookup(`${module}.${name}`);
  return symbol ? { kind: 'symbol', symbol, aio: false } : UNKNOWN;
}

/** What a name means that only `from x import *` can have brought in. */
export function starValue(names: Names, name: string): Value {
  const stars = names.scopes.module.bindings.get('*');
  if (!stars) return UNKNOWN;
  const found = stars.flatMap(({ how }) => {
    const value = how.kind === 'import-from' ? importFromValue(names, { ...how, name }) : UNKNOWN;
    return value.kind === 'unknown' ? [] : [value];
  });
  return found.at(-1) ?? UNKNOWN;
}

/** What `module.attr` is: something that the file defines, or a file of the package. */
export function fileAttribute({ from, module, level }: FileValue, attr: string): Value {
  const value = from.open(module, level)?.exported(attr) ?? UNKNOWN;
  if (value.kind !== 'unknown') return value;
  const inside = { kind: 'file', from, module: dotted(module, attr), level } as const;
  return from.open(inside.module, level) ? inside : value;
}

function dotted(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}
