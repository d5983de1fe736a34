import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RuleSet, SdkEntry, SdkFile } from '../model/rule-set.ts';
import { codeOf, messageOf, UsageError } from './exit.ts';

/** Reads the rule set of this package, or another one. */
export function readRules(file: string | undefined): RuleSet {
  if (file === undefined) return ownRules(packageFile('rules/rules.json'));
  const path = resolve(file);
  try {
    return parseRules(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`The rule set \`${file}\` cannot be read: ${messageOf(error)}`);
  }
}

/** The version of this package. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(packageFile('package.json'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion && typeof manifest.version === 'string' ? manifest.version : '0.0.0';
}

/** A file of this package: above the built program, or above the source. */
function packageFile(name: string): string {
  for (const above of ['..', '../..', '../../..']) {
    try {
      return readFileSync(join(import.meta.dirname, above, name), 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw new Error(`\`${name}\` is missing from this package; install it again.`);
}

/** How `compile` starts the inventory: the last part of the file, a line a symbol. */
const SYMBOLS = '"symbols":{\n';
const END = '\n}}}\n';

/**
 * The rule set of this package. Its inventory is half of the file, and a run asks for few of the thousand symbols: their lines
 * are parsed one by one.
 */
function ownRules(text: string): RuleSet {
  const at = text.lastIndexOf(SYMBOLS);
  if (at < 0 || !text.endsWith(END)) return parseRules(text);
  const { sdk, ...rest } = parseRules(`${text.slice(0, at)}"symbols":{}}}`);
  const rows = text.slice(at + SYMBOLS.length, -END.length).split(',\n');
  return { ...rest, sdk: new OwnSdk(sdk, rows) };
}

class OwnSdk implements SdkFile {
  readonly roots: SdkFile['roots'];
  readonly past: SdkFile['past'];
  readonly keywords: SdkFile['keywords'];
  private readonly rows: readonly string[];
  private byName: ReadonlyMap<string, string> | undefined;

  constructor({ roots, past, keywords }: SdkFile, rows: readonly string[]) {
    this.roots = roots;
    this.past = past;
    this.keywords = keywords;
    this.rows = rows;
  }

  readonly symbol = (name: string): SdkEntry | undefined => {
    this.byName ??= new Map(this.rows.map((row) => [row.slice(1, row.indexOf('"', 1)), row]));
    const row = this.byName.get(name);
    return row === undefined ? undefined : (JSON.parse(row.slice(name.length + 3)) as SdkEntry);
  };

  get symbols(): SdkFile['symbols'] {
    return JSON.parse(`{${this.rows.join()}}`) as SdkFile['symbols'];
  }
}

/** The form is checked by the package's own tests; here only that it is one that this program knows. */
function parseRules(text: string): RuleSet {
  const value: unknown = JSON.parse(text);
  if (!isRuleSet(value)) throw new Error('it is no rule set of version 1.');
  return value;
}

function isRuleSet(value: unknown): value is RuleSet {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value) || value.version !== 1) return false;
  if (!('rules' in value) || !Array.isArray(value.rules)) return false;
  return 'sdk' in value && typeof value.sdk === 'object' && value.sdk !== null;
}
