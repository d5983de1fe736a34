// Whole programs: converted to the byte, and executed on both SDKs.
//
//   UPDATE=1 npx vitest run test/corpus.test.ts     writes what the conversion gives; read the diff, it is a claim
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { Migration } from '../src/convert/plan.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import type { Answer } from '../src/verify/answers.ts';
import { startSdk, type Files, type Sdk } from '../src/verify/client.ts';
import { compareCalls, tell } from '../src/verify/compare.ts';
import { corpus, readCases, type Case } from './properties/corpus.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const resolver = makeSdk(rules.sdk);
const standins = fileURLToPath(new URL('sdk/standins', import.meta.url));
const env = ensurePythonEnv();
const update = process.env.UPDATE === '1';
const cases = readCases();

async function converted(before: Files): Promise<{ files: Files; migration: Migration }> {
  const sources = Object.entries(before)
    .filter(([path]) => path.endsWith('.py'))
    .map(([path, source]) => ({ path, source }));
  const migration = await migrate(await readProgram(sources, resolver), rules, { level: 'all' });
  const changed = migration.results.map(({ file, after }) => [file, after] as const);
  return { files: { ...before, ...Object.fromEntries(changed) }, migration };
}

describe('conversions', () => {
  test.each(cases)('$name', async ({ name, info, before, after }) => {
    const { files, migration } = await converted(before);
    if (update) write(name, files);
    else expect(files).toEqual(after);
    expect((await converted(files)).files).toEqual(files);
    const refused = [...migration.plans, ...migration.results].flatMap((one) => one.refused ?? []);
    const marks = Object.values(files).some((text) => text.includes('TODO(modal-lint)'));
    const left = Object.values(files).some((text) => /^\s*(?:import|from) modal\b/m.test(text));
    if (info.marks !== true)
      expect({ refused, marks, left }).toEqual({ refused: [], marks: false, left: false });
    else expect(marks || left || refused.length > 0).toBe(true);
  });
});

const missing = 'missing' in env ? env.missing : undefined;

test.runIf(missing !== undefined && process.env.CI === 'true')('the real SDKs are here', () => {
  expect.fail(`under CI the corpus must run: ${missing}`);
});

describe.skipIf(missing !== undefined)('on the real SDKs', () => {
  let sdk: Sdk;
  beforeAll(async () => {
    if ('python' in env) sdk = await startSdk(env.python, { standins });
  });
  afterAll(() => sdk.close());

  test.concurrent.each(cases)('$name', async (program) => {
    const { info, before } = program;
    const result = update ? (await converted(before)).files : program.after;
    const after = info.skipFal === undefined ? result : {};
    const modal = program.twin ?? (info.skipModal === undefined ? before : undefined);
    expect([
      ...(await importProblems(sdk, program, modal, after)),
      ...(await callProblems(sdk, program, modal, after)),
      ...(await runProblems(sdk, program, modal, after)),
    ]).toEqual([]);
  });
});

/** Every Python file compiles and imports, on its side; its apps build. */
async function importProblems(
  sdk: Sdk,
  { info }: Case,
  modal: Files | undefined,
  after: Files,
): Promise<string[]> {
  const options = { env: info.env ?? {} };
  const problems: string[] = [];
  for (const entry of pythonOf(modal ?? {})) {
    const answer = await sdk.importModal({ files: modal ?? {}, entry }, options);
    problems.push(...failure(answer, `\`${entry}\` under modal`));
  }
  for (const entry of pythonOf(after).filter((path) => isExecutable(after[path]))) {
    const answer = await sdk.importFal({ files: after, entry }, options);
    problems.push(...failure(answer, `\`${entry}\` under fal`));
    if (!answer.ok) continue;
    const { apps, functions } = answer.value;
    for (const { name, problems: found } of [...apps, ...functions]) {
      const told = found.map(({ stage, error }) => `${name}: ${stage}: ${tell(error)}`);
      // What is left for a person may still need Modal.
      problems.push(...told.filter((text) => !info.marks || !text.includes("named 'modal")));
    }
    for (const { name, unknownAttributes } of apps)
      problems.push(...unknownAttributes.map((attribute) => `${name}.${attribute} is unknown`));
  }
  return problems;
}

/** fal executes a file by its path, where a module that imports with dots has no package to start from. */
function isExecutable(source = ''): boolean {
  return /^import fal\b/m.test(source) || !/^\s*from \./m.test(source);
}

async function callProblems(
  sdk: Sdk,
  { info, entry }: Case,
  modal: Files | undefined,
  after: Files,
): Promise<string[]> {
  const { calls = [] } = info;
  if (calls.length === 0) return [];
  const options = { env: info.env ?? {} };
  const renamed = calls.map((call) => ({
    ...call,
    unit: info.falUnits?.[call.unit] ?? call.unit,
  }));
  const [before, fal] = await Promise.all([
    sdk.callModal({ files: modal ?? {}, entry }, calls, options),
    sdk.callFal({ files: after, entry }, renamed, options),
  ]);
  const names = calls.map((call) => JSON.stringify(call));
  return [...compareCalls({ before, after: fal }, names).differences];
}

async function runProblems(
  sdk: Sdk,
  { info, entry }: Case,
  modal: Files | undefined,
  after: Files,
): Promise<string[]> {
  const options = { env: info.env ?? {} };
  const problems: string[] = [];
  for (const [index, argv] of (info.run ?? []).entries()) {
    const fal = await sdk.runFal({ files: after, entry, argv }, options);
    const launcher = info.launcher ?? 'modal';
    const chosen = info.choose === true ? `${entry}::${argv[0] ?? ''}` : undefined;
    const asked = chosen === undefined ? { argv } : { argv: argv.slice(1), target: chosen };
    const run = modal && (await sdk.runModal({ files: modal, entry, launcher, ...asked }, options));
    problems.push(...failure(fal, 'the run under fal'));
    if (run) problems.push(...failure(run, 'the run under modal'));
    const expected = run ? run.output.stdout : info.prints?.[index];
    const printed = fal.output.stdout;
    if (printed !== expected)
      problems.push(`it prints ${JSON.stringify(expected)} and then ${JSON.stringify(printed)}`);
  }
  return problems;
}

function failure(answer: Answer<unknown>, what: string): string[] {
  const blocked = answer.blocked.map((thing) => `${what}: ${thing}`);
  return answer.ok ? blocked : [`${what}: ${tell(answer.error)}`, ...blocked];
}

function pythonOf(files: Files): string[] {
  return Object.keys(files).filter((path) => path.endsWith('.py'));
}

function write(name: string, files: Files): void {
  const folder = `${corpus}/${name}/after`;
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    writeFileSync(`${folder}/${path}`, text);
  }
}
