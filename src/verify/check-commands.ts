import type { Fence, PlacedExample } from '../concepts/topic.ts';
import { applyEdits } from '../convert/apply.ts';
import { findCommands, type Command } from '../text/command.ts';
import { convertCommand } from '../text/convert.ts';
import type { TextLanguage } from '../text/language.ts';
import { textLanguageOf } from '../text/language.ts';
import type { DeployTargets, ProgramFile } from '../text/targets.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { commandOwner } from '../lint/commands.ts';
import type { Checked } from './check-example.ts';
import { lineDiff } from './line-diff.ts';
import type { Problem } from './problem.ts';

/** What a command example may name: a file with one app, as the guide's other examples make it. */
const SAMPLE: ProgramFile = {
  path: 'app.py',
  units: [{ name: 'Model', kind: 'app', appName: 'model', served: true }],
  entrypoints: [{ name: 'main', parameters: ['prompt'] }],
};

/** Checks an example whose language is a shell: each command's rule fires, and its conversion is the `after` fence. */
export function checkCommands(placed: PlacedExample, { rules }: RuleSet): Checked {
  const { example, topic } = placed;
  const problems: Problem[] = [];
  const result = new Map<string, string>();
  for (const fence of example.before) {
    const commands = findCommands(fence.code, languageOf(fence));
    const owned = commands.filter(({ name }) => commandOwner(name, rules)?.id === example.rule);
    if (example.rule !== undefined && example.kind !== 'unchanged' && owned.length === 0) {
      problems.push({
        file: topic.file,
        line: fence.place.line,
        message: `\`${example.rule}\` does not fire`,
      });
    }
    const text = converted(fence.code, commands);
    result.set(fence.file, text);
    const after = example.after.find(({ file }) => file === fence.file);
    const expected = after?.code ?? (example.kind === 'rewrite' ? undefined : fence.code);
    if (expected !== undefined && expected !== text) {
      const message = `the conversion of \`${fence.file}\` is not what the fence says\n${lineDiff(expected, text)}`;
      problems.push({ file: topic.file, line: (after ?? fence).line, message });
    }
    const again = converted(text, findCommands(text, languageOf(fence)));
    if (again !== text) {
      const message = `converting \`${fence.file}\` again changes it\n${lineDiff(text, again)}`;
      problems.push({ file: topic.file, line: (after ?? fence).line, message });
    }
  }
  return { problems, result };
}

function languageOf({ file, language }: Fence): TextLanguage {
  return (
    textLanguageOf(file) ??
    (language === 'yaml' ? 'yaml' : language === 'dockerfile' ? 'dockerfile' : 'shell')
  );
}

function converted(source: string, commands: readonly Command[]): string {
  return applyEdits(
    source,
    commands.flatMap((command) => convertCommand(command, targetsOf(command)).edits),
  );
}

function targetsOf({ target }: Command): DeployTargets {
  if (!target || target.module) return new Map();
  return new Map([[target.path, { ...SAMPLE, path: target.path }]]);
}
