import type { Program, ProgramFile } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import { moduleFile } from '../dockerfile/files.ts';
import type { LocalFile } from '../dockerfile/layer.ts';
import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { isImportStmt } from './imported.ts';
import { importsFrom } from './imports-from.ts';
import { neededModules, type LateImport } from './needed.ts';

/** What a unit imports while it runs. */
export interface LateModules {
  /** What has to lie on the runner: the modules, and all that they import of the tree. */
  readonly files: readonly LocalFile[];
  /** Those of them that were read. */
  readonly modules: readonly Names[];
  /** Modules that cannot be brought there. */
  readonly left: readonly LeftModule[];
}

/** A module that stays behind: a file of it needs Modal, or the tree does not hold it. */
export interface LeftModule {
  readonly name: string;
  /** Where to say so. */
  readonly span: Span;
  /** What a runner has not: "`jobs.py:3` needs Modal". */
  readonly stranded?: string;
}

/** A module that is imported while a unit runs. */
interface LateModule {
  readonly name: string;
  readonly span: Span;
  readonly files: readonly LocalFile[];
  readonly modules: readonly Names[];
  /** Those of its files that mention Modal before they are converted. */
  readonly withModal: readonly string[];
}

type Context = Pick<UnitContext, 'program' | 'unit' | 'options'>;

/**
 * Finds the files behind the imports that a unit executes on the runner, where no pickled module is found. Files that mention Modal
 * go along, as they are converted too: those that still need it then are found by a first run (`options.stranded`).
 */
export function lateModules({ program, unit, options }: Context): LateModules {
  const files = new Map<string, LocalFile>();
  const modules = new Set<Names>();
  const left: LeftModule[] = [];
  for (const module of modulesOf(program, unit)) {
    const { name, span } = module;
    const [stranded] = module.withModal.flatMap((path) => options.stranded?.get(path) ?? []);
    const isLost = module.files.some(({ path }) => path === '');
    if (stranded !== undefined) left.push({ name, span, stranded });
    else if (isLost) left.push({ name, span });
    else {
      for (const file of module.files) files.set(file.path, file);
      for (const names of module.modules) modules.add(names);
    }
  }
  return { files: [...files.values()], modules: [...modules], left };
}

/** Files that lie on a runner for what is imported while a unit runs, and that mention Modal before they are converted. */
export function lateWithModal(program: Program, unit: Unit): readonly string[] {
  return modulesOf(program, unit).flatMap(({ withModal }) => withModal);
}

const known = new WeakMap<Unit, readonly LateModule[]>();

function modulesOf(program: Program, unit: Unit): readonly LateModule[] {
  const found = known.get(unit) ?? readModules(program, unit);
  known.set(unit, found);
  return found;
}

function readModules(program: Program, unit: Unit): LateModule[] {
  const { late } = neededModules(program, unit);
  if (late.size === 0) return [];
  const byNames = new Map(program.files.map((file) => [file.names, file]));
  return [...late].map(([name, found]) => ({
    name,
    span: found.span,
    ...filesBehind(unit, name, found, byNames),
  }));
}

/** The modules that an import needs on the runner. */
function filesBehind(
  unit: Unit,
  module: string,
  { from, opens }: LateImport,
  byNames: ReadonlyMap<Names, ProgramFile>,
): Pick<LateModule, 'files' | 'modules' | 'withModal'> {
  const imports = importsFrom(unit.file.names);
  const files = [importedFile(from, module)];
  const withModal: string[] = [];
  const seen = new Set<Names>();
  const queue = [...opens];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if ((byNames.get(next)?.uses.length ?? 0) > 0) withModal.push(next.file);
    for (const stmt of next.scopes.stmts) {
      if (!isImportStmt(stmt)) continue;
      queue.push(...imports.filesOf(next, stmt));
      // What a module imports with dots lies in its own package.
      if (stmt.kind === 'import-from' && stmt.level > 0) continue;
      for (const root of imports.rootsOf(next, stmt))
        files.push(importedFile(next, root, imports.open(next, root, 0)));
    }
  }
  return { files, modules: [...seen], withModal };
}

function importedFile(from: Names, module: string, opened?: Names): LocalFile {
  return { ...moduleFile(from, module, '/root', opened), imported: true };
}

/** What a person is told of a module that is not on the runner. */
export function lateReason(unit: Unit, rule: string, { name, span, stranded }: LeftModule): Reason {
  const what = `\`${unit.name}\` imports \`${name}\` while it runs`;
  const message =
    stranded === undefined
      ? `${what}, and fal sends only what a file imports at its top: import it there, or bring it with \`app_files\` or a \`COPY\` line`
      : `${what}, and ${stranded}, which a runner has not: take that out, and bring the module with \`app_files\` or a \`COPY\` line`;
  return { rule, verdict: 'manual', message, span };
}
