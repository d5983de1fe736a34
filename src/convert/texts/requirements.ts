import type { Program } from '../../program/program.ts';
import type { Names } from '../../python/names.ts';
import { convertRequirement, type FalVersions, type Requirement } from '../../text/requirement.ts';
import { requirementsIn } from '../../text/requirements-in.ts';
import type { Reason, TextSource } from '../plan.ts';
import type { TextContext, TextPart } from './context.ts';
import { reachable } from './deployed.ts';

/** The fal release whose names the converter writes: `secrets` and image attributes of `fal.App` (facts: 1.72.3); fal-client 1.0. */
export const VERSIONS: FalVersions = { fal: '1.72.3', falClient: '1.0.0' };

/** Requirement lines, and commands that install: they ask for fal, and for Modal as long as something that they are for needs it. */
export function planRequirements(
  { path, source, language }: TextSource,
  { options, after, rules }: TextContext,
): TextPart[] {
  if (options.level === 'safe') return [];
  const rule = rules.find(({ matches }) => matches.some(({ role }) => role === 'requirement'))?.id;
  if (rule === undefined) return [];
  const text = { path, source, language };
  const found = requirementsIn(source, path, language).filter(
    ({ span }) => options.keepsText?.(text, rule, span.start) !== true,
  );
  return found.flatMap((requirement) => {
    const imported = importsAbout(requirement, path, after);
    const keepsModal = imported.has('modal');
    if (keepsModal && !imported.has('fal')) return [];
    const { falClient: _client, ...only } = VERSIONS;
    const versions = { ...(imported.has('fal_client') ? VERSIONS : only), keepsModal };
    const { edits, verdict, reason } = convertRequirement(requirement, versions);
    if (keepsModal && edits.length === 0) return [];
    const reasons: Reason[] =
      reason === undefined ? [] : [{ rule, verdict, message: reason, span: requirement.span }];
    return [{ rule, verdict, edits, reasons }];
  });
}

/** What the code imports that a requirement is for: the header of a script is about that file and those that it imports. */
function importsAbout(
  { isScript }: Requirement,
  path: string,
  program: Program,
): ReadonlySet<string> {
  const script = isScript ? program.files.find((file) => file.path === path) : undefined;
  if (!script) return importedModules(program);
  const own = topModules([script.names, ...reachable(script.names)]);
  // A script that imports neither has its requirement for what the program does.
  return own.has('modal') || own.has('fal') || own.has('fal_client')
    ? own
    : importedModules(program);
}

/** First names of all modules that a program imports from outside. */
export function importedModules(program: Program): ReadonlySet<string> {
  const known = importedBy.get(program) ?? topModules(program.files.map(({ names }) => names));
  importedBy.set(program, known);
  return known;
}

const importedBy = new WeakMap<Program, ReadonlySet<string>>();

function topModules(files: readonly Names[]): ReadonlySet<string> {
  const modules = files.flatMap(({ scopes }) =>
    scopes.stmts.flatMap((stmt) => {
      if (stmt.kind === 'import') return stmt.names.map((item) => item.module);
      return stmt.kind === 'import-from' && stmt.level === 0 ? [stmt.module] : [];
    }),
  );
  return new Set(modules.map((module) => module.split('.')[0] ?? ''));
}
