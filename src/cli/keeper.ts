import type { TextSource } from '../convert/plan.ts';
import { enabledRules, type LintConfig } from '../lint/config.ts';
import { directivesIn } from '../lint/directives.ts';
import { lineReach, pythonReach } from '../lint/reach.ts';
import { isSuppressed, suppressionsOf, type Suppression } from '../lint/suppressions.ts';
import { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { ownerOf } from '../program/owner.ts';
import { readModule } from '../python/module.ts';
import type { Names } from '../python/names.ts';
import type { Module } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import type { Source } from './files/read.ts';

const SUPPRESSED = 'suppressed: a `modal-lint: ignore` comment covers';

/** Knows what a conversion must leave: what comments suppress, and what the configuration switches off. */
export class Keeper {
  private readonly ruleSet: RuleSet;
  private readonly configFor: (path: string) => LintConfig;
  private readonly enabled = new WeakMap<LintConfig, ReadonlySet<string>>();
  private readonly modules = new WeakMap<Module, readonly Suppression[]>();
  private readonly texts = new Map<string, readonly Suppression[]>();

  constructor(ruleSet: RuleSet, configFor: (path: string) => LintConfig) {
    this.ruleSet = ruleSet;
    this.configFor = configFor;
  }

  /** Why a use of the file at `path` must stay. */
  use(path: string, { module }: Names, use: Use): string | undefined {
    const rule = ownerOf(use, this.ruleSet.rules)?.id;
    if (rule === undefined) return undefined;
    if (this.isOff(path, rule)) return `\`${rule}\` is ignored or not selected for \`${path}\``;
    const found = isSuppressed(this.inModule(module), rule, use.span.start);
    return found ? `${SUPPRESSED} \`${rule}\`` : undefined;
  }

  /** Whether a command or requirement line must stay. */
  text(path: string, text: TextSource, rule: string, at: number): boolean {
    return this.isOff(path, rule) || isSuppressed(this.inText(text), rule, at);
  }

  /** Whether anything of these files may have to stay: mostly nothing has, and uses are not looked at one by one. */
  mayKeep(sources: readonly Pick<Source, 'path' | 'text'>[]): boolean {
    const { rules } = this.ruleSet;
    const narrow = new Set(sources.map(({ path }) => this.enabledAt(path)));
    return (
      sources.some(({ text }) => text.includes('modal-lint:')) ||
      [...narrow].some((enabled) => rules.some(({ id }) => !enabled.has(id)))
    );
  }

  private isOff(path: string, rule: string): boolean {
    return !this.enabledAt(path).has(rule);
  }

  private enabledAt(path: string): ReadonlySet<string> {
    const config = this.configFor(path);
    const known = this.enabled.get(config) ?? enabledRules(this.ruleSet, config);
    this.enabled.set(config, known);
    return known;
  }

  private inModule(module: Module): readonly Suppression[] {
    const known = this.modules.get(module) ?? inPython(module);
    this.modules.set(module, known);
    return known;
  }

  private inText(text: TextSource): readonly Suppression[] {
    const { source, language } = text;
    if (!source.includes('modal-lint:')) return [];
    const python = language === 'python';
    const known = this.texts.get(source) ?? (python ? inPython(readModule(source)) : inLines(text));
    this.texts.set(source, known);
    return known;
  }
}

function inPython(module: Module): readonly Suppression[] {
  const { source, comments } = module;
  if (!source.includes('modal-lint:')) return [];
  const directives = comments.flatMap((comment) => directivesIn(source, comment));
  return suppressionsOf(directives, pythonReach(module, new Lines(source)));
}

function inLines({ source, language }: TextSource): readonly Suppression[] {
  // A page that explains suppressions shows them; only a comment of its own means one.
  const directives = directivesIn(source, { start: 0, end: source.length }).filter(
    ({ span }) => language !== 'markdown' || source.startsWith('<!--', span.start),
  );
  return suppressionsOf(directives, lineReach(new Lines(source)));
}
