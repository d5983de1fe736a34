import { attachments } from '../python/attached.ts';
import { externalName } from '../python/external.ts';
import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import { bindingsOf, type How, type Scope } from '../python/scopes.ts';
import type { CallExpr, Expr, FunctionStmt } from '../python/syntax.ts';
import { childExprs, statements } from '../python/walk.ts';

/** A call of a function or class that runs on Modal, which one nobody can tell from the text: `chosen.remote(x)`. */
export interface OpenCall {
  readonly call: CallExpr;
  readonly scope: Scope;
  /** `remote`, `spawn` … */
  readonly verb: string;
  /** On what it is called. */
  readonly target: Expr;
}

const VERB = /^(?:remote|remote_gen|spawn|spawn_map|local|map|starmap|for_each)$/;
const UNITS = new Set(['modal.Function', 'modal.Cls', 'modal.Obj']);
const MAX_DEPTH = 12;

/** Finds them in a file; `all` are the files whose calls hand units to its functions. */
export function openCalls(names: Names, all: readonly Names[] = [names]): OpenCall[] {
  const reader = new UnitReader(all);
  return exprsOf(names, 'call').flatMap(({ expr, scope }): OpenCall[] => {
    const verb = verbOf(expr);
    if (verb?.kind !== 'attribute') return [];
    const { attr, value: target } = verb;
    // What the text tells is spoken of elsewhere.
    if (names.symbolOf(expr.func, scope) || names.valueOf(target, scope).kind !== 'unknown')
      return [];
    if (!reader.mayBeUnit(names, target, scope)) return [];
    return [{ call: expr, scope, verb: attr, target }];
  });
}

/** `x.remote` of `x.remote(…)` and `x.remote.aio(…)`. */
function verbOf({ func }: CallExpr): Expr | undefined {
  const verb = func.kind === 'attribute' && func.attr === 'aio' ? func.value : func;
  return verb.kind === 'attribute' && VERB.test(verb.attr) ? verb : undefined;
}

/** Follows values back to the units that they may be: through containers, variables, parameters and helpers. */
class UnitReader {
  private readonly files: readonly Names[];
  private readonly known = new Map<Expr, boolean>();
  private handed: ReadonlyMap<unknown, readonly Handed[]> | undefined;
  private depth = 0;

  constructor(files: readonly Names[]) {
    this.files = files;
  }

  mayBeUnit(names: Names, expr: Expr, scope: Scope): boolean {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    if (this.depth > MAX_DEPTH) return false;
    // A circle says nothing of its own.
    this.known.set(expr, false);
    this.depth++;
    const found = this.isUnit(names, expr, scope) ?? this.holdsUnit(names, expr, scope);
    this.depth--;
    this.known.set(expr, found);
    return found;
  }

  /** Where the text tells. */
  private isUnit(names: Names, expr: Expr, scope: Scope): boolean | undefined {
    const value = names.valueOf(expr, scope);
    if (value.kind === 'instance') return UNITS.has(value.of);
    if (value.kind === 'definition') return isFalFunction(value.names, value.stmt);
    return value.kind === 'unknown' ? undefined : false;
  }

  private holdsUnit(names: Names, expr: Expr, scope: Scope): boolean {
    const any = (exprs: readonly Expr[], at = scope): boolean =>
      exprs.some((one) => this.mayBeUnit(names, one, at));
    switch (expr.kind) {
      case 'name':
        return bindingsOf(expr.id, scope, expr.span.start).some((binding) =>
          this.isBoundToUnit(names, binding.how, binding.scope),
        );
      case 'attribute':
        return (
          any([expr.value]) ||
          (attachments(names).get(expr.attr) ?? []).some((one) => any([one.value], one.scope))
        );
      case 'call':
        return this.givesUnit(names, expr, scope);
      case 'subscript':
        return any([expr.value]);
      case 'comprehension':
        return any(expr.element, names.scopes.inside(expr));
      case 'binary':
        return /^(?:or|and|\+|\|)$/.test(expr.op) && any(childExprs(expr));
      case 'conditional':
        return any([expr.then, expr.else]);
      case 'list':
      case 'tuple':
      case 'set':
      case 'dict':
      case 'named':
      case 'await':
      case 'starred':
        return any(childExprs(expr));
      default:
        return false;
    }
  }

  private isBoundToUnit(names: Names, how: How, scope: Scope): boolean {
    switch (how.kind) {
      case 'assign':
      case 'with':
        return this.mayBeUnit(names, how.value, scope);
      case 'each':
        return this.mayBeUnit(names, how.iterable, how.scope);
      case 'param':
        return (this.handedTo().get(how.of) ?? []).some(
          (one) => isFor(one, how) && this.mayBeUnit(one.names, one.value, one.scope),
        );
      case 'import-from': {
        const other = names.open(how.stmt.module, how.stmt.level);
        return (
          other?.scopes.module.bindings
            .get(how.name)
            ?.some((binding) => this.isBoundToUnit(other, binding.how, binding.scope)) === true
        );
      }
      default:
        return false;
    }
  }

  /** What a container, a helper of the tree or a function of another package gives back. */
  private givesUnit(names: Names, { func, args }: CallExpr, scope: Scope): boolean {
    if (names.symbolOf(func, scope)) return false;
    const value = names.valueOf(func, scope);
    if (value.kind === 'definition' && value.stmt.kind === 'function') {
      const inside = value.names.scopes.inside(value.stmt);
      return [...statements(value.stmt.body.body)].some(
        (stmt) =>
          stmt.kind === 'return' &&
          stmt.exprs.some((one) => this.mayBeUnit(value.names, one, inside)),
      );
    }
    if (func.kind === 'attribute' && this.mayBeUnit(names, func.value, scope)) return true;
    return args.some((arg) => this.mayBeUnit(names, arg.value, scope));
  }

  /** The arguments of all calls of functions of the tree, by the function. */
  private handedTo(): ReadonlyMap<unknown, readonly Handed[]> {
    this.handed ??= handedIn(this.files);
    return this.handed;
  }
}

/** An argument of a call. */
interface Handed {
  readonly names: Names;
  readonly scope: Scope;
  readonly value: Expr;
  readonly name: string | undefined;
  readonly index: number;
}

function handedIn(files: readonly Names[]): ReadonlyMap<unknown, readonly Handed[]> {
  const found = new Map<unknown, Handed[]>();
  for (const names of files) {
    for (const { expr, scope } of exprsOf(names, 'call')) {
      if (expr.args.length === 0) continue;
      const value = names.valueOf(expr.func, scope);
      if (value.kind !== 'definition' && value.kind !== 'instance') continue;
      const stmt = value.kind === 'definition' ? value.stmt : value.definition?.stmt;
      const list = stmt && (found.get(stmt) ?? []);
      if (!list) continue;
      for (const [index, arg] of expr.args.entries())
        list.push({ names, scope, value: arg.value, name: arg.name, index });
      found.set(stmt, list);
    }
  }
  return found;
}

function isFor(handed: Handed, { param, index }: Extract<How, { kind: 'param' }>): boolean {
  if (param.star !== '') return (handed.name === undefined) === (param.star === '*');
  return handed.name === undefined ? handed.index === index : handed.name === param.name;
}

/** A `fal.function`: what a unit is after its conversion. */
function isFalFunction(
  names: Names,
  { kind, decorators }: Pick<FunctionStmt, 'decorators'> & { readonly kind: string },
): boolean {
  return (
    kind === 'function' &&
    decorators.some(({ expr }) => {
      const callee = expr.kind === 'call' ? expr.func : expr;
      return externalName(names, callee, names.scopes.module) === 'fal.function';
    })
  );
}
