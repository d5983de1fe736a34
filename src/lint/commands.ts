import type { Rule } from '../model/rule.ts';
import { findCommands, type Command } from '../text/command.ts';
import { mayHoldCommand, type TextLanguage } from '../text/language.ts';
import type { PythonText } from '../text/python.ts';
import type { Draft } from './draft.ts';
import { commandMessage, ruleHelp } from './messages.ts';

/** `modal deploy`, `"modal", "deploy"`: most Python files that name Modal have nothing of the kind. */
const COMMAND_LIKE = /\bmodal(?:[ \t]+[^\s=(.:)\]]|[ \t]*\\\r?\n|["'][ \t]*,)/;

/** Whether Python code may hold a command in a comment or a string: cheap, may say yes in vain. */
export function pythonMayHoldCommand(source: string): boolean {
  return COMMAND_LIKE.test(source) && mayHoldCommand(source);
}

/** The commands of a text that a rule owns. */
export function commandDrafts(
  source: string,
  language: TextLanguage,
  rules: readonly Rule[],
  texts?: readonly PythonText[],
): Draft[] {
  return findCommands(source, language, texts).flatMap((command) => {
    const rule = commandOwner(command.name, rules);
    return rule ? [commandDraft(command, rule)] : [];
  });
}

function commandDraft(command: Command, rule: Rule): Draft {
  const { id, url, verdict } = rule;
  const { nameSpan: span, name: symbol } = command;
  const message = commandMessage(command, rule);
  return { rule: id, message, help: ruleHelp(rule), url, verdict, span, symbol };
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
