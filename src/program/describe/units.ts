import {
  isDict,
  isList,
  type Data,
  type DecoratorData,
  type EntryData,
  type Fact,
  type MethodData,
  type SettingData,
  type UnitData,
} from '../../model/program-data.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { ClassStmt, Expr, FunctionStmt, Param } from '../../python/syntax.ts';
import { childExprs, ownExprs, blocksOf } from '../../python/walk.ts';
import type { Stmt } from '../../python/syntax.ts';
import { readMethods } from '../methods.ts';
import type { Method, Setting, Unit, UnitDecorator } from '../units.ts';
import { madeBy } from './arguments.ts';
import { keysOnly } from './hide.ts';
import type { Objects } from './objects.ts';
import type { Places } from './places.ts';
import { dataOf, several, sureOf } from './values.ts';

const MAX_BASES = 20;

/** The id of a unit, as `modal run` and `modal deploy` take it. */
export function unitId({ file, name }: Unit, places: Places): string {
  return `${places.file(file.names)}::${name}`;
}

/** Describes units; knows the objects that they share. */
export class UnitReader {
  private readonly places: Places;
  private readonly objects: Objects;

  constructor(places: Places, objects: Objects) {
    this.places = places;
    this.objects = objects;
  }

  read(unit: Unit): UnitData {
    const { file, stmt, kind, name, doubts } = unit;
    const { names } = file;
    const settings = [...unit.settings].map(([key, setting]): [string, SettingData] => [
      key,
      this.setting(setting),
    ]);
    return {
      id: unitId(unit, this.places),
      kind,
      name,
      ...this.places.of(names, stmt.nameSpan.start),
      app: this.app(unit),
      async: stmt.kind === 'function' && stmt.async,
      generator: stmt.kind === 'function' && isGenerator(stmt),
      parameters: stmt.kind === 'class' ? classParameters(names, stmt) : parametersOf(stmt.params),
      settings: Object.fromEntries(settings),
      decorators: this.decorators(unit.decorators, names, unit.scope),
      methods: stmt.kind === 'class' ? this.methods(names, stmt) : [],
      doubts,
    };
  }

  private app({ app, doubts }: Unit): Fact {
    const id = app && this.objects.idOf('modal.App', { ...app, expr: app.call });
    if (id !== undefined) return { sure: 'known', value: id };
    const why = doubts.find((doubt) => doubt.startsWith('its App')) ?? 'its App is not known';
    return { sure: 'unknown', why };
  }

  private setting(setting: Setting): SettingData {
    const { name, argument, names, base, inherited, when } = setting;
    const place = this.places.of(names, argument.span.start);
    if (when !== undefined)
      return { sure: 'unknown', why: `decided by \`${when}\``, ...place, inherited };
    const own = this.value(setting);
    const value = base ? added(this.value(base), own) : own;
    const fact = sureOf(name === 'env' ? keysOnly(value) : value);
    return { ...fact, ...place, inherited };
  }

  private value({ name, value, names, scope }: Setting): Data {
    const at = { names, scope, expr: value };
    return name === 'image' ? this.objects.images.read(at) : dataOf(at, this.objects.read);
  }

  private decorators(list: readonly UnitDecorator[], names: Names, scope: Scope): DecoratorData[] {
    return list.map(({ decorator, symbol, call }) => {
      const place = this.places.of(names, decorator.span.start);
      if (!symbol) {
        const text = textOf(names, decorator.expr);
        return { ...place, text, arguments: {} };
      }
      const sdkCall = { symbol, names, scope, ...(call && { call }) };
      const { made, ...rest } = madeBy(sdkCall, this.objects.read);
      return { ...place, symbol: made, ...rest };
    });
  }

  /** Those of its base classes first, as Modal runs them; a method that is written again counts once. */
  private methods(names: Names, stmt: ClassStmt): MethodData[] {
    const found = new Map<string, MethodData>();
    for (const [home, of] of lineage(names, stmt)) {
      for (const method of readMethods(home, of)) {
        const from = of === stmt ? undefined : of.name;
        const data = this.method(method, home, of, from);
        found.set(data.name, data);
      }
    }
    return [...found.values()];
  }

  private method(
    { stmt, role, snap, decorators }: Method,
    names: Names,
    owner: ClassStmt,
    from: string | undefined,
  ): MethodData {
    return {
      name: stmt.name,
      ...this.places.of(names, stmt.nameSpan.start),
      role,
      snap,
      async: stmt.async,
      generator: isGenerator(stmt),
      parameters: parametersOf(stmt.params).slice(isStatic(stmt) ? 0 : 1),
      decorators: this.decorators(decorators, names, names.scopes.inside(owner)),
      ...(from !== undefined && { from }),
    };
  }
}

/** What the App says, with what the unit adds. */
function added(base: Data, own: Data): Data {
  const items = (value: Data): readonly Data[] =>
    isList(value) ? value : [several(value, 'no list')];
  if (!isDict(own) && !isDict(base)) return [...items(base), ...items(own)];
  const entries = (value: Data): readonly EntryData[] => {
    if (isDict(value)) return value.dict;
    const rest = several(value, 'no dict');
    return [{ key: rest, value: rest }];
  };
  return { dict: [...entries(base), ...entries(own)] };
}

/** A class after the classes of the tree that it inherits from. */
function lineage(names: Names, stmt: ClassStmt, depth = 0): [Names, ClassStmt][] {
  const bases = depth > MAX_BASES ? [] : names.basesOf(stmt).toReversed();
  const above = bases.flatMap((base) => lineage(base.names, base.stmt, depth + 1));
  const seen = new Set<ClassStmt>();
  return [...above, [names, stmt] as [Names, ClassStmt]].filter(([, each]) => {
    const isNew = !seen.has(each);
    seen.add(each);
    return isNew;
  });
}

function parametersOf(params: readonly Param[]): string[] {
  return params.map(({ name }) => name);
}

/** What an object of the class is made with: `size: int = modal.parameter()`, or the arguments of `__init__`. */
function classParameters(names: Names, stmt: ClassStmt): string[] {
  const fields = lineage(names, stmt).flatMap(([home, each]) => {
    const scope = home.scopes.inside(each);
    return each.body.body.flatMap((member) => {
      if (member.kind !== 'assign' || member.value?.kind !== 'call') return [];
      const [target] = member.targets;
      const symbol = home.symbolOf(member.value.func, scope)?.symbol.name;
      const isField = member.value.args.every(
        ({ name, value }) => name !== 'init' || value.kind !== 'constant' || value.value !== false,
      );
      return target?.kind === 'name' && symbol === 'modal.parameter' && isField ? [target.id] : [];
    });
  });
  const init = stmt.body.body.findLast(
    (member): member is FunctionStmt => member.kind === 'function' && member.name === '__init__',
  );
  return [...new Set(fields), ...parametersOf(init?.params.slice(1) ?? [])];
}

function isStatic({ decorators }: FunctionStmt): boolean {
  return decorators.some(({ expr }) => expr.kind === 'name' && expr.id === 'staticmethod');
}

/** Whether a function yields, itself and not in a function inside it. */
function isGenerator({ body }: FunctionStmt): boolean {
  const inStatement = (stmt: Stmt): boolean => {
    if (stmt.kind === 'function' || stmt.kind === 'class') return ownExprs(stmt).some(inExpr);
    return ownExprs(stmt).some(inExpr) || blocksOf(stmt).some(({ body: b }) => b.some(inStatement));
  };
  const inExpr = (expr: Expr): boolean =>
    expr.kind === 'yield' || (expr.kind !== 'lambda' && childExprs(expr).some(inExpr));
  return body.body.some(inStatement);
}

function textOf({ module }: Names, { span }: Expr): string {
  return module.source.slice(span.start, span.end).split('\n')[0] ?? '';
}
