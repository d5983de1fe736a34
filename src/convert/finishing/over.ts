import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import { falUnits } from '../fal-units.ts';
import { askedAnew, isFlag, isGuard, moduleNow, watchOf } from './watched.ts';

/**
 * `try: import modal` that only sets whether Modal is there, in a program of which nothing is on Modal any more: it asks for fal.
 * By file.
 */
export function lastGuards({ files }: Program): ReadonlyMap<string, readonly Edit[]> {
  const isOver = files.every(({ uses }) => uses.every(({ role }) => role === 'import'));
  if (!isOver || !files.some(({ names }) => falUnits(names).length > 0)) return new Map();
  return new Map(
    files.flatMap(({ path, names, uses }) => {
      const edits = uses.flatMap(({ stmt }) => {
        if (stmt?.kind !== 'import') return [];
        const watch = watchOf(names, stmt);
        const asks = watch && !isGuard(watch) && isFlag(watch, () => false);
        return asks ? askedAnew(stmt, moduleNow(names) ?? 'fal') : [];
      });
      return edits.length > 0 ? [[path, edits] as const] : [];
    }),
  );
}
