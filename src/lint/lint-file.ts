import type { Diagnostic } from '../model/diagnostic.ts';
import { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Rule } from '../model/rule.ts';
import type { Span } from '../model/span.ts';
import { ownerOf } from '../program/owner.ts';
import type { ProgramFile } from '../program/program.ts';
import type { Module } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import { NO_TARGETS, type TargetsOf } from './advice/command-targets.ts';
import { addressDrafts } from './addresses.ts';
import { commandDrafts, pythonMayHoldCommand } from './commands.ts';
import type { LintConfig } from './config.ts';
import { directivesIn } from './directives.ts';
import type { Draft } from './draft.ts';
import { dictItemDrafts } from './dict-items.ts';
import { judge } from './judge.ts';
import { shownSource } from './mask.ts';
import {
  importMessage,
  ruleHelp,
  thereIn,
  useMessage,
  valueHelp,
  valueMessage,
} from './messages.ts';
import { pythonReach } from './reach.ts';
import { requirementDrafts } from './requirements.ts';
import { marks, placeholders } from './todo.ts';
import { unresolved } from './unresolved.ts';
import { useAdvice, type Around } from './advice/use-advice.ts';
import { valueAdvice } from './advice/value-advice.ts';

/** Every finding in a Python file, in source order. */
export function lintFile(
  file: Pick<ProgramFile, 'path' | 'names' | 'uses'>,
  ruleSet: RuleSet,
  config: LintConfig,
  targetsOf: TargetsOf = NO_TARGETS,
): Diagnostic[] {
  const { path, names, uses } = file;
  const { module } = names;
  const { source } = module;
  const { rules } = ruleSet;
  const lines = new Lines(source);
  const drafts = [
    ...useDrafts(file, rules),
    ...(pythonMayHoldCommand(source)
      ? commandDrafts({ path, source, language: 'python' }, rules, targetsOf)
      : []),
    ...requirementDrafts(source, path, 'python', rules),
    ...addressDrafts(source, rules),
    ...commentsWith('TODO(modal-lint)', module).flatMap((comment) => marks(source, comment, rules)),
    ...placeholders(module),
    ...unresolved(names, uses),
    ...(uses.length > 0 || importsSdk(source) ? parseErrors(module, lines) : []),
  ];
  const own = commentsWith('modal-lint:', module);
  const directives = own.flatMap((comment) => directivesIn(source, comment));
  const reach = pythonReach(module, lines);
  return judge({ path, drafts, directives, reach, lines }, ruleSet, config);
}

/** Most files carry no word of the linter: their comments are not looked at one by one. */
function commentsWith(word: string, { source, comments }: Module): readonly Span[] {
  return source.includes(word) ? comments : [];
}

function useDrafts(
  file: Pick<ProgramFile, 'path' | 'names' | 'uses'>,
  rules: readonly Rule[],
): Draft[] {
  const shown = shownSource(file);
  const items = dictItemDrafts(file.names, file.uses, rules, shown);
  const drafts = importedTogether(file.uses).flatMap((uses) => {
    const rule = ownerOf(uses[0], rules);
    if (!rule) return [];
    return [
      uses[1] ? importDraft(uses, rule, shown) : useDraft(uses[0], rule, { ...file, rules }, shown),
    ];
  });
  return [...drafts, ...items];
}

/** The uses one by one, but for the names that one statement imports: those are one thing to change. */
function importedTogether(uses: readonly Use[]): [Use, ...Use[]][] {
  const found: [Use, ...Use[]][] = [];
  for (const use of uses) {
    const before = found.at(-1);
    if (use.stmt && before?.[0].stmt === use.stmt) before.push(use);
    else found.push([use]);
  }
  return found;
}

function importDraft(uses: readonly [Use, ...Use[]], rule: Rule, shown: string): Draft {
  const [{ span: first, symbol }] = uses;
  const span = { start: first.start, end: uses.at(-1)?.span.end ?? first.end };
  const { id, url, verdict } = rule;
  const message = importMessage(uses, rule, shown);
  return { rule: id, message, help: ruleHelp(rule), url, verdict, span, symbol: symbol.name };
}

function useDraft(use: Use, rule: Rule, around: Around, shown: string): Draft {
  const { id, url } = rule;
  const symbol = use.symbol.name;
  const advice = valueAdvice(use, rule, around.names);
  const own = advice ? undefined : useAdvice(use, rule, thereIn(use, shown), around);
  const message = advice
    ? valueMessage(use, advice, shown)
    : (own?.message ?? useMessage(use, rule, shown));
  const help = advice ? valueHelp(advice) : (own?.help ?? ruleHelp(rule));
  const { verdict } = advice ?? rule;
  return { rule: id, message, help, url, verdict, span: use.span, symbol };
}

/** Whether a file says that it is about Modal even where its text cannot be read as Python. */
function importsSdk(source: string): boolean {
  return /^[ \t]*(?:import|from)[ \t]+modal\b/m.test(source);
}

/** The first place that is not Python: what follows from it is often the rest of the file. */
function parseErrors({ errors }: Module, lines: Lines): Draft[] {
  const [first] = errors;
  return first ? [parseError(first, lines.span(lines.position(first.start).line))] : [];
}

function parseError({ start, end }: Span, row: Span): Draft {
  const span = { start, end: Math.max(start, Math.min(end, row.end)) };
  const rule = 'parse-error';
  if (end === 0) return { rule, span, message: 'The file is nested too deeply to be read.' };
  const message = 'This is not Python; mend it to have the whole file linted.';
  return { rule, span, message };
}
