import type { Names } from '../names.ts';
import type { SdkSymbol } from '../sdk.ts';

const shadowsIn = new WeakMap<Names, Map<string, boolean>>();

/** A module of the SDK, unless a file of the tree has its name. */
export function sdkModule(names: Names, module: string): SdkSymbol | undefined {
  const root = module.split('.')[0] ?? '';
  if (!names.sdk.roots.includes(root) || isShadowed(names, root)) return undefined;
  return names.sdk.lookup(module);
}

/**
 * Whether a file of the tree stands for a module of the SDK: `modal.py`, and not `pkg/modal/` from within `pkg`.
 * What this file asks of it decides: a name that only the SDK has is the SDK's.
 */
function isShadowed(names: Names, root: string): boolean {
  const other = names.open(root, 0);
  if (!other) return false;
  const shadows = shadowsIn.get(names) ?? new Map<string, boolean>();
  shadowsIn.set(names, shadows);
  const known = shadows.get(root);
  if (known !== undefined) return known;
  const asked = askedOf(names, root);
  const { bindings } = other.scopes.module;
  const has = (name: string): boolean =>
    bindings.has(name) || names.open(`${root}.${name}`, 0) !== undefined;
  const shadowed =
    bindings.has('*') ||
    bindings.has('__getattr__') ||
    [...asked].some(has) ||
    ![...asked].some((name) => names.sdk.lookup(`${root}.${name}`));
  shadows.set(root, shadowed);
  return shadowed;
}

/** Names that a file takes from a module: `from modal import App`, `modal.App`. */
function askedOf({ scopes }: Names, root: string): ReadonlySet<string> {
  const asked = new Set<string>();
  const bound = new Set<string>();
  for (const stmt of scopes.stmts) {
    if (stmt.kind === 'import') {
      for (const { module, as } of stmt.names) {
        if (module === root) bound.add(as ?? root);
        else if (module.startsWith(`${root}.`)) asked.add(module.split('.')[1] ?? '');
      }
    } else if (stmt.kind === 'import-from' && stmt.level === 0) {
      if (stmt.module === root) for (const { name } of stmt.names) asked.add(name);
      else if (stmt.module.startsWith(`${root}.`)) asked.add(stmt.module.split('.')[1] ?? '');
    }
  }
  for (const { expr } of scopes.exprs) {
    if (expr.kind !== 'attribute' || expr.value.kind !== 'name') continue;
    if (bound.has(expr.value.id)) asked.add(expr.attr);
  }
  return asked;
}
