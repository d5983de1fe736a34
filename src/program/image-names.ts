import { turnsOf } from '../python/collections.ts';
import { holds, loopsBack, type Test } from '../python/flow.ts';
import { step } from '../python/follow.ts';
import { isUnknown, type Frame, type Located } from '../python/place.ts';
import { bindingsOf, owner, runsWithin, type Binding, type Branch } from '../python/scopes.ts';
import type { Block, CompoundStmt, Expr, NameExpr } from '../python/syntax.ts';
import { contains, expressions, statements } from '../python/walk.ts';
import type { Span } from '../model/span.ts';
import type { Condition, ImageChain, LayerCall } from './image.ts';
import { conditional, spelled, together, whereDeployed, type Way } from './image-ways.ts';

function unknown(why: string): ImageChain {
  return { known: false, why };
}

/** Finds the image that a name stands for, through the branches and loops that may have set it anew; `loops` are run through. */
export class NameReader {
  private readonly loops: readonly CompoundStmt[];
  private readonly read: (at: Located) => ImageChain;
  private readonly inside: (loop: CompoundStmt) => NameReader;
  /** What names are at places, by what they are read with. */
  private readonly known = new Map<object, Map<string, ImageChain>>();
  private readonly made = new Map<
    Binding,
    { readonly frame: Frame | undefined; readonly image: ImageChain }
  >();

  constructor(
    loops: readonly CompoundStmt[],
    read: (at: Located) => ImageChain,
    inside: (loop: CompoundStmt) => NameReader,
  ) {
    this.loops = loops;
    this.read = read;
    this.inside = inside;
  }

  /** A name that an `if` or a loop may have set anew; nothing where it has one meaning. */
  ofName(at: Located, { id, span }: NameExpr): ImageChain | undefined {
    const candidates = bindingsOf(id, at.scope, span.start);
    const home = owner(id, at.scope);
    const all = home?.bindings.get(id) ?? [];
    const [latest] = candidates;
    if (all.length <= 1 || !home || !latest) return undefined;
    const inOrder = runsWithin(at.scope, home);
    const again = inOrder && all.some((one) => one.from > span.start && this.comesBack(one, at));
    if (again || (!inOrder && at.frame))
      return unknown(`\`${id}\`, which is set in several places`);
    return this.chain({ ...at, scope: home }, candidates, inOrder ? span.start : undefined);
  }

  /** Whether a binding stands in another suite of an `if` than a place, and no loop leads from it to there. */
  private isBeside({ branches }: Binding, place: number): boolean {
    const at = { start: place, end: place };
    const beside = branches.some(({ of }) => {
      const suites =
        of?.stmt.kind === 'if' ? of.stmt.clauses.filter((one) => one !== of.clause) : [];
      return suites.some(({ body }) => contains(body.span, at));
    });
    return beside && !loopsBack(this.openLoops(branches), place);
  }

  /** Whether a binding further down reaches a place through a loop that is not run through. */
  private comesBack({ branches }: Binding, { expr }: Located): boolean {
    return loopsBack(this.openLoops(branches), expr.span.start);
  }

  private openLoops(branches: readonly Branch[]): readonly Branch[] {
    return branches.filter(({ of }) => of && !this.loops.includes(of.stmt));
  }

  /** The image that a name has at a place in the scope that binds it. */
  private valueAt(at: Located, name: string, place: number): ImageChain {
    const { scope, frame } = at;
    const key = `${name} ${place} ${this.loops.length}`;
    const known = this.known.get(frame ?? scope) ?? new Map<string, ImageChain>();
    this.known.set(frame ?? scope, known);
    const found = known.get(key) ?? this.chain(at, bindingsOf(name, scope, place), place);
    known.set(key, found);
    return found;
  }

  /** The image that a name has when a suite of an `if` or a loop has run. */
  private afterSuite(at: Located, name: string, stmt: CompoundStmt, { span }: Block): ImageChain {
    const all = at.scope.bindings.get(name) ?? [];
    const inside = all.filter((one) => contains(span, one.span)).toReversed();
    if (inside.length === 0) return this.valueAt(at, name, stmt.span.start);
    return this.chain(at, inside, undefined, { stmt, span });
  }

  /** The image that the latest of several bindings gives; of those of a suite, where that has run. */
  private chain(
    at: Located,
    candidates: readonly Binding[],
    use: number | undefined,
    suite?: { readonly stmt: CompoundStmt; readonly span: Span },
  ): ImageChain {
    const [latest, ...rest] = candidates;
    if (!latest) return unknown('set nowhere');
    const test = whereDeployed(at);
    const branches = suite
      ? latest.branches.filter(({ span }) => span !== suite.span && contains(suite.span, span))
      : latest.branches;
    const beside = use !== undefined && this.isBeside(latest, use);
    const held = beside ? false : holds(branches, use, test);
    if (held === true) return this.bound(at, latest);
    if (held === false) {
      if (rest.length > 0 || !suite) return this.chain(at, rest, use, suite);
      return this.valueAt(at, latest.name, suite.stmt.span.start);
    }
    const open = branches.find((branch) => holds([branch], use, test) === undefined);
    if (open?.of?.stmt.kind === 'if') return this.ofIf(at, latest.name, open.of.stmt, test);
    const several = unknown(`\`${latest.name}\`, which is set in several places`);
    if (open?.of?.stmt.kind !== 'for') return several;
    const before = this.valueAt(at, latest.name, open.of.stmt.span.start);
    if (!before.known) return before;
    const turns = this.loop(at, latest, open, before.layers);
    const after = turns ?? this.each(at, latest, open.of.stmt, before.layers);
    return after ? { known: true, layers: after } : several;
  }

  /** The image behind an `if` of which nobody knows how it goes: what its suites have in common, and what each adds. */
  private ofIf(at: Located, name: string, stmt: CompoundStmt, test: Test): ImageChain {
    const ways: Way[] = [];
    let so: readonly Condition[] = [];
    const header = stmt.clauses[0]?.header ?? stmt.span;
    let open = true;
    for (const { exprs, body } of stmt.clauses) {
      const [expr] = exprs;
      const held = expr ? test(expr) : true;
      if (held === false) continue;
      const asked = expr && { ...at, expr };
      const yes: Condition[] =
        asked && held === undefined ? [{ kind: 'if', test: asked, holds: true }] : [];
      const image = this.afterSuite(at, name, stmt, body);
      if (!endsProgram(body)) ways.push({ conditions: [...so, ...yes], image });
      if (asked && held === undefined) so = [...so, { kind: 'if', test: asked, holds: false }];
      if (held === true) open = false;
      if (!open) break;
    }
    if (open) ways.push({ conditions: so, image: this.valueAt(at, name, stmt.span.start) });
    return together(ways, spelled(at, header));
  }

  /** What a binding gives; its own name is read where it stands. */
  private bound(at: Located, binding: Binding): ImageChain {
    const known = this.made.get(binding);
    if (known && known.frame === at.frame) return known.image;
    const image = this.boundTo(at, binding);
    this.made.set(binding, { frame: at.frame, image });
    return image;
  }

  private boundTo(at: Located, { how, name, scope, from }: Binding): ImageChain {
    if (how.kind === 'assign') return this.read({ ...at, scope, expr: how.value });
    const next = step({
      ...at,
      scope,
      expr: { kind: 'name', id: name, span: { start: from, end: from } },
    });
    if (!next || isUnknown(next)) return unknown(next?.unknown ?? `\`${name}\``);
    return this.read(next);
  }

  /** The layers that a loop adds for each of its items, which nobody knows. */
  private each(
    at: Located,
    { name }: Binding,
    stmt: CompoundStmt,
    before: readonly LayerCall[],
  ): readonly LayerCall[] | undefined {
    const [clause] = stmt.clauses;
    const [iterable] = clause?.exprs ?? [];
    if (!clause) return undefined;
    const inner = this.inside(stmt);
    const after = inner.afterSuite(at, name, stmt, clause.body);
    const added = after.known ? addedTo(before, after.layers) : undefined;
    const within = at.scope.bindings.get(name)?.filter(({ span }) => contains(stmt.span, span));
    const goesOn = within?.every(({ how }) => how.kind === 'assign' && mentions(how.value, name));
    const plain = clause.targets.length === 1 && stmt.clauses.length === 1 && !leaves(stmt);
    const condition: Condition =
      iterable && goesOn && plain && !stmt.async
        ? { kind: 'each', stmt, items: { ...at, expr: iterable } }
        : { kind: 'other' };
    const when = spelled(at, clause.header);
    return added && [...before, ...added.map((layer) => conditional(layer, [condition], when))];
  }

  /** The layers that a loop over known items adds. */
  private loop(
    at: Located,
    latest: Binding,
    { of, span }: Branch,
    before: readonly LayerCall[],
  ): readonly LayerCall[] | undefined {
    const [iterable] = of?.clause.exprs ?? [];
    const [target] = of?.clause.targets ?? [];
    if (!of || !iterable || !target || of.stmt.clauses.length > 1 || leaves(of.stmt))
      return undefined;
    const turns = turnsOf({ ...at, expr: iterable }, target, at.scope, at.frame ?? new Map());
    if (isUnknown(turns)) return undefined;
    const { how, name } = latest;
    const goesOn = how.kind === 'assign' && mentions(how.value, name);
    if (!goesOn) return undefined;
    const reader = this.inside(of.stmt);
    const inner = latest.branches.filter(
      (branch) => branch.span !== span && contains(span, branch.span),
    );
    let layers = before;
    for (const frame of turns) {
      const here = { ...at, frame };
      const held = holds(inner, undefined, whereDeployed(here));
      if (held === undefined) return undefined;
      const after = held ? reader.bound(here, latest) : undefined;
      if (!after) continue;
      const added = after.known ? addedTo(before, after.layers) : undefined;
      if (!added) return undefined;
      layers = [...layers, ...added];
    }
    return layers;
  }
}

/** Whether a suite ends in an error: nothing is deployed then. */
function endsProgram({ body }: Block): boolean {
  return body.at(-1)?.kind === 'raise';
}

/** What stands behind the layers of `before`; nothing where it is another image. */
function addedTo(
  before: readonly LayerCall[],
  after: readonly LayerCall[],
): readonly LayerCall[] | undefined {
  const same = before.every(({ call }, i) => after[i]?.call === call);
  return same && before.length > 0 ? after.slice(before.length) : undefined;
}

/** Whether an image is made from what its own name was before. */
function mentions(value: Expr, name: string): boolean {
  return [...expressions(value)].some((expr) => expr.kind === 'name' && expr.id === name);
}

/** Whether a loop may end before its last item. */
function leaves({ clauses }: CompoundStmt): boolean {
  return clauses.some(({ body }) =>
    [...statements(body.body)].some(({ kind }) => /^(?:break|continue|return)$/.test(kind)),
  );
}
