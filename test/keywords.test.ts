import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { compileTopics } from '../src/compile/compile.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { loadConcepts, loadContext, packageFolder } from '../src/verify/content.ts';
import { defaultDifferences } from '../src/convert/settings/defaults.ts';
import { pythonString } from '../src/convert/settings/literals.ts';
import modalInventory from '../content/sdk/modal.json' with { type: 'json' };
import { readAll, outcome, withKeywords, expectReasons } from './settings/outcome.ts';

const { file: sdkFile } = loadContext().modal;

describe('other keywords', () => {
  test.each<[string, string[], string[]]>([
    ['region="us-east"', ['regions = ["us-east"]'], []],
    ['region="us"', ['regions = ["us-west", "us-central", "us-east"]'], []],
    ['region=["eu", "us-west"]', ['regions = ["eu-north", "eu-west", "us-west"]'], []],
    [
      'region="us-east-1"',
      ['regions = ["us-east"]'],
      ['rewrite-unsafe: `us-east-1` is wider on fal: `us-east`'],
    ],
    [
      'region=["ap", "us-east"]',
      ['regions = ["us-east"]'],
      ['rewrite-unsafe: fal has no runners in `ap`'],
    ],
    ['region="ap-south"', [], ['no-equivalent: fal has no runners in `ap-south`']],
    [
      'region=os.environ["R"]',
      [],
      ['manual: `region=os.environ["R"]` is read from the environment'],
    ],
    ['region=None', [], []],
    [
      'retries=3',
      [],
      [
        'rewrite-unsafe: `retries=3` starts the call anew, elsewhere if need be: `@retry` tries again',
      ],
    ],
    [
      'retries=modal.Retries(max_retries=2, backoff_coefficient=1.5)',
      [],
      [
        'manual: `retries=` repeats calls that raised, which fal does not: put `fal.toolkit.utils.retry.retry(max_retries=n + 1)`',
      ],
    ],
    ['retries=N_RETRIES()', [], ['manual: `retries=N_RETRIES()` repeats calls that raised']],
    ['retries=None', [], []],
    ['retries=0', [], []],
    [
      'schedule=modal.Cron("0 9 * * 1")',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Cron("0 9 * * 1")`): let cron, a CI workflow or another scheduler start it at `0 9 * * 1`',
      ],
    ],
    [
      'schedule=modal.Cron("0 9 * * *", timezone="Asia/Tokyo")',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Cron("0 9 * * *", timezone="Asia/Tokyo")`): let cron, a CI workflow or another scheduler start it at `0 9 * * * (Asia/Tokyo)`',
      ],
    ],
    [
      'schedule=modal.Period(hours=6)',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Period(hours=6)`): let cron, a CI workflow or another scheduler start it at `0 */6 * * *`',
      ],
    ],
    [
      'schedule=modal.Period(days=3)',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Period(days=3)`): let cron, a CI workflow or another scheduler start it',
      ],
    ],
    [
      'experimental_options={"enable_gpu_snapshot": True}',
      [],
      ['rewrite-unsafe: fal keeps no snapshots'],
    ],
    [
      'experimental_options={"flash": "us"}',
      [],
      ['no-equivalent: fal has nothing like the experimental option `flash`'],
    ],
    ['name="g"', [], ['rewrite-unsafe: `name="g"` goes']],
    ['name="f"', [], []],
    ['is_generator=True', [], ['manual: `f` returns a generator without a `yield`']],
    ['is_generator=False', [], []],
    [
      'env={"TOKEN": "s3cr3t"}',
      [],
      ['manual: fal sets no variables for an app: set `TOKEN` in `os.environ`'],
    ],
    ['cloud="aws"', [], []],
    [
      'single_use_containers=True',
      ['keep_alive = 0'],
      ['rewrite-unsafe: `single_use_containers=True` becomes `keep_alive = 0`'],
    ],
    ['single_use_containers=False', [], []],
    [
      'single_use_containers=bool(os.environ["ONCE"])',
      [],
      ['manual: whether `single_use_containers=bool(os.environ["ONCE"])` holds is not known here'],
    ],
  ])('%s', async (keywords, settings, reasons) => {
    const found = await outcome(withKeywords(keywords));
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
  });

  test.each([
    [
      'block_network=True',
      ['no-equivalent: fal has nothing for `block_network=True`: why block-network'],
    ],
    ['block_network=False', []],
    ['proxy=None', []],
    [
      'ephemeral_disk=1000',
      ['no-equivalent: fal has nothing for `ephemeral_disk=1000`: why ephemeral-disk'],
    ],
    ['ephemeral_disk=None', []],
    [
      'nonpreemptible=True, cloud="aws"',
      [
        'no-equivalent: fal has nothing for `nonpreemptible=True`: why nonpreemptible',
        'no-equivalent: fal has nothing for `cloud="aws"`: why cloud',
      ],
    ],
  ])('%s gives the reason of its row where it asks for something', async (keywords, reasons) => {
    expect((await outcome(withKeywords(keywords), 'f', 'no-equivalent')).reasons).toEqual(reasons);
  });

  test('no value of `env` is told', async () => {
    const found = await outcome(withKeywords('env={"TOKEN": "s3cr3t"}'));
    expect(JSON.stringify([found.reasons, found.settings])).not.toContain('s3cr3t');
  });
});

describe('@modal.concurrent', () => {
  const program = (args: string): string =>
    `import modal\n\napp = modal.App("x")\nN = 3\n\n\n@app.cls()\n@modal.concurrent(${args})\nclass C:\n    @modal.method()\n    def m(self):\n        return 1\n`;

  test.each<[string, string[], string[]]>([
    ['max_inputs=10', ['max_multiplexing = 10'], []],
    ['max_inputs=N * 2', ['max_multiplexing = N * 2'], []],
    [
      'max_inputs=10, target_inputs=8',
      ['max_multiplexing = 10'],
      ['rewrite-unsafe: `target_inputs=` is dropped'],
    ],
    ['**options', [], ['manual: `@modal.concurrent` without a `max_inputs=`']],
  ])('%s', async (args, settings, reasons) => {
    const found = await outcome(program(args), 'C');
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
    if (settings.length > 0) expect(found.files['main.py']).not.toContain('@modal.concurrent');
  });
});

test('every keyword of `app.function` and `app.cls` belongs to a row', () => {
  const { topics } = readTopics(loadConcepts(join(packageFolder, 'content')), loadContext());
  const { rules } = compileTopics(topics, '', sdkFile).ruleSet;
  const owned = new Set(
    rules.flatMap(({ matches }) => matches.map(({ symbol, keyword }) => `${symbol} ${keyword}`)),
  );
  const { symbols } = modalInventory;
  const missing = (['modal.App.function', 'modal.App.cls'] as const).flatMap((symbol) =>
    symbols[symbol].params.filter((name) => name !== '*' && !owned.has(`${symbol} ${name}`)),
  );
  expect(missing).toEqual([]);
});

describe('defaultDifferences', () => {
  const textsOf = async (source: string, name = 'f'): Promise<string> => {
    const { units } = await readAll({ 'main.py': source });
    const unit = units.find((one) => one.name === name);
    return unit ? defaultDifferences(unit).join('\n') : '';
  };

  test('a function that leaves everything to the platform', async () => {
    const texts = await textsOf(withKeywords(''));
    for (const word of [
      'max_concurrency',
      'request_timeout',
      'startup_timeout',
      'keep_alive',
      '`XS`',
    ])
      expect(texts).toContain(word);
    expect(texts).not.toContain('skip_retry_conditions');
  });

  test('what a program decides is no difference', async () => {
    const texts = await textsOf(
      withKeywords('max_containers=4, timeout=60, scaledown_window=9, cpu=1'),
    );
    expect(texts).toBe('');
  });

  test('a class is an app', async () => {
    const texts = await textsOf(
      'import modal\n\napp = modal.App("x")\n\n\n@app.cls()\nclass C:\n    @modal.fastapi_endpoint()\n    def m(self):\n        return 1\n',
      'C',
    );
    for (const word of ['skip_retry_conditions', '`S`', 'app_auth']) expect(texts).toContain(word);
    expect(texts).not.toContain('keep_alive');
  });
});

describe('pythonString', () => {
  test.each([
    // The other quotes where they save escaping, and the wanted ones where both are in the text.
    ['a"b', '"' as const, `'a"b'`],
    [`a"'b`, '"' as const, `"a\\"'b"`],
    [`a"'b`, "'" as const, `'a"\\'b'`],
    ["a'b", '"' as const, '"a\'b"'],
    ["a'b", "'" as const, `"a'b"`],
    ['a\\n\nb\u0001', '"' as const, '"a\\\\n\\nb\\x01"'],
  ])('%j in %s', (text, quote, literal) => {
    expect(pythonString(text, quote)).toBe(literal);
  });
});
