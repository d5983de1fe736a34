import { compileTopics } from '../compile/compile.ts';
import { examplesOf, type Example, type Fence } from '../concepts/topic.ts';
import { DEFAULT_CONFIG } from '../lint/config.ts';
import { lintFile } from '../lint/lint-file.ts';
import { lintTextFile } from '../lint/lint-text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { readProgram } from '../program/program.ts';
import { makeSdk } from '../python/inventory.ts';
import type { Sdk } from '../python/sdk.ts';
import { full } from '../report/full.ts';
import { textLanguageOf } from '../text/language.ts';
import type { Content, SourceTopic } from './read-content.ts';

/** More findings than this say nothing new. */
const MAX_SHOWN = 3;

/** What the linter prints for each example, in the terminal's colours; examples that it passes in silence are left out. */
export async function findingsOf({
  topics,
  homepage,
  sdkFile,
}: Content): Promise<ReadonlyMap<Example, string>> {
  const { ruleSet } = compileTopics(
    topics.map(({ topic }) => topic),
    homepage,
    sdkFile,
  );
  const sdk = makeSdk(ruleSet.sdk);
  const found = new Map<Example, string>();
  for (const { example } of topics.flatMap(({ topic }: SourceTopic) => examplesOf(topic))) {
    const text = await findingOf(example, ruleSet, sdk);
    if (text !== undefined) found.set(example, text);
  }
  return found;
}

async function findingOf(
  example: Example,
  ruleSet: RuleSet,
  sdk: Sdk,
): Promise<string | undefined> {
  const own = await lintExample(example, ruleSet, sdk);
  if (own.length === 0) return undefined;
  const shown = own.slice(0, MAX_SHOWN);
  const printed = full(
    {
      diagnostics: shown,
      sourceOf: (file) => example.before.find((fence) => fence.file === file)?.code,
    },
    true,
  ).trimEnd();
  const more = own.length - shown.length;
  return more === 0 ? printed : `${printed}\n\n… and ${more} more`;
}

async function lintExample(
  { before, rule }: Example,
  ruleSet: RuleSet,
  sdk: Sdk,
): Promise<readonly Diagnostic[]> {
  // As `--select` does it: a rule and a topic can have one name.
  const config = { ...DEFAULT_CONFIG, ...(rule !== undefined && { select: [rule] }) };
  const isPython = ({ language }: Fence): boolean => language === 'python';
  const sources = before.filter(isPython).map(({ file, code }) => ({ path: file, source: code }));
  const { files } = await readProgram(sources, sdk);
  const others = before
    .filter((fence) => !isPython(fence))
    .map(({ file, code }) => ({
      path: file,
      source: code,
      language: textLanguageOf(file) ?? 'text',
    }));
  return [
    ...files.flatMap((file) => lintFile(file, ruleSet, config)),
    ...others.flatMap((file) => lintTextFile(file, ruleSet, config)),
  ];
}
