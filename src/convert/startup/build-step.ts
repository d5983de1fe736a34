import type { LayerCall } from '../../program/image.ts';
import type { Edit, Span } from '../../model/span.ts';
import { asText, textOf, whyUnknown, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { ClassStmt, Expr, FunctionStmt, Param } from '../../python/syntax.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import { argumentExpr } from '../dockerfile/call.ts';
import { pythonString } from '../settings/literals.ts';
import { pythonText } from '../dockerfile/literal.ts';
import { joined, joinedBy, type Line } from '../dockerfile/template.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { BUILTINS } from '../finishing/builtins.ts';
import { insertion, lineEnd } from '../layout.ts';
import type { Style } from '../part.ts';
import type { Place } from '../written/place.ts';

/** A function that ran while the image was built, as a program of its own that a `RUN` line can execute. */
export interface BuildStep {
  readonly stmt: FunctionStmt;
  /** The variable that holds the program. */
  readonly name: string;
  /** Its lines: Python expressions that give text. */
  readonly lines: readonly string[];
  /** Where all is defined that the lines mention. */
  readonly after: number;
}

/** Options that say how the step runs on Modal, and mean nothing to a `RUN` line. */
const PLAIN = new Set([
  'raw_f',
  'args',
  'kwargs',
  'timeout',
  'cpu',
  'memory',
  'force_build',
  'include_source',
  'cloud',
  'region',
]);

const LINE = 88;

/**
 * Reads a `run_function` layer whose function is whole with its own source, the imports, constants and functions of its file that it
 * uses, and nothing that only Modal or a running container gives; nothing where it needs more.
 */
export function buildStepOf(
  { call, names, scope }: LayerCall,
  { names: place, at }: Place,
  quote: Style['quote'] = '"',
): BuildStep | undefined {
  const expr = argumentExpr(call, 'raw_f', 0);
  const value = expr?.kind === 'name' ? names.valueOf(expr, scope) : undefined;
  if (value?.kind !== 'definition' || value.names !== place || names !== place) return undefined;
  const { stmt } = value;
  if (stmt.kind !== 'function' || !isPlain(place, stmt) || isGenerator(stmt)) return undefined;
  const positional = call.args.filter(({ name }) => name === undefined);
  const isKnown = call.args.every(({ name, star }) => star === '' && PLAIN.has(name ?? 'raw_f'));
  const args = isKnown && positional.length <= 1 ? argumentsOf(call, stmt, place) : undefined;
  const text = (line: Line): string => pythonText(line, quote);
  const program = args === undefined ? undefined : new Collector(place, quote).read(stmt);
  // The image is written where it is made, or behind that.
  if (args === undefined || !program || program.after > Math.min(call.span.start, at))
    return undefined;
  const run = joined(`${stmt.name}(`, args, ')');
  const lines = stmt.async
    ? [
        pythonString('import asyncio', quote),
        ...program.lines,
        text(joined('asyncio.run(', run, ')')),
      ]
    : [...program.lines, text(run)];
  return { stmt, name: freeName(place, `${stmt.name}_step`), lines, after: program.after };
}

/** A function or class at the top of a file that is all its own. */
function isPlain(names: Names, stmt: FunctionStmt | ClassStmt): boolean {
  const bindings = names.scopes.module.bindings.get(stmt.name) ?? [];
  return (
    stmt.decorators.length === 0 &&
    names.scopeOf(stmt).kind === 'module' &&
    names.scopes.placeOf(stmt).branches.length === 0 &&
    bindings.length === 1
  );
}

function freeName({ scopes }: Names, wanted: string): string {
  const isTaken = (name: string): boolean => scopes.module.bindings.has(name);
  const [free] = [wanted, ...Array.from({ length: 9 }, (_, i) => `${wanted}_${i + 2}`)].filter(
    (name) => !isTaken(name),
  );
  return free ?? wanted;
}

/** The arguments of the call: what they are, or the values that names have when the file is deployed. */
function argumentsOf(
  call: LayerCall['call'],
  { params }: FunctionStmt,
  names: Names,
): Line | undefined {
  const list = argumentExpr(call, 'args');
  const dict = argumentExpr(call, 'kwargs');
  if (list && list.kind !== 'tuple' && list.kind !== 'list') return undefined;
  if (dict && dict.kind !== 'dict') return undefined;
  const named = (dict?.entries ?? []).map(({ key, value }) => ({
    name: key?.kind === 'string' ? key.value : undefined,
    value,
  }));
  const isGiven = (param: Param, place: number): boolean =>
    param.star !== '' ||
    param.default !== undefined ||
    place < (list?.items ?? []).length ||
    named.some(({ name }) => name === param.name);
  if (named.some(({ name }) => name === undefined) || !params.every(isGiven)) return undefined;
  const all = [...(list?.items ?? []).map((value) => ({ name: undefined, value })), ...named];
  const texts = all.map(({ name, value }) => {
    const text = argumentText(names, value);
    return text && (name === undefined ? text : joined(`${name}=`, text));
  });
  return texts.includes(undefined)
    ? undefined
    : joinedBy(
        ', ',
        texts.flatMap((each) => (each === undefined ? [] : [each])),
      );
}

function argumentText(names: Names, expr: Expr): Line | undefined {
  const constant = constantOf(names, expr, names.scopes.module);
  if (expr.kind === 'name')
    return isPlainValue(constant) ? [{ code: `repr(${expr.id})`, needs: [] }] : undefined;
  const text = textOf(constant);
  if (text !== undefined) return pythonString(text, "'");
  return constant.kind === 'value' ? asText(constant) : undefined;
}

/** Whether `repr` gives a value back. */
function isPlainValue(constant: Constant): boolean {
  return constant.kind !== 'path' && whyUnknown(constant) === undefined;
}

/** Gathers what the source of a function needs of its file. */
class Collector {
  private readonly names: Names;
  private readonly quote: Style['quote'];
  /** Expressions by the place of what they stand for, so that they come in the order of the file. */
  private readonly parts = new Map<number, string>();
  private after = 0;

  constructor(names: Names, quote: Style['quote']) {
    this.names = names;
    this.quote = quote;
  }

  read(stmt: FunctionStmt): { readonly lines: string[]; readonly after: number } | undefined {
    if (!this.definition(stmt)) return undefined;
    const lines = [...this.parts].sort(([a], [b]) => a - b).map(([, text]) => text);
    return { lines, after: this.after };
  }

  private add({ start, end }: Span, text: string): boolean {
    this.parts.set(start, text);
    this.after = Math.max(this.after, end);
    return true;
  }

  private definition(stmt: FunctionStmt | ClassStmt): boolean {
    const { names } = this;
    if (this.parts.has(stmt.span.start)) return true;
    if (!isPlain(names, stmt)) return false;
    this.add(stmt.span, `inspect.getsource(${stmt.name})`);
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
      this.parts.set(-1, pythonString('import pathlib', quote));
      return this.add(whole, `f${quote}${name} = pathlib.Path({str(${name})!r})${quote}`);
    }
    return isPlainValue(constant) && this.add(whole, `f${quote}${name} = {${name}!r}${quote}`);
  }
}

/** The statement that puts the program of a step together, behind all that it mentions. */
export function stepEdit(source: string, { name, lines, after }: BuildStep, style: Style): Edit {
  const { quote, indent } = style;
  const head = `${name} = ${pythonString('\n', quote)}.join(`;
  const short = `${head}[${lines.join(', ')}])`;
  const items = lines.map((line) => `${indent.repeat(2)}${line},`);
  const long = [head, `${indent}[`, ...items, `${indent}]`, ')'].join('\n');
  const text = short.length <= LINE ? short : long;
  return insertion(lineEnd(source, after), `\n\n\n${text}`);
}
