import type { Role, TextRole } from '../model/rule.ts';
import type { Span } from '../model/span.ts';
import type { Names } from './names.ts';
import { bindingsOf, type Scope } from './scopes.ts';
import type { SdkSymbol } from './sdk.ts';
import type {
  Argument,
  AttributeExpr,
  CallExpr,
  Expr,
  ImportFromStmt,
  ImportStmt,
  NameExpr,
} from './syntax.ts';
import type { InstanceValue } from './values.ts';

/** One mention of an SDK symbol in a file. */
export interface Use {
  readonly symbol: SdkSymbol;
  readonly role: Exclude<Role, TextRole> | 'import';
  /** Of the name that was resolved: `app.function`, `modal.Secret.from_name`; of `gpu="A100"` with role `keyword`. */
  readonly span: Span;
  readonly scope: Scope;
  /** With role `keyword`: the parameter's name of today, and the argument. */
  readonly keyword?: { readonly name: string; readonly argument: Argument };
  /** The call that this is the callee of, or an argument of. */
  readonly call?: CallExpr;
  /** The object on which it was asked for. */
  readonly receiver?: InstanceValue;
  /** Reached through `.aio`. */
  readonly aio: boolean;
  /** With role `import`: the statement. */
  readonly stmt?: ImportStmt | ImportFromStmt;
}

/** Every use of the SDK in a module in source order, imports and keywords included. */
export function usesOf(names: Names): Use[] {
  const uses: Use[] = importUses(names);
  const decorators = decoratorExprs(names);
  const covered = new Set<Expr>();
  for (const { expr, scope } of names.scopes.exprs) {
    const target = expr.kind === 'call' ? expr.func : expr;
    if (target.kind !== 'attribute' && target.kind !== 'name') continue;
    if (covered.has(expr)) continue;
    if (target.kind === 'name' && isBinding(target, scope)) continue;
    const found = names.symbolOf(target, scope) ?? directCall(names, expr, scope);
    if (!found || isOwnValue(target, found.symbol, scope)) continue;
    coverPath(target, covered);
    const call = expr.kind === 'call' ? expr : undefined;
    const decorates = decorators.has(expr) || (call && found.symbol.decorates !== undefined);
    const role = decorates ? 'decorator' : call ? 'call' : 'reference';
    const aio = target.kind === 'attribute' && target.attr === 'aio';
    uses.push({ ...found, role, span: namedSpan(target), scope, aio, ...(call && { call }) });
    if (call) uses.push(...keywordUses(names, found.symbol, call, scope));
  }
  return uses.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

/** `call_id = call.object_id`: from there on it is a plain value. What is imported is the SDK's wherever it stands. */
function isOwnValue(target: AttributeExpr | NameExpr, { kind }: SdkSymbol, scope: Scope): boolean {
  if (target.kind !== 'name' || kind !== 'attribute') return false;
  return bindingsOf(target.id, scope, target.span.start).every(({ how }) => how.kind === 'assign');
}

/** `f(x)` on an object that is called like a function: what the SDK of the past made a remote call. */
function directCall(
  names: Names,
  expr: Expr,
  scope: Scope,
): { symbol: SdkSymbol; receiver: InstanceValue } | undefined {
  if (expr.kind !== 'call') return undefined;
  const receiver = names.valueOf(expr.func, scope);
  if (receiver.kind !== 'instance') return undefined;
  const symbol = names.sdk.lookup(`${receiver.of}.__call__`);
  return symbol?.kind === 'function' && symbol.returns === undefined
    ? { symbol, receiver }
    : undefined;
}

function keywordUses(names: Names, symbol: SdkSymbol, call: CallExpr, scope: Scope): Use[] {
  return call.args.flatMap((argument) => {
    if (argument.name === undefined) return [];
    const keyword = { name: names.sdk.keyword(symbol.name, argument.name), argument };
    return [
      { symbol, role: 'keyword', span: argument.span, scope, keyword, call, aio: false } as const,
    ];
  });
}

/** `modal.Image.debian_slim`, but of a chain `image.env(…).pip_install` only the last name. */
function namedSpan(target: AttributeExpr | NameExpr): Span {
  let root: Expr = target;
  while (root.kind === 'attribute') root = root.value;
  return root.kind === 'name' || target.kind === 'name' ? target.span : target.attrSpan;
}

/** Whether a name is given its meaning here, not used. */
function isBinding({ id, span }: NameExpr, scope: Scope): boolean {
  return scope.bindings.get(id)?.some((binding) => binding.span.start === span.start) ?? false;
}

/** The names inside `modal.Image.debian_slim` are part of that use, and no use of their own. */
function coverPath(path: Expr, covered: Set<Expr>): void {
  for (let at = path; ; at = at.value) {
    if (at.kind !== 'attribute' && at.kind !== 'name') return;
    covered.add(at);
    if (at.kind === 'name') return;
  }
}

function decoratorExprs(names: Names): ReadonlySet<Expr> {
  const found = new Set<Expr>();
  for (const stmt of names.scopes.stmts) {
    if (stmt.kind !== 'function' && stmt.kind !== 'class') continue;
    for (const { expr } of stmt.decorators) found.add(expr);
  }
  return found;
}

function importUses(names: Names): Use[] {
  const scope = names.scopes.module;
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import' && stmt.kind !== 'import-from') return [];
    return stmt.names.flatMap((item): Use[] => {
      const imported = names.importedSymbol(stmt, item);
      return imported
        ? [{ symbol: imported, role: 'import', span: item.span, scope, aio: false, stmt }]
        : [];
    });
  });
}
