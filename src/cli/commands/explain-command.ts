import { commandOwner } from '../../lint/commands.ts';
import { nearest } from '../../text/nearest.ts';
import { OWN_RULES, type OwnRule } from '../../lint/own-rules.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { Rule } from '../../model/rule.ts';
import { makeSdk } from '../../python/inventory.ts';
import type { Arguments } from '../usage/arguments.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { readRules } from '../rules-file.ts';
import { out } from '../output/terminal.ts';

/** Explains a rule, a name of Modal's (also one of the past), a keyword or a command. */
export function runExplain(args: Arguments): ExitCode {
  const ruleSet = readRules(args.text('rules'));
  const asked = nameIn(args.operands.join(' '));
  const own = OWN_RULES.find(({ id }) => id === asked);
  const { rules, note } = own ? { rules: [], note: undefined } : meant(asked, ruleSet);
  if (args.text('format') === 'json') {
    out(`${JSON.stringify({ version: 1, asked, rules: own ? [own] : rules }, undefined, 2)}\n`);
  } else if (own) out(ownText(own));
  else out([...(note === undefined ? [] : [`${note}\n`]), ...rules.map(ruleText)].join('\n'));
  return EXIT.clean;
}

/** `@app.function(gpu="A100")` as people copy it: `App.function`. */
function nameIn(text: string): string {
  return text
    .replace(/^@|[(=].*$/gs, '')
    .trim()
    .replace(/^app\./, 'App.');
}

interface Meant {
  readonly rules: readonly Rule[];
  readonly note?: string;
}

function meant(asked: string, ruleSet: RuleSet): Meant {
  const rule = ruleSet.rules.find(({ id }) => id === asked);
  if (rule) return { rules: [rule] };
  const command = commandOwner(asked, ruleSet.rules);
  if (command) return { rules: [command] };
  const found = byName(asked, ruleSet) ?? byName(`modal.${asked}`, ruleSet);
  if (found) return found;
  const keyword = byKeyword(asked, ruleSet);
  if (keyword) return keyword;
  const tail = ruleSet.rules.filter(({ matches }) =>
    matches.some(({ symbol }) => symbol.endsWith(`.${asked}`)),
  );
  if (tail.length > 0) return { rules: tail };
  throw unknown(asked, ruleSet);
}

/** The rules with the longest name that `name`, as it is called today, starts with. */
function byName(name: string, ruleSet: RuleSet): Meant | undefined {
  const symbol = makeSdk(ruleSet.sdk).lookup(name);
  if (!symbol) return undefined;
  const legacy = symbol.legacy !== undefined && symbol.legacy !== symbol.name;
  const note = legacy ? `\`${name}\` is an old name of \`${symbol.name}\`.` : undefined;
  for (let at = symbol.name; at.includes('.'); at = at.slice(0, at.lastIndexOf('.'))) {
    const rules = ruleSet.rules.filter(({ matches }) =>
      matches.some((match) => match.symbol === at && match.keyword === undefined),
    );
    if (rules.length > 0) return { rules, ...(note !== undefined && { note }) };
  }
  return undefined;
}

/** A keyword of today, or one of the past: `keep_warm` is `min_containers` now. */
function byKeyword(asked: string, { rules, sdk }: RuleSet): Meant | undefined {
  const today = Object.values(sdk.keywords).find((of) => asked in of)?.[asked];
  const keyword = today ?? asked;
  const found = rules.filter(({ matches }) => matches.some((match) => match.keyword === keyword));
  if (found.length === 0) return undefined;
  if (keyword === asked) return { rules: found };
  return { rules: found, note: `\`${asked}=\` is an old name of \`${keyword}=\`.` };
}

function unknown(asked: string, { rules, sdk }: RuleSet): UsageError {
  const names = [
    ...rules.map(({ id }) => id),
    ...OWN_RULES.map(({ id }) => id),
    ...rules.flatMap(({ matches }) => matches.map(({ symbol, keyword }) => keyword ?? symbol)),
    ...Object.keys(sdk.past),
  ];
  const near = nearest(asked, names) ?? nearest(`modal.${asked}`, names);
  const hint =
    near === undefined ? '`modal-lint rules` lists the rules' : `did you mean \`${near}\``;
  return new UsageError(`\`${asked}\` is no rule and no name that a rule knows; ${hint}.`);
}

const VERDICTS: Record<Rule['verdict'], string> = {
  rewrite: 'rewrite: converted, means the same',
  'rewrite-unsafe': 'rewrite-unsafe: converted, may behave differently',
  manual: 'manual: seen and marked, a person changes it',
  'no-equivalent': 'no equivalent on fal',
};

function ruleText({ id, modal, fal, notes, verdict, reason, url, docs }: Rule): string {
  const rows: [string, string | undefined][] = [
    ['Modal', modal],
    ['fal', fal],
    ['verdict', VERDICTS[verdict]],
    ['why', reason],
    ['notes', notes === '' ? undefined : notes],
    ['page', url],
    ['Modal docs', docs.modal],
    ['fal docs', docs.fal],
  ];
  const shown = rows.flatMap(([name, value]) => {
    return value === undefined ? [] : [`  ${name.padEnd(10)}  ${value}`];
  });
  return [id, ...shown, ''].join('\n');
}

function ownText({ id, summary, severity }: OwnRule): string {
  return `${id}\n  what        ${summary}\n  severity    ${severity}\n`;
}
