import type { Diagnostic } from '../model/diagnostic.ts';
import type { Rule } from '../model/rule.ts';
import { findCommands } from '../text/command.ts';
import { mayHoldCommand } from '../text/language.ts';
import { commandAdvice } from './advice/command-advice.ts';
import type { CommandText, TargetsOf } from './advice/command-targets.ts';
import type { TableDraft } from './draft.ts';

/** `modal deploy`, `"modal", "deploy"`: most Python files that name Modal have nothing of the kind. */
const COMMAND_LIKE = /\bmodal(?:[ \t]+[^\s=(.:)\]]|[ \t]*\\\r?\n|["'][ \t]*,)/;

/** Whether Python code may hold a command in a comment or a string: cheap, may say yes in vain. */
export function pythonMayHoldCommand(source: string): boolean {
  return COMMAND_LIKE.test(source) && mayHoldCommand(source);
}

/** The commands of a text that a rule owns. */
export function commandDrafts(
  text: CommandText,
  rules: readonly Rule[],
  targetsOf: TargetsOf,
): TableDraft[] {
  return findCommands(text.source, text.language).flatMap((command) => {
    const rule = commandOwner(command.name, rules);
    if (!rule) return [];
    const advice = commandAdvice(command, rule, targetsOf(command, text));
    return [
      { ...advice, rule: rule.id, url: rule.url, span: command.nameSpan, symbol: command.name },
    ];
  });
}

/** Findings of a text with other advice for its commands: more files are known now. */
export function advisedAnew(
  found: readonly Diagnostic[],
  text: CommandText,
  rules: readonly Rule[],
  targetsOf: TargetsOf,
): Diagnostic[] {
  const drafts = commandDrafts(text, rules, targetsOf);
  return found.map((each) => {
    const draft = drafts.find(
      ({ rule, span }) => rule === each.rule && span.start === each.span.start,
    );
    return draft ? { ...each, ...draft } : each;
  });
}

/** The rule with the longest command that `name` starts with, word by word. */
export function commandOwner(name: string, rules: readonly Rule[]): Rule | undefined {
  let best: { rule: Rule; length: number } | undefined;
  for (const rule of rules) {
    for (const { role, symbol } of rule.matches) {
      const owns = role === 'command' && `${name} `.startsWith(`${symbol} `);
      if (owns && symbol.length > (best?.length ?? 0)) best = { rule, length: symbol.length };
    }
  }
  return best?.rule;
}
