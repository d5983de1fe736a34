import type { Rule, Verdict } from '../model/rule.ts';
import type { Edit } from '../model/span.ts';
import type { Program } from '../program/program.ts';
import { findCommands, type Command } from '../text/command.ts';
import { convertCommand } from '../text/convert.ts';
import { mayHoldCommand, type TextLanguage } from '../text/language.ts';
import { convertRequirement, requirementKindOf, type FalVersions } from '../text/requirement.ts';
import { findInstalls } from '../text/installs.ts';
import { findRequirements } from '../text/requirement-files.ts';
import { statements } from '../python/walk.ts';
import type { DeployTargets, ProgramFile as TargetFile } from '../text/targets.ts';
import { markText } from './marks.ts';
import type { ConvertOptions, Plan, Reason } from './plan.ts';
import { targetFile } from './targets.ts';
import { worstVerdict } from './verdict.ts';

/** A file whose text holds commands or requirement lines. */
export interface TextSource {
  readonly path: string;
  readonly source: string;
  readonly language: TextLanguage;
}

/** The fal release whose names the converter writes: `secrets` and image attributes of `fal.App` (facts: 1.72.3); fal-client 1.0. */
const VERSIONS: FalVersions = { fal: '1.72.3', falClient: '1.0.0' };

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
  if (!rule) return undefined;
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
  { path }: TextSource,
  { target }: Command,
  { before, after }: TextContext,
): DeployTargets {
  const found = new Map<string, TargetFile>();
  if (!target) return found;
  const wanted = target.module
    ? `${target.path.replaceAll('.', '/')}.py`
    : target.path.replace(/^\.\//, '');
  const folders = path.split('/').slice(0, -1);
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

/** Requirement lines, and commands that install: they change when nothing of the program needs Modal any more. */
function planRequirements(
  { path, source, language }: TextSource,
  { options, after }: TextContext,
): TextPart[] {
  if (options.level === 'safe' || imports(after, 'modal')) return [];
  const kind = requirementKindOf(path);
  const found = [
    ...(kind === undefined ? [] : findRequirements(source, kind)),
    ...(language === 'python' ? findRequirements(source, 'script') : []),
    ...findInstalls(source, language),
  ];
  const { falClient: _client, ...only } = VERSIONS;
  const versions = imports(after, 'fal_client') ? VERSIONS : only;
  return found.map((requirement) => {
    const { edits, verdict, reason } = convertRequirement(requirement, versions);
    const rule = 'import-modal';
    const reasons: Reason[] =
      reason === undefined ? [] : [{ rule, verdict, message: reason, span: requirement.span }];
    return { rule, verdict, edits, reasons };
  });
}

/** Whether a file of the program imports a module. */
function imports({ files }: Program, module: string): boolean {
  return files.some(({ names }) =>
    [...statements(names.module.body)].some((stmt) =>
      stmt.kind === 'import'
        ? stmt.names.some((item) => item.module.split('.')[0] === module)
        : stmt.kind === 'import-from' && stmt.level === 0 && stmt.module.split('.')[0] === module,
    ),
  );
}
