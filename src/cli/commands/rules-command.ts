import type { Arguments } from '../usage/arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { ruleInfos } from '../output/reporters.ts';
import { readRules } from '../rules-file.ts';
import { out } from '../output/terminal.ts';

/** Lists the rules. */
export function runRules(args: Arguments): ExitCode {
  const ruleSet = readRules(args.text('rules'));
  const infos = ruleInfos(ruleSet);
  if (args.text('format') === 'json') {
    out(`${JSON.stringify({ version: 1, rules: infos }, undefined, 2)}\n`);
    return EXIT.clean;
  }
  const verdicts = new Map(ruleSet.rules.map(({ id, verdict }) => [id, verdict]));
  const width = Math.max(...infos.map(({ id }) => id.length));
  for (const { id, summary } of infos) {
    out(`${id.padEnd(width)}  ${(verdicts.get(id) ?? '').padEnd(14)}  ${summary}\n`);
  }
  return EXIT.clean;
}
