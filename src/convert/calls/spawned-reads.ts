import type { Edit } from '../../model/span.ts';
import type { CallSite } from '../../program/units.ts';
import { mentionsOf, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { AttributeExpr, CallExpr, Expr } from '../../python/syntax.ts';
import { decodedText, receiveNeeds } from '../endpoints/base64.ts';
import { sameShape, type Shape } from '../endpoints/shape.ts';
import { insertion } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { arrival } from './encoding.ts';
import { manual, type CallShape } from './shape.ts';
import { gatheredShape, spawnBehind } from './spawned.ts';

const GET = 'modal.FunctionCall.get';
const GATHER = 'modal.FunctionCall.gather';
/** Stands for what a handle gives, while the text around it is made. */
const RESULT = 'RESULT';

/**
 * The places where the result of a spawned call is read: what `get` gives is not what it was there. They are edited together with the
 * call, so that none of them is forgotten; a mark where the call goes to where nobody sees what becomes of it.
 */
export function decodedReads(
  context: CallContext,
  site: CallSite,
  { call, awaited }: CallShape,
  result: Shape,
): Part {
  const { names } = site.file;
  const text = decodedText(result, { text: RESULT, isName: false });
  const reads = gets(site);
  const reader = new SpawnReader(names, {
    gets: new Set(reads.map(({ call: get }) => get.func)),
    gathers: gathersOf(context, site, result),
  });
  if (text === undefined || !reader.stays(awaited ?? call)) {
    const { as, undo } = arrival(result);
    const message = `what \`${site.method ?? 'the method'}\` gives comes as ${as}, and where this call is waited for is not known here: ${undo} there`;
    return manual(context, site, message);
  }
  const [before = '', after = ''] = text.split(RESULT);
  const edits = reads.flatMap(({ whole }): Edit[] => {
    const { start, end } = whole.parens ?? whole.span;
    return [insertion(start, before), insertion(end, after)];
  });
  return { edits, needs: edits.length > 0 ? receiveNeeds(result) : [] };
}

/** A `call.get()`, and the `await` around it. */
interface Read {
  readonly call: CallExpr;
  readonly whole: Expr;
}

/** Where the result of a spawned call is asked for. */
function gets(site: CallSite): Read[] {
  const { names, uses } = site.file;
  return uses.flatMap((use) => {
    if (use.symbol.name !== GET || !use.call || !use.receiver) return [];
    if (spawnBehind(site, use.receiver) !== site.use) return [];
    const parent = parentOf(names, use.call);
    return [{ call: use.call, whole: parent?.kind === 'await' ? parent : use.call }];
  });
}

/** Calls of `gather` that decode what all of their calls give. */
function gathersOf(context: CallContext, site: CallSite, result: Shape): ReadonlySet<Expr> {
  return new Set(
    site.file.uses.flatMap(({ symbol, call }) => {
      if (symbol.name !== GATHER || !call) return [];
      const shape = gatheredShape(context, site, call.args);
      return shape && shape !== 'mixed' && sameShape(shape, result) ? [call] : [];
    }),
  );
}

/** What a value is that is followed: a spawned call, or a list of them. */
type Followed = 'call' | 'list';

const MAX_DEPTH = 8;

/** Where the results are known to be read. */
interface Seen {
  /** `call.get` of each call. */
  readonly gets: ReadonlySet<Expr>;
  readonly gathers: ReadonlySet<Expr>;
}

/** Follows a spawned call through names and lists, to the places where it is asked for its result. */
class SpawnReader {
  private readonly names: Names;
  private readonly seen: Seen;
  private depth = 0;

  constructor(names: Names, seen: Seen) {
    this.names = names;
    this.seen = seen;
  }

  /** Whether nothing becomes of a value that is not seen. */
  stays(value: Expr, what: Followed = 'call'): boolean {
    if (this.depth > MAX_DEPTH) return false;
    this.depth++;
    const stays = this.follow(value, what);
    this.depth--;
    return stays;
  }

  private follow(value: Expr, what: Followed): boolean {
    const parent = parentOf(this.names, value);
    switch (parent?.kind) {
      case undefined:
        return this.inStatement(value, what);
      case 'await':
        return this.stays(parent, what);
      case 'attribute':
        return what === 'list' ? parent.attr === 'append' : this.isSeen(parent);
      case 'starred': {
        const around = parentOf(this.names, parent);
        return what === 'list' && around !== undefined && this.seen.gathers.has(around);
      }
      case 'list':
        return what === 'call' && this.stays(parent, 'list');
      case 'comprehension': {
        if (parent.element.length === 1 && parent.element[0] === value)
          return what === 'call' && this.stays(parent, 'list');
        const clause = parent.clauses.find(({ iterable }) => iterable === value);
        return what === 'list' && clause !== undefined && this.targetStays(clause.target, 'call');
      }
      case 'call':
        return this.asArgument(parent, value, what);
      default:
        return false;
    }
  }

  /** `call.get()` that is edited, `await call.get.aio()`, or something that is not the result: `call.object_id`. */
  private isSeen(attribute: AttributeExpr): boolean {
    if (attribute.attr !== 'get') return true;
    const parent = parentOf(this.names, attribute);
    const { gets } = this.seen;
    return gets.has(attribute) || (parent?.kind === 'attribute' && gets.has(parent));
  }

  private inStatement(value: Expr, what: Followed): boolean {
    for (const stmt of this.names.scopes.stmts) {
      if (stmt.kind === 'expr' && stmt.exprs[0] === value) return true;
      if (stmt.kind === 'assign' && stmt.value === value)
        return stmt.op === '=' && stmt.targets.every((target) => this.targetStays(target, what));
      const [loop] = stmt.kind === 'for' ? stmt.clauses : [];
      if (loop?.exprs[0] === value)
        return what === 'list' && loop.targets.every((target) => this.targetStays(target, 'call'));
    }
    return false;
  }

  /** Whether each read of what a target binds leads to a call that is seen. */
  private targetStays(target: Expr, what: Followed): boolean {
    if (target.kind !== 'name') return false;
    const { id, span } = target;
    const home = mentionsOf(this.names, id).find(({ expr }) => expr === target)?.scope;
    const binding = home?.bindings.get(id)?.find((each) => each.span.start === span.start);
    return binding !== undefined && this.readsStay(binding, what);
  }

  private readsStay(binding: Binding, what: Followed): boolean {
    return mentionsOf(this.names, binding.name).every(({ expr, scope }) => {
      if (scope.bindings.get(expr.id)?.some(({ span }) => span.start === expr.span.start))
        return true;
      const means = bindingsOf(expr.id, scope, expr.span.start);
      return !means.includes(binding) || this.stays(expr, what);
    });
  }

  /** `calls.append(f.spawn(1))`, `len(calls)`. */
  private asArgument(parent: CallExpr, value: Expr, what: Followed): boolean {
    if (this.seen.gathers.has(parent)) return true;
    const { func } = parent;
    if (what === 'list') return func.kind === 'name' && func.id === 'len';
    if (func.kind !== 'attribute' || func.attr !== 'append') return false;
    const list = func.value;
    if (list === value || list.kind !== 'name') return false;
    const home = mentionsOf(this.names, list.id).find(({ expr }) => expr === list)?.scope;
    const [binding, second] = home ? bindingsOf(list.id, home, list.span.start) : [];
    return binding !== undefined && !second && this.readsStay(binding, 'list');
  }
}
