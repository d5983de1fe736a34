import { readImage } from '../../program/image.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { ImportFromStmt, ImportStmt } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';
import { contains } from '../../python/walk.ts';
import type { FalSetting, UnitContext } from '../part.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';
import { absoluteModule } from './absolute.ts';

type Context = Omit<UnitContext, 'rule' | 'collected'>;

const SETTING = 'local_python_modules';
/** Layers that bring the user's own files. */
const BRINGS_FILES = /\.(?:add_local_|copy_local_|copy_mount)/;

/**
 * Modules of the tree that a unit's code needs: fal pickles the unit's own file by value, and others only where they are named.
 * Modal mounted them by itself before 1.0, and a package's own files ever since.
 */
export function localModules(context: Context, settings: readonly FalSetting[]): FalSetting[] {
  const { unit, style } = context;
  if (unit.kind === 'entrypoint' || settings.some(({ name }) => name === SETTING)) return [];
  if (bringsFiles(unit)) return [];
  const found = [...neededModules(context)].sort();
  if (found.length === 0) return [];
  const items = found.map((module) => `${style.quote}${module}${style.quote}`);
  return [{ name: SETTING, value: `[${items.join(', ')}]` }];
}

function bringsFiles({ settings }: Unit): boolean {
  const image = settings.get('image');
  const chain = image && readImage(image.names, image.value, image.scope);
  if (settings.has('mounts')) return true;
  return chain?.known === true && chain.layers.some(({ symbol }) => BRINGS_FILES.test(symbol.name));
}

function neededModules(context: Context): ReadonlySet<string> {
  const { program, unit } = context;
  const { names } = unit.file;
  const reached = reachOf(program, unit).filter((top) => top.names === names);
  const spans = [unit.stmt.span, ...reached.map(({ stmt }) => stmt.span)];
  const skipped = decoratorSpans(unit);
  const isSkipped = (span: Span): boolean => skipped.some((outer) => contains(outer, span));
  const found = new Set<string>();
  const add = (module: string | undefined): unknown => module !== undefined && found.add(module);
  for (const { expr, scope } of spans.flatMap((span) => exprsWithin(names, span))) {
    if (expr.kind !== 'name' || isSkipped(expr.span)) continue;
    for (const binding of bindingsOf(expr.id, scope, expr.span.start)) {
      if (binding.scope !== names.scopes.module || !isImport(binding)) continue;
      const isValue = constantOf(names, expr, scope).kind !== 'unknown';
      if (!isValue && isByReference(names.valueOf(expr, scope))) add(moduleOf(names, binding));
    }
  }
  for (const stmt of spans.flatMap((span) => stmtsWithin(names, span))) {
    if ((stmt.kind === 'import' || stmt.kind === 'import-from') && !isSkipped(stmt.span))
      for (const module of imported(names, stmt)) add(module);
  }
  return found;
}

/** Functions, classes and modules are pickled by their names; text, numbers and Modal objects that go are not. */
function isByReference(value: Value): boolean {
  if (value.kind === 'unknown') return !value.foreign;
  if (value.kind === 'instance') return value.definition?.stmt.kind === 'function';
  return value.kind !== 'symbol';
}

function isImport({ how }: Binding): boolean {
  return how.kind === 'import' || how.kind === 'import-from';
}

function moduleOf(names: Names, { how }: Binding): string | undefined {
  if (how.kind === 'import-from') return imported(names, how.stmt)[0];
  return how.kind === 'import' && names.open(how.module, 0) ? rootOf(how.module) : undefined;
}

/** Top-level modules of the tree that a statement imports. */
function imported(names: Names, stmt: ImportStmt | ImportFromStmt): string[] {
  if (stmt.kind === 'import') {
    return stmt.names.flatMap(({ module }) => (names.open(module, 0) ? [rootOf(module)] : []));
  }
  const inside = stmt.names.map(({ name }) => [stmt.module, name].filter(Boolean).join('.'));
  const isHere = [stmt.module, ...inside].some((module) => names.open(module, stmt.level));
  if (!isHere) return [];
  if (stmt.level === 0) return [rootOf(stmt.module)];
  const [first = ''] = inside;
  return [rootOf(absoluteModule(names.file, stmt.level, stmt.module || first))];
}

function rootOf(module: string): string {
  return module.split('.')[0] ?? module;
}
