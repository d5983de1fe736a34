import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { ClassStmt, FunctionStmt } from '../python/syntax.ts';
import type { InheritedMethod, Method, MethodRole, UnitDecorator } from './units.ts';

const METHOD_ROLES = new Map<string, MethodRole>([
  ['modal.enter', 'enter'],
  ['modal.build', 'enter'],
  ['modal.exit', 'exit'],
  ['modal.method', 'method'],
  ['modal.batched', 'batched'],
  ['modal.fastapi_endpoint', 'web'],
  ['modal.asgi_app', 'web'],
  ['modal.wsgi_app', 'web'],
  ['modal.web_server', 'web'],
]);

const HOOKS = new Set(['modal.enter', 'modal.exit']);
/** Deeper trees of classes are nobody's Modal program. */
const MAX_BASES = 8;

/** The methods of a class in order of the text, with what each is to Modal. */
export function readMethods(names: Names, stmt: ClassStmt): Method[] {
  const scope = names.scopes.inside(stmt);
  return stmt.body.body.flatMap((member) => {
    if (member.kind !== 'function') return [];
    const decorators = readDecorators(names, member, scope);
    const marked = decorators.find(({ symbol }) => symbol && METHOD_ROLES.has(symbol.name));
    const role = METHOD_ROLES.get(marked?.symbol?.name ?? '') ?? legacyRole(member.name);
    const snapArgument = marked?.call?.args.find((arg) => arg.name === 'snap');
    const snap = snapArgument?.value.kind === 'constant' && snapArgument.value.value === true;
    return [{ stmt: member, role, decorators, snap }];
  });
}

/** Hooks of base classes: those of the farthest base run first, and what a class defines anew hides the old. */
export function inheritedHooks(names: Names, stmt: ClassStmt): InheritedMethod[] {
  const own = new Set(
    stmt.body.body.flatMap((member) => (member.kind === 'function' ? [member.name] : [])),
  );
  return basesOf(names, stmt, 0)
    .toReversed()
    .flatMap((base) =>
      readMethods(base.names, base.stmt).flatMap((method): InheritedMethod[] => {
        const isHook = method.decorators.some(({ symbol }) => HOOKS.has(symbol?.name ?? ''));
        if (!isHook || own.has(method.stmt.name)) return [];
        return [{ ...method, names: base.names }];
      }),
    );
}

/** The classes of the tree behind a class, nearest first. */
function basesOf(
  names: Names,
  stmt: ClassStmt,
  depth: number,
): { names: Names; stmt: ClassStmt }[] {
  if (depth > MAX_BASES) return [];
  return names
    .basesOf(stmt)
    .flatMap((base) => [base, ...basesOf(base.names, base.stmt, depth + 1)]);
}

/** `__init__` runs before all hooks; fal does not allow it. Before 0.62 hooks were context-manager methods; Modal ignores those names today. */
function legacyRole(name: string): MethodRole {
  if (name === '__init__' || name === '__enter__' || name === '__aenter__') return 'enter';
  return name === '__exit__' || name === '__aexit__' ? 'exit' : 'plain';
}

/** The decorators above a function or class, with what each is to the SDK. */
export function readDecorators(
  names: Names,
  stmt: FunctionStmt | ClassStmt,
  scope: Scope,
): UnitDecorator[] {
  return stmt.decorators.map((decorator) => {
    const symbol = names.decoratorSymbol(decorator, scope);
    const call = decorator.expr.kind === 'call' ? decorator.expr : undefined;
    return { decorator, ...(symbol && { symbol }), ...(call && { call }) };
  });
}
