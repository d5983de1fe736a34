import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleSet } from '../model/rule-set.ts';
import { codeOf, messageOf, UsageError } from './exit.ts';

/** Reads the rule set of this package, or another one. */
export function readRules(file: string | undefined): RuleSet {
  if (file === undefined) return parseRules(packageFile('rules/rules.json'));
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
  for (const above of ['../', '../../', '../../../']) {
    try {
      return readFileSync(fileURLToPath(new URL(above + name, import.meta.url)), 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw new Error(`\`${name}\` is missing from this package; install it again.`);
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
