import { eachValue, subscriptValue } from './elements.ts';
import { annotationValue } from './infer/annotated.ts';
import { attributeSymbol, attributeValue, type NamedSymbol } from './infer/attributes.ts';
import { callValue } from './infer/called.ts';
import { importFromValue, importValue, starValue } from './infer/imported.ts';
import { paramValue } from './infer/parameter.ts';
import { sdkModule } from './infer/sdk-modules.ts';
import { readScopes } from './read-scopes.ts';
import { bindingsOf, type Binding, type How, type Scope, type Scopes } from './scopes.ts';
import type { Sdk, SdkSymbol } from './sdk.ts';
import type {
  ClassStmt,
  Decorator,
  Expr,
  FunctionStmt,
  ImportFromStmt,
  ImportStmt,
  Module,
  Stmt,
} from './syntax.ts';
import { FOREIGN, UNKNOWN, join, type Definition, type Value } from './values.ts';

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
  private targets: ReadonlySet<Expr> | undefined;
  private readonly imported = new Map<How, Value>();
  private readonly loops = new Map<How, Value>();
  private readonly exporting = new Set<string>();
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
        return attributeValue(this, this.valueOf(expr.value, scope), expr.attr);
      case 'call':
        return callValue(this, expr, scope);
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
    if (!first) return starValue(this, name);
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
        return annotationValue(this, how.annotation, scope);
      case 'function':
      case 'class':
        return this.definitionValue(how.stmt, scope);
      case 'param':
        return paramValue(this, how, scope);
      default:
        return UNKNOWN;
    }
  }

  /** Remembered, unless another file has a say: that one can still be working it out. */
  private importedValue(how: Extract<How, { kind: 'import' | 'import-from' }>): Value {
    const known = this.imported.get(how);
    if (known) return known;
    const { kind, stmt } = how;
    const value = kind === 'import' ? importValue(this, how) : importFromValue(this, how);
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

  /** The SDK symbol that one name of an import statement brings in. */
  importedSymbol(
    stmt: ImportStmt | ImportFromStmt,
    item: { module?: string; name?: string },
  ): SdkSymbol | undefined {
    if (stmt.kind === 'import')
      return item.module === undefined ? undefined : sdkModule(this, item.module);
    if (stmt.level > 0 || !sdkModule(this, stmt.module.split('.')[0] ?? '')) return undefined;
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

  /** The SDK symbol that an expression names, called or not, and the object on which it was asked for. */
  symbolOf(expr: Expr, scope: Scope): NamedSymbol | undefined {
    if (expr.kind === 'name') {
      const value = this.valueOf(expr, scope);
      return value.kind === 'symbol' ? { symbol: value.symbol } : undefined;
    }
    if (expr.kind !== 'attribute') return undefined;
    return attributeSymbol(this, expr, scope);
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
}

function isLiteral({ kind }: Expr): boolean {
  return kind === 'string' || kind === 'number' || kind === 'constant' || kind === 'fstring';
}

function targetsOf(stmt: Stmt): readonly Expr[] {
  if (stmt.kind === 'assign') return stmt.targets;
  return stmt.kind === 'del' ? stmt.exprs : [];
}
