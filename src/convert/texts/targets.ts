import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { FunctionStmt, Module, Stmt } from '../../python/syntax.ts';
import { blocksOf, contains } from '../../python/walk.ts';
import type { Entrypoint, ProgramFile, Unit } from '../../text/targets.ts';
import { falUnits, isServed, topLevel, type FalUnit } from '../fal-units.ts';

/** How the converter begins a main block. */
const MAIN = 'if __name__ == ';

/** What `fal run` and `fal deploy` find in a file that is converted, now or earlier; nothing in any other. */
export function targetFile(path: string, before: Names, after: Names): ProgramFile | undefined {
  const units = falUnits(after).map(unitOf);
  if (before.module.source !== after.module.source)
    return { path, units, entrypoints: entrypointsNow(before, after) };
  return units.length > 0 ? { path, units, entrypoints: calledFromMain(after) } : undefined;
}

/** What commands need to know of a unit. */
export function unitOf(unit: FalUnit): Unit {
  const { name, kind, settings } = unit;
  const own = settings.get('app_name');
  const appName = own?.kind === 'string' ? own.value : undefined;
  return { name, kind, appName: appName ?? name, served: isServed(unit) };
}

/** Entrypoints of the converter's making; in a file without any, the one that its own main block calls just so. */
function entrypointsNow(before: Names, after: Names): Entrypoint[] {
  if (entrypointStmts(before).length > 0) return entrypointsOf(before, after);
  return calledFromMain(after).map((entrypoint) => ({ ...entrypoint, own: true }));
}

function entrypointStmts(names: Names): FunctionStmt[] {
  const isEntrypoint = (stmt: FunctionStmt): boolean =>
    stmt.decorators.some(
      (each) =>
        names.decoratorSymbol(each, names.scopes.module)?.name === 'modal.App.local_entrypoint',
    );
  return topLevel(names.module.body).flatMap((stmt) =>
    stmt.kind === 'function' && isEntrypoint(stmt) ? [stmt] : [],
  );
}

/** Entrypoints that lost their decorator and are called from a main block now. */
function entrypointsOf(before: Names, after: Names): Entrypoint[] {
  const left = new Set(entrypointStmts(after).map(({ name }) => name));
  const there = new Set(
    topLevel(after.module.body).flatMap((stmt) => (stmt.kind === 'function' ? stmt.name : [])),
  );
  const gone = entrypointStmts(before).filter(({ name }) => there.has(name) && !left.has(name));
  return withWords(after, gone.map(entrypointOf));
}

/** A main block for several entrypoints takes the name of one first: `python file.py train --epochs 3`. */
function withWords({ module }: Names, entrypoints: readonly Entrypoint[]): Entrypoint[] {
  const block = mainBlocks(module)
    .map(({ span }) => module.source.slice(span.start, span.end))
    .join('\n');
  return entrypoints.map((entrypoint) => {
    const chosen = new RegExp(`\\badd_parser\\(["']${entrypoint.name}["']\\)`).test(block);
    return chosen ? { ...entrypoint, words: [entrypoint.name] } : entrypoint;
  });
}

function mainBlocks({ body, source }: Module): Stmt[] {
  return body.filter(
    (stmt) => stmt.kind === 'if' && source.slice(stmt.span.start).startsWith(MAIN),
  );
}

/** Functions that a main block calls: the entrypoints of a file that was converted earlier. */
function calledFromMain(names: Names): Entrypoint[] {
  const { module } = names;
  const main = mainBlocks(module).filter((block) => isPlain(block, module.source));
  const found = topLevel(module.body).flatMap((stmt): Entrypoint[] => {
    if (stmt.kind !== 'function' || stmt.decorators.length > 0) return [];
    const isCalled = exprsOf(names, 'call').some(
      ({ expr }) =>
        expr.func.kind === 'name' &&
        expr.func.id === stmt.name &&
        main.some(({ span }) => contains(span, expr.span)),
    );
    return isCalled ? [entrypointOf(stmt)] : [];
  });
  return withWords(names, found);
}

function entrypointOf({ name, params }: FunctionStmt): Entrypoint {
  return { name, parameters: params.map((param) => param.name) };
}

/** What the converter writes into a main block, line by line: options, and a call with them. */
const PLAIN = [
  /^(?:parser|commands?|args) = /,
  /^(?:parser|command)\.(?:add_argument|set_defaults)\(/,
  /^args\.run(?:_entrypoint)?\(args\)$/,
  /^(?:asyncio\.run\()?[A-Za-z_]\w*\((?:\*sys\.argv\[1:\]|(?:\s*\w+=args\.\w+(?:,|(?=\s*\))))*\s*)\)\)?$/,
];

/** Whether a main block only reads the options of a function and calls it: what `modal run` did, and nothing else. */
function isPlain(block: Stmt, source: string): boolean {
  const [first] = blocksOf(block);
  return (first?.body ?? []).every(({ span }) => {
    const text = source.slice(span.start, span.end);
    return PLAIN.some((form) => form.test(text));
  });
}
