import type { Fence, PlacedExample } from '../concepts/topic.ts';
import { applyEdits } from '../convert/apply.ts';
import { VERSIONS } from '../convert/texts/requirements.ts';
import { findCommands, type Command } from '../text/command.ts';
import { convertCommand } from '../text/convert.ts';
import type { TextLanguage } from '../text/language.ts';
import { textLanguageOf } from '../text/language.ts';
import type { DeployTargets, ProgramFile } from '../text/targets.ts';
import { convertRequirement } from '../text/requirement.ts';
import { requirementsIn } from '../text/requirements-in.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { DEFAULT_CONFIG } from '../lint/config.ts';
import { lintTextFile, type TextFile } from '../lint/lint-text.ts';
import type { Checked } from './check-example.ts';
import { lineDiff } from './line-diff.ts';
import type { Problem } from './problem.ts';

/** What a command example may name: a file with one app, as the guide's other examples make it. */
const SAMPLE: ProgramFile = {
  path: 'app.py',
  units: [{ name: 'Model', kind: 'app', appName: 'model', served: true }],
  entrypoints: [{ name: 'main', parameters: ['prompt'] }],
};

/** Checks an example without Python: its rule fires, and what it is converted to is the `after` fence. */
export function checkCommands(placed: PlacedExample, ruleSet: RuleSet): Checked {
  const { example, topic } = placed;
  const problems: Problem[] = [];
  const results = new Map<string, string>();
  for (const fence of example.before) {
    const text = { path: fence.file, source: fence.code, language: languageOf(fence) };
    const found = lintTextFile(text, ruleSet, DEFAULT_CONFIG);
    const fires = found.some(({ rule }) => rule === example.rule);
    if (example.rule !== undefined && example.kind !== 'unchanged' && !fires) {
      problems.push({
        file: topic.file,
        line: fence.place.line,
        message: `\`${example.rule}\` does not fire`,
      });
    }
    const result = converted(text);
    results.set(fence.file, result);
    const after = example.after.find(({ file }) => file === fence.file);
    const expected = after?.code ?? (example.kind === 'rewrite' ? undefined : fence.code);
    if (expected !== undefined && expected !== result) {
      const message = `the conversion of \`${fence.file}\` is not what the fence says\n${lineDiff(expected, result)}`;
      problems.push({ file: topic.file, line: (after ?? fence).line, message });
    }
    const again = converted({ ...text, source: result });
    if (again !== result) {
      const message = `converting \`${fence.file}\` again changes it\n${lineDiff(result, again)}`;
      problems.push({ file: topic.file, line: (after ?? fence).line, message });
    }
  }
  return { problems, result: results };
}

function languageOf({ file, language }: Fence): TextLanguage {
  return (
    textLanguageOf(file) ??
    (language === 'yaml' ? 'yaml' : language === 'dockerfile' ? 'dockerfile' : 'shell')
  );
}

function converted({ path, source, language }: TextFile): string {
  const commands = findCommands(source, language).flatMap(
    (command) => convertCommand(command, targetsOf(command)).edits,
  );
  const requirements = requirementsIn(source, path, language).flatMap(
    (requirement) => convertRequirement(requirement, { fal: VERSIONS.fal }).edits,
  );
  return applyEdits(source, [...commands, ...requirements]);
}

function targetsOf({ target }: Command): DeployTargets {
  if (!target || target.module) return new Map();
  return new Map([[target.path, { ...SAMPLE, path: target.path }]]);
}
