import type { Edit, Span } from '../../model/span.ts';
import { mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import { isSdkObject } from '../../python/values.ts';
import { indentOf } from '../layout.ts';
import { renamedGuard } from './asked.ts';
import { askedAnew, isFlag, isGuard, moduleNow, watchOf, type Instead } from './watched.ts';
import type { ImportFromStmt, ImportStmt } from '../../python/syntax.ts';

/** Where to look, and what counts as a use. */
interface Imports {
  readonly before: Names;
  readonly after: Names;
  readonly isGone: (at: number) => boolean;
  readonly exported: ReadonlySet<string>;
  readonly wereExported: ReadonlySet<string>;
  readonly instead: Instead | undefined;
}

/** Imports that the conversion left without a use. */
interface Unused {
  /** Statements of which nothing is used. */
  readonly whole: readonly Span[];
  /** Edits that take single names out of others. */
  readonly parts: readonly Edit[];
}

/** Finds names imported from Modal, and from files of the tree, that nothing reads any more; also inside of blocks. */
export function unusedImports(imports: Imports): Unused {
  const whole: Span[] = [];
  const parts: Edit[] = [];
  for (const stmt of imports.after.scopes.stmts) {
    if (stmt.kind !== 'import' && stmt.kind !== 'import-from') continue;
    if (imports.isGone(stmt.span.start)) continue;
    const guard = isOfSdk(imports.after, stmt)
      ? renamedGuard(imports.after, stmt, moduleNow(imports.after), imports.isGone)
      : undefined;
    parts.push(...(guard ?? []));
    const unused = guard ? stmt.names : unusedNames(imports, stmt);
    if (stmt === imports.instead?.stmt) {
      const { text } = imports.instead;
      const { start } = stmt.span;
      const own = `${text}\n${indentOf(imports.after.module.source, start)}`;
      parts.push(
        unused.length > 0 ? { span: stmt.span, text } : { span: { start, end: start }, text: own },
      );
      continue;
    }
    const watch = unused.length > 0 ? watchOf(imports.after, stmt) : undefined;
    if (watch && isOfSdk(imports.after, stmt)) {
      if (!guard && usesSdk(imports)) continue;
      if (guard ?? (!isGuard(watch) && isFlag(watch, imports.isGone))) {
        parts.push(...askedAnew(stmt, moduleNow(imports.after)));
        continue;
      }
    }
    if (unused.length === stmt.names.length) whole.push(stmt.span);
    else parts.push(...listRemovals(stmt.names, unused));
  }
  return { whole, parts };
}

function isOfSdk(names: Names, stmt: ImportStmt | ImportFromStmt): boolean {
  return stmt.names.every((item) => names.importedSymbol(stmt, item) !== undefined);
}

/** Whether something of the SDK is still read. */
function usesSdk({ after, isGone }: Imports): boolean {
  return after.scopes.stmts.some(
    (stmt) =>
      (stmt.kind === 'import' || stmt.kind === 'import-from') &&
      stmt.names.some(
        (item) =>
          after.importedSymbol(stmt, item) !== undefined &&
          usesOfBinding(after, boundName(item), isGone, stmt) > 0,
      ),
  );
}

function boundName(item: {
  readonly as?: string;
  readonly module?: string;
  readonly name?: string;
}): string {
  return item.as ?? item.name ?? item.module?.split('.')[0] ?? '';
}

function unusedNames(
  { before, after, isGone, exported, wereExported }: Imports,
  stmt: ImportStmt | ImportFromStmt,
): readonly (ImportStmt | ImportFromStmt)['names'][number][] {
  // What nobody read before was there for others, or for what its import does; not so the SDK's.
  const old = sameStatement(before, after, stmt);
  const isUntouched = before.module.source === after.module.source;
  const wasUsed = (name: string): boolean =>
    wereExported.has(name) || usesOfBinding(before, name, () => false, old) > 0;
  return stmt.names.filter((item) => {
    const ofSdk = after.importedSymbol(stmt, item) !== undefined;
    if (!ofSdk && !isOfTree(after, stmt, item)) return false;
    // Where nothing else changes, an import is there for others: it goes with the Modal object that it brought.
    if (!ofSdk && isUntouched && !bringsModal(after, stmt, item)) return false;
    const name = boundName(item);
    if (name === '*' || exported.has(name) || !(ofSdk || wasUsed(name))) return false;
    return usesOfBinding(after, name, isGone, stmt) === 0;
  });
}

/** The statement as it was before: a name can be imported in several places (`if TYPE_CHECKING:`), each with its own uses. */
function sameStatement(
  before: Names,
  { module }: Names,
  { span }: ImportStmt | ImportFromStmt,
): ImportStmt | ImportFromStmt | undefined {
  const text = module.source.slice(span.start, span.end);
  return before.scopes.stmts.find(
    (stmt): stmt is ImportStmt | ImportFromStmt =>
      (stmt.kind === 'import' || stmt.kind === 'import-from') &&
      stmt.span.end - stmt.span.start === text.length &&
      before.module.source.startsWith(text, stmt.span.start),
  );
}

/** Whether an import is of another file of the tree: `from common import app`. */
function isOfTree(
  names: Names,
  stmt: ImportStmt | ImportFromStmt,
  item: { readonly module?: string; readonly name?: string },
): boolean {
  if (stmt.kind === 'import') return names.open(item.module ?? '', 0) !== undefined;
  const inside = stmt.module === '' ? (item.name ?? '') : `${stmt.module}.${item.name ?? ''}`;
  return [stmt.module, inside].some((module) => names.open(module, stmt.level) !== undefined);
}

function bringsModal(
  names: Names,
  stmt: ImportStmt | ImportFromStmt,
  item: { readonly module?: string; readonly name?: string },
): boolean {
  if (stmt.kind === 'import' || item.name === undefined) return false;
  return isSdkObject(names.open(stmt.module, stmt.level)?.exported(item.name));
}

/** Takes names out of a list, each run of them with its commas: up to the next name, or from the one before. */
function listRemovals<Item extends { readonly span: Span }>(
  names: readonly Item[],
  unused: readonly Item[],
): Edit[] {
  return names.flatMap((item, first) => {
    const before = names[first - 1];
    if (!unused.includes(item) || (before && unused.includes(before))) return [];
    const next = names.slice(first).find((other) => !unused.includes(other));
    if (next) return [{ span: { start: item.span.start, end: next.span.start }, text: '' }];
    const start = before?.span.end ?? item.span.start;
    return [{ span: { start, end: names.at(-1)?.span.end ?? item.span.end }, text: '' }];
  });
}

/** How often an imported name is read; where a statement is given, of those that it binds. */
function usesOfBinding(
  names: Names,
  name: string,
  isGone: (at: number) => boolean,
  stmt?: ImportStmt | ImportFromStmt,
): number {
  const own = ({ how }: Binding): boolean =>
    (how.kind === 'import' || how.kind === 'import-from') &&
    (stmt === undefined || how.stmt === stmt);
  return mentionsOf(names, name).filter(({ expr, scope }) => {
    if (isGone(expr.span.start)) return false;
    return bindingsOf(name, scope, expr.span.start).some(own);
  }).length;
}
