import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import { externalName } from '../../python/external.ts';
import { exprsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, SequenceExpr, Stmt } from '../../python/syntax.ts';
import { falUnits, type FalUnit } from '../fal-units.ts';
import { behindLast, indentOf, insertion, lineEnd, styleOf } from '../layout.ts';
import type { Need } from '../part.ts';
import { packagesBehind } from '../modules/brought.ts';
import { referencesIn, type References } from '../settings/references.ts';

/** The line that ends a converted Dockerfile. */
const INSTALLS = /^RUN .*\bpip install .*?\bfal$/gm;

/** What stands behind a name that is read, and the package that brings it: Modal's own images had FastAPI before 1.0. */
const NEEDED = [
  [/^fal_client$/, 'fal-client'],
  [/^fastapi(?:\.|$)/, 'fastapi'],
  [/^fastapi\.(?:Form|File|UploadFile)$/, 'python-multipart'],
] as const;
/** Routes that Modal serves by itself, and `uvicorn` only with this package. */
const SOCKETS = /^websocket(?:_route)?$/;
/** An image of the user's holds what the user put there; fal comes last. */
const IN_IMAGES = new Set(['fal', 'fastapi', 'python-multipart']);
/** fal serves apps with it. */
const IN_APPS = new Set(['fastapi', 'websockets']);

/**
 * Packages that a converted unit needs because it calls others: `fal-client`, and `fal` for a `fal.function`, which is pickled with
 * the unit (its own classes are sent by name; an image holds them already). By file, edits of the converted text.
 */
export function clientEdits(
  before: Program,
  after: Program,
  needs: ReadonlyMap<string, readonly Need[]>,
): ReadonlyMap<string, readonly Edit[]> {
  const old = new Map(before.files.map(({ path, names }) => [path, names]));
  const units = after.files.flatMap(({ names }) => falUnits(names));
  const functions = new Set<Stmt>(
    units.flatMap(({ kind, stmt }) => (kind === 'function' ? [stmt] : [])),
  );
  const edits = new Map<string, Edit[]>();
  for (const unit of units) {
    const { names } = unit;
    const was = old.get(names.file);
    if (!was || was.module.source === names.module.source || isOld(was, unit)) continue;
    const found = editsOf(unit, packagesOf(unit, functions, referencesIn(after), needs));
    edits.set(names.file, [...(edits.get(names.file) ?? []), ...found]);
  }
  return edits;
}

/** Whether a unit was fal's before. */
function isOld(before: Names, { name }: FalUnit): boolean {
  return falUnits(before).some((unit) => unit.name === name);
}

function packagesOf(
  { stmt, names, settings, kind }: FalUnit,
  functions: ReadonlySet<Stmt>,
  references: References,
  needs: ReadonlyMap<string, readonly Need[]>,
): string[] {
  const seen = new Set<Stmt>([stmt]);
  const queue = [{ names, stmt: stmt as Stmt }];
  const found = new Set<string>();
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { names: home, stmt: top } = next;
    // A converted module that is imported on the runner makes its apps there once more.
    const behind = packagesBehind(home, top.span, needs);
    if (behind.has('fal')) found.add('fal');
    if (behind.has('fal_client')) found.add('fal-client');
    for (const { expr, scope } of exprsWithin(home, top.span)) {
      if (expr.kind === 'attribute' && SOCKETS.test(expr.attr)) found.add('websockets');
      if (expr.kind !== 'name') continue;
      const name = externalName(home, expr, scope) ?? '';
      for (const [module, needed] of NEEDED) if (module.test(name)) found.add(needed);
    }
    for (const { target } of references.from(top)) {
      if (seen.has(target.stmt)) continue;
      seen.add(target.stmt);
      if (functions.has(target.stmt)) found.add('fal');
      else queue.push(target);
    }
  }
  const brought = settings.has('image') ? IN_IMAGES : kind === 'app' ? IN_APPS : new Set<string>();
  if (found.has('fal')) found.delete('fastapi');
  return [...found].filter((name) => !brought.has(name)).sort();
}

function editsOf(unit: FalUnit, packages: readonly string[]): Edit[] {
  const { names, settings } = unit;
  if (packages.length === 0) return [];
  const image = settings.get('image');
  const [line] = image ? imageEdits(names, image.span, packages) : [];
  if (line) return [line];
  // fal adds `requirements` to an image as well.
  const list = settings.get('requirements');
  if (list && isList(list)) return listEdits(names, list, packages);
  return list ? [] : settingEdits(unit, packages);
}

/** `RUN python -m pip install fal fal-client`. */
function imageEdits(
  { module }: Names,
  { start, end }: { readonly start: number; readonly end: number },
  packages: readonly string[],
): Edit[] {
  const last = [...module.source.slice(start, end).matchAll(INSTALLS)].at(-1);
  if (!last) return [];
  return [insertion(start + last.index + last[0].length, ` ${packages.join(' ')}`)];
}

function listEdits(names: Names, list: SequenceExpr, packages: readonly string[]): Edit[] {
  const { source } = names.module;
  const { quote } = styleOf(names);
  const last = list.items.at(-1);
  const missing = packages.filter(
    (name) => !hasPackage(source.slice(list.span.start, list.span.end), name),
  );
  if (missing.length === 0) return [];
  const texts = missing.map((name) => quote + name + quote);
  if (!last) return [insertion(list.span.start + 1, texts.join(', '))];
  return [behindLast(source, list.span, last.span, texts)];
}

function isList(expr: Expr): expr is SequenceExpr {
  return expr.kind === 'list';
}

/** Whether a list of requirements names a package, with a version or extras or without. */
function hasPackage(text: string, name: string): boolean {
  return new RegExp(`["']${name.replace('-', '[-_.]')}\\s*(?:["'\\[<>=!~;@]|$)`, 'i').test(text);
}

/** Settings that stand before `requirements`. */
const BEFORE = new Set(['machine_type', 'num_gpus', 'python_version']);

/** A setting of its own, in the decorator or below the name of the app. */
function settingEdits({ names, stmt, kind }: FalUnit, packages: readonly string[]): Edit[] {
  const { source } = names.module;
  const { quote } = styleOf(names);
  const value = `[${packages.map((name) => quote + name + quote).join(', ')}]`;
  if (kind === 'app' && stmt.kind === 'class') {
    const [first] = stmt.body.body;
    const named = stmt.body.body.find(
      (each) =>
        each.kind === 'assign' &&
        each.targets.some((to) => to.kind === 'name' && to.id === 'app_name'),
    );
    const above = named ?? first;
    if (!above) return [];
    const line = `\n${indentOf(source, above.span.start)}requirements = ${value}`;
    return [insertion(lineEnd(source, above.span.end), line)];
  }
  const call = stmt.decorators
    .flatMap(({ expr }) => (expr.kind === 'call' ? [expr] : []))
    .find(({ func }) => func.kind === 'attribute' && func.attr === 'function');
  if (!call) return [];
  const next = call.args.find(({ name }) => !BEFORE.has(name ?? ''));
  const last = call.args.at(-1);
  const text = `requirements=${value}`;
  if (next) {
    const isTall = source.slice(call.argsSpan.start, next.span.start).includes('\n');
    const gap = isTall ? `,\n${indentOf(source, next.span.start)}` : ', ';
    return [insertion(next.span.start, text + gap)];
  }
  return [
    last
      ? behindLast(source, call.argsSpan, last.span, [text])
      : insertion(call.argsSpan.start + 1, text),
  ];
}
