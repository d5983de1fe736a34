// Every fence of content/ with a role: converted, compared to the byte, and executed on the real SDKs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { loadConcepts, loadContext } from '../src/verify/content.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { examplesOf } from '../src/concepts/topic.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { checkExample } from '../src/verify/check-example.ts';
import { checkOnSdks } from '../src/verify/check-on-sdks.ts';
import { startSdk, type Sdk } from '../src/verify/client.ts';
import type { Problem } from '../src/verify/problem.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = JSON.parse(readFileSync(`${root}/rules/rules.json`, 'utf8')) as RuleSet;
const resolver = makeSdk(rules.sdk);
const { topics, messages } = readTopics(loadConcepts(`${root}/content`), loadContext());
const env = ensurePythonEnv();
const standins = fileURLToPath(new URL('sdk/standins', import.meta.url));

const told = (problems: readonly Problem[]): string[] =>
  problems.map(({ file, line, message }) => `${file}:${line} ${message}`);

test('the content has no mistakes', () => {
  expect(messages.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([]);
});

test.runIf('missing' in env && process.env.CI === 'true')('the real SDKs are here', () => {
  expect.fail(`under CI every example must run: ${'missing' in env ? env.missing : ''}`);
});

describe.each(topics)('$id', (topic) => {
  let sdk: Sdk | undefined;
  beforeAll(async () => {
    if ('python' in env) sdk = await startSdk(env.python, { standins });
  });
  afterAll(() => sdk?.close());

  const examples = examplesOf(topic).filter(
    ({ example }) => example.before[0]?.language === 'python',
  );
  test.each(
    examples.map((placed) => ({ placed, name: placed.example.name, section: placed.section.id })),
  )('$section: $name', async ({ placed }) => {
    const { problems, result } = await checkExample(placed, rules, resolver);
    expect(told(problems)).toEqual([]);
    if (!sdk) return;
    const executed = await checkOnSdks(placed, result, sdk);
    expect(told(executed.problems)).toEqual([]);
  });
});
