import type { Rule } from '../model/rule.ts';
import type { Span } from '../model/span.ts';
import { ownerOf } from '../program/owner.ts';
import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { Expr } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import type { TableDraft } from './draft.ts';
import { code, ruleHelp, sentence } from './messages.ts';

const DICT = 'modal.Dict';

/** An entry of a `modal.Dict` that is asked for without a method, and what is written in its place. */
interface Item {
  readonly span: Span;
  readonly fal: string;
}

/** `d[key]`, `d[key] = value`, `del d[key]` and `key in d` of a `modal.Dict`: no name of the SDK stands there. */
export function dictItemDrafts(
  names: Names,
  uses: readonly Use[],
  rules: readonly Rule[],
  shown: string,
): TableDraft[] {
  if (!uses.some(({ symbol }) => symbol.name.startsWith(DICT))) return [];
  const rule = ownerOf({ symbol: { name: DICT, kind: 'class' }, role: 'reference' }, rules);
  if (!rule) return [];
  const { id, url, verdict } = rule;
  return [...entries(names), ...tests(names)].map(({ span, fal }) => {
    const there = code(shown.slice(span.start, span.end).replace(/\s+/g, ' '));
    const message = sentence(there, rule, fal);
    return { rule: id, message, help: ruleHelp(rule), url, verdict, span, symbol: DICT };
  });
}

function entries(names: Names): Item[] {
  const { stmts } = names.scopes;
  return exprsOf(names, 'subscript').flatMap(({ expr, scope }): Item[] => {
    if (!isDict(names, expr.value, scope)) return [];
    const { span } = expr;
    const isSet = stmts.some((stmt) => stmt.kind === 'assign' && stmt.targets.includes(expr));
    const isGone = stmts.some((stmt) => stmt.kind === 'del' && stmt.exprs.includes(expr));
    const method = isSet ? 'set(key, value)' : isGone ? 'delete(key)' : 'get(key)';
    return [{ span, fal: `\`KVStore.${method}\`` }];
  });
}

function tests(names: Names): Item[] {
  return exprsOf(names, 'binary').flatMap(({ expr, scope }): Item[] => {
    if (!/^(?:not )?in$/.test(expr.op) || !isDict(names, expr.right, scope)) return [];
    const is = expr.op === 'in' ? 'is not None' : 'is None';
    return [{ span: expr.span, fal: `\`KVStore.get(key) ${is}\`` }];
  });
}

function isDict(names: Names, expr: Expr, scope: Scope): boolean {
  const value = names.valueOf(expr, scope);
  return value.kind === 'instance' && value.of === DICT;
}
