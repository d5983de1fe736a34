import type { Edit, Span } from '../../model/span.ts';
import type { CallSite } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type {
  CompoundStmt,
  FunctionStmt,
  ImportFromStmt,
  ImportStmt,
  Stmt,
} from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { dedentEdits } from '../dedent.ts';
import { atBodyStart, lineEnd, textAt } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import type { Reason } from '../plan.ts';

type Import = ImportStmt | ImportFromStmt;

/** `with image.imports():` → the imports stand in the functions that use them; at the top where the file itself needs them. */
export function call(context: CallContext, site: CallSite): Part {
  const { names } = site.file;
  const block = names.module.body.find((stmt) => isBlockOf(stmt, site));
  const clause = block?.clauses[0];
  if (!block || !clause?.body.indented || clause.exprs.length !== 1) {
    return said(context, site, 'manual', 'move the imports into the functions that use them');
  }
  const imports = clause.body.body.filter(isImport);
  if (imports.length < clause.body.body.length) {
    const message =
      'the block holds more than imports: move it into `setup`, or to the start of the function';
    return said(context, site, 'manual', message);
  }
  const uses = usesOf(names, imports);
  const top = uses.find(({ home }) => !home?.body.indented) ?? foreignUse(context, site, imports);
  if (top) {
    const edits = dedentEdits(names.module, clause.header, clause.body.span);
    const message = `\`${top.name}\` is used while the file is read, so its import stays at the top: the machine that deploys needs the package too`;
    return { edits, ...said(context, site, 'rewrite-unsafe', message) };
  }
  if (uses.length === 0) {
    return said(
      context,
      site,
      'manual',
      'no function of this file uses what it imports: move it to where it is needed',
    );
  }
  return { edits: insertions(names, imports, uses), removed: [block.span] };
}

function isBlockOf(stmt: Stmt, { use }: CallSite): stmt is CompoundStmt {
  return stmt.kind === 'with' && stmt.clauses[0]?.exprs[0] === use.call;
}

function isImport(stmt: Stmt): stmt is Import {
  return stmt.kind === 'import' || stmt.kind === 'import-from';
}

function said(
  { rule }: CallContext,
  { use }: CallSite,
  verdict: Reason['verdict'],
  message: string,
): Part {
  const text = verdict === 'manual' ? `\`imports()\` has no equivalent: ${message}` : message;
  return { reasons: [{ rule: rule.id, verdict, message: text, span: use.span }] };
}

/** A mention of an imported name, and the outermost function around it. */
interface NameUse {
  readonly name: string;
  readonly stmt: Import;
  readonly home?: FunctionStmt;
}

function usesOf(names: Names, imports: readonly Import[]): NameUse[] {
  return names.scopes.exprs.flatMap(({ expr, scope }) => {
    if (expr.kind !== 'name') return [];
    const stmts = bindingsOf(expr.id, scope, expr.span.start).flatMap(({ how }) =>
      how.kind === 'import' || how.kind === 'import-from' ? [how.stmt] : [],
    );
    const stmt = imports.find((one) => stmts.includes(one));
    const home = outermostFunction(scope);
    return stmt ? [{ name: expr.id, stmt, ...(home && { home }) }] : [];
  });
}

function outermostFunction(scope: Scope): FunctionStmt | undefined {
  let found: FunctionStmt | undefined;
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.node?.kind === 'function') found = at.node;
  }
  return found;
}

/** A name that another file of the tree takes from this one. */
function foreignUse(
  { program }: CallContext,
  { file }: CallSite,
  imports: readonly Import[],
): NameUse | undefined {
  const bound = [...file.names.scopes.module.bindings.values()].flat();
  const own = bound.filter(({ span }) => imports.some((stmt) => contains(stmt.span, span)));
  for (const { names } of program.files) {
    for (const { how } of [...names.scopes.module.bindings.values()].flat()) {
      if (how.kind !== 'import-from') continue;
      if (names.open(how.stmt.module, how.stmt.level) !== file.names) continue;
      const stmt = own.some(({ name }) => name === how.name) ? imports[0] : undefined;
      if (stmt) return { name: how.name, stmt };
    }
  }
  return undefined;
}

/** Each function gets the imports that it uses; those that nobody names (they register something) go with the others. */
function insertions(names: Names, imports: readonly Import[], uses: readonly NameUse[]): Edit[] {
  const named = new Set(uses.map(({ stmt }) => stmt));
  const homes = new Set(uses.flatMap(({ home }) => (home ? [home] : [])));
  const { source } = names.module;
  return [...homes].flatMap((home) => {
    const own = new Set(uses.filter((use) => use.home === home).map(({ stmt }) => stmt));
    const lines = imports
      .filter((stmt) => own.has(stmt) || !named.has(stmt))
      .map((stmt) => textAt(source, withComment(source, stmt)));
    return home.body.indented ? [atBodyStart(source, home, lines, '')] : [];
  });
}

/** An import with the comment behind it: `import kernels  # noqa: F401`. */
function withComment(source: string, { span }: Import): Span {
  const comment = /^[ \t]*#.*/.exec(source.slice(span.end, lineEnd(source, span.end)));
  return { start: span.start, end: span.end + (comment?.[0].length ?? 0) };
}
