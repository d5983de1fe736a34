import type { CallSite } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import type { CompoundStmt, Stmt } from '../../python/syntax.ts';
import {
  definedAt,
  foreignUse,
  homesOf,
  insertion,
  usesOf,
  type Home,
} from '../startup/block-homes.ts';
import { holdsLongText, kindOf } from '../startup/block-items.ts';
import { dedentEdits } from '../dedent.ts';
import { textAt } from '../layout.ts';
import { isStandardImport } from '../../python/stdlib.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';

/**
 * `with image.imports():` → what it holds stands in the functions that use it; at the top where the file itself needs it, and where it is
 * a module of Python's own.
 */
export function call(context: CallContext, site: CallSite): Part {
  const { names } = site.file;
  const block = names.module.body.find((stmt) => isBlockOf(stmt, site));
  const clause = block?.clauses[0];
  if (!block || !clause?.body.indented || clause.exprs.length !== 1) {
    return said(context, site, 'manual', 'move the imports into the functions that use them');
  }
  const dedented = dedentEdits(names.module, clause.header, clause.body.span);
  const own = clause.body.body.filter((stmt) => isPlainImport(names, stmt, block));
  const items = clause.body.body.filter((stmt) => !own.includes(stmt));
  const gone: Part = { removed: [block.span], needs: own.flatMap(needsOf) };
  if (items.length === 0) return gone;
  const odd = items.find((stmt) => kindOf(names, stmt) === 'other');
  if (odd) return left(context, site, odd);
  const uses = usesOf(names, items, block.span);
  const top =
    uses.find(({ home }) => !home?.body.indented) ??
    foreignUse(context, site, items) ??
    definedAt(items);
  const effects = items.filter((stmt) => kindOf(names, stmt) === 'effect');
  if (top) {
    if (effects[0]) return left(context, site, effects[0]);
    const message = `\`${top.name}\` is used while the file is read, so its import stays at the top: the machine that deploys needs the package too`;
    return { edits: dedented, ...said(context, site, 'rewrite-unsafe', message) };
  }
  const homes = homesOf(context, site, items, uses, effects);
  if (!homes) {
    if (effects[0]) return left(context, site, effects[0]);
    return { ...gone, ...said(context, site, 'rewrite-unsafe', unused(site, items)) };
  }
  const long = items.find((stmt) => holdsLongText(stmt, names.module.source));
  if (long) return left(context, site, long);
  return mergeParts([
    gone,
    {
      edits: homes.map(({ stmt, items: moved }) => insertion(names, block, stmt, moved)),
      reasons: againReasons(context, site, homes, effects),
    },
  ]);
}

/** Whether a statement imports modules of Python's own, under their own names, that something uses. */
function isPlainImport(names: Names, stmt: Stmt, { span }: CompoundStmt): boolean {
  if (!isStandardImport(stmt) || usesOf(names, [stmt], span).length === 0) return false;
  if (stmt.kind === 'import')
    return stmt.names.every(({ module, as }) => as === undefined && !module.includes('.'));
  return stmt.kind === 'import-from' && stmt.names.every(({ as }) => as === undefined);
}

function needsOf(stmt: Stmt): Need[] {
  if (stmt.kind === 'import') return stmt.names.map(({ module }) => ({ module }));
  if (stmt.kind !== 'import-from') return [];
  return stmt.names.map(({ name }) => ({ module: stmt.module, name }));
}

function isBlockOf(stmt: Stmt, { use }: CallSite): stmt is CompoundStmt {
  return stmt.kind === 'with' && stmt.clauses[0]?.exprs[0] === use.call;
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

/** Why a block goes of which nothing is asked for. */
function unused(site: CallSite, items: readonly Stmt[]): string {
  const first = firstLine(site, items[0]);
  const all = items.length > 1 ? ` and the ${items.length - 1} after it go` : ' goes';
  return `\`${first}\`${all}: no function of this file runs in the image or uses it`;
}

function firstLine({ file }: CallSite, stmt: Stmt | undefined): string {
  const { source } = file.names.module;
  const line = (stmt && textAt(source, stmt.span).split('\n')[0]?.trim()) ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** A statement that cannot move along: where it runs, and how often, matters. */
function left(context: CallContext, site: CallSite, stmt: Stmt): Part {
  const message = `the block runs \`${firstLine(site, stmt)}\` once in each container: move it into \`setup\`, or to the start of the function`;
  return said(context, site, 'manual', message);
}

/** A function repeats at each call what the container did once. */
function againReasons(
  { rule, units }: CallContext,
  { use, file }: CallSite,
  homes: readonly Home[],
  effects: readonly Stmt[],
): Reason[] {
  const again = units.find(
    ({ stmt }) =>
      stmt.kind === 'function' &&
      homes.some((home) => home.stmt === stmt && home.items.some((item) => effects.includes(item))),
  );
  const [effect] = effects;
  if (!again || !effect) return [];
  const line = textAt(file.names.module.source, effect.span).split('\n')[0] ?? '';
  const message = `\`${line}\` ran once in each container, and now at each call of \`${again.name}\``;
  return [{ rule: rule.id, verdict: 'rewrite-unsafe', message, span: use.span }];
}
