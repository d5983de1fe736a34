import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PastEntry, RuleSet, SdkEntry, SdkFile } from '../model/rule-set.ts';
import type { Rule } from '../model/rule.ts';
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

/** A file of this package, all of them ASCII: above the built program, or above the source. */
function packageFile(name: string): string {
  for (const above of ['..', '../..', '../../..']) {
    try {
      return readFileSync(join(import.meta.dirname, above, name), 'latin1');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw new Error(`\`${name}\` is missing from this package; install it again.`);
}

/** The lines between which `compile` writes a rule, a name of the past, a symbol a line. */
const RULES = '"rules":[\n';
const PAST = ',"past":{\n';
const SYMBOLS = '\n},"symbols":{\n';
const END = '\n}}}\n';

/**
 * The rule set of this package. A run asks for few of the thousand names, and for most of the rules only what they match:
 * what it does not ask for is not parsed, which would take a short run longer than to read a file.
 */
function ownRules(text: string): RuleSet {
  const [rules, sdk] = [text.indexOf(RULES), text.indexOf('\n],"sdk":')];
  const past = text.indexOf(PAST, sdk);
  const symbols = text.indexOf(SYMBOLS, past);
  if (rules < 0 || sdk < 0 || past < 0 || symbols < 0 || !text.endsWith(END))
    return parseRules(text);
  const head = parseRules(`${text.slice(0, rules)}"rules":[${text.slice(sdk + 1, past)}}}`);
  return {
    ...head,
    rules: rulesOf(text.slice(rules + RULES.length, sdk)),
    sdk: new OwnSdk(
      head.sdk,
      new NameTable(text, past + PAST.length, symbols),
      new NameTable(text, symbols + SYMBOLS.length, text.length - END.length),
    ),
  };
}

/** Where what a run asks of the rules that it meets starts in their lines. */
const REST = ',"modal":';

function rulesOf(text: string): Rule[] {
  const lines = text.split(',\n');
  const heads = lines.map((line) => `${line.slice(0, line.indexOf(REST))}}`);
  const parsed = JSON.parse(`[${heads.join()}]`) as readonly RuleHead[];
  return parsed.map((head, index) => new OwnRule(head, lines[index] ?? ''));
}

type RuleHead = Pick<Rule, 'id' | 'topic' | 'verdict' | 'matches'>;

class OwnRule implements Rule {
  readonly id: string;
  readonly topic: string;
  readonly verdict: Rule['verdict'];
  readonly matches: Rule['matches'];
  private readonly line: string;
  private parsed: Rule | undefined;

  constructor({ id, topic, verdict, matches }: RuleHead, line: string) {
    this.id = id;
    this.topic = topic;
    this.verdict = verdict;
    this.matches = matches;
    this.line = line;
  }

  private get whole(): Rule {
    return (this.parsed ??= JSON.parse(this.line) as Rule);
  }

  /** What is printed as JSON is the rule, not how it is kept. */
  toJSON(): Rule {
    return this.whole;
  }

  get modal(): string {
    return this.whole.modal;
  }

  get fal(): string {
    return this.whole.fal;
  }

  get notes(): string {
    return this.whole.notes;
  }

  get reason(): string | undefined {
    return this.whole.reason;
  }

  get rewrite(): Rule['rewrite'] {
    return this.whole.rewrite;
  }

  get values(): Rule['values'] {
    return this.whole.values;
  }

  get url(): string {
    return this.whole.url;
  }

  get docs(): Rule['docs'] {
    return this.whole.docs;
  }

  get source(): Rule['source'] {
    return this.whole.source;
  }
}

class OwnSdk implements SdkFile {
  readonly roots: SdkFile['roots'];
  readonly keywords: SdkFile['keywords'];
  private readonly pastNames: NameTable;
  private readonly symbolNames: NameTable;

  constructor({ roots, keywords }: SdkFile, past: NameTable, symbols: NameTable) {
    this.roots = roots;
    this.keywords = keywords;
    this.pastNames = past;
    this.symbolNames = symbols;
  }

  readonly symbol = (name: string): SdkEntry | undefined => {
    return this.symbolNames.find(name) as SdkEntry | undefined;
  };

  readonly gone = (name: string): PastEntry | undefined => {
    return this.pastNames.find(name) as PastEntry | undefined;
  };

  get symbols(): SdkFile['symbols'] {
    return this.symbolNames.all() as SdkFile['symbols'];
  }

  get past(): SdkFile['past'] {
    return this.pastNames.all() as SdkFile['past'];
  }
}

/** A part of a text with a name and what it stands for a line, in the order of the names. */
class NameTable {
  private readonly text: string;
  private readonly start: number;
  private readonly end: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  all(): unknown {
    return JSON.parse(`{${this.text.slice(this.start, this.end)}}`);
  }

  find(name: string): unknown {
    const { text } = this;
    let { start, end } = this;
    while (start < end) {
      const line = Math.max(start, text.lastIndexOf('\n', (start + end) >> 1) + 1);
      const quote = text.indexOf('"', line + 1);
      const found = text.slice(line + 1, quote);
      const next = text.indexOf('\n', quote);
      if (found === name)
        return JSON.parse(text.slice(quote + 2, text[next - 1] === ',' ? next - 1 : next));
      if (found < name) start = next + 1;
      else end = line - 1;
    }
    return undefined;
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
