import type { CallSite, Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Expr } from '../../python/syntax.ts';

/** A look-up of something deployed, and where it stands. */
export interface DeployedCall {
  readonly call: Extract<Expr, { kind: 'call' }>;
  readonly names: CallSite['file']['names'];
  readonly scope: CallSite['scope'];
}

/** The `Cls.from_name(…)` or `Function.from_name(…)` behind a receiver. */
export function deployedCall({ use }: CallSite): DeployedCall | undefined {
  let origin = use.receiver?.object?.origin ?? use.receiver?.origin;
  for (let depth = 0; origin && depth < 8; depth++) {
    const { names, scope, expr } = origin;
    if (expr.kind !== 'call') return undefined;
    const symbol = names.symbolOf(expr.func, scope)?.symbol.name ?? '';
    if (/^modal\.(?:Cls|Function)\.from_name$/.test(symbol)) return { call: expr, names, scope };
    const inner = names.valueOf(
      expr.func.kind === 'attribute' && symbol !== '' ? expr.func.value : expr.func,
      scope,
    );
    origin = inner.kind === 'instance' ? inner.origin : undefined;
  }
  return undefined;
}

/** The class of this tree that a look-up finds under its app's name; nothing where none or several have it. */
export function deployedClass(units: readonly Unit[], site: CallSite): Unit | undefined {
  const made = deployedCall(site);
  if (!made) return undefined;
  const app = lookedUp(made, 0, ['app_name']);
  const name = lookedUp(made, 1, ['name', 'tag']);
  const found = units.filter(
    (unit) =>
      unit.kind === 'class' &&
      unit.name === name &&
      unit.app !== undefined &&
      textOf(unit.app.name) === app,
  );
  return found.length === 1 ? found[0] : undefined;
}

/** What a look-up names by position or keyword, where it is known; `tag` is what the name of a class was called before 1.0. */
export function lookedUp(
  { call, names, scope }: DeployedCall,
  index: number,
  keywords: readonly string[],
): string | undefined {
  const positional = call.args[index];
  const argument =
    call.args.find(({ name }) => name !== undefined && keywords.includes(name)) ??
    (positional?.name === undefined && positional?.star === '' ? positional : undefined);
  return argument && textOf(constantOf(names, argument.value, scope));
}
