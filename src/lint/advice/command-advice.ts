import type { Rule, Verdict } from '../../model/rule.ts';
import type { Command } from '../../text/command.ts';
import { gistOf } from '../../text/gist.ts';
import type { DeployTargets } from '../../text/targets.ts';
import { code, inSentence, ruleHelp, sentence } from '../messages.ts';

/** What a finding says of a command. */
export interface CommandAdvice {
  readonly message: string;
  readonly help: string;
  readonly verdict: Verdict;
}

/** More lines than these are counted, not shown. */
const MAX_LINES = 3;

/** What the conversion would make of a command: the same question, asked of what is known here. */
export function commandAdvice(command: Command, rule: Rule, targets: DeployTargets): CommandAdvice {
  const there = code(command.name);
  if (isOpenRun(command, targets)) return openRun(command);
  const { verdict, lines, reason = '' } = gistOf(command, targets);
  const why = reason.replace(/\.$/, '');
  if (verdict === 'manual' || verdict === 'no-equivalent') {
    const kind = verdict === 'manual' ? 'is converted by hand' : 'has no equivalent on fal';
    const message = `${there} is Modal's and ${kind}; ${inSentence(why)}.`;
    return { message, help: ruleHelp(rule), verdict };
  }
  const fal = listed(lines);
  const help = why === '' ? fal : `${fal} (${inSentence(why)})`;
  return { message: sentence(there, { modal: rule.modal, verdict }, fal), help, verdict };
}

function listed(lines: readonly string[]): string {
  const shown = lines.slice(0, MAX_LINES).map((line) => `\`${line}\``);
  const more = lines.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ');
}

/** `modal run f.py` of a file that nobody has seen: whether it has an entrypoint decides. */
function isOpenRun({ name, target }: Command, targets: DeployTargets): boolean {
  return name.endsWith('run') && target !== undefined && !targets.has(target.path);
}

function openRun({ name, target }: Command): CommandAdvice {
  const file = target?.literal === true && !target.module ? target.path : 'FILE';
  const fal = `\`python ${file}\` if the file has an entrypoint, else \`fal run\``;
  return {
    message: `${code(name)} is Modal's; write ${fal}.`,
    help: `${fal}, which passes no arguments`,
    verdict: 'manual',
  };
}
