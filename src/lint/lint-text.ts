import type { Diagnostic } from '../model/diagnostic.ts';
import { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TextLanguage } from '../text/language.ts';
import { NO_TARGETS, type TargetsOf } from './advice/command-targets.ts';
import { addressDrafts } from './addresses.ts';
import { commandDrafts } from './commands.ts';
import type { LintConfig } from './config.ts';
import { directivesIn } from './directives.ts';
import { judge } from './judge.ts';
import { lineReach } from './reach.ts';
import { requirementDrafts } from './requirements.ts';
import { marks } from './todo.ts';

/** A file that is not Python code: a script, a workflow, a Makefile, a page. */
export interface TextFile {
  readonly path: string;
  readonly source: string;
  readonly language: TextLanguage;
}

/** Every finding in a text that can hold commands, in source order. */
export function lintTextFile(
  file: TextFile,
  ruleSet: RuleSet,
  config: LintConfig,
  targetsOf: TargetsOf = NO_TARGETS,
): Diagnostic[] {
  const { path, source, language } = file;
  const lines = new Lines(source);
  const whole = { start: 0, end: source.length };
  const drafts = [
    ...commandDrafts(file, ruleSet.rules, targetsOf),
    ...requirementDrafts(source, path, language, ruleSet.rules),
    ...addressDrafts(source, ruleSet.rules),
    ...marks(source, whole, ruleSet.rules),
  ];
  // A page that explains suppressions shows them; only a comment of its own means one.
  const directives = directivesIn(source, whole).filter(({ span }) =>
    language === 'markdown' ? source.startsWith('<!--', span.start) : true,
  );
  return judge({ path, drafts, directives, reach: lineReach(lines), lines }, ruleSet, config);
}
