import type { Span } from '../../model/span.ts';
import { whyUnknown, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { ClassStmt, FunctionStmt, NameExpr } from '../../python/syntax.ts';
import { BUILTINS } from '../finishing/builtins.ts';
import type { Style } from '../part.ts';
import { pythonString } from '../settings/literals.ts';

/** A program, and what it is made of. */
interface Collected {
  readonly lines: readonly string[];
  readonly after: number;
  /** The functions and classes whose source it holds. */
  readonly parts: readonly Span[];
}

/** Gathers what the source of a function needs of its file. */
export class StepProgram {
  private readonly names: Names;
  private readonly quote: Style['quote'];
  /** Expressions by the place of what they stand for, so that they come in the order of the file. */
  private readonly lines = new Map<number, string>();
  private readonly parts: Span[] = [];
  private after = 0;

  constructor(names: Names, quote: Style['quote']) {
    this.names = names;
    this.quote = quote;
  }

  read(stmt: FunctionStmt): Collected | undefined {
    if (!this.definition(stmt)) return undefined;
    const lines = [...this.lines].sort(([a], [b]) => a - b).map(([, text]) => text);
    return { lines, after: this.after, parts: this.parts };
  }

  /** What mentions a name stands behind the statement that binds it. */
  comesAfter({ id, span }: NameExpr): void {
    for (const { how } of bindingsOf(id, this.names.scopes.module, span.start))
      if (how.kind === 'assign') this.after = Math.max(this.after, how.value.span.end);
  }

  private add({ start, end }: Span, text: string): boolean {
    this.lines.set(start, text);
    this.after = Math.max(this.after, end);
    return true;
  }

  private definition(stmt: FunctionStmt | ClassStmt): boolean {
    const { names } = this;
    if (this.lines.has(stmt.span.start)) return true;
    if (!isPlain(names, stmt)) return false;
    this.add(stmt.span, `inspect.getsource(${stmt.name})`);
    this.parts.push(stmt.span);
    const inner = stmtsWithin(names, stmt.span);
    const isWhole = inner.every(
      (each) =>
        each.kind !== 'global' &&
        (each.kind !== 'import' || each.names.every(({ module }) => !this.isNear(module, 0))) &&
        (each.kind !== 'import-from' || !this.isNear(each.module, each.level)),
    );
    if (!isWhole) return false;
    return exprsWithin(names, stmt.span).every(({ expr, scope }) => {
      if (expr.kind !== 'name') return true;
      const bindings = bindingsOf(expr.id, scope, expr.span.start);
      if (bindings.length === 0) return BUILTINS.has(expr.id) && !expr.id.startsWith('__');
      return bindings.every(
        (binding) => binding.scope !== names.scopes.module || this.binding(binding),
      );
    });
  }

  /** Whether a module is not there while an image is built: one of the tree, or of an SDK. */
  private isNear(module: string, level: number): boolean {
    const root = module.split('.')[0] ?? '';
    return level > 0 || root === 'fal' || this.names.sdk.roots.includes(root)
      ? true
      : this.names.open(module, level) !== undefined;
  }

  private binding({ how, name, span }: Binding): boolean {
    const { names, quote } = this;
    const all = names.scopes.module.bindings.get(name) ?? [];
    if (all.length > 1) return false;
    if (how.kind === 'import') {
      const [only, second] = how.stmt.names;
      if (!only || second || this.isNear(only.module, 0)) return false;
      const { start, end } = how.stmt.span;
      return this.add(how.stmt.span, pythonString(names.module.source.slice(start, end), quote));
    }
    if (how.kind === 'import-from') {
      if (this.isNear(how.stmt.module, how.stmt.level)) return false;
      const as = how.name === name ? '' : ` as ${name}`;
      return this.add(span, pythonString(`from ${how.stmt.module} import ${how.name}${as}`, quote));
    }
    if (how.kind === 'function' || how.kind === 'class') return this.definition(how.stmt);
    if (how.kind !== 'assign') return false;
    const whole = { start: span.start, end: how.value.span.end };
    const constant = constantOf(names, how.value, names.scopes.module);
    if (constant.kind === 'path') {
      // `pathlib` comes before all else, once.
      this.lines.set(-1, pythonString('import pathlib', quote));
      return this.add(whole, `f${quote}${name} = pathlib.Path({str(${name})!r})${quote}`);
    }
    return isPlainValue(constant) && this.add(whole, `f${quote}${name} = {${name}!r}${quote}`);
  }
}

/** A function or class at the top of a file that is all its own. */
export function isPlain(names: Names, stmt: FunctionStmt | ClassStmt): boolean {
  const bindings = names.scopes.module.bindings.get(stmt.name) ?? [];
  return (
    stmt.decorators.length === 0 &&
    names.scopeOf(stmt).kind === 'module' &&
    names.scopes.placeOf(stmt).branches.length === 0 &&
    bindings.length === 1
  );
}

/** Whether `repr` gives a value back. */
export function isPlainValue(constant: Constant): boolean {
  return constant.kind !== 'path' && whyUnknown(constant) === undefined;
}
