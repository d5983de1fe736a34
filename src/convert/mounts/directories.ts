import type { Edit, Span } from '../../model/span.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, FunctionStmt } from '../../python/syntax.ts';
import { exprsOf } from '../../python/lookup.ts';
import { contains } from '../../python/walk.ts';
import { isDissolved } from '../constructors/constructor.ts';
import { indentOf, insertion, lineEnd } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import { firstLines } from '../startup/first-lines.ts';
import { pythonString } from '../settings/literals.ts';
import { broughtRegions } from './runner-modules.ts';
import { isUnder } from './mounts.ts';
import { imageLinks } from './links.ts';
import { isNamed, namesPath, regionsOf } from './named.ts';
import type { Region } from './paths.ts';
import { mountsOf, type Mount } from './read-mounts.ts';
import { servedMethod } from '../web/served-method.ts';

/** A mount point is there when a container starts, a directory is not: the unit makes those that its code names. */
export function directoriesPart(context: UnitContext): Part {
  const { unit, style } = context;
  const regions = regionsOf(context);
  const linked = new Set(imageLinks(context).map(({ mount }) => mount));
  const needed = mountsOf(unit).filter(
    (mount) =>
      (linked.has(mount) || (!mount.readOnly && isNamed(context, mount, regions))) &&
      !regions.some((region) => makesIt(region, mount)),
  );
  const lines = needed
    .map(({ to }) => `os.makedirs(${pythonString(to, style.quote)}, exist_ok=True)`)
    .sort();
  if (lines.length === 0) return {};
  const hook = firstHook(context);
  if (hook) {
    const { names } = unit.file;
    const isOwn = names.scopes.inside(hook).bindings.has('os');
    // A module that is imported there may look for the directory at once.
    const edit = isOwn && !brings(context) ? behindImports(hook, names, lines) : undefined;
    return edit ? { edits: [edit] } : firstLines(names, hook, lines, style);
  }
  if (!canHaveSetup(context)) return {};
  const body = lines.map((line) => `${style.indent}${line}`);
  return { members: [['def setup(self):', ...body].join('\n')], needs: [{ module: 'os' }] };
}

/** Whether modules of the tree go along that name paths under the mounts of a unit. */
function brings(context: UnitContext): boolean {
  return broughtRegions(context).some((region) =>
    mountsOf(context.unit).some((mount) => namesPath(region, mount)),
  );
}

/** What runs first: the function, or the first hook of a class as `setup` calls them. */
function firstHook({ unit }: UnitContext): FunctionStmt | undefined {
  if (unit.stmt.kind === 'function') return unit.stmt;
  const hooks = unit.methods.filter(
    ({ role, stmt }) => role === 'enter' && !isDissolved(unit, stmt),
  );
  // Nobody calls a `setup` of a class that serves: it stays a plain class.
  const first = hooks.find(({ snap }) => snap) ?? hooks[0] ?? servedMethod(unit);
  return first?.stmt;
}

/** A class without hooks gets one, unless a base class may have hooks of its own. */
function canHaveSetup({ unit: { stmt, methods } }: UnitContext): boolean {
  return (
    stmt.kind === 'class' &&
    stmt.args.length === 0 &&
    !methods.some((method) => method.stmt.name === 'setup')
  );
}

/** The lines behind a body's own `import os`, and the imports that follow it. */
function behindImports(
  { body: { body, indented } }: FunctionStmt,
  { module: { source } }: Names,
  lines: readonly string[],
): Edit | undefined {
  const own = body.findIndex(
    (one) =>
      one.kind === 'import' &&
      one.names.some(({ module, as }) => module === 'os' && as === undefined),
  );
  const [first, ...rest] = own < 0 ? [] : body.slice(own);
  if (!first || !indented) return undefined;
  const end = rest.findIndex(({ kind }) => kind !== 'import' && kind !== 'import-from');
  const last = rest.slice(0, end < 0 ? rest.length : end).at(-1) ?? first;
  const indent = `\n${indentOf(source, first.span.start)}`;
  return insertion(lineEnd(source, last.span.end), indent + lines.join(indent));
}

function makesIt({ names, span, without }: Region, { path }: Mount): boolean {
  return madeIn(names).some(
    (made) =>
      contains(span, made.span) &&
      !without.some((other) => contains(other, made.span)) &&
      isUnder(made.path, path),
  );
}

/** A directory that code makes, and where. */
interface Made {
  readonly span: Span;
  readonly path: string;
}

const madeBy = new WeakMap<Names, readonly Made[]>();

/** What a file makes: `os.makedirs(path)` and `path.mkdir(parents=True)` make the directories above too. */
function madeIn(names: Names): readonly Made[] {
  const known = madeBy.get(names) ?? readMade(names);
  madeBy.set(names, known);
  return known;
}

function readMade(names: Names): Made[] {
  return exprsOf(names, 'call').flatMap(({ expr, scope }) => {
    const [first] = expr.args;
    const parents = expr.args.some(({ name, value }) => name === 'parents' && isTrue(value));
    const made =
      externalName(names, expr.func, scope) === 'os.makedirs'
        ? first?.value
        : expr.func.kind === 'attribute' && expr.func.attr === 'mkdir' && parents
          ? expr.func.value
          : undefined;
    const path = made && textOf(constantOf(names, made, scope));
    return path === undefined ? [] : [{ span: expr.span, path }];
  });
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'constant' && expr.value === true;
}
