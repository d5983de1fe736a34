// Functions and methods that answer HTTP on Modal, converted and called on both real SDKs.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import falInventory from '../content/sdk/fal.json' with { type: 'json' };
import { loadContext } from '../src/verify/content.ts';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { migrate } from '../src/convert/migrate.ts';
import { RESERVED } from '../src/convert/endpoints/reserved.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import type { Match, Rule, Verdict } from '../src/model/rule.ts';
import { readProgram } from '../src/program/program.ts';
import type { Answer, CallReport, FalView } from '../src/verify/answers.ts';
import { startSdk, type Call, type Sdk } from '../src/verify/client.ts';
import { compareCalls } from '../src/verify/compare.ts';
import { apps } from './web/apps.ts';
import { functions } from './web/functions.ts';
import { methods } from './web/methods.ts';
import type { Case, HttpCall } from './web/case.ts';

const { sdk: resolver, file: sdkFile } = loadContext().modal;

/** The rows that take part, as the compiler would make them. */
const ruleSet: RuleSet = {
  version: 1,
  homepage: '',
  sdk: sdkFile,
  rules: [
    ...['app-function', 'app-cls', 'app-local-entrypoint'].map((id) =>
      decorator(id, id.replace('app-', 'App.')),
    ),
    rule('function-get-web-url', [
      { symbol: 'modal.Function.get_web_url', receiver: 'function' },
      { symbol: 'modal.Function.get_web_url', receiver: 'method' },
    ]),
    ...['method', 'enter', 'concurrent', 'fastapi-endpoint'].map((id) => decorator(id, id)),
    ...['asgi-app', 'wsgi-app', 'web-server'].map((id) => decorator(id, id, 'rewrite-unsafe')),
    ...['gpu', 'image', 'enable_memory_snapshot'].map((name) =>
      keyword(name, { kind: 'transform' }),
    ),
    keyword('scaledown_window', { kind: 'setting', name: 'keep_alive' }),
    keyword('timeout', { kind: 'setting', name: 'request_timeout' }),
    ...['debian_slim', 'pip_install', 'apt_install'].map((name) =>
      rule(`image-${name.replace('_', '-')}`, [{ symbol: `modal.Image.${name}`, role: 'call' }]),
    ),
    rule('is-local', [{ symbol: 'modal.is_local', role: 'call' }], {
      rewrite: { kind: 'expression', text: '1', imports: [] },
    }),
  ],
};

function rule(id: string, matches: readonly Match[], more: Partial<Rule> = {}): Rule {
  const symbol = matches[0]?.symbol ?? id;
  return {
    ...{ id, topic: 'endpoints', modal: symbol, fal: '–', notes: '', verdict: 'rewrite', matches },
    ...{ rewrite: { kind: 'transform' }, url: `/#${id}`, docs: {} },
    source: { file: 'content/concepts/endpoints.md', line: 1 },
    ...more,
  };
}

function decorator(id: string, name: string, verdict: Verdict = 'rewrite'): Rule {
  const symbol = `modal.${name.replaceAll('-', '_')}`;
  return rule(id, [{ symbol, role: 'decorator' }], { verdict });
}

function keyword(name: string, rewrite: NonNullable<Rule['rewrite']>): Rule {
  const matches = ['modal.App.function', 'modal.App.cls'].map((symbol): Match => ({
    symbol,
    role: 'keyword',
    keyword: name,
  }));
  return rule(name.replaceAll('_', '-'), matches, { rewrite });
}

interface Converted {
  readonly after: string;
  /** `unit: verdict: message`; a refusal as `unit: refused: why`. Of the web rows only. */
  readonly reasons: readonly string[];
}

async function convert(before: string): Promise<Converted> {
  const program = await readProgram([{ path: 'app.py', source: before }], resolver);
  const { plans, results } = await migrate(program, ruleSet, { level: 'all' });
  const web = new Set([
    'function-get-web-url',
    'fastapi-endpoint',
    'asgi-app',
    'wsgi-app',
    'web-server',
  ]);
  const reasons = plans.flatMap((plan) => [
    ...(plan.refused === undefined ? [] : [`${plan.unit}: refused: ${plan.refused}`]),
    ...plan.reasons
      .filter(({ rule: id }) => web.has(id))
      .map(({ verdict, message }) => `${plan.unit}: ${verdict}: ${message}`),
  ]);
  const [result] = results;
  expect(result?.refused).toBeUndefined();
  return { after: result?.after ?? before, reasons };
}

const tables: readonly (readonly [string, readonly Case[]])[] = [
  ['functions', functions],
  ['methods', methods],
  ['apps and servers', apps],
];

describe.each(tables)('%s', (_, cases) => {
  test.each(cases)('$title', async ({ before, after, reasons }) => {
    const converted = await convert(before);
    expect(converted.after).toBe(after);
    expect(converted.reasons).toEqual(reasons);
  });

  test.each(cases)('$title: converting again changes nothing', async ({ after }) => {
    expect((await convert(after)).after).toBe(after);
  });

  test.each(cases)('$title: with CRLF', async ({ before, after }) => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    expect((await convert(crlf(before))).after).toBe(crlf(after));
  });
});

test('fal.App has the names that are kept free, and no other', () => {
  const reserved = falInventory.app.reserved.filter((name) => !name.startsWith('_'));
  expect([...RESERVED].sort()).toEqual(reserved.sort());
});

const env = ensurePythonEnv();
const missing = 'missing' in env ? env.missing : undefined;

test.runIf(missing !== undefined && process.env.CI === 'true')('the real SDKs are here', () => {
  expect.fail(`under CI the SDK tests must run: ${missing}`);
});

const title = missing === undefined ? 'on the real SDKs' : `on the real SDKs (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(title, () => {
  const standins = fileURLToPath(new URL('sdk/standins', import.meta.url));
  let sdk: Sdk;
  beforeAll(async () => {
    if ('python' in env) sdk = await startSdk(env.python, { standins });
  });
  afterAll(() => sdk.close());

  const program = (source: string): { files: { 'app.py': string }; entry: string } => ({
    files: { 'app.py': source },
    entry: 'app.py',
  });
  const all = tables.flatMap(([, cases]) => cases);

  test.each(all)('$title: imports and builds', async ({ after, problems = [] }) => {
    const view = valueOf(await sdk.importFal(program(after)));
    expect(problemsOf(view)).toEqual(problems);
  });

  const called = all.filter(({ calls }) => calls !== undefined && calls.length > 0);
  test.each(called)('$title: gives the same', async ({ before, after, calls = [], only }) => {
    const made = calls.map(({ unit, arguments: args, method }): Call => {
      return { unit, arguments: args, ...(method !== undefined && { method }) };
    });
    if (only !== 'fal') {
      const reports = await sdk.call({
        before: program(before),
        after: program(after),
        calls: made,
      });
      const names = calls.map(({ unit, method = '' }) => `${unit}.${method}`);
      expect(compareCalls(reports, names).differences).toEqual([]);
    }
    const report = valueOf(await sdk.callFal(program(after), made));
    expect(report.results.map(outcome)).toEqual(calls.map(({ gives }) => gives));
  });

  const served = all.filter(({ requests }) => requests !== undefined && requests.length > 0);
  test.each(served)('$title: answers the same', async ({ before, after, requests = [] }) => {
    const ask = (name: string, { path = '/', method: verb }: HttpCall): Call => {
      const [unit = name, method] = name.split('.');
      return { unit, ...(method !== undefined && { method }), request: { method: verb, path } };
    };
    const asked = requests.map((each) => ask(each.before, each));
    const modal = valueOf(await sdk.callModal(program(before), asked));
    const moved = requests.map((each) => ask(each.after, each));
    const fal = valueOf(await sdk.callFal(program(after), moved));
    const gives = requests.map((each) => each.gives);
    expect(modal.results.map(outcome)).toEqual(gives);
    expect(fal.results.map(outcome)).toEqual(gives);
  });
});

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) expect.fail(`${answer.error.message}\n${answer.output.stderr}`);
  return answer.value;
}

function outcome(result: CallReport['results'][number]): unknown {
  if (result.kind === 'value') return result.value;
  return result.kind === 'error' ? `${result.error.type} ${result.error.status}` : result.reason;
}

function problemsOf({ apps: found, functions: plain }: FalView): string[] {
  return [...found, ...plain].flatMap(({ name, problems }) =>
    problems.map(({ stage, error }) => `${name}: ${stage}: ${error.message.split('\n')[0]}`),
  );
}
