import type { Names } from './names.ts';
import { bindingsOf, type Scope } from './scopes.ts';
import type { Expr } from './syntax.ts';

/** The dotted name that an imported thing has at home: `os.environ`, `pathlib.Path`; `undefined` for anything else. */
export function externalName(names: Names, expr: Expr, scope: Scope): string | undefined {
  if (expr.kind === 'attribute') {
    const base = externalName(names, expr.value, scope);
    return base === undefined ? undefined : `${base}.${expr.attr}`;
  }
  if (expr.kind !== 'name') return undefined;
  const bindings = bindingsOf(expr.id, scope, expr.span.start);
  const [binding] = bindings;
  if (!binding) return expr.id;
  const { how } = binding;
  if (how.kind === 'import') return how.module;
  if (how.kind === 'import-from' && how.stmt.level === 0) return `${how.stmt.module}.${how.name}`;
  return undefined;
}

/** The file of the tree that a name stands for: `import config`, `from . import config`. */
export function moduleBehind(
  names: Names,
  name: string,
  scope: Scope,
  at: number,
): Names | undefined {
  const [binding] = bindingsOf(name, scope, at);
  if (binding?.how.kind === 'import') return names.open(binding.how.module, 0);
  if (binding?.how.kind !== 'import-from') return undefined;
  const { stmt } = binding.how;
  return names.open(
    stmt.module === '' ? binding.how.name : `${stmt.module}.${binding.how.name}`,
    stmt.level,
  );
}
