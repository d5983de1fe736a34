import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts';
import type { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { enabledRules, severities, type LintConfig } from './config.ts';
import type { Directive } from './directives.ts';
import type { Draft } from './draft.ts';
import type { Reach } from './reach.ts';
import {
  isSuppressed,
  suppressionsOf,
  unusedSuppressions,
  type KnownRules,
} from './suppressions.ts';

/** What was found in one file, before the configuration and the file's comments have their say. */
export interface Findings {
  readonly path: string;
  readonly drafts: readonly Draft[];
  readonly directives: readonly Directive[];
  readonly reach: Reach;
  readonly lines: Lines;
}

interface Book extends KnownRules {
  readonly ruleSet: RuleSet;
  readonly severity: ReadonlyMap<string, Severity>;
}

/** Turns what was found into diagnostics: without disabled rules and suppressed findings, in source order. */
export function judge(found: Findings, ruleSet: RuleSet, config: LintConfig): Diagnostic[] {
  const { path, directives, reach, lines } = found;
  const book = bookOf(ruleSet, config);
  const enabled = found.drafts.filter((draft) => book.enabled.has(draft.rule));
  const suppressions = suppressionsOf(directives, reach);
  const kept = enabled.filter((draft) => !isSuppressed(suppressions, draft.rule, draft.span.start));
  if (book.enabled.has('unused-suppression')) {
    const unused = unusedSuppressions(directives, suppressions, found.drafts, book, lines);
    // `ignore-file[unused-suppression]`, and nothing less, silences these.
    kept.push(...unused.filter(({ span }) => !isNamed(suppressions, span.start)));
  }
  kept.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return kept.map((draft) => diagnostic(draft, path, lines, book));
}

function isNamed(suppressions: ReturnType<typeof suppressionsOf>, at: number): boolean {
  const named = suppressions.filter(({ directive }) => directive.ids !== undefined);
  return isSuppressed(named, 'unused-suppression', at);
}

function diagnostic(draft: Draft, file: string, lines: Lines, book: Book): Diagnostic {
  const severity = book.severity.get(draft.rule) ?? 'error';
  if (draft.verdict !== undefined) {
    // Name by name: copies of objects that grow have each a shape of its own, which takes more memory than what they hold.
    const { rule, message, help, url, verdict, span, symbol } = draft;
    const [start, end] = [lines.position(span.start), lines.position(span.end)];
    return { rule, message, help, url, verdict, span, symbol, file, severity, start, end };
  }
  // The linter's own rules stand on one page of the guide.
  const url = draft.url ?? `${book.ruleSet.homepage}/guide/configuration/#${draft.rule}`;
  const start = lines.position(draft.span.start);
  const end = lines.position(draft.span.end);
  const placed = { ...draft, url, file, severity, start, end };
  return draft.fix ? { ...placed, fix: fixIn(file, draft.fix) } : placed;
}

/** A rule of the linter does not know the file's path: its edits stand under an empty one. */
function fixIn(file: string, { edits, ...fix }: Fix): Fix {
  const renamed = Object.entries(edits).map(([path, list]) => [path || file, list] as const);
  return { ...fix, edits: Object.fromEntries(renamed) };
}

const books = new WeakMap<LintConfig, Book>();

/** What a rule set means under a configuration; made once for all files of a run. */
function bookOf(ruleSet: RuleSet, config: LintConfig): Book {
  const known = books.get(config);
  if (known?.ruleSet === ruleSet) return known;
  const severity = severities(ruleSet, config);
  const all = new Set(severity.keys());
  const book = { ruleSet, severity, all, enabled: enabledRules(ruleSet, config) };
  books.set(config, book);
  return book;
}
