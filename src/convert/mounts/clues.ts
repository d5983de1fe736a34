import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { exprsWithin, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { Expr, NameExpr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { STDLIB } from '../../python/stdlib.ts';
import type { Region } from './paths.ts';

/** What starts another program. */
const PROCESS =
  /^(?:subprocess\.(?!PIPE|DEVNULL|STDOUT|\w*Error|\w*Expired)|os\.(?:system|popen|exec\w+|(?:posix_)?spawn\w*)$|asyncio\.create_subprocess_|pty\.spawn$)/;
/** What takes the path of a file or folder first. */
const OPENS =
  /^(?:open|io\.open|pathlib\.(?:Pure)?(?:Posix)?Path|os\.path\.\w+|os\.(?!path\b|environ|getenv|get\w+$|cpu_count$)\w+|shutil\.\w+|glob\.i?glob)$/;

/** What runs code that is not known. */
const LOADS = /^(?:importlib\.|runpy\.|exec$|eval$|__import__$)/;

/** Packages that look nowhere by themselves. */
const CALM = new Set(['modal', 'fastapi', 'starlette', 'pydantic', 'typing_extensions']);

/** Whether code starts another program. */
export function startsProcess(region: Region): boolean {
  return some(region, ({ expr, scope }) => {
    if (expr.kind !== 'call') return false;
    return PROCESS.test(externalName(region.names, expr.func, scope) ?? '');
  });
}

/** Whether code names something below a folder that it stands in: `open("out/a.txt")`, `Path("out")`. */
export function namesBelow(region: Region, below: string): boolean {
  const { names } = region;
  return some(region, ({ expr, scope }) => {
    if (expr.kind !== 'string' && expr.kind !== 'fstring') return false;
    const text = startOf(expr).replace(/^\.\//, '');
    if (text.startsWith(`${below}/`)) return true;
    return text === below && isOpened(names, expr, scope);
  });
}

/** Whether code may use a path that it does not name: it starts a program, opens what it was told, or has a package do it. */
export function mayUse(region: Region, path: string): boolean {
  const { names } = region;
  return some(region, ({ expr, scope }) => {
    if (expr.kind === 'name') return isPackage(names, expr, scope);
    if (expr.kind !== 'call') return false;
    const name = externalName(names, expr.func, scope) ?? '';
    if (PROCESS.test(name) || LOADS.test(name)) return true;
    const [first] = expr.args;
    return OPENS.test(name) && first !== undefined && mayLead(names, first.value, scope, path);
  });
}

/** Whether a name is that of a package, or comes from one: only the standard library and the tree are known. */
function isPackage(names: Names, { id, span }: NameExpr, scope: Scope): boolean {
  const [binding] = bindingsOf(id, scope, span.start);
  const how = binding?.how;
  if (how?.kind !== 'import' && how?.kind !== 'import-from') return false;
  const [module, level] =
    how.kind === 'import' ? [how.module, 0] : [how.stmt.module, how.stmt.level];
  const [root = ''] = module.split('.');
  if (level === 0 && (STDLIB.has(root) || CALM.has(root))) return false;
  return names.open(module, level) === undefined && names.open(root, level) === undefined;
}

/** Whether a path may be one under a mount that no text of the code holds. */
function mayLead(names: Names, expr: Expr, scope: Scope, path: string): boolean {
  const whole = textOf(constantOf(names, expr, scope));
  if (whole !== undefined) return !whole.startsWith('/');
  const start = startOf(expr);
  return !start.startsWith('/') || path.startsWith(start);
}

function startOf(expr: Expr): string {
  if (expr.kind === 'string') return expr.value ?? '';
  const [first] = expr.kind === 'fstring' ? expr.parts : [];
  return first?.kind === 'text' ? first.value : '';
}

function isOpened(names: Names, expr: Expr, scope: Scope): boolean {
  const call = parentOf(names, expr);
  if (call?.kind !== 'call' || call.args[0]?.value !== expr) return false;
  return OPENS.test(externalName(names, call.func, scope) ?? '');
}

function some(
  { names, span, without }: Region,
  test: (place: { readonly expr: Expr; readonly scope: Scope }) => boolean,
): boolean {
  return exprsWithin(names, span).some(
    (place) => !without.some((other) => contains(other, place.expr.span)) && test(place),
  );
}
