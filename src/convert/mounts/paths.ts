import type { Edit, Span } from '../../model/span.ts';
import { textOf, type Constant } from '../../python/constant.ts';
import { constantAt, constantOf } from '../../python/constants.ts';
import { follow } from '../../python/follow.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Located } from '../../python/place.ts';
import type { Scope } from '../../python/scopes.ts';
import type { AttributeExpr, Expr, FStringExpr } from '../../python/syntax.ts';
import { exprsWithin, type Placed } from '../../python/lookup.ts';
import { SpanIndex } from '../../python/span-index.ts';
import { contains } from '../../python/walk.ts';
import { styleOf } from '../layout.ts';
import { quoteAt } from '../quotes.ts';
import { pythonString } from '../settings/literals.ts';
import { isUnder, pathEdits, pathMatches, type Edges, type PathChange } from './mounts.ts';
import { noPaths } from './no-paths.ts';

/** Where paths are looked for: a stretch of one file, without some parts. */
export interface Region {
  readonly names: Names;
  readonly span: Span;
  readonly without: readonly Span[];
}

/** What is to be done about the paths of a region. */
export interface Found {
  readonly edits: readonly PathEdit[];
  /** Paths that may lie under a mount, and that only a person can tell. */
  readonly unsure: readonly Unsure[];
}

export interface PathEdit extends Edit {
  readonly change: PathChange;
}

export interface Unsure {
  readonly span: Span;
  readonly change: PathChange;
}

const JOINS = /^(?:os\.path\.join|posixpath\.join|pathlib\.(?:Pure)?(?:Posix)?Path)$/;

/** Finds the paths of a region that lie under one of `changes`; `all` holds every mount, of which the longest fits. */
export function pathsIn(
  region: Region,
  changes: readonly PathChange[],
  all: readonly PathChange[] = changes,
): Found {
  const { names, span, without } = region;
  // Whatever puts a path together, its last part stands in the file.
  const { source } = names.module;
  const mayHold = ({ path, computed }: PathChange): boolean =>
    computed === true || source.includes(path.slice(path.lastIndexOf('/') + 1));
  if (!changes.some(mayHold)) return { edits: [], unsure: [] };
  const reader = new PathReader(names, all);
  for (const { expr, scope } of readable(names).within(span)) {
    if (!without.some((other) => contains(other, expr.span))) reader.read(expr, scope);
  }
  const wanted = (change: PathChange): boolean =>
    changes.some(({ path, to }) => path === change.path && to === change.to);
  return {
    edits: reader.edits.filter(({ change }) => wanted(change)),
    unsure: reader.unsure.filter(({ change }) => wanted(change)),
  };
}

const READ = new Set<Expr['kind']>(['string', 'fstring', 'binary', 'call', 'attribute']);
const known = new WeakMap<Names, SpanIndex<Placed>>();

/** What can hold a path of a disk in a file. */
function readable(names: Names): SpanIndex<Placed> {
  const found = known.get(names) ?? readReadable(names);
  known.set(names, found);
  return found;
}

function readReadable(names: Names): SpanIndex<Placed> {
  const none = new Set(
    noPaths(names).flatMap((span) => exprsWithin(names, span).map(({ expr }) => expr)),
  );
  const places = names.scopes.exprs.filter(({ expr }) => READ.has(expr.kind) && !none.has(expr));
  return new SpanIndex(places, ({ expr }) => expr.span);
}

const computedValues = new WeakMap<Names, Map<Expr, Constant | undefined>>();

/** The path that an attribute is, unless a literal says it: that is changed where it stands. Worked out once. */
function computedValue(at: Located): Constant | undefined {
  const { names, expr } = at;
  const values = computedValues.get(names) ?? new Map<Expr, Constant | undefined>();
  computedValues.set(names, values);
  if (values.has(expr)) return values.get(expr);
  const leaf = follow(at);
  const own = leaf.expr === expr || leaf.expr.kind === 'string';
  const value = own ? undefined : constantAt(leaf);
  const constant = value && textOf(value) !== undefined ? value : undefined;
  values.set(expr, constant);
  return constant;
}

/** Reads expressions one by one and keeps what is to be changed. */
class PathReader {
  readonly edits: PathEdit[] = [];
  readonly unsure: Unsure[] = [];
  private readonly names: Names;
  private readonly changes: readonly PathChange[];
  private readonly done = new Set<Expr>();

  constructor(names: Names, changes: readonly PathChange[]) {
    this.names = names;
    this.changes = changes.toSorted((a, b) => b.path.length - a.path.length);
  }

  read(expr: Expr, scope: Scope): void {
    if (expr.kind === 'string') this.string(expr.pieces.map(({ body }) => body));
    else if (expr.kind === 'fstring') this.fstring(expr, scope);
    else if (expr.kind === 'binary' && (expr.op === '+' || expr.op === '/')) {
      this.joined(expr.span, [expr.left, expr.right], scope, expr.op === '/');
    } else if (expr.kind === 'attribute') this.computed(expr, scope, expr.span);
    else if (expr.kind === 'call') {
      const plain = expr.args.every(({ name, star }) => name === undefined && star === '');
      const join = plain && JOINS.test(externalName(this.names, expr.func, scope) ?? '');
      if (join)
        this.arguments(
          expr.args.map(({ value }) => value),
          scope,
        );
    }
  }

  /**
   * `CONFIG.mount_path`, where a property of the object puts the path together: the result stands in its place.
   * `span` is that of the placeholder where the text is part of an f-string.
   */
  private computed(expr: AttributeExpr, scope: Scope, span: Span): void {
    if (this.done.has(expr) || !this.changes.some(({ computed }) => computed)) return;
    this.done.add(expr);
    const { names } = this;
    const constant = computedValue({ names, scope, expr });
    if (!constant) return;
    const change = this.changeOf(textOf(constant) ?? '');
    if (!change?.computed) return;
    const text = change.to + (textOf(constant) ?? '').slice(change.path.length);
    const inside = span !== expr.span;
    if (constant.kind === 'path' || !/^[\w./-]+$/.test(text)) this.unsure.push({ span, change });
    else if (inside) this.edits.push({ span, text, change });
    else {
      const quote = quoteAt(names, span, styleOf(names));
      this.edits.push({ span, text: pythonString(text, quote), change });
    }
  }

  private string(bodies: readonly Span[]): void {
    for (const body of bodies) this.text(body, {});
  }

  private text(span: Span, edges: Edges, whole: Span = span): void {
    const text = this.names.module.source.slice(span.start, span.end);
    const matches = pathMatches(text, this.changes, edges);
    for (const match of matches) {
      const [edit] = pathEdits([match], span.start);
      if (match.certain && edit) this.edits.push({ ...edit, change: match.change });
      else this.unsure.push({ span: whole, change: match.change });
    }
  }

  private fstring({ parts, span }: FStringExpr, scope: Scope): void {
    for (const part of parts) {
      if (part.kind === 'placeholder' && !part.formatted && part.value.kind === 'attribute')
        this.computed(part.value, scope, part.span);
    }
    const placeholder = (at: number): boolean => {
      const part = parts[at];
      if (part?.kind !== 'placeholder') return false;
      const text = this.constant(part.value, scope);
      return part.formatted || !text?.startsWith('/');
    };
    parts.forEach((part, at) => {
      // Most texts hold no path, and folding what stands next to them takes time.
      if (part.kind !== 'text' || !this.changes.some(({ path }) => part.value.includes(path)))
        return;
      const before = parts[at - 1]?.kind === 'placeholder';
      this.text(part.span, { before, after: placeholder(at + 1) }, span);
    });
    const [first] = parts;
    if (first?.kind === 'placeholder' || first?.value.startsWith('/')) this.crossing(parts, scope);
  }

  /** `f"{HOME}/cache/{name}"`, where the mount's path is only there when the parts are put together. */
  private crossing(parts: FStringExpr['parts'], scope: Scope): void {
    const [first] = parts;
    let text = '';
    for (const part of parts) {
      const more = part.kind === 'text' ? part.value : this.constant(part.value, scope);
      if (more === undefined || (part.kind === 'placeholder' && part.formatted)) return;
      const change = this.changeOf(text + more);
      text += more;
      if (!change) continue;
      if (!first || part === first) return;
      const rest = text.length - change.path.length;
      const span = { start: first.span.start, end: part.span.end - rest };
      // The rest of a placeholder's text cannot be cut off.
      if (part.kind === 'placeholder' && rest > 0) this.unsure.push({ span: part.span, change });
      else this.edits.push({ span, text: change.to, change });
      return;
    }
  }

  /** `HOME + "/cache"`, `HOME / "cache"`: neither side lies under the mount, but both together do. */
  private joined(
    span: Span,
    [left, right]: readonly [Expr, Expr],
    scope: Scope,
    path: boolean,
  ): void {
    const start = this.constant(left, scope);
    const end = this.constant(right, scope);
    if (start === undefined || end === undefined || (end.startsWith('/') && path)) return;
    const text = path ? `${start.replace(/\/+$/, '')}/${end}` : start + end;
    const change = this.changeOf(text);
    if (!change || this.changeOf(start) || this.changeOf(end)) return;
    if (!path) this.replace(span, right, text, change);
    // `pathlib` lets an absolute right side win, whatever stands before it.
    else if (!this.pathCall(span, left, right, text, change))
      this.replace(right.span, right, text, change);
  }

  /** `Path("/root") / "cache"` → `Path("/data/models")`. */
  private pathCall(span: Span, left: Expr, right: Expr, text: string, change: PathChange): boolean {
    if (left.kind !== 'call' || left.args.length !== 1 || right.kind !== 'string') return false;
    const { start } = left.span;
    const quote = right.pieces[0]?.quote ?? '"';
    const callee = this.names.module.source.slice(start, left.argsSpan.start);
    const literal = `${quote}${change.to}${text.slice(change.path.length)}${quote}`;
    this.edits.push({ span, text: `${callee}(${literal})`, change });
    return true;
  }

  /** `os.path.join(HOME, "cache", name)`. */
  private arguments(args: readonly Expr[], scope: Scope): void {
    const [first] = args;
    let text = '';
    for (const arg of args) {
      const more = this.constant(arg, scope);
      if (more === undefined) return;
      const joined =
        more.startsWith('/') || text === '' ? more : `${text.replace(/\/+$/, '')}/${more}`;
      const change = this.changeOf(joined);
      if (change && (arg === first || more.startsWith('/'))) return;
      if (change && first) {
        this.replace({ start: first.span.start, end: arg.span.end }, arg, joined, change);
        return;
      }
      text = joined;
    }
  }

  /** Puts one literal in the place of several pieces, in the quotes of the last. */
  private replace(span: Span, last: Expr, text: string, change: PathChange): void {
    const quote = last.kind === 'string' ? last.pieces[0]?.quote : undefined;
    if (quote !== '"' && quote !== "'") this.unsure.push({ span, change });
    else {
      const literal = `${quote}${change.to}${text.slice(change.path.length)}${quote}`;
      this.edits.push({ span, text: literal, change });
    }
  }

  private constant(expr: Expr, scope: Scope): string | undefined {
    return textOf(constantOf(this.names, expr, scope));
  }

  private changeOf(text: string): PathChange | undefined {
    return this.changes.find(({ path, to }) => isUnder(text, path) && !isUnder(text, to));
  }
}
