import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { FunctionStmt, Module, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import type { Entrypoint, ProgramFile, Unit } from '../../text/targets.ts';
import { falUnits, isServed, topLevel, type FalUnit } from '../fal-units.ts';

/** How the converter begins a main block. */
const MAIN = 'if __name__ == ';

/** What `fal run` and `fal deploy` find in a file that is converted, now or earlier; nothing in any other. */
export function targetFile(path: string, before: Names, after: Names): ProgramFile | undefined {
  const units = falUnits(after).map(unitOf);
  if (before.module.source !== after.module.source)
    return { path, units, entrypoints: entrypointsOf(before, after) };
  return units.length > 0 ? { path, units, entrypoints: calledFromMain(after) } : undefined;
}

/** What commands need to know of a unit. */
export function unitOf(unit: FalUnit): Unit {
  const { name, kind, settings } = unit;
  const own = settings.get('app_name');
  const appName = own?.kind === 'string' ? own.value : undefined;
  return { name, kind, appName: appName ?? name, served: isServed(unit) };
}

/** Entrypoints that lost their decorator and are called from a main block now. */
function entrypointsOf(before: Names, after: Names): Entrypoint[] {
  const isEntrypoint = (names: Names, stmt: FunctionStmt): boolean =>
    stmt.decorators.some(
      (each) =>
        names.decoratorSymbol(each, names.scopes.module)?.name === 'modal.App.local_entrypoint',
    );
  const found = topLevel(before.module.body).flatMap((stmt): Entrypoint[] => {
    if (stmt.kind !== 'function' || !isEntrypoint(before, stmt)) return [];
    const now = topLevel(after.module.body).find(
      (other) => other.kind === 'function' && other.name === stmt.name,
    );
    if (now?.kind !== 'function' || isEntrypoint(after, now)) return [];
    return [{ name: stmt.name, parameters: stmt.params.map(({ name }) => name) }];
  });
  return withWords(after, found);
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
  const main = mainBlocks(module);
  const found = topLevel(module.body).flatMap((stmt): Entrypoint[] => {
    if (stmt.kind !== 'function' || stmt.decorators.length > 0) return [];
    const isCalled = exprsOf(names, 'call').some(
      ({ expr }) =>
        expr.func.kind === 'name' &&
        expr.func.id === stmt.name &&
        main.some(({ span }) => contains(span, expr.span)),
    );
    return isCalled ? [{ name: stmt.name, parameters: stmt.params.map(({ name }) => name) }] : [];
  });
  return withWords(names, found);
}
