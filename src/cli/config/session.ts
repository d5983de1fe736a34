import type { Choices } from '../../convert/plan.ts';
import { selectors, type LintConfig } from '../../lint/config.ts';
import { nearest } from '../../text/nearest.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { Arguments } from '../usage/arguments.ts';
import { readConfig, type Config } from './config.ts';
import { globMatchers } from '../files/excludes.ts';
import { UsageError } from '../exit.ts';
import { readRules } from '../rules-file.ts';

/** What every command that looks at files starts from. */
export interface Session {
  readonly args: Arguments;
  readonly ruleSet: RuleSet;
  readonly config: Config;
  /** Files parsed at a time. */
  readonly jobs: number;
  readonly choices: Choices;
}

/** Reads the rule set and the configuration. */
export async function openSession(args: Arguments): Promise<Session> {
  const ruleSet = readRules(args.text('rules'));
  const place = { file: args.text('config'), isolated: args.has('isolated') };
  const config = await readConfig(process.cwd(), ruleSet, place);
  const owner = args.text('fal-owner') ?? config.falOwner;
  const words = args.list('machine-types');
  const machineTypes = words
    ? (await import('./machine-types.ts')).machineTypesOf(words, config.machineTypes)
    : config.machineTypes;
  const choices = { ...(owner !== undefined && { owner }), ...(machineTypes && { machineTypes }) };
  return { args, ruleSet, config, jobs: args.count('jobs') ?? 6, choices };
}

/** What each file is linted with: flags go before the configuration, `per-file-ignores` add to it. */
export async function lintConfigs({
  args,
  ruleSet,
  config,
}: Session): Promise<(path: string) => LintConfig> {
  const rules = (flag: string): readonly string[] | undefined => {
    const names = args.list(flag);
    const known = names && selectors(ruleSet);
    for (const name of names ?? []) if (known) checkSelector(flag, name, known);
    return names;
  };
  const asked = rules('select');
  const extended = rules('extend-select') ?? [];
  const selected = asked ?? config.select;
  const select = selected && [...selected, ...extended];
  const ignored = asked ? [] : config.ignore.filter((name) => !extended.includes(name));
  const ignore = [...ignored, ...(rules('ignore') ?? [])];
  const base: LintConfig = { ...(select && { select }), ignore, severity: config.severity };
  return perFile(base, config);
}

/** One configuration for all files with the same extra ignores: what depends on it is made once. */
async function perFile(base: LintConfig, config: Config): Promise<(path: string) => LintConfig> {
  const { perFileIgnores, folder } = config;
  if (perFileIgnores.length === 0) return () => base;
  const globs = perFileIgnores.map(([glob]) => glob);
  const matchers = await globMatchers(globs, folder);
  const made = new Map<string, LintConfig>();
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const hits = perFileIgnores.filter((_, index) => matchers[index]?.(path, name));
    const key = hits.map(([glob]) => glob).join('\n');
    const known = made.get(key);
    if (known) return known;
    const ignore = [...base.ignore, ...hits.flatMap(([, rules]) => rules)];
    const own = { ...base, ignore };
    made.set(key, own);
    return own;
  };
}

function checkSelector(flag: string, name: string, known: ReadonlySet<string>): void {
  if (known.has(name)) return;
  const meant = nearest(name, known);
  const hint = meant === undefined ? '`modal-lint rules` lists them' : `did you mean \`${meant}\``;
  throw new UsageError(`\`--${flag}\` names \`${name}\`, which is no rule or topic; ${hint}.`);
}
