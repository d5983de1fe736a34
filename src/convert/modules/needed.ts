import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { ImportFromStmt, ImportStmt } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';
import { contains } from '../../python/walk.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';
import { filesOf, isImportStmt, rootOf, rootsOf } from './imported.ts';

/** What the code of a unit needs of the tree: top-level modules by their names. */
export interface Needed {
  /** Modules behind names of the top level, which the pickled code refers to. */
  readonly named: ReadonlySet<string>;
  /** Modules that are imported while the unit runs. */
  readonly late: ReadonlyMap<string, LateImport>;
}

/** An import that is executed on the runner. */
export interface LateImport {
  /** The file that it stands in. */
  readonly from: Names;
  /** The files that it opens. */
  readonly opens: readonly Names[];
  /** Where to speak of it, in the unit's own file. */
  readonly span: Span;
}

const known = new WeakMap<Unit, Needed>();

/** Reads the unit and all that it comes to, in whichever file. */
export function neededModules(program: Program, unit: Unit): Needed {
  const found = known.get(unit) ?? readNeeded(program, unit);
  known.set(unit, found);
  return found;
}

function readNeeded(program: Program, unit: Unit): Needed {
  const named = new Set<string>();
  const late = new Map<string, LateImport>();
  const skipped = decoratorSpans(unit);
  const own = { names: unit.file.names, stmt: unit.stmt };
  for (const { names, stmt: home } of [own, ...reachOf(program, unit)]) {
    const isOwn = names === unit.file.names;
    const isSkipped = (span: Span): boolean =>
      isOwn && skipped.some((outer) => contains(outer, span));
    const spanOf = (span: Span): Span => (isOwn ? span : unit.stmt.nameSpan);
    for (const { expr, scope } of exprsWithin(names, home.span)) {
      if (expr.kind !== 'name' || isSkipped(expr.span)) continue;
      for (const binding of bindingsOf(expr.id, scope, expr.span.start)) {
        const stmt = importOf(binding);
        if (binding.scope !== names.scopes.module || !stmt) continue;
        const isValue = constantOf(names, expr, scope).kind !== 'unknown';
        const module = moduleOf(names, binding);
        if (isValue || module === undefined || !isByReference(names.valueOf(expr, scope))) continue;
        named.add(module);
        if (isInImportsBlock(names, binding))
          late.set(module, {
            from: names,
            opens: filesOf(names, stmt),
            span: spanOf(unit.stmt.nameSpan),
          });
      }
    }
    for (const stmt of stmtsWithin(names, home.span)) {
      if (!isImportStmt(stmt) || isSkipped(stmt.span)) continue;
      for (const module of rootsOf(names, stmt)) {
        if (!bringsCode(names, stmt)) named.add(module);
        else
          late.set(module, { from: names, opens: filesOf(names, stmt), span: spanOf(stmt.span) });
      }
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

function importOf({ how }: Binding): ImportStmt | ImportFromStmt | undefined {
  return how.kind === 'import' || how.kind === 'import-from' ? how.stmt : undefined;
}

function moduleOf(names: Names, { how }: Binding): string | undefined {
  if (how.kind === 'import-from') return rootsOf(names, how.stmt)[0];
  return how.kind === 'import' && names.open(how.module, 0) ? rootOf(how.module) : undefined;
}
