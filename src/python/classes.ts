import { externalName } from './external.ts';
import { attributesOf } from './lookup.ts';
import type { Names } from './names.ts';
import { bindingsOf, type Scope } from './scopes.ts';
import type { AssignStmt, ClassStmt, Expr, FunctionStmt } from './syntax.ts';
import { expressionsIn, statements } from './walk.ts';

/** A class of the tree. */
export interface UserClass {
  readonly names: Names;
  readonly stmt: ClassStmt;
}

/** How objects of a class get their attributes: by `__init__`, or from fields; `open` where other code has a hand in it. */
export type ClassKind = 'plain' | 'dataclass' | 'namedtuple' | 'pydantic' | 'enum' | 'open';

const BASES = new Map<string, ClassKind>([
  ['object', 'plain'],
  ['abc.ABC', 'plain'],
  ['typing.Protocol', 'plain'],
  ['typing.NamedTuple', 'namedtuple'],
  ['pydantic.BaseModel', 'pydantic'],
  ['enum.Enum', 'enum'],
  ['enum.StrEnum', 'enum'],
  ['enum.IntEnum', 'enum'],
]);
/** What lets a class make up its attributes while it runs. */
const MAGIC = /^__(?:new|getattr|getattribute|setattr|init_subclass|class_getitem)__$/;
const MAX_BASES = 8;

/** The class and its bases in the tree, nearest first. */
export function lineOf(of: UserClass, depth = 0): readonly UserClass[] {
  if (depth > MAX_BASES) return [of];
  return [of, ...of.names.basesOf(of.stmt).flatMap((base) => lineOf(base, depth + 1))];
}

const known = new WeakMap<Names, WeakMap<ClassStmt, ClassKind>>();

/** How objects of a class get their attributes; worked out once. */
export function kindOf({ names, stmt }: UserClass): ClassKind {
  const kinds = known.get(names) ?? new WeakMap<ClassStmt, ClassKind>();
  known.set(names, kinds);
  const kind = kinds.get(stmt) ?? readKind({ names, stmt });
  kinds.set(stmt, kind);
  return kind;
}

function readKind(of: UserClass): ClassKind {
  const kinds = new Set(lineOf(of).flatMap(ownKinds));
  kinds.delete('plain');
  if (kinds.size > 1) return kinds.has('enum') && !kinds.has('open') ? 'enum' : 'open';
  const [kind = 'plain'] = kinds;
  return kind;
}

function ownKinds({ names, stmt }: UserClass): ClassKind[] {
  const scope = names.scopeOf(stmt);
  const bases = stmt.args.map(({ name, star, value }): ClassKind => {
    if (name !== undefined) return name === 'metaclass' || name === '' ? 'open' : 'plain';
    if (star !== '') return 'open';
    const known = names.basesOf({ ...stmt, args: [{ span: value.span, star, value }] }).length > 0;
    if (known) return 'plain';
    const base = externalName(names, value.kind === 'subscript' ? value.value : value, scope) ?? '';
    // The values of an enum may be texts or numbers too.
    if (base === 'str' || base === 'int') return 'plain';
    return base === 'typing.Generic' ? 'plain' : (BASES.get(base) ?? 'open');
  });
  const decorators = stmt.decorators.map(({ expr }): ClassKind => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    const name = externalName(names, callee, scope);
    if (name === 'dataclasses.dataclass') return 'dataclass';
    return name === 'typing.final' || name === 'enum.unique' ? 'plain' : 'open';
  });
  const magic = stmt.body.body.some((one) => one.kind === 'function' && MAGIC.test(one.name));
  return [...bases, ...decorators, ...(magic || setsByName(stmt) ? ['open' as const] : [])];
}

/** `setattr(self, name, value)`, `object.__setattr__(…)`, `self.__dict__.update(…)`. */
function setsByName({ body }: ClassStmt): boolean {
  for (const expr of expressionsIn(body.body)) {
    if (expr.kind === 'name' && expr.id === 'setattr') return true;
    if (expr.kind === 'attribute' && /^__(?:setattr|dict)__$/.test(expr.attr)) return true;
  }
  return false;
}

/** A method of a class, of its own or inherited. */
export function methodOf(
  of: UserClass,
  name: string,
): { readonly home: UserClass; readonly stmt: FunctionStmt } | undefined {
  for (const home of lineOf(of)) {
    const stmt = home.stmt.body.body.findLast(
      (one) => one.kind === 'function' && one.name === name,
    );
    if (stmt?.kind === 'function') return { home, stmt };
    if (ownAssignment(home, name)) return undefined;
  }
  return undefined;
}

/** The statements that give a name of the class's body a value or a type. */
export function ownAssignment({ stmt }: UserClass, name: string): AssignStmt | undefined {
  const found = stmt.body.body.findLast(
    (one) =>
      one.kind === 'assign' &&
      one.targets.some((target) => target.kind === 'name' && target.id === name),
  );
  return found?.kind === 'assign' ? found : undefined;
}

/** The fields of a class in order, those of its bases first. */
export function fieldsOf(of: UserClass): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const home of lineOf(of).toReversed()) {
    for (const stmt of home.stmt.body.body) {
      const [target] = stmt.kind === 'assign' && stmt.annotation ? stmt.targets : [];
      if (stmt.kind !== 'assign' || target?.kind !== 'name' || isClassVar(stmt.annotation))
        continue;
      fields.set(target.id, { home, stmt });
    }
  }
  return fields;
}

/** A field, and the class whose body declares it. */
export interface Field {
  readonly home: UserClass;
  readonly stmt: AssignStmt;
}

function isClassVar(annotation: Expr | undefined): boolean {
  const base = annotation?.kind === 'subscript' ? annotation.value : annotation;
  const name = base?.kind === 'attribute' ? base.attr : base?.kind === 'name' ? base.id : '';
  return name === 'ClassVar' || name === 'InitVar';
}

/** Whether the attributes of a class's objects cannot be set anew. */
export function isFrozen(of: UserClass): boolean {
  return lineOf(of).some(({ names, stmt }) => {
    const config = ownAssignment({ names, stmt }, 'model_config')?.value;
    const calls = [...stmt.decorators.map(({ expr }) => expr), ...(config ? [config] : [])];
    const keywords = calls.flatMap((expr) => (expr.kind === 'call' ? expr.args : []));
    return [...keywords, ...stmt.args].some(
      ({ name, value }) => name === 'frozen' && value.kind === 'constant' && value.value === true,
    );
  });
}

/** Every `x.attr = …` of a file that may set the attribute of an object of the class. */
export function attributeSets(names: Names, attr: string, of: UserClass): Expr[] {
  const line = lineOf(of).map(({ stmt }) => stmt);
  return attributesOf(names, attr).flatMap(({ expr, scope }) => {
    if (!names.isTarget(expr)) return [];
    const owner = names.valueOf(expr.value, scope);
    if (owner.kind === 'instance' || owner.kind === 'symbol') return [];
    if (owner.kind === 'unknown' && (owner.foreign || isMadeElsewhere(names, expr.value, scope)))
      return [];
    const known = owner.kind === 'self' || owner.kind === 'definition' ? owner.stmt : undefined;
    // A subclass sets what its own objects have.
    return known === undefined || line.some((stmt) => stmt === known) ? [expr] : [];
  });
}

/** Whether a name holds what another package makes: `info = tarfile.TarInfo(path)`. */
function isMadeElsewhere(names: Names, expr: Expr, scope: Scope): boolean {
  if (expr.kind !== 'name') return false;
  const bindings = bindingsOf(expr.id, scope, expr.span.start);
  return (
    bindings.length > 0 &&
    bindings.every(({ how, scope: home }) => {
      if ((how.kind !== 'assign' && how.kind !== 'with') || how.value.kind !== 'call') return false;
      const module = /^(.+)\.\w+$/.exec(externalName(names, how.value.func, home) ?? '')?.[1];
      return module !== undefined && !names.open(module, 0);
    })
  );
}

/** Whether a pydantic model may turn the value of a field into another one. */
export function isValidated(of: UserClass, field: string): boolean {
  return lineOf(of).some(({ names, stmt }) =>
    stmt.body.body.some(
      (member) =>
        member.kind === 'function' &&
        member.decorators.some(({ expr }) => {
          const call = expr.kind === 'call' ? expr : undefined;
          const name = externalName(names, call?.func ?? expr, names.scopes.inside(stmt)) ?? '';
          if (/^pydantic\.(?:field_validator|validator)$/.test(name)) {
            const fields = call?.args.filter(({ name: keyword }) => keyword === undefined) ?? [];
            return fields.some(
              ({ value }) => value.kind !== 'string' || ['*', field].includes(value.value ?? ''),
            );
          }
          if (name === 'pydantic.root_validator') return true;
          if (name !== 'pydantic.model_validator') return false;
          const mode = call?.args.find((arg) => arg.name === 'mode')?.value;
          return mode?.kind !== 'string' || mode.value !== 'after' || !givesItself(member);
        }),
    ),
  );
}

/** Whether all that a method returns is its object. */
function givesItself({ body, params }: FunctionStmt): boolean {
  const [self] = params;
  return [...statements(body.body)].every((stmt) => {
    const [expr] = stmt.kind === 'return' ? stmt.exprs : [];
    return stmt.kind !== 'return' || (expr?.kind === 'name' && expr.id === self?.name);
  });
}
