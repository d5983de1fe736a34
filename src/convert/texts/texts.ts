import type { Rule, Verdict } from '../../model/rule.ts';
import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import type { Use } from '../../python/uses.ts';
import { findCommands, type Command } from '../../text/command.ts';
import { convertCommand } from '../../text/convert.ts';
import { mayHoldCommand } from '../../text/language.ts';
import type { CommentPlace } from '../../text/place.ts';
import type { DeployTargets, ProgramFile as TargetFile } from '../../text/targets.ts';
import { filePath, findFile } from '../../text/find-file.ts';
import { foldersAt } from '../../text/folders.ts';
import { convertTokens } from '../../text/tokens.ts';
import { markText } from '../marks.ts';
import type { ConvertOptions, Plan, Reason, TextSource } from '../plan.ts';
import { appNamesOf } from './app-names.ts';
import type { TextContext, TextPart } from './context.ts';
import { broughtBy, reachable } from './deployed.ts';
import { importedModules, planRequirements } from './requirements.ts';
import { treeOf } from './tree.ts';
import { targetFile, unitOf } from './targets.ts';
import { worstVerdict } from '../verdict.ts';

export type { TextSource } from '../plan.ts';
export type { TextContext } from './context.ts';

/** One text converted: the plan, and what it asks of the text. */
export function planText(text: TextSource, context: TextContext): Plan | undefined {
  const { source, path, language } = text;
  const tokens = planTokens(text, context);
  if (tokens.length === 0 && !mayHoldCommand(source)) return undefined;
  const commands = findCommands(source, language).map((command) =>
    planCommand(text, command, context),
  );
  const requirements = planRequirements(text, context);
  const parts = [...tokens, ...commands, ...requirements].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const allowed = parts.filter(({ verdict }) => isAllowed(verdict, context.options));
  const verdict = worstVerdict(parts.map((part) => part.verdict));
  return {
    unit: path,
    kind: commands.length + tokens.length > 0 ? 'commands' : 'requirements',
    file: path,
    span: { start: 0, end: source.length },
    applicability:
      verdict === 'rewrite' ? 'safe' : verdict === 'rewrite-unsafe' ? 'unsafe' : 'manual',
    rules: [...new Set(parts.map(({ rule }) => rule))].sort(),
    reasons: parts.flatMap(({ reasons }) => reasons),
    edits: { [path]: allowed.flatMap(({ edits }) => edits) },
  };
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
  // What an earlier run left to a person stays theirs: with what stands now, it could be read in another way.
  const told = markedAbove(text, command.place.comment, rule.id);
  if (told !== undefined) {
    const { span } = command;
    const reason: Reason = { rule: rule.id, verdict: 'manual', message: told, span };
    return { rule: rule.id, verdict: 'manual', edits: [], reasons: [reason] };
  }
  // Fixes go in one by one: while a program is on Modal, so are its secrets and volumes.
  if (context.options.level !== 'all' && staysOnModal(text, command, context)) return undefined;
  const { edits, verdict, reason, todo } = convertCommand(
    command,
    targetsFor(text, command, context),
    appNamesOf(context.before, context.after),
  );
  const reasons: Reason[] =
    reason === undefined ? [] : [{ rule: rule.id, verdict, message: reason, span: command.span }];
  const marks =
    todo === undefined
      ? []
      : markAbove(text, command.place.comment, {
          rule: rule.id,
          verdict,
          message: todo,
          span: command.span,
        });
  return { rule: rule.id, verdict, edits: [...marks, ...edits], reasons };
}

/** Whether Modal still runs something of what a command is about: the file that it names with those that it imports, or the tree. */
function staysOnModal(
  text: TextSource,
  { target, span }: Command,
  { before, after }: TextContext,
): boolean {
  const old =
    target && findFile(filePath(target), text.path, foldersAt(text, span.start), treeOf(before));
  if (!old) return !movedToFal(after);
  const paths = new Set([old.names, ...reachable(old.names)].map(({ file }) => file));
  return after.files.some(({ path, uses }) => paths.has(path) && uses.some(isUnitUse));
}

function isUnitUse({ role, symbol }: Use): boolean {
  return role === 'decorator' && symbol.name.startsWith('modal.App.');
}

function movedToFal(after: Program): boolean {
  return imports(after, 'fal') && !imports(after, 'modal');
}

/** The rule with the longest command that `name` starts with. */
function ruleOf(name: string, rules: readonly Rule[]): Rule | undefined {
  const known = commandRules.get(rules) ?? longestFirst(rules);
  commandRules.set(rules, known);
  return known.find(({ command }) => `${name} `.startsWith(`${command} `))?.rule;
}

/** A command, and the rule that is about it. */
interface CommandRule {
  readonly command: string;
  readonly rule: Rule;
}

const commandRules = new WeakMap<readonly Rule[], readonly CommandRule[]>();

function longestFirst(rules: readonly Rule[]): readonly CommandRule[] {
  const found = rules.flatMap((rule) =>
    rule.matches.flatMap(({ role, symbol }) =>
      role === 'command' ? [{ rule, command: symbol }] : [],
    ),
  );
  return found.sort((a, b) => b.command.length - a.command.length);
}

/** What the mark of a rule above a place says. */
function markedAbove(
  { source }: TextSource,
  place: CommentPlace | undefined,
  rule: string,
): string | undefined {
  const above = place && source.slice(0, place.at).split(/\r?\n/).at(-2);
  return above?.split(`# TODO(modal-lint): ${rule}: `)[1];
}

/** A mark is a comment line above its place, where one can stand. */
function markAbove(
  { source }: TextSource,
  place: CommentPlace | undefined,
  reason: Reason,
): Edit[] {
  if (!place) return [];
  const { at, lead, newline } = place;
  const text = lead + markText(reason);
  const above = source.slice(0, at).split(/\r?\n/).at(-2) ?? '';
  return above.trim() === text.trim()
    ? []
    : [{ span: { start: at, end: at }, text: text + newline }];
}

/** Modal's token in the environment of a job: fal's key stands there, as soon as something of the program runs on fal. */
function planTokens(text: TextSource, { after, rules, options }: TextContext): TextPart[] {
  if (text.language !== 'yaml') return [];
  const rule = ruleOf('modal token set', rules)?.id;
  if (rule === undefined || !imports(after, 'fal')) return [];
  return convertTokens(text.source, imports(after, 'modal')).flatMap((token): TextPart[] => {
    const { span, edits, todo, comment } = token;
    if (options.keepsText?.(text, rule, span.start) === true) return [];
    const reason: Reason = { rule, verdict: 'manual', message: todo, span };
    const marks = markAbove(text, comment, reason);
    return [{ rule, verdict: 'manual', edits: [...marks, ...edits], reasons: [reason] }];
  });
}

/** What the command's file became; nothing where the file is not in the tree or was not converted. */
function targetsFor(
  text: TextSource,
  { target, span }: Command,
  { before, after }: TextContext,
): DeployTargets {
  const found = new Map<string, TargetFile>();
  if (!target) return found;
  const wanted = filePath(target);
  const old = findFile(wanted, text.path, foldersAt(text, span.start), treeOf(before));
  const converted = old && after.files.find((file) => file.path === old.path);
  if (!old || !converted) return found;
  const shown = target.module ? wanted : target.path;
  // A file that Modal still runs, or nobody, is no file that fal could run.
  const nothing: TargetFile = { path: shown, units: [], entrypoints: [] };
  const own = targetFile(shown, old.names, converted.names) ?? nothing;
  const brought = broughtBy(old, before, after, target.selector).flatMap(({ file, units }) =>
    units.map((unit) => ({ ...unitOf(unit), path: pathFrom(old.path, shown, file.path) })),
  );
  const onModal = converted.uses.length > 0;
  found.set(target.path, { ...own, units: [...own.units, ...brought], onModal });
  return found;
}

/** The path of `other` as it is written where `path` is written `shown`. */
function pathFrom(path: string, shown: string, other: string): string {
  const plain = shown.replace(/^(?:\.{1,2}\/)+/, '');
  const lead = shown.slice(0, shown.length - plain.length);
  const base = path.endsWith(plain) ? path.slice(0, path.length - plain.length).split('/') : [];
  const parts = other.split('/');
  // The last of `a/b/` is empty.
  const folders = base.slice(0, -1);
  const common = folders.findIndex((folder, i) => folder !== parts[i]);
  const shared = common === -1 ? folders.length : common;
  const up = '../'.repeat(folders.length - shared);
  return `${up === '' || lead !== './' ? lead : ''}${up}${parts.slice(shared).join('/')}`;
}

/** Whether a file of the program imports a module. */
function imports(program: Program, module: string): boolean {
  return importedModules(program).has(module);
}
