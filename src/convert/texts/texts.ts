import type { Rule, Verdict } from '../../model/rule.ts';
import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import { findCommands, type Command } from '../../text/command.ts';
import { convertCommand } from '../../text/convert.ts';
import { mayHoldCommand } from '../../text/language.ts';
import { convertRequirement, type FalVersions } from '../../text/requirement.ts';
import { requirementsIn } from '../../text/requirements-in.ts';
import type { DeployTargets, ProgramFile as TargetFile } from '../../text/targets.ts';
import { markText } from '../marks.ts';
import type { ConvertOptions, Plan, Reason, TextSource } from '../plan.ts';
import { targetFile } from './targets.ts';
import { worstVerdict } from '../verdict.ts';

export type { TextSource } from '../plan.ts';

/** The fal release whose names the converter writes: `secrets` and image attributes of `fal.App` (facts: 1.72.3); fal-client 1.0. */
export const VERSIONS: FalVersions = { fal: '1.72.3', falClient: '1.0.0' };

/** What the conversion of a text needs to know of everything else. */
export interface TextContext {
  /** The program before and after its conversion. */
  readonly before: Program;
  readonly after: Program;
  readonly rules: readonly Rule[];
  readonly options: ConvertOptions;
}

/** One text converted: the plan, and what it asks of the text. */
export function planText(text: TextSource, context: TextContext): Plan | undefined {
  const { source, path, language } = text;
  if (!mayHoldCommand(source)) return undefined;
  const commands = findCommands(source, language).map((command) =>
    planCommand(text, command, context),
  );
  const requirements = planRequirements(text, context);
  const parts = [...commands, ...requirements].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const allowed = parts.filter(({ verdict }) => isAllowed(verdict, context.options));
  const verdict = worstVerdict(parts.map((part) => part.verdict));
  return {
    unit: path,
    kind: commands.length > 0 ? 'commands' : 'requirements',
    file: path,
    span: { start: 0, end: source.length },
    applicability:
      verdict === 'rewrite' ? 'safe' : verdict === 'rewrite-unsafe' ? 'unsafe' : 'manual',
    rules: [...new Set(parts.map(({ rule }) => rule))].sort(),
    reasons: parts.flatMap(({ reasons }) => reasons),
    edits: { [path]: allowed.flatMap(({ edits }) => edits) },
  };
}

interface TextPart {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly edits: readonly Edit[];
  readonly reasons: readonly Reason[];
}

function isAllowed(verdict: Verdict, { level }: ConvertOptions): boolean {
  if (level === 'all') return true;
  return verdict === 'rewrite' || (level === 'unsafe' && verdict === 'rewrite-unsafe');
}

function planCommand(
  text: TextSource,
  command: Command,
  context: TextContext,
): TextPart | undefined {
  const rule = ruleOf(command.name, context.rules);
  if (!rule || context.options.keepsText?.(text, rule.id, command.span.start) === true)
    return undefined;
  const { edits, verdict, reason, todo } = convertCommand(
    command,
    targetsFor(text, command, context),
  );
  const reasons: Reason[] =
    reason === undefined ? [] : [{ rule: rule.id, verdict, message: reason, span: command.span }];
  const marks =
    todo === undefined
      ? []
      : markAbove(text, command, { rule: rule.id, verdict, message: todo, span: command.span });
  return { rule: rule.id, verdict, edits: [...marks, ...edits], reasons };
}

/** The rule with the longest command that `name` starts with. */
function ruleOf(name: string, rules: readonly Rule[]): Rule | undefined {
  const owning = rules.flatMap((rule) =>
    rule.matches.flatMap(({ role, symbol }) =>
      role === 'command' && `${name} `.startsWith(`${symbol} `) ? [{ rule, symbol }] : [],
    ),
  );
  return owning.toSorted((a, b) => b.symbol.length - a.symbol.length)[0]?.rule;
}

/** A mark is a comment line above the command, where one can stand. */
function markAbove({ source }: TextSource, { place }: Command, reason: Reason): Edit[] {
  if (!place.comment) return [];
  const { at, lead, newline } = place.comment;
  const text = lead + markText(reason);
  const above = source.slice(0, at).split(/\r?\n/).at(-2) ?? '';
  return above.trim() === text.trim()
    ? []
    : [{ span: { start: at, end: at }, text: text + newline }];
}

/** What the command's file became; nothing where the file is not in the tree or was not converted. */
function targetsFor(
  { path, source }: TextSource,
  { target, span }: Command,
  { before, after }: TextContext,
): DeployTargets {
  const found = new Map<string, TargetFile>();
  if (!target) return found;
  const wanted = target.module
    ? `${target.path.replaceAll('.', '/')}.py`
    : target.path.replace(/^\.\//, '');
  const folders = [...path.split('/').slice(0, -1), ...entered(source, span.start)];
  for (let depth = folders.length; depth >= 0; depth--) {
    const full = [...folders.slice(0, depth), wanted].join('/');
    const old = before.files.find((file) => file.path === full);
    const converted = after.files.find((file) => file.path === full);
    if (!old || !converted) continue;
    const shown = target.module ? wanted : target.path;
    // A file that Modal still runs is no file that fal could run.
    const left =
      converted.uses.length > 0 ? { path: shown, units: [], entrypoints: [] } : undefined;
    const file = targetFile(shown, old.names, converted.names) ?? left;
    if (file) found.set(target.path, file);
    break;
  }
  return found;
}

/** The folder that a line enters before its command: `cd ./app && modal deploy main.py`. */
function entered(source: string, at: number): string[] {
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  const folder = /\bcd[ \t]+([\w./-]+)[ \t]*(?:&&|;)(?!.*\bcd[ \t])/.exec(line)?.[1] ?? '';
  return folder.split('/').filter((part) => part !== '' && part !== '.');
}

/** Requirement lines, and commands that install: they change when nothing of the program needs Modal any more. */
function planRequirements(
  { path, source, language }: TextSource,
  { options, after, rules }: TextContext,
): TextPart[] {
  if (options.level === 'safe' || imports(after, 'modal')) return [];
  const rule = rules.find(({ matches }) => matches.some(({ role }) => role === 'requirement'))?.id;
  if (rule === undefined) return [];
  const { falClient: _client, ...only } = VERSIONS;
  const versions = imports(after, 'fal_client') ? VERSIONS : only;
  const text = { path, source, language };
  const found = requirementsIn(source, path, language).filter(
    ({ span }) => options.keepsText?.(text, rule, span.start) !== true,
  );
  return found.map((requirement) => {
    const { edits, verdict, reason } = convertRequirement(requirement, versions);
    const reasons: Reason[] =
      reason === undefined ? [] : [{ rule, verdict, message: reason, span: requirement.span }];
    return { rule, verdict, edits, reasons };
  });
}

/** Whether a file of the program imports a module. */
function imports(program: Program, module: string): boolean {
  const known = importedBy.get(program) ?? topModules(program);
  importedBy.set(program, known);
  return known.has(module);
}

const importedBy = new WeakMap<Program, ReadonlySet<string>>();

/** First names of all modules that a program imports from outside. */
function topModules({ files }: Program): ReadonlySet<string> {
  const modules = files.flatMap(({ names }) =>
    names.scopes.stmts.flatMap((stmt) => {
      if (stmt.kind === 'import') return stmt.names.map((item) => item.module);
      return stmt.kind === 'import-from' && stmt.level === 0 ? [stmt.module] : [];
    }),
  );
  return new Set(modules.map((module) => module.split('.')[0] ?? ''));
}
