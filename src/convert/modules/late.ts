import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import { moduleFile } from '../dockerfile/files.ts';
import type { LocalFile } from '../dockerfile/layer.ts';
import type { Reason } from '../plan.ts';
import { filesOf, isImportStmt, rootsOf } from './imported.ts';
import { neededModules, type LateImport } from './needed.ts';

/** What a unit imports while it runs. */
export interface LateModules {
  /** What has to lie on the runner: the modules, and all that they import of the tree. */
  readonly files: readonly LocalFile[];
  /** Modules that cannot be brought there, and where to say so. */
  readonly left: ReadonlyMap<string, Span>;
}

const known = new WeakMap<Unit, LateModules>();

/** Finds the files behind the imports that a unit executes on the runner, where no pickled module is found. */
export function lateModules(program: Program, unit: Unit): LateModules {
  const found = known.get(unit) ?? readLate(program, unit);
  known.set(unit, found);
  return found;
}

function readLate(program: Program, unit: Unit): LateModules {
  const files = new Map<string, LocalFile>();
  const left = new Map<string, Span>();
  const byNames = new Map(program.files.map((file) => [file.names, file]));
  for (const [module, late] of neededModules(program, unit).late) {
    const found = filesBehind(module, late, byNames);
    if (!found) left.set(module, late.span);
    else for (const file of found) files.set(file.path, file);
  }
  return { files: [...files.values()], left };
}

/** The modules that an import needs on the runner; nothing where one is not in the tree, or needs Modal itself. */
function filesBehind(
  module: string,
  { from, opens }: LateImport,
  byNames: ReadonlyMap<Names, ProgramFile>,
): LocalFile[] | undefined {
  const files = [importedFile(from, module)];
  const seen = new Set<Names>();
  const queue = [...opens];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if ((byNames.get(next)?.uses.length ?? 0) > 0) return undefined;
    for (const stmt of next.scopes.stmts) {
      if (!isImportStmt(stmt)) continue;
      queue.push(...filesOf(next, stmt));
      for (const root of rootsOf(next, stmt)) files.push(importedFile(next, root));
    }
  }
  return files.some(({ path }) => path === '') ? undefined : files;
}

function importedFile(from: Names, module: string): LocalFile {
  return { ...moduleFile(from, module), imported: true };
}

/** What a person is told of a module that is not on the runner. */
export function lateReason(unit: Unit, rule: string, module: string, span: Span): Reason {
  const message = `\`${unit.name}\` imports \`${module}\` while it runs, and fal sends only what a file imports at its top: import it there, or bring it with \`app_files\` or a \`COPY\` line`;
  return { rule, verdict: 'manual', message, span };
}
