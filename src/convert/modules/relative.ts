import type { Edit } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import type { ImportFromStmt } from '../../python/syntax.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { importsFrom } from './imports-from.ts';

type Context = Pick<UnitContext, 'file' | 'unit'>;

/**
 * fal executes a file by its path, where `from .common import x` has no package to start from: such imports of a unit's file begin
 * at the folder above its package (facts: `runpy.run_path`).
 */
export function relativeImports({ file, unit }: Context, rule: string): Part {
  const found = known.get(file.names) ?? absoluteEdits(file.names);
  known.set(file.names, found);
  const [first] = found;
  if (!first) return {};
  const root = first.text.replace(/^(?:from|import) /, '').split('.')[0] ?? '';
  const message = `fal executes a file by its path, where imports with dots fail: they begin at \`${root}\` now, so start \`fal\` in the folder that holds it`;
  const reason: Reason = { rule, verdict: 'rewrite-unsafe', message, span: unit.stmt.nameSpan };
  return { edits: found, reasons: [reason] };
}

const known = new WeakMap<Names, readonly Edit[]>();

function absoluteEdits(names: Names): readonly Edit[] {
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import-from' || stmt.level === 0) return [];
    return absoluteEdit(names, stmt) ?? [];
  });
}

/** `from .common import` → `from src.common import`; beside the file itself, `from . import x` → `import x`. */
function absoluteEdit(names: Names, stmt: ImportFromStmt): Edit | undefined {
  const text = names.module.source.slice(stmt.span.start, stmt.span.end);
  const head = /^from[ \t]*\.[ \t.]*[\w.]*[ \t]*import\b/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const module = importsFrom(names).absolute(names, stmt.level, stmt.module);
  if (module === '' && text.includes('(')) return undefined;
  const span = { start: stmt.span.start, end: stmt.span.start + head.length };
  return { span, text: module === '' ? 'import' : `from ${module} import` };
}
