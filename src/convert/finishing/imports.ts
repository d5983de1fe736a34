import { STDLIB } from '../../python/stdlib.ts';
import type { Edit } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import type { ImportFromStmt, ImportStmt, Module, Stmt } from '../../python/syntax.ts';
import { insertion, lineEnd, nextLine } from '../layout.ts';
import { rootOf } from '../modules/imported.ts';
import type { Need } from '../part.ts';

type Import = ImportStmt | ImportFromStmt;

/** Edits that bring in what is needed and not there yet, each at its sorted place among the imports at the top. */
export function importEdits(names: Names, needs: readonly Need[]): Edit[] {
  const { module } = names;
  // Every unit of a file asks for the same few.
  const distinct = new Map(needs.map((need) => [`${need.module} ${need.name ?? ''}`, need]));
  const missing = merged([...distinct.values()].filter((need) => !hasImport(module, need)));
  const top = topImports(module).map((stmt) => ({ ...stmt, own: isOwn(names, stmt) }));
  return GROUPS.flatMap((group) => {
    const lines = missing.filter((line) => groupOf(line.module) === group);
    const same = top.filter((stmt) => groupOf(lineOf(stmt).module) === group && !stmt.own);
    if (lines.length === 0) return [];
    // What opens a group comes in one piece: no blank lines between its imports.
    return same.length > 0
      ? lines.map((line) => placed(module.source, same, line))
      : [opened(module, top, group, lines.map(textOf).join('\n'))];
  });
}

const GROUPS = ['standard', 'third'] as const;

interface Line {
  readonly module: string;
  readonly names: readonly string[];
}

/** One line a module: `import fal`, `from pydantic import BaseModel, Field`. */
function merged(needs: readonly Need[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { module, name } of needs) {
    const key = `${name === undefined ? 'import' : 'from'} ${module}`;
    const names = new Set([
      ...(lines.get(key)?.names ?? []),
      ...(name === undefined ? [] : [name]),
    ]);
    lines.set(key, { module, names: [...names].sort() });
  }
  const rank = ({ module }: Line): string => (groupOf(module) === 'standard' ? '0' : '1');
  return [...lines.values()].sort((a, b) => compare(rank(a) + sortKey(a), rank(b) + sortKey(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `import x` lines come before `from x import` lines, each by module. */
function sortKey({ module, names }: Line): string {
  return `${names.length === 0 ? 0 : 1} ${module.toLowerCase()}`;
}

function textOf({ module, names }: Line): string {
  return names.length === 0 ? `import ${module}` : `from ${module} import ${names.join(', ')}`;
}

function hasImport(module: Module, need: Need): boolean {
  return module.body.some((stmt) => {
    if (stmt.kind === 'import') {
      return (
        need.name === undefined &&
        stmt.names.some((item) => item.module === need.module && item.as === undefined)
      );
    }
    if (stmt.kind !== 'import-from' || stmt.module !== need.module) return false;
    return stmt.names.some((item) => item.name === need.name && item.as === undefined);
  });
}

/** The import statements at the top of a file: up to the first statement of another kind, docstring aside. */
function topImports({ body }: Module): Import[] {
  const found: Import[] = [];
  for (const [i, stmt] of body.entries()) {
    if (stmt.kind === 'import' || stmt.kind === 'import-from') found.push(stmt);
    else if (!(i === 0 && isDocstring(stmt))) break;
  }
  return found;
}

function isDocstring(stmt: Stmt): boolean {
  return stmt.kind === 'expr' && stmt.exprs[0]?.kind === 'string';
}

function groupOf(module: string): 'future' | 'standard' | 'third' {
  if (module === '__future__') return 'future';
  return STDLIB.has(rootOf(module)) ? 'standard' : 'third';
}

function lineOf(stmt: Import): Line {
  if (stmt.kind === 'import') return { module: stmt.names[0]?.module ?? '', names: [] };
  return {
    module: '.'.repeat(stmt.level) + stmt.module,
    names: stmt.names.map(({ name }) => name),
  };
}

/** Whether an import is one of the program's own modules, which stand behind all others. */
function isOwn(names: Names, stmt: Import): boolean {
  if (stmt.kind === 'import') return stmt.names.some(({ module }) => names.open(module, 0));
  return stmt.level > 0 || names.open(stmt.module, 0) !== undefined;
}

/** An import among others of its group: with those before it, where blank lines part them from those behind it. */
function placed(source: string, same: readonly Import[], line: Line): Edit {
  const text = textOf(line);
  const place = same.findIndex((stmt) => compare(sortKey(lineOf(stmt)), sortKey(line)) > 0);
  const later = same[place];
  const earlier = place < 0 ? same.at(-1) : same[place - 1];
  const isApart =
    earlier && later && hasBlankLine(source.slice(earlier.span.end, later.span.start));
  if (later && !isApart) return insertion(later.span.start, `${text}\n`);
  return insertion(lineEnd(source, earlier?.span.end ?? 0), `\n${text}`);
}

function hasBlankLine(text: string): boolean {
  return /\n[ \t]*\r?\n/.test(text);
}

/** The first imports of a group: below those of the groups before it. */
function opened(
  { source, body }: Module,
  top: readonly (Import & { readonly own: boolean })[],
  group: (typeof GROUPS)[number],
  text: string,
): Edit {
  const before = top.filter(
    (stmt) => group !== 'standard' || groupOf(lineOf(stmt).module) === 'future',
  );
  const above = before.filter(({ own }) => !own).at(-1);
  if (above) return insertion(lineEnd(source, above.span.end), `\n\n${text}`);
  const [first] = top;
  if (first) return insertion(first.span.start, `${text}\n\n`);
  return atTop(source, body, text);
}

/** A file without imports: below its docstring, above its first statement. */
function atTop(source: string, [first]: readonly Stmt[], text: string): Edit {
  if (first && isDocstring(first))
    return insertion(nextLine(source, first.span.end), `\n${text}\n`);
  return insertion(first?.span.start ?? source.length, `${text}\n\n\n`);
}
