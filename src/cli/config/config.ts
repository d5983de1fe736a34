import { relative } from 'node:path';
import type { MachineTypes } from '../../convert/plan.ts';
import { selectors } from '../../lint/config.ts';
import type { Severity } from '../../model/diagnostic.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { UsageError } from '../exit.ts';
import { namedFile, nearestFile, type ConfigFile } from './config-file.ts';
import { ConfigReader, isTable } from './config-reader.ts';

/** A configuration file, understood. */
export interface Config {
  /** The folder that its paths and globs start from. */
  readonly folder: string;
  readonly select?: readonly string[];
  readonly ignore: readonly string[];
  readonly severity: ReadonlyMap<string, Severity>;
  readonly perFileIgnores: readonly (readonly [glob: string, rules: readonly string[]])[];
  /** In place of the folders that are left out by default. */
  readonly exclude?: readonly string[];
  readonly extendExclude: readonly string[];
  readonly forceExclude: boolean;
  readonly falOwner?: string;
  readonly machineTypes?: MachineTypes;
  readonly baseline?: string;
  readonly format?: string;
}

/** Where and what to read: a file by name, the nearest one, or none. */
export async function readConfig(
  folder: string,
  ruleSet: RuleSet,
  { file, isolated }: { readonly file: string | undefined; readonly isolated: boolean },
): Promise<Config> {
  if (isolated) return emptyConfig(folder);
  const found = file === undefined ? nearestFile(folder) : namedFile(folder, file);
  return found ? parse(found, ruleSet) : emptyConfig(folder);
}

function emptyConfig(folder: string): Config {
  return {
    folder,
    ignore: [],
    severity: new Map(),
    perFileIgnores: [],
    extendExclude: [],
    forceExclude: false,
  };
}

async function parse(file: ConfigFile, ruleSet: RuleSet): Promise<Config> {
  const { parse: parseToml, TomlError } = await import('smol-toml');
  const place = relative(process.cwd(), file.path) || file.path;
  try {
    const value: unknown = parseToml(file.text.replace(/^\ufeff/, ''));
    const own = file.table.reduce<unknown>((at, key) => (isTable(at) ? at[key] : undefined), value);
    return new ConfigReader(file, place, selectors(ruleSet)).read(own ?? {});
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new UsageError(`${place}:${error.line}:${error.column}: this is not TOML: ${message}.`);
  }
}
