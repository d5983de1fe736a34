import type { Rule } from '../model/rule.ts';
import type { Span } from '../model/span.ts';
import type { CallExpr, Expr, Module } from '../python/syntax.ts';
import { expressions, expressionsIn, statements } from '../python/walk.ts';
import type { Draft } from './draft.ts';

const rule = 'todo-left';
const MARK = /\bTODO\(modal-lint\):[ \t]*(?:([a-z0-9]+(?:-[a-z0-9]+)*):[ \t]*)?([^\r\n]*)/g;

/** Stands in converted code where the fal user or team that owns the apps was not known. */
const PLACEHOLDER_OWNER = 'your-username/';

/** An app's id, as `fal_client` takes it. */
const START = /^your-username\//g;
/** An app's address: `https://fal.run/…`, `https://queue.fal.run/…`. */
const ADDRESS = /\bfal\.run\/your-username\//g;

/** The marks of a conversion in a text or in a part of it. */
export function marks(source: string, { start, end }: Span, rules: readonly Rule[]): Draft[] {
  return [...source.slice(start, end).matchAll(MARK)].map((found) => {
    const [text, id, rest = ''] = found;
    const of = rules.find((known) => known.id === id);
    const at = start + found.index;
    const task = rest.replace(/\s*(?:-->|\*\/)\s*$/, '').trim();
    const message = `A person has to finish ${id === undefined ? 'this' : `\`${id}\``}, then remove the mark${task === '' ? '' : `: ${task}`}`;
    const span = { start: at, end: at + text.trimEnd().length };
    return { rule, message, span, ...(of && { url: of.url }) };
  });
}

/** Strings that still name the placeholder owner: in calls of `fal_client`, and in addresses of apps wherever they stand. */
export function placeholders(module: Module): Draft[] {
  if (!module.source.includes(PLACEHOLDER_OWNER)) return [];
  const roots = clientNames(module);
  const found = new Map<number, Draft>();
  const add = (part: Expr, pattern: RegExp): void => {
    for (const span of placeholdersIn(part, module.source, pattern))
      found.set(span.start, placeholder(span));
  };
  for (const expr of expressionsIn(module.body)) {
    add(expr, ADDRESS);
    if (expr.kind !== 'call' || !roots.has(rootOf(expr))) continue;
    for (const { value } of expr.args) for (const part of expressions(value)) add(part, START);
  }
  return [...found.values()].toSorted((a, b) => a.span.start - b.span.start);
}

function placeholder(span: Span): Draft {
  const message = `\`${PLACEHOLDER_OWNER}\` is a placeholder; write the fal user or team that owns the app, or set \`fal-owner\` before converting.`;
  return { rule, message, span };
}

/** The placeholder in each literal of a string, where `pattern` finds it; its end is the slash. */
function placeholdersIn(expr: Expr, source: string, pattern: RegExp): Span[] {
  if (expr.kind !== 'string' && expr.kind !== 'fstring') return [];
  return expr.pieces.flatMap(({ body }, i) => {
    if (pattern === START && i > 0) return [];
    return [...source.slice(body.start, body.end).matchAll(pattern)].map((match) => {
      const end = body.start + match.index + match[0].length - 1;
      return { start: end - PLACEHOLDER_OWNER.length + 1, end };
    });
  });
}

/** Names by which the module knows `fal_client` and what it imports from there. */
function clientNames(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  for (const stmt of statements(module.body)) {
    if (stmt.kind === 'import') {
      for (const item of stmt.names) {
        if (item.module.split('.')[0] === 'fal_client') names.add(item.as ?? 'fal_client');
      }
    }
    if (stmt.kind === 'import-from' && stmt.level === 0 && /^fal_client\b/.test(stmt.module)) {
      for (const item of stmt.names) names.add(item.as ?? item.name);
    }
  }
  return names;
}

function rootOf({ func }: CallExpr): string {
  let at: Expr = func;
  while (at.kind === 'attribute' || at.kind === 'call')
    at = at.kind === 'call' ? at.func : at.value;
  return at.kind === 'name' ? at.id : '';
}
