import { OWN_RULES, type OwnRule } from '../../lint/own-rules.ts';
import { explained } from '../../report/explained.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { meantBy, nameIn } from '../explain/meant.ts';
import { out } from '../output/terminal.ts';
import { readRules } from '../rules-file.ts';
import type { Arguments } from '../usage/arguments.ts';
import { COMMANDS } from '../usage/commands.ts';
import { commandHelp } from '../usage/help.ts';

/** Explains a rule, a name of Modal's (also one of the past) or of fal's, a keyword, a value or a command. */
export function runExplain(args: Arguments): ExitCode {
  const text = args.operands.join(' ').trim();
  const asked = nameIn(text);
  if (asked === '') throw new UsageError('`explain` needs a name: `modal-lint explain gpu`.');
  const own = OWN_RULES.find(({ id }) => id === asked);
  const json = args.text('format') === 'json';
  const command = COMMANDS.find(({ name }) => name === asked);
  if (command && !json) {
    out(`\`${asked}\` is a command of modal-lint.\n\n${commandHelp(command)}`);
    return EXIT.clean;
  }
  const { rules, note, value } = own ? { rules: [] } : meantBy(text, readRules(args.text('rules')));
  if (json) {
    out(`${JSON.stringify({ version: 1, asked, rules: own ? [own] : rules }, undefined, 2)}\n`);
  } else if (own) out(ownText(own));
  else {
    const lead = note === undefined ? [] : [`${note}\n`];
    out([...lead, ...rules.map((rule) => explained(rule, value))].join('\n'));
  }
  return EXIT.clean;
}

function ownText({ id, summary, severity }: OwnRule): string {
  return `${id}\n  what        ${summary}\n  severity    ${severity}\n`;
}
