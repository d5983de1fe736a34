// What names mean: every way to bring in the SDK, to name its objects, and everything that only looks like it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import type { Constant } from '../src/python/constant.ts';
import { constantOf } from '../src/python/constants.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { readModule } from '../src/python/module.ts';
import { Names } from '../src/python/names.ts';
import {
  calls,
  files,
  imports,
  lookAlikes,
  objects,
  past,
  stars,
  unknowns,
} from './python/uses.ts';
import { constants } from './python/constants.ts';
import { known, unknown, type ValueCase } from './python/values.ts';

const rules = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const sdk = makeSdk((JSON.parse(readFileSync(rules, 'utf8')) as RuleSet).sdk);

/** Every use as `role symbol`, without imports and keywords. */
async function told(sources: Readonly<Record<string, string>>, file?: string): Promise<string[]> {
  const inputs = Object.entries(sources).map(([path, source]) => ({ path, source }));
  const program = await readProgram(inputs, sdk);
  const entry = program.files.find(({ path }) => path === file) ?? program.files[0];
  return (entry?.uses ?? []).flatMap(({ role, symbol, aio }) => {
    if (role === 'import' || role === 'keyword') return [];
    return [`${role} ${symbol.name}${aio ? ' aio' : ''}`];
  });
}

describe('ways to bring in the SDK', () => {
  test.each(imports)('$title', async ({ code, uses }) => {
    expect(await told({ 'main.py': code })).toEqual(uses);
  });
});

describe('objects of the SDK under any name', () => {
  test.each(objects)('$title', async ({ code, uses }) => {
    expect(await told({ 'main.py': code })).toEqual(uses);
  });
});

describe('calls of units', () => {
  test.each(calls)('$title', async ({ code, uses }) => {
    expect(await told({ 'main.py': code })).toEqual(uses);
  });
});

describe('names of the past', () => {
  test.each(past)('$title', async ({ code, uses }) => {
    expect(await told({ 'main.py': code })).toEqual(uses);
  });
});

describe('names from other files of the tree', () => {
  test.each([...files, ...stars])('$title', async ({ tree, file, uses }) => {
    expect(await told(tree, file)).toEqual(uses);
  });
});

describe('what only looks like Modal raises nothing', () => {
  test.each(lookAlikes)('$title', async ({ tree }) => {
    const inputs = Object.entries(tree).map(([path, source]) => ({ path, source }));
    const program = await readProgram(inputs, sdk);
    expect(program.files.flatMap(({ uses }) => uses.map(({ symbol }) => symbol.name))).toEqual([]);
  });
});

describe('what cannot be known is not guessed', () => {
  test.each(unknowns)('$title', async ({ code, uses }) => {
    expect(await told({ 'main.py': code })).toEqual(uses);
  });
});

describe('constants', () => {
  test.each(constants)('$title', ({ code, gives }) => {
    const names = new Names(readModule(code), sdk);
    const last = names.module.body.at(-1);
    const expr = last?.kind === 'expr' ? last.exprs[0] : undefined;
    if (!expr) expect.fail('the last line is no expression');
    expect(plain(constantOf(names, expr, names.scopes.module))).toEqual(gives);
  });
});

async function valueOf({ code, beside = {} }: ValueCase): Promise<unknown> {
  const inputs = Object.entries({ 'main.py': code, ...beside });
  const program = await readProgram(
    inputs.map(([path, source]) => ({ path, source })),
    sdk,
  );
  const names = program.files.find(({ path }) => path === 'main.py')?.names;
  const last = names?.module.body.at(-1);
  const expr = last?.kind === 'expr' ? last.exprs[0] : undefined;
  if (!names || !expr) expect.fail('the last line is no expression');
  return plain(constantOf(names, expr, names.scopes.module));
}

const env = ensurePythonEnv();

describe.skipIf('missing' in env)('values are those that Python has', () => {
  /** Runs all programs in one process. */
  function run(cases: readonly ValueCase[]): unknown {
    const script = join(import.meta.dirname, 'python/run_values.py');
    const input = JSON.stringify(cases.map(({ code, beside = {} }) => ({ code, beside })));
    const text = execFileSync('python' in env ? env.python : '', [script], { input });
    return JSON.parse(text.toString());
  }

  test('where they are known', async () => {
    const ours = await Promise.all(
      known.map(async (one) => ({ title: one.title, value: await valueOf(one) })),
    );
    const theirs = run(known) as unknown[];
    expect(ours).toEqual(known.map(({ title }, i) => ({ title, value: theirs[i] })));
  });

  test('where the constants of the older table are known', () => {
    const sure = constants.filter(({ gives }) => !JSON.stringify(gives).includes('"unknown"'));
    expect(run(sure)).toEqual(sure.map(({ gives }) => gives));
  });
});

describe('values that are not known', () => {
  test.each(unknown)('$title', async (one) => {
    const gives = typeof one.gives === 'string' ? { unknown: one.gives } : one.gives;
    expect(await valueOf(one)).toEqual(gives);
  });
});

/** A constant as plain data; `why` for one that is not known. */
function plain(constant: Constant): unknown {
  switch (constant.kind) {
    case 'value':
      return constant.value;
    case 'path':
      return { path: constant.value };
    case 'list':
      return constant.items.map(plain);
    case 'dict':
      return Object.fromEntries(
        constant.entries.map(({ key, value }) => [String(plain(key)), plain(value)]),
      );
    case 'unknown':
      return { unknown: constant.why };
  }
}
