import type { Span } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { CallExpr, Expr } from '../python/syntax.ts';
import { statements } from '../python/walk.ts';
import type { Vocabulary } from './vocabulary.ts';
import { nearest } from '../text/nearest.ts';

/** A name that an SDK does not have. */
export interface UnknownName {
  /** `modal.Volum`; of a keyword `fal.function(machine=)`. */
  readonly name: string;
  readonly span: Span;
  /** The name that was meant. */
  readonly near?: string;
}

/** Every attribute, import and keyword of a module that leads nowhere in the SDK. */
export function unknownNames(names: Names, vocabulary: Vocabulary): UnknownName[] {
  const found: UnknownName[] = unknownImports(names, vocabulary);
  for (const { expr, scope } of names.scopes.exprs) {
    const attribute = unknownAttribute(expr, scope, names, vocabulary);
    if (attribute) found.push(attribute);
    if (expr.kind === 'call') found.push(...unknownKeywords(expr, scope, names, vocabulary));
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** What pydantic and Python itself give every class. */
const EVERYWHERE = /^(?:__\w+__|model_\w+|aio)$/;

function unknownAttribute(
  expr: Expr,
  scope: Scope,
  names: Names,
  vocabulary: Vocabulary,
): UnknownName | undefined {
  if (expr.kind !== 'attribute' || EVERYWHERE.test(expr.attr)) return undefined;
  const owner = names.valueOf(expr.value, scope);
  const of =
    owner.kind === 'symbol' ? owner.symbol.name : owner.kind === 'instance' ? owner.of : '';
  const known = of === '' || names.symbolOf(expr, scope) !== undefined;
  if (known || names.valueOf(expr, scope).kind !== 'unknown') return undefined;
  const symbol = vocabulary.sdk.lookup(of);
  if (symbol?.kind !== 'class' && symbol?.kind !== 'module') return undefined;
  // An object of the user's own class has what its class has.
  if (owner.kind === 'instance' && (owner.definition || vocabulary.childrenOf(of).length === 0)) {
    return undefined;
  }
  return unknown(of, expr.attr, expr.attrSpan, vocabulary);
}

function unknown(of: string, attr: string, span: Span, vocabulary: Vocabulary): UnknownName {
  const near = nearest(attr, vocabulary.childrenOf(of));
  const elsewhere = Object.keys(vocabulary.file.symbols).find((name) => name.endsWith(`.${attr}`));
  const meant = near === undefined ? elsewhere : `${of}.${near}`;
  return { name: `${of}.${attr}`, span, ...(meant !== undefined && { near: meant }) };
}

function unknownKeywords(
  call: CallExpr,
  scope: Scope,
  names: Names,
  vocabulary: Vocabulary,
): UnknownName[] {
  const symbol = names.symbolOf(call.func, scope)?.symbol;
  if (!symbol?.params || symbol.params.some((param) => param.startsWith('**'))) return [];
  const params = symbol.params.map((param) => param.replace(/^\*+/, ''));
  return call.args.flatMap((arg) => {
    const { name, nameSpan } = arg;
    if (name === undefined || params.includes(vocabulary.sdk.keyword(symbol.name, name))) return [];
    if (vocabulary.goneKeywords.has(`${symbol.name}(${name})`)) return [];
    const near = nearest(name, params);
    const span = nameSpan ?? arg.span;
    return [{ name: `${symbol.name}(${name}=)`, span, ...(near !== undefined && { near }) }];
  });
}

function unknownImports(names: Names, vocabulary: Vocabulary): UnknownName[] {
  return [...statements(names.module.body)].flatMap((stmt) => {
    if (stmt.kind !== 'import-from' || stmt.level > 0) return [];
    const module = vocabulary.sdk.lookup(stmt.module);
    if (!vocabulary.sdk.roots.includes(stmt.module.split('.')[0] ?? '')) return [];
    return stmt.names.flatMap(({ name, span }) => {
      if (name === '*' || vocabulary.sdk.lookup(`${stmt.module}.${name}`)) return [];
      return [unknown(module?.name ?? stmt.module, name, span, vocabulary)];
    });
  });
}
