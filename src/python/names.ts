import { readScopes } from './read-scopes.ts';
import { bindingsOf, type Binding, type How, type Scope, type Scopes } from './scopes.ts';
import type { Sdk, SdkSymbol } from './sdk.ts';
import type {
  CallExpr,
  ClassStmt,
  Decorator,
  Expr,
  FunctionStmt,
  ImportFromStmt,
  ImportStmt,
  Module,
  Stmt,
} from './syntax.ts';
import { attachments } from './attached.ts';
import { eachValue, subscriptValue } from './elements.ts';
import {
  FOREIGN,
  UNKNOWN,
  join,
  type Definition,
  type FileValue,
  type InstanceValue,
  type Origin,
  type SymbolValue,
  type Value,
} from './values.ts';
import { statements } from './walk.ts';

/** Finds what another file of the tree means by a name. */
export interface Links {
  /** The file behind `from <level dots><module> import …` or `import <module>`, or nothing where the tree holds none. */
  open(from: Names, module: string, level: number): Names | undefined;
  /** The folder that `import <module>` finds where no file has that name: a package without an `__init__.py`. */
  openFolder(from: Names, module: string): string | undefined;
}

/** Where inference stops: chains of names longer than this are nobody's code, or a circle. */
const MAX_DEPTH = 60;

/**
 * What the names of one module mean.
 * Knows imports in all their forms, scopes, order, decorators, return values, `self` attributes and, through `links`, other files.
 */
export class Names {
  readonly module: Module;
  readonly scopes: Scopes;
  readonly sdk: Sdk;
  /** Path of the file, or '' where it has none. */
  readonly file: string;
  private readonly links: Links | undefined;
  private readonly values = new Map<Expr, Value>();
  private readonly attributes = new Map<
    ClassStmt,
    ReadonlyMap<string, { expr: Expr; scope: Scope }>
  >();
  private targets: ReadonlySet<Expr> | undefined;
  private readonly imported = new Map<How, Value>();
  private readonly loops = new Map<How, Value>();
  private readonly exporting = new Set<string>();
  private readonly shadows = new Map<string, boolean>();
  private depth = 0;

  constructor(module: Module, sdk: Sdk, file = '', links?: Links) {
    this.module = module;
    this.scopes = readScopes(module);
    this.sdk = sdk;
    this.file = file;
    this.links = links;
  }

  /** What an expression is. Remembered: ask as often as you like. */
  valueOf(expr: Expr, scope: Scope): Value {
    if (isLiteral(expr)) return FOREIGN;
    const known = this.values.get(expr);
    if (known) return known;
    if (this.depth > MAX_DEPTH) return UNKNOWN;
    // Asked for again while it is worked out, it is a circle: `x = f(x)`.
    this.values.set(expr, UNKNOWN);
    this.depth++;
    const value = this.infer(expr, scope);
    this.depth--;
    if (value !== UNKNOWN) this.values.set(expr, value);
    return value;
  }

  private infer(expr: Expr, scope: Scope): Value {
    switch (expr.kind) {
      case 'name':
        return this.nameValue(expr.id, scope, expr.span.start);
      case 'attribute':
        return this.attributeValue(this.valueOf(expr.value, scope), expr.attr);
      case 'call':
        return this.callValue(expr, scope);
      case 'await':
      case 'starred':
        return expr.value ? this.valueOf(expr.value, scope) : UNKNOWN;
      case 'named':
        return this.valueOf(expr.value, scope);
      case 'conditional':
        return join([this.valueOf(expr.then, scope), this.valueOf(expr.else, scope)]);
      case 'binary':
        if (expr.op !== 'or' && expr.op !== 'and') return FOREIGN;
        return join([this.valueOf(expr.left, scope), this.valueOf(expr.right, scope)]);
      case 'subscript':
        return subscriptValue(this, expr, scope);
      case 'broken':
      case 'yield':
        return UNKNOWN;
      default:
        return FOREIGN;
    }
  }

  /** What `name` means at the offset `at` in `scope`. */
  nameValue(name: string, scope: Scope, at: number): Value {
    const bindings = bindingsOf(name, scope, at);
    const [first] = bindings;
    if (!first) return this.starValue(name);
    if (bindings.length === 1) return this.bindingValue(first);
    return join(bindings.map((binding) => this.bindingValue(binding)));
  }

  private bindingValue(binding: Binding): Value {
    const { how, scope } = binding;
    switch (how.kind) {
      case 'import':
      case 'import-from':
        return this.importedValue(how);
      case 'assign':
      case 'with':
        return this.valueOf(how.value, scope);
      case 'each':
        return this.loopValue(how);
      case 'annotation':
        return this.annotationValue(how.annotation, scope);
      case 'function':
      case 'class':
        return this.definitionValue(how.stmt, scope);
      case 'param':
        return this.paramValue(how, scope);
      default:
        return UNKNOWN;
    }
  }

  /** Remembered, unless another file has a say: that one can still be working it out. */
  private importedValue(how: Extract<How, { kind: 'import' | 'import-from' }>): Value {
    const known = this.imported.get(how);
    if (known) return known;
    const { kind, stmt } = how;
    const value = kind === 'import' ? this.importValue(how) : this.importFromValue(how);
    const own = stmt.kind === 'import' || !this.open(stmt.module, stmt.level);
    if (own) this.imported.set(how, value);
    return value;
  }

  /** Worked out once: every read of a loop's variable asks for it. */
  private loopValue(how: Extract<How, { kind: 'each' }>): Value {
    const known = this.loops.get(how);
    if (known) return known;
    this.loops.set(how, UNKNOWN);
    const value = eachValue(this, how.iterable, how.scope, how.path);
    this.loops.set(how, value);
    return value;
  }

  private importValue({ module, stmt }: Extract<How, { kind: 'import' }>): Value {
    const symbol = this.sdkModule(module);
    if (symbol) return { kind: 'symbol', symbol, aio: false };
    // `import a.b` brings in `a`, which may be a folder without a file of its own.
    const names = [module, ...stmt.names.map((item) => item.module)];
    const inTree = names.some((name) => {
      return (name === module || name.startsWith(`${module}.`)) && this.open(name, 0);
    });
    return inTree ? { kind: 'file', from: this, module, level: 0 } : FOREIGN;
  }

  /** What a name means that only `from x import *` can have brought in. */
  private starValue(name: string): Value {
    const stars = this.scopes.module.bindings.get('*');
    if (!stars) return UNKNOWN;
    const found = stars.flatMap(({ how }) => {
      const value = how.kind === 'import-from' ? this.importFromValue({ ...how, name }) : UNKNOWN;
      return value.kind === 'unknown' ? [] : [value];
    });
    return found.at(-1) ?? UNKNOWN;
  }

  /** The file of the tree from which `from x import *` brings in a name. */
  starSource(name: string, depth = 0): Names | undefined {
    for (const { how } of this.scopes.module.bindings.get('*') ?? []) {
      if (how.kind !== 'import-from' || depth > MAX_DEPTH) continue;
      const other = this.open(how.stmt.module, how.stmt.level);
      const found = other?.scopes.module.bindings.has(name)
        ? other
        : other?.starSource(name, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  /** A module of the SDK, unless a file of the tree has its name. */
  private sdkModule(module: string): SdkSymbol | undefined {
    const root = module.split('.')[0] ?? '';
    if (!this.sdk.roots.includes(root) || this.isShadowed(root)) return undefined;
    return this.sdk.lookup(module);
  }

  /**
   * Whether a file of the tree stands for a module of the SDK: `modal.py`, and not `pkg/modal/` from within `pkg`.
   * What this file asks of it decides: a name that only the SDK has is the SDK's.
   */
  private isShadowed(root: string): boolean {
    const other = this.links?.open(this, root, 0);
    if (!other) return false;
    const known = this.shadows.get(root);
    if (known !== undefined) return known;
    const asked = askedOf(this, root);
    const { bindings } = other.scopes.module;
    const has = (name: string): boolean =>
      bindings.has(name) || this.open(`${root}.${name}`, 0) !== undefined;
    const shadowed =
      bindings.has('*') ||
      bindings.has('__getattr__') ||
      [...asked].some(has) ||
      ![...asked].some((name) => this.sdk.lookup(`${root}.${name}`));
    this.shadows.set(root, shadowed);
    return shadowed;
  }

  private importFromValue({ stmt, name }: Extract<How, { kind: 'import-from' }>): Value {
    const { module, level } = stmt;
    const other = this.links?.open(this, module, level);
    const value = other?.exported(name);
    if (value && value.kind !== 'unknown') return value;
    const inside = { kind: 'file', from: this, module: dotted(module, name), level } as const;
    if (this.open(inside.module, level)) return inside;
    const ofSdk = level === 0 && this.sdkModule(module.split('.')[0] ?? '');
    if (!ofSdk) return value ?? FOREIGN;
    const symbol = this.sdk.lookup(`${module}.${name}`);
    return symbol ? { kind: 'symbol', symbol, aio: false } : UNKNOWN;
  }

  /** The SDK symbol that one name of an import statement brings in. */
  importedSymbol(
    stmt: ImportStmt | ImportFromStmt,
    item: { module?: string; name?: string },
  ): SdkSymbol | undefined {
    if (stmt.kind === 'import')
      return item.module === undefined ? undefined : this.sdkModule(item.module);
    if (stmt.level > 0 || !this.sdkModule(stmt.module.split('.')[0] ?? '')) return undefined;
    return item.name === '*'
      ? this.sdk.lookup(stmt.module)
      : this.sdk.lookup(`${stmt.module}.${item.name ?? ''}`);
  }

  /** The file of the tree behind an import in this module. */
  open(module: string, level: number): Names | undefined {
    return this.links?.open(this, module, level);
  }

  /** A folder of the tree that is imported like a package and holds no `__init__.py`. */
  openFolder(module: string): string | undefined {
    return this.links?.openFolder(this, module);
  }

  /** Whether an expression is assigned to or deleted: `x[0]` in `x[0] = 1`. */
  isTarget(expr: Expr): boolean {
    this.targets ??= new Set(this.scopes.stmts.flatMap(targetsOf));
    return this.targets.has(expr);
  }

  /** What another file gets by `from this import name`. */
  exported(name: string): Value {
    // Two files that import one name from each other are a circle.
    if (this.exporting.has(name)) return UNKNOWN;
    this.exporting.add(name);
    const value = this.nameValue(name, this.scopes.module, Infinity);
    this.exporting.delete(name);
    return value;
  }

  private paramValue({ param, index, of }: Extract<How, { kind: 'param' }>, scope: Scope): Value {
    const home = scope.parent;
    const first =
      index === 0 && of.kind === 'function' && home?.kind === 'class' && param.star === '';
    if (first && home.node?.kind === 'class' && !isStatic(of)) {
      return { kind: 'self', names: this, stmt: home.node };
    }
    const outside = home ?? scope;
    if (param.annotation && param.star === '')
      return this.annotationValue(param.annotation, outside);
    return UNKNOWN;
  }

  /** The object that an annotation promises: `modal.Image`, `"modal.Image"`, `Optional[modal.Image]`, `modal.Image | None`. */
  private annotationValue(annotation: Expr, scope: Scope): Value {
    if (annotation.kind === 'binary' && annotation.op === '|') {
      return join([
        this.annotationValue(annotation.left, scope),
        this.annotationValue(annotation.right, scope),
      ]);
    }
    if (annotation.kind === 'subscript') {
      const { value, index } = annotation;
      const name = value.kind === 'attribute' ? value.attr : value.kind === 'name' ? value.id : '';
      return ['Optional', 'Annotated'].includes(name)
        ? this.annotationValue(firstOf(index), scope)
        : UNKNOWN;
    }
    if (annotation.kind === 'string') return this.quotedAnnotation(annotation.value ?? '', scope);
    if (annotation.kind === 'constant') return FOREIGN;
    const value = this.valueOf(annotation, scope);
    if (value.kind !== 'symbol' || value.symbol.kind !== 'class') return UNKNOWN;
    return { kind: 'instance', of: value.symbol.name };
  }

  private quotedAnnotation(text: string, scope: Scope): Value {
    const inner = /^\s*(?:\w+\.)?Optional\[(.*)\]\s*$/.exec(text)?.[1] ?? text;
    const parts = inner.split('|').map((part) => part.trim());
    return join(parts.map((part) => this.dottedAnnotation(part, scope)));
  }

  private dottedAnnotation(text: string, scope: Scope): Value {
    if (text === 'None') return FOREIGN;
    const [root = '', ...attrs] = text.split('.').map((part) => part.trim());
    if (!/^\w+$/.test(root)) return UNKNOWN;
    let value = this.nameValue(root, scope, Infinity);
    for (const attr of attrs) value = this.attributeValue(value, attr);
    return value.kind === 'symbol' && value.symbol.kind === 'class'
      ? { kind: 'instance', of: value.symbol.name }
      : UNKNOWN;
  }

  /** What `value.attr` is. */
  attributeValue(value: Value, attr: string): Value {
    if (value.kind === 'symbol') return this.symbolAttribute(value, attr);
    if (value.kind === 'instance') return this.instanceAttribute(value, attr);
    if (value.kind === 'self') return value.names.selfAttribute(value.stmt, attr);
    if (value.kind === 'file') return fileAttribute(value, attr);
    return UNKNOWN;
  }

  private symbolAttribute(value: SymbolValue, attr: string): Value {
    if (attr === 'aio' && value.symbol.kind === 'function') return { ...value, aio: true };
    const symbol = this.sdk.lookup(`${value.symbol.name}.${attr}`);
    if (!symbol) return UNKNOWN;
    return this.attributeResult(symbol, undefined);
  }

  private attributeResult(symbol: SdkSymbol, receiver: InstanceValue | undefined): Value {
    if (symbol.kind === 'attribute' && symbol.returns !== undefined) {
      return { kind: 'instance', of: symbol.returns };
    }
    return { kind: 'symbol', symbol, aio: false, ...(receiver && { receiver }) };
  }

  private instanceAttribute(value: InstanceValue, attr: string): Value {
    const { definition } = value;
    if (definition?.stmt.kind === 'class') {
      const method = definition.names.methodValue(definition.stmt, attr);
      if (method) return method;
    }
    const symbol = this.sdk.lookup(`${value.of}.${attr}`);
    if (symbol) return this.attributeResult(symbol, value);
    const attached = this.attachedValue(value, attr);
    if (attached) return attached;
    const any = this.sdk.lookup(value.of)?.anyAttribute;
    return any !== undefined && !definition
      ? { kind: 'instance', of: any, object: value }
      : UNKNOWN;
  }

  /** What was put on an object where it was made, or here: `stub.volume = modal.Volume.persisted("v")`. */
  private attachedValue({ origin }: InstanceValue, attr: string): Value | undefined {
    if (!origin) return undefined;
    const places = origin.names === this ? [this] : [origin.names, this];
    const found = places.flatMap((names) =>
      (attachments(names).get(attr) ?? []).flatMap(({ target, scope, value }) => {
        const owner = names.valueOf(target.value, scope);
        const same = owner.kind === 'instance' && owner.origin?.expr === origin.expr;
        return same ? [names.valueOf(value, scope)] : [];
      }),
    );
    return found.length === 0 ? undefined : join(found);
  }

  /** The SDK symbol that an expression names, called or not, and the object on which it was asked for. */
  symbolOf(expr: Expr, scope: Scope): { symbol: SdkSymbol; receiver?: InstanceValue } | undefined {
    if (expr.kind === 'name') {
      const value = this.valueOf(expr, scope);
      return value.kind === 'symbol' ? { symbol: value.symbol } : undefined;
    }
    if (expr.kind !== 'attribute') return undefined;
    const base = this.valueOf(expr.value, scope);
    if (base.kind === 'symbol' && expr.attr === 'aio') return this.symbolOf(expr.value, scope);
    if (base.kind === 'symbol') {
      const symbol = this.sdk.lookup(`${base.symbol.name}.${expr.attr}`);
      return symbol && { symbol };
    }
    if (base.kind === 'file') {
      const value = this.valueOf(expr, scope);
      return value.kind === 'symbol' ? { symbol: value.symbol } : undefined;
    }
    if (base.kind !== 'instance') return undefined;
    const { definition } = base;
    // A method of the user's class hides one of the SDK's.
    const hidden =
      definition?.stmt.kind === 'class' && definition.names.methodValue(definition.stmt, expr.attr);
    if (hidden) return undefined;
    const symbol = this.sdk.lookup(`${base.of}.${expr.attr}`);
    return symbol && { symbol, receiver: base };
  }

  /** A method of a user's class as seen on its object; the classes that it inherits from are asked too. */
  private methodValue(stmt: ClassStmt, attr: string): Value | undefined {
    const found = stmt.body.body.findLast((s) => s.kind === 'function' && s.name === attr);
    if (found?.kind === 'function') {
      const value = this.definitionValue(found, this.scopes.inside(stmt));
      if (value.kind === 'instance') return withOwner(value, stmt);
      return { kind: 'definition', names: this, stmt: found, owner: stmt };
    }
    for (const base of this.basesOf(stmt)) {
      const value = base.names.methodValue(base.stmt, attr);
      if (value) return value.kind === 'instance' ? withOwner(value, stmt) : value;
    }
    return undefined;
  }

  /** The classes of the tree that a class inherits from, in order. */
  basesOf(stmt: ClassStmt): { names: Names; stmt: ClassStmt }[] {
    const scope = this.scopeOf(stmt);
    return stmt.args.flatMap((arg) => {
      if (arg.name !== undefined || arg.star !== '') return [];
      const value = this.valueOf(arg.value, scope);
      const definition =
        value.kind === 'definition'
          ? value
          : value.kind === 'instance'
            ? value.definition
            : undefined;
      return definition?.stmt.kind === 'class' && definition.stmt !== stmt
        ? [{ names: definition.names, stmt: definition.stmt }]
        : [];
    });
  }

  /** The scope in which a class or function statement stands. */
  scopeOf(stmt: ClassStmt | FunctionStmt): Scope {
    return this.scopes.inside(stmt).parent ?? this.scopes.module;
  }

  private selfAttribute(stmt: ClassStmt, attr: string): Value {
    const method = this.methodValue(stmt, attr);
    if (method) return method;
    const assigned = this.selfAttributes(stmt).get(attr);
    if (assigned) return this.valueOf(assigned.expr, assigned.scope);
    return UNKNOWN;
  }

  /** `self.x = value` of a class's methods and `x = value` of its body; a name with several values is left out. */
  private selfAttributes(stmt: ClassStmt): ReadonlyMap<string, { expr: Expr; scope: Scope }> {
    const known = this.attributes.get(stmt);
    if (known) return known;
    const found = new Map<string, { expr: Expr; scope: Scope }[]>();
    const add = (name: string, expr: Expr, scope: Scope): void => {
      found.set(name, [...(found.get(name) ?? []), { expr, scope }]);
    };
    for (const member of stmt.body.body) {
      if (member.kind === 'function') this.addSelfAssignments(member, add);
      if (member.kind !== 'assign' || !member.value) continue;
      for (const target of member.targets) {
        if (target.kind === 'name') add(target.id, member.value, this.scopes.inside(stmt));
      }
    }
    const single = new Map<string, { expr: Expr; scope: Scope }>();
    for (const [name, values] of found) {
      const [first] = values;
      if (first && values.length === 1) single.set(name, first);
    }
    this.attributes.set(stmt, single);
    return single;
  }

  private addSelfAssignments(
    method: FunctionStmt,
    add: (name: string, expr: Expr, scope: Scope) => void,
  ): void {
    const self = method.params[0]?.name;
    for (const stmt of statements(method.body.body)) {
      if (stmt.kind !== 'assign' || !stmt.value) continue;
      for (const target of stmt.targets) {
        const onSelf =
          target.kind === 'attribute' && target.value.kind === 'name' && target.value.id === self;
        if (onSelf) add(target.attr, stmt.value, this.scopes.inside(method));
      }
    }
  }

  /** What a function or class statement gives: the object that its outermost SDK decorator makes, or the definition itself. */
  definitionValue(stmt: FunctionStmt | ClassStmt, scope: Scope): Value {
    const definition: Definition = { names: this, stmt };
    for (const decorator of stmt.decorators) {
      const symbol = this.decoratorSymbol(decorator, scope);
      if (symbol?.decorates !== undefined)
        return { kind: 'instance', of: symbol.decorates, definition };
    }
    return { kind: 'definition', ...definition };
  }

  /** The SDK symbol of `@symbol`, `@symbol(...)`. */
  decoratorSymbol({ expr }: Decorator, scope: Scope): SdkSymbol | undefined {
    const callee = expr.kind === 'call' ? expr.func : expr;
    const value = this.valueOf(callee, scope);
    return value.kind === 'symbol' ? value.symbol : undefined;
  }

  private callValue(expr: CallExpr, scope: Scope): Value {
    const callee = this.valueOf(expr.func, scope);
    const origin = { names: this, scope, expr };
    if (callee.kind === 'symbol') {
      const made = callee.symbol.decorates;
      // `app.function(...)(f)`: the first call gave the decorator, the second applies it.
      if (made !== undefined && expr.func.kind === 'call') return this.applied(made, expr, scope);
      return this.symbolCall(callee, origin);
    }
    if (callee.kind === 'instance') return this.instanceCall(callee, origin);
    if (callee.kind === 'definition') return callee.names.definitionCall(callee);
    return UNKNOWN;
  }

  private applied(made: string, expr: CallExpr, scope: Scope): Value {
    const argument = expr.args[0]?.value;
    const value = argument ? this.valueOf(argument, scope) : UNKNOWN;
    const origin = { names: this, scope, expr };
    if (value.kind !== 'definition') return { kind: 'instance', of: made, origin };
    const { names, stmt } = value;
    return { kind: 'instance', of: made, origin, definition: { names, stmt } };
  }

  private symbolCall({ symbol, receiver }: SymbolValue, origin: Origin): Value {
    if (symbol.kind === 'class') return { kind: 'instance', of: symbol.name, origin };
    if (symbol.decorates !== undefined) {
      // `modal.method()` is a decorator that waits for its function.
      return { kind: 'symbol', symbol, aio: false, ...(receiver && { receiver }) };
    }
    if (symbol.returns === undefined) return UNKNOWN;
    const same = receiver?.of === symbol.returns ? receiver.definition : undefined;
    return { kind: 'instance', of: symbol.returns, origin, ...(same && { definition: same }) };
  }

  /** `C()` of a decorated class. */
  private instanceCall({ of, definition }: InstanceValue, origin: Origin): Value {
    const call = this.sdk.lookup(`${of}.__call__`);
    if (call?.returns === undefined) return UNKNOWN;
    return { kind: 'instance', of: call.returns, origin, ...(definition && { definition }) };
  }

  /** What a function of the user's gives: by its annotation, or by its one `return`. */
  private definitionCall({ stmt }: Definition): Value {
    if (stmt.kind === 'class') return UNKNOWN;
    const scope = this.scopeOf(stmt);
    const promised = stmt.returns ? this.annotationValue(stmt.returns, scope) : UNKNOWN;
    const inside = this.scopes.inside(stmt);
    const returned = [...statements(stmt.body.body)].flatMap((s) => {
      const [value] = s.kind === 'return' ? s.exprs : [];
      return value ? [this.valueOf(value, inside)] : [];
    });
    const given = join(returned);
    if (promised.kind !== 'instance') return returned.length > 0 ? given : UNKNOWN;
    // The text of the function says more than its promise: what it makes, and where.
    return given.kind === 'instance' && given.of === promised.of ? given : promised;
  }
}

/** Names that a file takes from a module: `from modal import App`, `modal.App`. */
function askedOf({ scopes }: Names, root: string): ReadonlySet<string> {
  const asked = new Set<string>();
  const bound = new Set<string>();
  for (const stmt of scopes.stmts) {
    if (stmt.kind === 'import') {
      for (const { module, as } of stmt.names) {
        if (module === root) bound.add(as ?? root);
        else if (module.startsWith(`${root}.`)) asked.add(module.split('.')[1] ?? '');
      }
    } else if (stmt.kind === 'import-from' && stmt.level === 0) {
      if (stmt.module === root) for (const { name } of stmt.names) asked.add(name);
      else if (stmt.module.startsWith(`${root}.`)) asked.add(stmt.module.split('.')[1] ?? '');
    }
  }
  for (const { expr } of scopes.exprs) {
    if (expr.kind !== 'attribute' || expr.value.kind !== 'name') continue;
    if (bound.has(expr.value.id)) asked.add(expr.attr);
  }
  return asked;
}

function dotted(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}

/** What `module.attr` is: something that the file defines, or a file of the package. */
function fileAttribute({ from, module, level }: FileValue, attr: string): Value {
  const value = from.open(module, level)?.exported(attr) ?? UNKNOWN;
  if (value.kind !== 'unknown') return value;
  const inside = { kind: 'file', from, module: dotted(module, attr), level } as const;
  return from.open(inside.module, level) ? inside : value;
}

function isLiteral({ kind }: Expr): boolean {
  return kind === 'string' || kind === 'number' || kind === 'constant' || kind === 'fstring';
}

function targetsOf(stmt: Stmt): readonly Expr[] {
  if (stmt.kind === 'assign') return stmt.targets;
  return stmt.kind === 'del' ? stmt.exprs : [];
}

function firstOf(expr: Expr): Expr {
  return (expr.kind === 'tuple' ? expr.items[0] : undefined) ?? expr;
}

function isStatic(stmt: FunctionStmt): boolean {
  return stmt.decorators.some(({ expr }) => expr.kind === 'name' && expr.id === 'staticmethod');
}

function withOwner(value: InstanceValue, owner: ClassStmt): InstanceValue {
  return value.definition ? { ...value, definition: { ...value.definition, owner } } : value;
}
