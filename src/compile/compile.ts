import type { RuleSet, SdkEntry, SdkFile } from '../model/rule-set.ts';
import type { Topic } from '../concepts/topic.ts';
import { rulesOf } from './rules.ts';
import { ruleFile } from './yaml.ts';

/** What the table is compiled into. */
export interface Compiled {
  readonly ruleSet: RuleSet;
  /** Texts by path below `rules/`. */
  readonly files: ReadonlyMap<string, string>;
}

/** Compiles topics without mistakes into rules. */
export function compileTopics(topics: readonly Topic[], homepage: string, sdk: SdkFile): Compiled {
  const rules = topics.flatMap((topic) => rulesOf(topic, homepage));
  const ruleSet: RuleSet = { version: 1, homepage, rules, sdk: compactSdk(sdk) };
  const texts = rules.map((rule) => [`${rule.topic}/${rule.id}.yml`, ruleFile(rule, sdk)] as const);
  const files = new Map([
    ...texts,
    ['rules.json', ruleSetText(ruleSet)],
    ['sgconfig.yml', projectText(rules.map(({ topic }) => topic))],
  ]);
  return { ruleSet, files };
}

/** What the resolver needs at every start: kinds that it takes for granted are left out. */
function compactSdk({ roots, symbols, past, keywords }: SdkFile): SdkFile {
  const entries = Object.entries(symbols).map(([name, entry]) => [name, compactEntry(entry)]);
  return { roots, symbols: Object.fromEntries(entries) as SdkFile['symbols'], past, keywords };
}

const CALLABLE = new Set(['function', 'method', 'classmethod', 'decorator']);

function compactEntry({ kind, ...rest }: SdkEntry): SdkEntry {
  return kind === undefined || CALLABLE.has(kind) ? rest : { kind, ...rest };
}

/**
 * One rule and one name a line: a change is seen in a diff, and a run need not parse the lines that it does not ask for
 * (`src/cli/rules-file.ts`).
 */
function ruleSetText({ rules, sdk, ...head }: RuleSet): string {
  const { past, symbols, ...more } = sdk;
  const rows = rules.map((rule) => JSON.stringify(rule)).join(',\n');
  const start = JSON.stringify(head).slice(0, -1);
  const sdkStart = JSON.stringify(more).slice(0, -1);
  const names = `"past":{\n${tableText(past)}\n},"symbols":{\n${tableText(symbols)}\n}`;
  return inAscii(`${start},"rules":[\n${rows}\n],"sdk":${sdkStart},${names}}}\n`);
}

/** The lines of a table, sorted: its names are found by halving it. */
function tableText(table: Readonly<Record<string, object>>): string {
  return Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
    .join(',\n');
}

/** Read at every start, and one sign beyond Latin makes that twice as slow. */
function inAscii(json: string): string {
  return json.replace(
    /[^\0-\x7f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Lets `ast-grep scan --config rules/sgconfig.yml` run all rules. */
function projectText(topics: readonly string[]): string {
  const folders = [...new Set(topics)].map((topic) => `  - ${topic}\n`);
  return `# Written by \`npm run compile\`.\nruleDirs:\n${folders.join('')}`;
}
