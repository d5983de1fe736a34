import type { Use } from '../../python/uses.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { AssignStmt, CallExpr, Stmt } from '../../python/syntax.ts';

/** The `name: type = modal.parameter()` statements of a class. */
export function parametersOf({ stmt, file: { names } }: Unit): readonly AssignStmt[] {
  return stmt.body.body.filter(
    (member): member is AssignStmt =>
      member.kind === 'assign' &&
      member.value?.kind === 'call' &&
      names.symbolOf(member.value.func, names.scopes.module)?.symbol.name === 'modal.parameter',
  );
}

/** The plain value of a constant. */
export type Plain = string | number | boolean;

/** What callers hand to the constructor of a class, by parameter: one plain value each, or something that varies. */
export type Handed = ReadonlyMap<string, Plain | undefined>;

const known = new WeakMap<Unit, Handed>();

/** Reads every place of the program that makes an object of the class. */
export function handedTo(program: Program, unit: Unit): Handed {
  const found = known.get(unit) ?? readHanded(program, unit);
  known.set(unit, found);
  return found;
}

function readHanded(program: Program, unit: Unit): Handed {
  if (isMadeElsewhere(program, unit)) {
    const all = parametersOf(unit).flatMap(({ targets: [target] }) =>
      target?.kind === 'name' ? [target.id] : [],
    );
    return new Map(all.map((name) => [name, undefined]));
  }
  const made = constructions(program, unit);
  const names = new Set(made.flatMap((call) => [...call.keys()]));
  return new Map(
    [...names].map((name) => {
      const values = new Set(made.map((call) => call.get(name)));
      const [only] = values;
      // A caller that leaves it out gets the default, which is another value.
      return [name, values.size === 1 ? only : undefined] as const;
    }),
  );
}

/** A variant of the class, or the class looked up by its name, may be made with anything. */
function isMadeElsewhere(program: Program, unit: Unit): boolean {
  const variants = variantsOf.get(program) ?? readVariants(program);
  variantsOf.set(program, variants);
  return variants.some(({ names, use: { symbol, call, receiver, scope } }) => {
    if (symbol.name !== LOOK_UP) return receiver?.definition?.stmt === unit.stmt;
    return call?.args.some(({ value }) => textOf(constantOf(names, value, scope)) === unit.name);
  });
}

const LOOK_UP = 'modal.Cls.from_name';

/** A use by which a class is had otherwise than by its name in the text. */
interface Variant {
  readonly use: Use;
  readonly names: Names;
}

const variantsOf = new WeakMap<Program, readonly Variant[]>();

function readVariants({ files }: Program): Variant[] {
  return files.flatMap(({ names, uses }) =>
    uses.flatMap((use) => {
      const { name } = use.symbol;
      return name === LOOK_UP || name.startsWith('modal.Cls.with_') ? [{ use, names }] : [];
    }),
  );
}

/** The arguments of each call of the class. */
function constructions(program: Program, unit: Unit): ReadonlyMap<string, Plain | undefined>[] {
  const made = madeObjects.get(program) ?? readMade(program);
  madeObjects.set(program, made);
  return (made.get(unit.stmt) ?? []).map(({ call, names, scope }) =>
    argumentsOf(call, (each) => constantOf(names, each, scope)),
  );
}

/** A call that makes an object of a class. */
interface Making {
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
}

const madeObjects = new WeakMap<Program, ReadonlyMap<Stmt, readonly Making[]>>();

function readMade({ files }: Program): ReadonlyMap<Stmt, readonly Making[]> {
  const found = new Map<Stmt, Making[]>();
  for (const { names } of files) {
    for (const { expr: call, scope } of names.scopes.exprs) {
      const value = call.kind === 'call' ? names.valueOf(call.func, scope) : undefined;
      if (call.kind !== 'call' || value?.kind !== 'instance' || value.of !== 'modal.Cls') continue;
      const stmt = value.definition?.stmt;
      if (stmt) found.set(stmt, [...(found.get(stmt) ?? []), { call, names, scope }]);
    }
  }
  return found;
}

function argumentsOf(
  { args }: CallExpr,
  read: (expr: CallExpr['args'][number]['value']) => Constant,
): ReadonlyMap<string, Plain | undefined> {
  return new Map(
    args.map(({ name, star, value }, i) => [name ?? `${star}${i}`, plain(read(value))]),
  );
}

function plain(constant: Constant): Plain | undefined {
  if (constant.kind !== 'value' || constant.value === null) return textOf(constant);
  return constant.value;
}
