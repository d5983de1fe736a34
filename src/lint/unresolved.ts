import { openCalls } from '../program/open-calls.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import { owner } from '../python/scopes.ts';
import type { Argument, AttributeExpr, CallExpr, Expr } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import type { Draft } from './draft.ts';
import { code } from './messages.ts';

const rule = 'cannot-resolve';
/** Where a splat hides how a unit is configured. */
const CONFIGURED = new Set(['modal.App.function', 'modal.App.cls']);

/** What a program tells Modal in a way that only running it shows. */
export function unresolved(names: Names, uses: readonly Use[]): Draft[] {
  return [
    ...splats(names, uses),
    ...dynamicNames(names),
    ...unknownImports(names),
    ...callsOfAny(names),
  ];
}

function splats(names: Names, uses: readonly Use[]): Draft[] {
  return uses.flatMap(({ symbol, role, call, scope }) => {
    if (!call || role === 'keyword' || !CONFIGURED.has(symbol.name)) return [];
    return call.args.flatMap((arg) => (isHidden(arg, scope) ? [splat(arg, names)] : []));
  });
}

/** `**options`, unless the literal that it stands for says which keywords they are. */
function isHidden({ star, value }: Argument, scope: Scope): boolean {
  if (star !== '**') return false;
  const literal = value.kind === 'name' ? assigned(value.id, scope) : value;
  if (literal?.kind !== 'dict') return true;
  return literal.entries.some(({ key }) => key?.kind !== 'string');
}

/** The one value that a name is ever given in its scope. */
function assigned(name: string, scope: Scope): Expr | undefined {
  const bindings = owner(name, scope)?.bindings.get(name) ?? [];
  const [first] = bindings;
  return bindings.length === 1 && first?.how.kind === 'assign' ? first.how.value : undefined;
}

function splat({ span }: Argument, { module }: Names): Draft {
  const text = code(module.source.slice(span.start, span.end).replace(/\s+/g, ' '));
  const message = `The keywords in ${text} are not known before the program runs; write them out.`;
  return { rule, message, span };
}

/** `getattr(modal, name)` and `modal.name_that_modal_does_not_have`. */
function dynamicNames(names: Names): Draft[] {
  const found: Draft[] = [];
  for (const { expr, scope } of names.scopes.exprs) {
    if (expr.kind === 'call') found.push(...getattrOf(expr, scope, names));
    if (expr.kind === 'attribute') found.push(...unknownAttribute(expr, scope, names));
  }
  return found;
}

function getattrOf(expr: CallExpr, scope: Scope, names: Names): Draft[] {
  const [object, attribute] = expr.args;
  if (expr.func.kind !== 'name' || expr.func.id !== 'getattr' || !object) return [];
  if (owner('getattr', scope) !== undefined) return [];
  const value = names.valueOf(object.value, scope);
  if (value.kind !== 'symbol' || value.symbol.kind !== 'module') return [];
  const text = code(names.module.source.slice(expr.span.start, expr.span.end).replace(/\s+/g, ' '));
  const literal = attribute?.value.kind === 'string' ? attribute.value.value : undefined;
  const instead = `\`${value.symbol.name}.${literal ?? '<name>'}\``;
  const message =
    literal === undefined
      ? `What ${text} gives is not known before the program runs; write ${instead}.`
      : `What ${text} gives is not followed; write ${instead}.`;
  return [{ rule, message, span: expr.span }];
}

function unknownAttribute(expr: AttributeExpr, scope: Scope, names: Names): Draft[] {
  if (/^(?:__\w+__|_\w*|aio)$/.test(expr.attr)) return [];
  const { value } = expr;
  if (value.kind !== 'name' && value.kind !== 'attribute') return [];
  const base = names.valueOf(value, scope);
  if (base.kind !== 'symbol' || !['module', 'class'].includes(base.symbol.kind)) return [];
  const name = `${base.symbol.name}.${expr.attr}`;
  if (names.sdk.lookup(name) || base.symbol.anyAttribute !== undefined) return [];
  return [unknownName(name, expr, names)];
}

function unknownName(name: string, { span }: Pick<Expr, 'span'>, names: Names): Draft {
  const [root = ''] = names.sdk.roots;
  const message = `\`${name}\` is no name that ${root} has or had; check its spelling.`;
  return { rule, message, span };
}

/** `chosen.remote(x)`, where `chosen` comes out of a container or a parameter. */
function callsOfAny(names: Names): Draft[] {
  const { source } = names.module;
  return openCalls(names).map(({ call, target, verb }) => {
    const text = code(source.slice(target.span.start, target.span.end).replace(/\s+/g, ' '));
    const message = `Which function ${text} is shows only when the program runs; call \`${verb}\` on each by its name.`;
    return { rule, message, span: call.span };
  });
}

/** `from modal import NameThatModalDoesNotHave`. */
function unknownImports(names: Names): Draft[] {
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import-from' || stmt.level > 0) return [];
    const [root = ''] = stmt.module.split('.');
    if (!names.sdk.roots.includes(root) || !names.importedSymbol(stmt, { name: '*' })) return [];
    return stmt.names.flatMap((item) => {
      const known = item.name === '*' || names.importedSymbol(stmt, item);
      if (known || item.name.startsWith('_')) return [];
      return [unknownName(`${stmt.module}.${item.name}`, item, names)];
    });
  });
}
