import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import type { CallReport, CallResult } from '../src/verify/answers.ts';
import { startSdk, type Call, type Sdk } from '../src/verify/client.ts';
import { compareCalls } from '../src/verify/compare.ts';
import type { Json, JsonObject } from '../src/verify/decode.ts';
import { differences } from './sdk/programs/differences.ts';
import { failures } from './sdk/programs/failures.ts';
import { falCalls, falProblems, falView } from './sdk/programs/fal.ts';
import { guideAfter, guideBefore, guideRepaired } from './sdk/programs/guide.ts';
import { modalCalls, modalView } from './sdk/programs/modal.ts';
import { pairs } from './sdk/programs/pairs.ts';
import { fal, modal } from './sdk/programs/program.ts';
import { mainBlock, runs } from './sdk/programs/runs.ts';
import { standins as standinsProgram, standinsPrint, stubs } from './sdk/programs/standins.ts';

const standins = fileURLToPath(new URL('sdk/standins', import.meta.url));
const env = ensurePythonEnv();
const missing = 'missing' in env ? env.missing : undefined;

test.runIf(missing !== undefined && process.env.CI === 'true')('the real SDKs are here', () => {
  expect.fail(`under CI the SDK tests must run: ${missing}`);
});

const title = missing === undefined ? 'on the real SDKs' : `on the real SDKs (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(title, () => {
  let sdk: Sdk;
  beforeAll(async () => {
    if ('python' in env) sdk = await startSdk(env.python, { standins });
  });
  afterAll(() => sdk.close());

  const call = (unit: string, method?: string, args: JsonObject = {}): Call =>
    method === undefined ? { unit, arguments: args } : { unit, method, arguments: args };

  /** The report of a job that must succeed, or the job's error as the failure. */
  function reportOf(answer: Awaited<ReturnType<Sdk['callFal']>>): CallReport {
    if (!answer.ok) expect.fail(`${answer.error.message}\n${answer.output.stderr}`);
    return answer.value;
  }

  const outcome = (result: CallResult | undefined): Json => {
    if (result === undefined) return 'no result';
    if (result.kind === 'value') return result.value;
    if (result.kind === 'unsupported') return `unsupported: ${result.reason}`;
    const { type, status, message } = result.error;
    return status === null ? `${type}: ${message}` : `${type} ${status}`;
  };

  describe('the class example of the published guide', () => {
    const calls = [call('TextToImage', 'generate', { prompt: 'a sunset' })];

    test('answers 422 when it is called as the guide says', async () => {
      const report = reportOf(await sdk.callFal(fal(guideAfter), calls));
      expect(report.results.map(outcome)).toEqual(['HTTP 422']);
      expect(report.results[0]).toMatchObject({
        error: { detail: [{ loc: ['query', 'prompt'], msg: 'Field required' }] },
      });
    });

    test('answers as Modal does when the parameters are a model', async () => {
      const before = modal(guideBefore);
      const after = fal(guideRepaired);
      const reports = await sdk.call({ before, after, calls });
      expect(compareCalls(reports, ['generate']).differences).toEqual([]);
      expect(reportOf(reports.after).results.map(outcome)).toEqual([{ size: [8, 8], steps: 30 }]);
      expect(reportOf(reports.after).lifecycle).toEqual({
        TextToImage: { setup: 1, teardown: 1, hooks: [] },
      });
    });
  });

  describe('both sides of a pair give the same', () => {
    test.each(pairs)('$title', async ({ before, after, calls, gives, env: variables }) => {
      const pair = { before: modal(before), after: fal(after), calls };
      const reports = await sdk.call(pair, variables === undefined ? {} : { env: variables });
      expect(reportOf(reports.before).results.map(outcome)).toEqual(gives);
      expect(
        compareCalls(
          reports,
          calls.map((each) => each.unit),
        ).differences,
      ).toEqual([]);
    });
  });

  describe('what a comparison notices', () => {
    test.each(differences)('$title', async ({ before, after, calls, says }) => {
      const reports = await sdk.call({ before: modal(before), after: fal(after), calls });
      const { same, differences } = compareCalls(
        reports,
        calls.map((each) => each.unit),
      );
      expect(differences).toEqual([expect.stringMatching(says)]);
      expect(same).toBe(false);
    });
  });

  describe("Modal's side", () => {
    test.each(modalCalls)('$title', async ({ code, calls, gives, hooks }) => {
      const report = reportOf(await sdk.callModal(modal(code), calls));
      expect(report.results.map(outcome)).toEqual(gives);
      expect(Object.values(report.lifecycle).flatMap((unit) => unit.hooks)).toEqual(hooks ?? []);
    });

    test('the view tells what the SDK was told', async () => {
      const answer = await sdk.importModal(modal(modalView));
      if (!answer.ok) expect.fail(answer.error.message);
      const [app] = answer.value.apps;
      expect(app?.functions[0]).toMatchObject({
        tag: 'train',
        gpus: ['A100:2'],
        cpu: 2,
        memory: 1024,
        secrets: [{ name: 'hf', keys: ['HF_TOKEN'] }],
        volumes: [{ path: '/cache', kind: 'Volume', name: 'weights' }],
        retries: 3,
        options: { timeout: 600 },
      });
      const lines = app?.functions[0]?.image?.flatMap((layer) => layer.commands ?? []);
      expect(lines).toContain('RUN python -m pip install numpy torch==2.4.0');
      expect(app?.classes[0]).toMatchObject({
        tag: 'Model',
        enter: ['first', 'second'],
        exit: ['close'],
        methods: [
          { name: 'stream', generator: true, async: true },
          { name: 'web', web: { kind: 'fastapi_endpoint', method: 'POST' } },
        ],
      });
      expect(app?.webEndpoints).toEqual(['Model.web']);
      expect(app?.entrypoints).toEqual([{ tag: 'main', parameters: ['n'], async: false }]);
    });
  });

  describe("fal's side", () => {
    test.each(falCalls)('$title', async ({ code, calls, gives }) => {
      const report = reportOf(await sdk.callFal(fal(code), calls));
      expect(report.results.map(outcome)).toEqual(gives);
    });

    test('the view tells options, endpoints and attributes that fal ignores', async () => {
      const answer = await sdk.importFal(fal(falView));
      if (!answer.ok) expect.fail(answer.error.message);
      const [app] = answer.value.apps;
      expect(app).toMatchObject({
        name: 'Greeter',
        appName: 'greeter',
        endpoints: [{ method: 'greet', path: '/' }],
        unknownAttributes: ['python_version', 'min_containers'],
        options: { host: { machine_type: 'GPU-A100', keep_alive: 300, max_concurrency: 4 } },
        problems: [],
      });
      expect(Object.keys((app?.openapi?.paths ?? {}) as JsonObject)).toEqual(['/', '/health']);
      expect(answer.value.functions[0]).toMatchObject({
        name: 'square',
        parameters: ['x'],
        options: { host: { machine_type: 'XS' }, environment: { requirements: ['numpy'] } },
      });
    });

    test.each(falProblems)('$title', async ({ files, stage, says }) => {
      const answer = await sdk.importFal({ files, entry: 'app.py' });
      if (!answer.ok) expect.fail(answer.error.message);
      const problems = answer.value.apps.flatMap((app) => app.problems);
      expect(problems.map((each) => [each.stage, each.error.message])).toEqual(
        stage === undefined ? [] : [[stage, expect.stringMatching(says)]],
      );
    });
  });

  describe('programs that are run', () => {
    test.each(runs)('$title', async ({ before, after, argv, prints, logs }) => {
      const [modalRun, falRun] = await Promise.all([
        sdk.runModal({ ...modal(before), argv }),
        sdk.runFal({ ...fal(after), argv }),
      ]);
      expect(modalRun.output.stderr).toBe('');
      expect(modalRun.output.stdout).toBe(prints);
      expect(falRun.output.stderr).toBe('');
      expect(falRun.output.stdout).toBe(prints);
      if (logs !== undefined) {
        expect([modalRun.output.logs, falRun.output.logs]).toEqual([logs, logs]);
      }
    });

    test('`python entry` runs the main block of a Modal program', async () => {
      const program = modal(mainBlock);
      const answer = await sdk.runModal({ ...program, argv: ['4'], launcher: 'python' });
      expect(answer).toMatchObject({ ok: true, output: { stdout: '16\n', logs: 'squaring 4\n' } });
    });

    test('a neighbour in another file is found by the name of its app', async () => {
      const neighbour =
        'import modal\n\napp = modal.App("math")\n\n\n@app.function()\ndef twice(x):\n    return 2 * x\n';
      const code = 'print(modal.Function.from_name("math", "twice").remote(21))';
      const program = modal(`@app.local_entrypoint()\ndef main():\n    ${code}\n`);
      const files = { ...program.files, 'math_app.py': neighbour };
      const answer = await sdk.runModal({ files, entry: 'app.py', argv: [] });
      expect(answer.output).toMatchObject({ stdout: '42\n', stderr: '' });
    });
  });

  describe('syntax', () => {
    test('errors carry file and line', async () => {
      const answer = await sdk.compile({
        'good.py': 'x = 1\n',
        'bad.py': 'x = 1\ndef f(:\n    pass\n',
        'null.py': 'a\0b',
      });
      expect(answer).toMatchObject({
        ok: true,
        value: [
          { file: 'bad.py', line: 2, message: 'invalid syntax' },
          { file: 'null.py', line: 1, message: expect.stringMatching('null bytes') as string },
        ],
      });
    });
  });

  describe('a job that goes wrong', () => {
    test.each(failures)('$title', async ({ code, options, says, blocked }) => {
      const answer = await sdk.importModal(modal(code), options ?? {});
      if (answer.ok) expect.fail('the job should have failed');
      expect(`${answer.error.type}: ${answer.error.message}`).toMatch(says);
      expect(answer.blocked).toEqual(blocked ?? []);
    });

    test('names the line of the program, not ours', async () => {
      const answer = await sdk.importModal(modal('def f():\n    return 1 / 0\n\n\nf()\n'));
      expect(answer).toMatchObject({
        error: {
          type: 'ZeroDivisionError',
          frames: [
            { file: 'app.py', line: 9, function: '<module>', text: 'f()' },
            { file: 'app.py', line: 6, function: 'f', text: 'return 1 / 0' },
          ],
        },
      });
    });

    test('leaves the next job alone', async () => {
      const kill = 'import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n';
      const [first] = await Promise.all([sdk.importModal(modal(kill))]);
      expect(first).toMatchObject({ ok: false, error: { type: 'DriverDied' } });
      expect(await sdk.compile({ 'a.py': '' })).toMatchObject({ ok: true, value: [] });
    });
  });

  test('keys and tokens of the caller do not reach a program', async () => {
    process.env.FAL_KEY = 'a:b';
    process.env.MODAL_TOKEN_ID = 'ak';
    const other = 'python' in env ? await startSdk(env.python) : sdk;
    const code =
      'import os\nprint(sorted(k for k in os.environ if k.startswith(("FAL", "MODAL"))))\n';
    const answer = await other.importModal(modal(`${code}print(os.listdir(os.environ["HOME"]))\n`));
    await other.close();
    delete process.env.FAL_KEY;
    delete process.env.MODAL_TOKEN_ID;
    expect(answer.output.stdout).toBe('[]\n[]\n');
  });

  test('two jobs run at once, more wait', async () => {
    const program = modal('import time\nprint(time.time())\ntime.sleep(0.5)\nprint(time.time())\n');
    const answers = await Promise.all([1, 2, 3].map(() => sdk.importModal(program)));
    const spans = answers.map(({ output }) => output.stdout.trim().split('\n').map(Number));
    const [first, second, third] = spans.sort((left, right) => (left[0] ?? 0) - (right[0] ?? 0));
    const firstEnd = Math.min(first?.[1] ?? 0, second?.[1] ?? 0);
    expect(second?.[0]).toBeLessThan(firstEnd);
    expect(third?.[0]).toBeGreaterThan(firstEnd);
  });

  describe('stand-ins', () => {
    test('an example that wants a GPU runs on both sides', async () => {
      const answer = await sdk.importModal(modal(standinsProgram));
      expect(answer.output).toMatchObject({ stderr: '', stdout: standinsPrint });
    });

    test.each(stubs)('a stub: $title', async ({ code, prints }) => {
      const answer = await sdk.importFal(fal(code), { autoStandins: true });
      expect(answer.ok ? '' : answer.error.message).toBe('');
      expect(answer.output.stdout).toBe(prints);
    });

    test.each([
      ['modal', 'import modal.gpu', 'modal.gpu'],
      ['fal', 'import fal.toolkit.optimize', 'fal.toolkit.optimize'],
      ["the job's own modules", 'import helpers', 'helpers'],
      ['the standard library', 'import urllib.nothing', 'urllib.nothing'],
    ])('never stand in for %s', async (_, line, name) => {
      const files = { 'app.py': line, 'lib/helpers.py': '' };
      const answer = await sdk.importModal({ files, entry: 'app.py' }, { autoStandins: true });
      expect(answer).toMatchObject({
        ok: false,
        error: { type: 'ModuleNotFoundError', message: `No module named '${name}'` },
      });
    });
  });

  test('a missing part of FastAPI is no third-party package: uploads cannot be deployed', async () => {
    const upload = 'import fastapi\n\n\nclass A(fal.App):\n    @fal.endpoint("/")\n';
    const code = `${upload}    def run(self, file: fastapi.UploadFile):\n        return 1\n`;
    const answer = await sdk.importFal(fal(code), { autoStandins: true });
    const problems = answer.ok ? answer.value.apps[0]?.problems : undefined;
    expect(problems?.map((each) => each.error.message)).toEqual([
      expect.stringMatching('python-multipart'),
    ]);
  });

  test('processes that a job leaves behind end with it', async () => {
    const code = 'import subprocess\nprint(subprocess.Popen(["sleep", "60"]).pid)\n';
    const answer = await sdk.importModal(modal(code), { processes: true });
    const pid = Number(answer.output.stdout);
    expect(pid).toBeGreaterThan(1);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('a Python without the SDKs is refused with its own words', async () => {
    await expect(startSdk('python3-that-is-not-there')).rejects.toThrow('cannot start');
  });
});

/** Whether Linux runs the process; one that is dead and not yet buried (state Z) it does not. */
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
