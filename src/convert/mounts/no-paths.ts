import type { Span } from '../../model/span.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Stmt } from '../../python/syntax.ts';
import { statements } from '../../python/walk.ts';

/** Methods whose first argument is the address of a route, not a path of a disk. */
const ROUTES =
  /^(?:get|post|put|patch|delete|head|options|trace|websocket|route|api_route|mount|add_\w*route|url_for|redirect)$/;
/** Methods that take paths inside a volume, wherever it is mounted: `volume.read_file("/a.txt")`. */
const INSIDE = /^(?:listdir|iterdir|read_\w+|remove_file|copy_files)$/;
const PUT = /^put_(?:file|directory)$/;
const STORES = /^modal\.(?:Volume|NetworkFileSystem|volume)\./;

/** Docstrings, decorators of functions (routes), and in calls addresses of routes and paths inside a volume. */
export function noPaths(names: Names): Span[] {
  const texts: Span[] = [];
  for (const stmt of statements(names.module.body)) {
    if (isDocstring(stmt)) texts.push(stmt.span);
    if (stmt.kind === 'function' || stmt.kind === 'class')
      texts.push(...stmt.decorators.map(({ span }) => span));
  }
  const routes = exprsOf(names, 'call').flatMap(({ expr }) => {
    const isRoute = expr.func.kind === 'attribute' && ROUTES.test(expr.func.attr);
    const address = expr.args.slice(0, 1).filter(({ name }) => name === undefined);
    return isRoute ? address.map(({ span }) => span) : [];
  });
  return [...texts, ...routes, ...insideVolumes(names)];
}

function insideVolumes(names: Names): Span[] {
  return exprsOf(names, 'call').flatMap(({ expr, scope }) => {
    if (expr.func.kind !== 'attribute') return [];
    const method = expr.func.attr === 'aio' ? expr.func.value : expr.func;
    const name = method.kind === 'attribute' ? method.attr : '';
    if (!INSIDE.test(name) && !PUT.test(name)) return [];
    if (!STORES.test(names.symbolOf(expr.func, scope)?.symbol.name ?? '')) return [];
    if (INSIDE.test(name)) return [expr.argsSpan];
    // What is put there lies on the disk of who runs the code.
    const [, second] = expr.args.filter((arg) => arg.name === undefined);
    const remote = expr.args.find((arg) => arg.name === 'remote_path') ?? second;
    return remote ? [remote.span] : [];
  });
}

function isDocstring(stmt: Stmt): boolean {
  return stmt.kind === 'expr' && stmt.exprs[0]?.kind === 'string';
}
