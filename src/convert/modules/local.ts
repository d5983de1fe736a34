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
import type { Reason } from '../plan.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';
import { absoluteModule } from './absolute.ts';

type Context = Omit<UnitContext, 'rule' | 'collected'>;

const SETTING = 'local_python_modules';
/** Layers that bring the user's own modules. */
const BRINGS_MODULES = /\.(?:add_local_(?:dir|python_source)|copy_local_dir|copy_mount)$/;
const BRINGS_FILE = /\.(?:add_local_file|copy_local_file)$/;

/**
 * Modules of the tree that a unit's code needs: fal pickles the unit's own file by value, and others only where they are named.
 * Modal mounted them by itself before 1.0, and a package's own files ever since. What is imported while the unit runs is looked for
 * on the runner, where no pickled module is: a person brings it there.
 */
export function localModules(
  context: Context,
  settings: readonly FalSetting[],
  rule: string,
): { readonly settings: readonly FalSetting[]; readonly reasons: readonly Reason[] } {
  const { unit, style } = context;
  const isNamed = settings.some(({ name }) => name === SETTING);
  if (unit.kind === 'entrypoint' || (bringsModules(unit) && !isNamed)) return NOTHING;
  const { named, late } = neededModules(context);
  const items = (isNamed ? [] : [...named].sort()).map(
    (module) => `${style.quote}${module}${style.quote}`,
  );
  return {
    settings: items.length === 0 ? [] : [{ name: SETTING, value: `[${items.join(', ')}]` }],
    reasons: [...late].map(([module, span]): Reason => {
      const message = `\`${unit.name}\` imports \`${module}\` while it runs, and fal sends only what a file imports at its top: import it there, or bring it with \`app_files\` or a \`COPY\` line`;
      return { rule, verdict: 'manual', message, span };
    }),
  };
}

const NOTHING = { settings: [], reasons: [] };

function bringsModules({ settings }: Unit): boolean {
  const image = settings.get('image');
  const chain = image && readImage(image.names, image.value, image.scope);
  if (settings.has('mounts')) return true;
  return (
    chain?.known === true &&
    chain.layers.some(({ symbol, names, call }) => {
      if (BRINGS_MODULES.test(symbol.name)) return true;
      const { start, end } = call.argsSpan;
      return BRINGS_FILE.test(symbol.name) && names.module.source.slice(start, end).includes('.py');
    })
  );
}

/** What a unit needs of the tree. */
interface Needed {
  /** Modules that are pickled where they are named. */
  readonly named: ReadonlySet<string>;
  /** Modules that are imported on the runner, and where to say so. */
  readonly late: ReadonlyMap<string, Span>;
}

function neededModules(context: Context): Needed {
  const { program, unit } = context;
  const { names } = unit.file;
  const reached = reachOf(program, unit).filter((top) => top.names === names);
  const spans = [unit.stmt.span, ...reached.map(({ stmt }) => stmt.span)];
  const skipped = decoratorSpans(unit);
  const isSkipped = (span: Span): boolean => skipped.some((outer) => contains(outer, span));
  const named = new Set<string>();
  const late = new Map<string, Span>();
  for (const { expr, scope } of spans.flatMap((span) => exprsWithin(names, span))) {
    if (expr.kind !== 'name' || isSkipped(expr.span)) continue;
    for (const binding of bindingsOf(expr.id, scope, expr.span.start)) {
      if (binding.scope !== names.scopes.module || !isImport(binding)) continue;
      const isValue = constantOf(names, expr, scope).kind !== 'unknown';
      const module = moduleOf(names, binding);
      if (isValue || module === undefined || !isByReference(names.valueOf(expr, scope))) continue;
      named.add(module);
      if (isInImportsBlock(names, binding)) late.set(module, unit.stmt.nameSpan);
    }
  }
  for (const stmt of spans.flatMap((span) => stmtsWithin(names, span))) {
    if ((stmt.kind !== 'import' && stmt.kind !== 'import-from') || isSkipped(stmt.span)) continue;
    for (const module of imported(names, stmt)) {
      named.add(module);
      if (bringsCode(names, stmt)) late.set(module, stmt.span);
    }
  }
  return { named, late };
}

/** `with image.imports():` goes into the functions that use it. */
function isInImportsBlock({ module }: Names, { span }: Binding): boolean {
  return module.body.some((stmt) => stmt.kind === 'with' && contains(stmt.span, span));
}

/** Whether an import is there for more than Modal objects, which the conversion takes away. */
function bringsCode(names: Names, stmt: ImportStmt | ImportFromStmt): boolean {
  if (stmt.kind === 'import') return true;
  const from = names.open(stmt.module, stmt.level);
  return !from || stmt.names.some(({ name }) => isByReference(from.exported(name)));
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
