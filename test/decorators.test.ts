import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

interface Outcome {
  readonly after: string;
  readonly refused: readonly string[];
  readonly reasons: readonly string[];
}

async function migrated(source: string, more: Readonly<Record<string, string>>): Promise<Outcome> {
  const sources = Object.entries({ 'main.py': source, ...more }).map(([path, text]) => ({
    path,
    source: text,
  }));
  const program = await readProgram(sources, sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all' });
  return {
    after: results.find(({ file }) => file === 'main.py')?.after ?? '',
    refused: plans.flatMap(({ refused }) => refused ?? []),
    reasons: plans.flatMap((plan) =>
      plan.reasons.map(({ verdict, message }) => `${verdict}: ${message}`),
    ),
  };
}

const HEAD =
  'import os\nfrom typing import TypedDict\nfrom other import WORKER\n\nimport modal\n\napp = modal.App("x")\nFLAG = os.environ.get("FLAG") == "1"\nCOMMON = {"timeout": 60, "cpu": 1}\n\n\nclass Limits(TypedDict):\n    timeout: int\n\n\nclass Plain:\n    def __init__(self, **all): ...\n\n\ndef made(n):\n    return {"timeout": n}\n\n\n';

describe('keywords that a dict holds', () => {
  const ON: readonly (readonly [string, string, readonly string[]])[] = [
    ['**COMMON', 'machine_type="S", request_timeout=60', []],
    ['**{**COMMON, "timeout": 5}', 'machine_type="S", request_timeout=5', []],
    ['**(COMMON | {"timeout": 5})', 'machine_type="S", request_timeout=5', []],
    ['**dict(COMMON, timeout=5)', '', ['`dict(COMMON, timeout=5)` cannot be resolved']],
    ['**dict(**COMMON, max_containers=2)', 'machine_type="S", max_concurrency=2, request_timeout=60', []],
    ['**Limits(timeout=5)', 'request_timeout=5', []],
    ['**Plain(timeout=5)', '', ['`Plain(timeout=5)` cannot be resolved']],
    ['**WORKER', 'request_timeout=90', []],
    ['**made(5)', '', ['`made(5)` cannot be resolved']],
    ['**(COMMON if True else {})', 'machine_type="S", request_timeout=60', []],
    ['**({"timeout": 5} if FLAG else {"timeout": 5})', 'request_timeout=5', []],
    ['**({"enable_memory_snapshot": True} if FLAG else {})', '', []],
    ['**(COMMON if FLAG else load())', '', ['`COMMON if FLAG else load()` cannot be resolved']],
    ['**{FLAG: 1}', '', ['`{FLAG: 1}` cannot be resolved']],
  ]; // prettier-ignore

  test.each(ON)('%s', async (keywords, settings, refused) => {
    const source = `${HEAD}@app.function(${keywords})\ndef f():\n    return 1\n`;
    const other = { 'other.py': 'WORKER = {"timeout": 90}\n' };
    const found = await migrated(source, other);
    expect(found.refused).toEqual(refused);
    const decorator =
      refused.length > 0 ? `@app.function(${keywords})` : `@fal.function(${settings})`;
    expect(found.after === '' ? source : found.after).toContain(`${decorator}\ndef f():`);
    expect(found.reasons.filter((reason) => reason.startsWith('manual'))).toEqual([]);
  });

  test.each([
    ['{"min_containers": 1} if FLAG else {}', 'min_containers', 'FLAG', ''],
    ['{"timeout": 5} if FLAG else COMMON', 'timeout', 'FLAG', ''],
    ['{"gpu": "H100", "timeout": 9} if FLAG else {"timeout": 9}', 'gpu', 'FLAG', 'request_timeout=9'],
    ['{"volumes": {"/v": modal.Volume.from_name("v")}} if FLAG else {}', 'volumes', 'FLAG', ''],
  ])('a condition of the program decides: %s', async (dict, keyword, test_, settings) => {
    const found = await migrated(
      `${HEAD}@app.function(**(${dict}))\ndef f():\n    open("/v/x")\n`,
      { 'other.py': 'WORKER = {}\n' },
    );
    expect(found.refused).toEqual([]);
    expect(found.reasons).toContain(
      `manual: \`${keyword}=\` depends on \`${test_}\`: write what it becomes with that condition`,
    );
    expect(found.after).toContain(`@fal.function(${settings})\ndef f():\n    open("/v/x")\n`);
  }); // prettier-ignore
});

describe('a decorator that is called', () => {
  const WORK = 'import modal\n\napp = modal.App("x")\n\n\ndef work(x):\n    return x\n\n\n';

  test.each([
    ['at the top', 'remote = app.function(timeout=5)(work)\n', 'remote = fal.function(request_timeout=5)(work)\n'],
    ['under its own name', 'work = app.function()(work)\n', 'work = fal.function()(work)\n'],
    ['in a function', 'def go(n):\n    run = app.function(timeout=n)(work)\n    return run.remote(1)\n', 'def go(n):\n    run = fal.function(request_timeout=n)(work)\n    return run(1)\n'],
    ['in the main block', 'if __name__ == "__main__":\n    run = app.function(secrets=[modal.Secret.from_name("a", required_keys=["A"])])(work)\n    with app.run():\n        run.remote(1)\n', 'if __name__ == "__main__":\n    run = fal.function(secrets=["A"])(work)\n    run(1)\n'],
  ])('%s', async (_, code, after) => {
    const found = await migrated(WORK + code, {});
    expect([found.refused, found.reasons.filter((one) => one.startsWith('manual'))]).toEqual([[], []]);
    expect(found.after).toBe(`import fal\n\n\ndef work(x):\n    return x\n\n\n${after}`);
  }); // prettier-ignore

  test('a mark stands above the call', async () => {
    const found = await migrated(`${WORK}def go(n):\n    run = app.function(gpu=n)(work)\n`, {});
    expect(found.after).toMatch(/def go\(n\):\n {4}# TODO\(modal-lint\): gpu: .*\n {4}run = fal/);
  });

  test.each([
    ['without a name', 'app.function()(work)\n'],
    ['twice', 'a = app.function(cpu=1)(work)\nb = app.function(cpu=2)(work)\n'],
    ['with another decorator', 'a = app.function()(modal.asgi_app()(work))\n'],
  ])('%s: a person writes it', async (_, code) => {
    const found = await migrated(WORK + code, {});
    expect(found.after).toBe('');
    for (const refused of found.refused)
      expect(refused).toBe('`work` is put on Modal by a call: write its decorator above it');
  });
});

describe('the App of a unit', () => {
  const IMAGE = 'image=modal.Image.debian_slim().pip_install("idna")';
  const TAKES =
    'def take(app: modal.App, names=()) -> modal.App:\n    print(names)\n    return app\n\n\n';
  const other = {
    'other.py': `import modal\n\n\n${TAKES}shared = take(modal.App("shared", ${IMAGE}))\n`,
  };

  test.each([
    ['that includes another', `app = modal.App("x", ${IMAGE}).include(modal.App("y"))\n`],
    ['that a function gives back', `app = modal.App("x", ${IMAGE})\napp = take(app)\n`],
    ['given by its name', `app = take(names=["a"], app=modal.App("x", ${IMAGE}))\n`],
    ['made in place', `app = take(modal.App("x", ${IMAGE}).include(modal.App("y")), ["a"])\n`],
    ['of another file', 'from other import shared as app\n'],
  ])('%s', async (_, made) => {
    const source = `import modal\n\n\n${TAKES}${made}\n\n@app.function()\ndef f():\n    return 1\n`;
    const found = await migrated(source, other);
    expect(found.refused).toEqual([]);
    expect(found.after).toContain('@fal.function(requirements=["idna"])\ndef f():\n');
  });

  test.each([
    ['that is one of two', 'def make(app, b) -> modal.App:\n    if b:\n        return b\n    return app\n\n\napp = make(modal.App("x"), modal.App("y"))\n'],
    ['that is set anew', 'def make(app) -> modal.App:\n    app = load(app)\n    return app\n\n\napp = make(modal.App("x"))\n'],
    ['that is in a list', 'def make(*apps) -> modal.App:\n    return apps\n\n\napp = make(*[modal.App("x")])\n'],
    ['from elsewhere', 'def make() -> modal.App:\n    return load()\n\n\napp = make()\n'],
  ])('%s is not known', async (_, made) => {
    const found = await migrated(
      `import modal\n\n\n${made}\n\n@app.function()\ndef f():\n    return 1\n`,
      {},
    );
    expect(found.after).toBe('');
    expect(found.refused).toEqual(found.refused.map(() => 'its App is not made in this tree'));
  }); // prettier-ignore
});
