import { commandOwner } from '../../lint/commands.ts';
import { OWN_RULES } from '../../lint/own-rules.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { Rule } from '../../model/rule.ts';
import { makeSdk } from '../../python/inventory.ts';
import { nearest } from '../../text/nearest.ts';
import { UsageError } from '../exit.ts';

/** The rules that a word is about. */
export interface Meant {
  readonly rules: readonly Rule[];
  /** How the word comes to mean them. */
  readonly note?: string;
  /** The value that was asked for, in capitals: `T4`. */
  readonly value?: string;
}

/** What of Modal or fal a person means: a rule, a topic, a name of today or of the past, a keyword, a value, a command. */
export function meantBy(text: string, ruleSet: RuleSet): Meant {
  const asked = nameIn(text);
  const found =
    byId(asked.replaceAll(' ', '-'), text, ruleSet) ??
    byValue(text, ruleSet) ??
    byCommand(asked, ruleSet) ??
    byName(asked, ruleSet) ??
    byName(`modal.${asked}`, ruleSet) ??
    byKeyword(asked, ruleSet) ??
    byTail(asked, ruleSet) ??
    byTopic(asked, ruleSet) ??
    byFal(asked, ruleSet);
  if (found) return found;
  throw unknown(asked, ruleSet);
}

/** `@app.function(gpu="A100")` as people copy it: `App.function`. */
export function nameIn(text: string): string {
  return text
    .replace(/^[@`]+|[(=`].*$/gs, '')
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^app\./, 'App.');
}

function some(rules: readonly Rule[], more: Omit<Meant, 'rules'> = {}): Meant | undefined {
  return rules.length > 0 ? { rules, ...more } : undefined;
}

/** `app-function`; `import modal` is `import-modal`. What has a value asks for that. */
function byId(asked: string, text: string, { rules }: RuleSet): Meant | undefined {
  return text.includes('=') ? undefined : some(rules.filter(({ id }) => id === asked));
}

function byCommand(asked: string, { rules }: RuleSet): Meant | undefined {
  const command = commandOwner(asked, rules);
  return command && { rules: [command] };
}

const VALUE = /^`*(?:modal\.gpu\.|(\w+)\s*=\s*)?["']?([^"'`()]+)["']?(?:\(\))?`*$/;

/** `T4`, `H100:2`, `gpu="T4"`, `modal.gpu.T4()`: a value that a rule has a row for. */
function byValue(text: string, { rules }: RuleSet): Meant | undefined {
  const [, keyword, written = ''] = VALUE.exec(text) ?? [];
  const value = written.toUpperCase();
  const [word] = value.split(':', 1);
  const found = rules.filter(
    ({ id, values }) =>
      (keyword === undefined || keyword === id) &&
      values?.some((row) => row.values.some((one) => one === word)),
  );
  return some(found, { value });
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
  const today = Object.values(sdk.keywords).find((of) => Object.hasOwn(of, asked))?.[asked];
  const keyword = today ?? asked;
  // The row about the keyword alone has the shortest id: `min-containers` before `function-update-autoscaler-min-containers`.
  const found = rules
    .filter(({ matches }) => matches.some((match) => match.keyword === keyword))
    .toSorted((a, b) => a.id.length - b.id.length);
  const note = `\`${asked}=\` is an old name of \`${keyword}=\`.`;
  return some(found, keyword === asked ? {} : { note });
}

/** `from_name`, `Cls.from_name`: the last words of a name. */
function byTail(asked: string, { rules }: RuleSet): Meant | undefined {
  return some(
    rules.filter(({ matches }) =>
      matches.some(({ symbol }) => symbol === asked || symbol.endsWith(`.${asked}`)),
    ),
  );
}

function byTopic(asked: string, { rules }: RuleSet): Meant | undefined {
  return some(
    rules.filter(({ topic }) => topic === asked),
    { note: `\`${asked}\` is a topic: these are its rules.` },
  );
}

/** `keep_alive`, `fal.App`, `fal deploy`: what takes the place of something of Modal's. */
function byFal(asked: string, { rules }: RuleSet): Meant | undefined {
  // Letters and `fal` itself stand in nearly every cell.
  if (!/\w{2}/.test(asked) || asked === 'fal') return undefined;
  const escaped = asked.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(?<![\\w.])(?:fal\\.)?${escaped}(?![\\w-])`);
  const codes = (rule: Rule): string => [...rule.fal.matchAll(/`([^`]*)`/g)].join(' ');
  return some(
    rules.filter((rule) => word.test(codes(rule))),
    { note: `\`${asked}\` on fal takes the place of:` },
  );
}

function unknown(asked: string, { rules, sdk }: RuleSet): UsageError {
  const names = [
    ...rules.map(({ id }) => id),
    ...OWN_RULES.map(({ id }) => id),
    ...new Set(rules.map(({ topic }) => topic)),
    ...rules.flatMap(({ matches }) => matches.map(({ symbol, keyword }) => keyword ?? symbol)),
    ...Object.keys(sdk.past),
    ...Object.values(sdk.keywords).flatMap((of) => Object.keys(of)),
  ];
  const near = nearest(asked, names) ?? nearestTail(asked, names);
  const hint =
    near === undefined ? '`modal-lint rules` lists the rules' : `did you mean \`${near}\``;
  return new UsageError(`\`${asked}\` is no rule and no name that a rule knows; ${hint}.`);
}

/** `Volum` is near to `modal.Volume`: what stands before the dot is not what was misspelt. */
function nearestTail(asked: string, names: readonly string[]): string | undefined {
  const root = 'modal.';
  const tails = names.flatMap((name) => (name.startsWith(root) ? [name.slice(root.length)] : []));
  const near = nearest(asked, tails);
  return near === undefined ? undefined : root + near;
}
