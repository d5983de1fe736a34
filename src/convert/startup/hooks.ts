import type { Edit, Span } from '../../model/span.ts';
import type { InheritedMethod, Method } from '../../program/units.ts';
import { externalName } from '../../python/external.ts';
import { attributesOf } from '../../python/lookup.ts';
import type { Expr, FunctionStmt } from '../../python/syntax.ts';
import { contains, expressionsIn } from '../../python/walk.ts';
import { removals } from '../removals.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

const RUNS_A_LOOP = /^asyncio\.run$|\.run_until_complete$/;

/** What fal calls the one hook that takes the place of Modal's. */
export type HookName = 'setup' | 'teardown';

/**
 * Turns the hooks of a class into `setup` or `teardown`: one is renamed, several are called from it in the given order.
 * fal has one of each, without arguments (facts: `fal.App` lifespan).
 */
export function hookPart(context: UnitContext, hooks: readonly Method[], name: HookName): Part {
  const [only, second] = hooks;
  if (!only) return {};
  const inherited = context.unit.inherited.filter((hook) => hooks.includes(hook));
  const removed = hooks.flatMap((hook) =>
    inherited.some((one) => one === hook) ? [] : decoratorSpans(hook),
  );
  const reasons = hooks.flatMap(({ stmt }) => loopReason(context, stmt));
  const taken = context.unit.methods.some(
    ({ stmt, role }) =>
      stmt.name === name && !hooks.some((hook) => hook.stmt === stmt) && role === 'plain',
  );
  if (taken)
    return {
      refused: `\`${context.unit.name}\` has a method \`${name}\` of its own, which fal would call`,
    };
  const edits = hooks.flatMap(({ stmt }) => parameterEdits(stmt, context.file.names.module.source));
  const parameters = hooks.flatMap(({ stmt }) => parameterReason(context, stmt));
  const all = { removed, reasons: [...reasons, ...parameters], ...inBases(context, inherited) };
  if (!second && inherited.length === 0)
    return { ...all, edits: [...edits, ...renameEdits(context, only.stmt, name)] };
  const own = hooks.filter((hook) => !inherited.some((one) => one === hook));
  const renames = own.flatMap(({ stmt }) =>
    renameEdits(context, stmt, allowedName(context, stmt, name)),
  );
  return { ...all, edits: [...edits, ...renames], members: [callsAll(context, hooks, name)] };
}

function decoratorSpans({ decorators }: Method): Span[] {
  return decorators.filter(({ symbol }) => symbol).map(({ decorator }) => decorator.span);
}

/** Hooks in base classes lose their decorators where they stand; the class calls them by name. */
function inBases(
  { file }: UnitContext,
  inherited: readonly InheritedMethod[],
): Pick<Part, 'elsewhere'> {
  const elsewhere: Record<string, Edit[]> = {};
  for (const { names } of inherited) {
    const spans = inherited.filter((hook) => hook.names === names).flatMap(decoratorSpans);
    elsewhere[names === file.names ? file.path : names.file] = removals(names.module, spans);
  }
  return { elsewhere };
}

/** fal refuses a class with an `__init__` of its own, and the hook that calls all others has fal's name. */
function allowedName({ file, unit }: UnitContext, stmt: FunctionStmt, hook: HookName): string {
  if (stmt.name !== '__init__' && stmt.name !== hook) return stmt.name;
  const members =
    unit.stmt.kind === 'class' ? file.names.scopes.inside(unit.stmt).bindings : undefined;
  let name = stmt.name === hook ? `_${hook}` : '_init';
  while (members?.has(name)) name += '_';
  return name;
}

/** `def setup(self): self.load(); self.warm_up()`. */
function callsAll(context: UnitContext, hooks: readonly Method[], name: HookName): string {
  const { style, unit } = context;
  const async = hooks.some(({ stmt }) => stmt.async);
  const lines = hooks.map((hook) => {
    const { stmt } = hook;
    // A base class keeps its names.
    const isOwn = !unit.inherited.some((one) => one === hook);
    const callee = isOwn
      ? `self.${allowedName(context, stmt, name)}`
      : `${stmt.name === name ? 'super()' : 'self'}.${stmt.name}`;
    return `${style.indent}${stmt.async ? 'await ' : ''}${callee}()`;
  });
  return [`${async ? 'async ' : ''}def ${name}(self):`, ...lines].join('\n');
}

/** Renames a method and its mentions on `self` inside the class. */
export function renameEdits(context: UnitContext, stmt: FunctionStmt, to: string): Edit[] {
  if (stmt.name === to) return [];
  const mentions = selfMentions(context, stmt.name).map((span): Edit => ({ span, text: to }));
  return [{ span: stmt.nameSpan, text: to }, ...mentions];
}

/** Where `self.<name>` stands in the class. */
function selfMentions({ file, unit }: UnitContext, name: string): Span[] {
  const { names } = file;
  return attributesOf(names, name).flatMap(({ expr, scope }) => {
    if (!contains(unit.stmt.span, expr.span)) return [];
    const base = names.valueOf(expr.value, scope);
    return base.kind === 'self' && base.stmt === unit.stmt ? [expr.attrSpan] : [];
  });
}

/** Modal hands `None`s to the parameters of an exit hook; fal hands nothing. */
function parameterEdits(stmt: FunctionStmt, source: string): Edit[] {
  const [self, first] = stmt.params;
  const last = stmt.params.at(-1);
  if (!self || !first || !last) return [];
  // A list of several lines leaves none behind.
  if (/[\r\n]/.test(source.slice(self.span.end, first.span.start)))
    return [{ span: stmt.paramsSpan, text: `(${self.name})` }];
  return [{ span: { start: self.span.end, end: last.span.end }, text: '' }];
}

function parameterReason({ rule }: UnitContext, stmt: FunctionStmt): Reason[] {
  // What callers gave a constructor stands on the class.
  if (stmt.name === '__init__') return [];
  const names = new Set(stmt.params.slice(1).map((param) => param.name));
  const used = [...expressionsIn(stmt.body.body)].find(
    (expr) => expr.kind === 'name' && names.has(expr.id),
  );
  if (used?.kind !== 'name') return [];
  const message = `\`${stmt.name}\` reads its parameter \`${used.id}\`, which fal does not pass: Modal passes \`None\``;
  return [{ rule: rule.id, verdict: 'manual', message, span: used.span }];
}

/** A sync hook that starts an event loop fails on fal, where it runs inside one. */
function loopReason({ file, rule }: UnitContext, stmt: FunctionStmt): Reason[] {
  if (stmt.async) return [];
  const { names } = file;
  const scope = names.scopes.inside(stmt);
  const isLoop = (expr: Expr): boolean => {
    if (expr.kind !== 'call') return false;
    const text = externalName(names, expr.func, scope) ?? '';
    const method = expr.func.kind === 'attribute' ? `.${expr.func.attr}` : '';
    return RUNS_A_LOOP.test(text) || RUNS_A_LOOP.test(method);
  };
  const found = [...expressionsIn(stmt.body.body)].find(isLoop);
  if (!found) return [];
  const message = `\`${stmt.name}\` runs an event loop, and fal calls it inside one: make it \`async def\` and \`await\``;
  return [{ rule: rule.id, verdict: 'manual', message, span: found.span }];
}
