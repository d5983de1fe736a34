import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { ImportFromStmt, ImportStmt } from '../../python/syntax.ts';
import { isSdkObject, type Value } from '../../python/values.ts';
import { contains } from '../../python/walk.ts';
import { decoratorSpans, inDecorators, reachOf } from '../settings/reach.ts';
import { isImportStmt, rootOf } from './imported.ts';
import { importsFrom, type ImportsFrom } from './imports-from.ts';

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
  const own = { names: unit.file.names, stmt: unit.stmt };
  const found = [own, ...reachOf(program, unit)].flatMap((top) => {
    const { names, stmt } = top;
    const isOwn = names === unit.file.names;
    const skipped = isOwn ? decoratorSpans(unit) : [];
    const code: Code = {
      names,
      imports: importsFrom(unit.file.names),
      span: stmt.span,
      skips: (span) => inDecorators(top, span) || skipped.some((outer) => contains(outer, span)),
      placeOf: (span) => (isOwn ? span : unit.stmt.nameSpan),
    };
    return [...namedIn(code), ...importedIn(code)];
  });
  return {
    named: new Set(found.flatMap(({ module, late }) => (late ? [] : [module]))),
    late: new Map(found.flatMap(({ module, late }) => (late ? [[module, late]] : []))),
  };
}

/** A piece of what a unit comes to. */
interface Code {
  readonly names: Names;
  readonly imports: ImportsFrom;
  readonly span: Span;
  /** What says how the unit runs, and is no part of what runs. */
  readonly skips: (span: Span) => boolean;
  /** Where to speak of a place, in the unit's own file. */
  readonly placeOf: (span: Span) => Span;
}

interface Mention {
  readonly module: string;
  readonly late?: LateImport;
}

/** Modules behind the names that code reads. */
function namedIn({ names, imports, span, skips, placeOf }: Code): Mention[] {
  const { bindings } = names.scopes.module;
  return exprsWithin(names, span).flatMap(({ expr, scope }) => {
    if (expr.kind !== 'name' || !bindings.has(expr.id) || skips(expr.span)) return [];
    return bindingsOf(expr.id, scope, expr.span.start).flatMap((binding): Mention[] => {
      const stmt = importOf(binding);
      if (binding.scope !== names.scopes.module || !stmt) return [];
      const isValue = constantOf(names, expr, scope).kind !== 'unknown';
      const module = moduleOf(imports, names, binding);
      if (isValue || module === undefined || !isByReference(names.valueOf(expr, scope))) return [];
      if (!isInImportsBlock(names, binding)) return [{ module }];
      const late = { from: names, opens: imports.filesOf(names, stmt), span: placeOf(span) };
      return [{ module, late }];
    });
  });
}

/** Modules that code imports itself. */
function importedIn({ names, imports, span, skips, placeOf }: Code): Mention[] {
  return stmtsWithin(names, span).flatMap((stmt) => {
    if (!isImportStmt(stmt) || skips(stmt.span)) return [];
    const late = { from: names, opens: imports.filesOf(names, stmt), span: placeOf(stmt.span) };
    return imports
      .rootsOf(names, stmt)
      .map((module): Mention => (bringsCode(names, stmt) ? { module, late } : { module }));
  });
}

/** `with image.imports():` goes into the functions that use it. */
function isInImportsBlock({ module }: Names, { span }: Binding): boolean {
  return module.body.some((stmt) => stmt.kind === 'with' && contains(stmt.span, span));
}

/** Whether an import is there for more than Modal objects, which the conversion takes away. */
function bringsCode(names: Names, stmt: ImportStmt | ImportFromStmt): boolean {
  if (stmt.kind === 'import') return true;
  const from = names.open(stmt.module, stmt.level);
  return !from || stmt.names.some(({ name }) => !isModal(from.exported(name)));
}

/** What the conversion takes away together with the import of it. */
function isModal(value: Value): boolean {
  return value.kind === 'symbol' || isSdkObject(value);
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

function moduleOf(imports: ImportsFrom, names: Names, { how }: Binding): string | undefined {
  if (how.kind === 'import-from') return imports.rootsOf(names, how.stmt)[0];
  if (how.kind !== 'import') return undefined;
  return imports.open(names, how.module, 0) ? rootOf(how.module) : undefined;
}
