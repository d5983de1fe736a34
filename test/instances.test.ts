// Objects of classes that become a `fal.App`, which nobody can make: where they are called on the spot, the call goes to fal.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

/** What the conversion of `f` is, of a program in which it makes a `Worker`. */
async function converted(body: string): Promise<{ marks: number; manual: boolean }> {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `import modal\n\napp = modal.App("x")\n\n\n@app.cls()\nclass Worker:\n    @modal.method()\n    def run(self, n: int):\n        return n\n\n\n@app.function()\ndef f(site):\n${lines.join('')}`;
  const program = await readProgram([{ path: 'a.py', source }], sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  const after = results[0]?.after ?? '';
  const marks = after.match(/cannot-resolve: `Worker\(\)` makes an object/g) ?? [];
  const plan = plans.find(({ unit }) => unit === 'f');
  return { marks: marks.length, manual: plan?.applicability === 'manual' };
}

test.each([
  ['an attribute', 'site.state.worker = Worker()'],
  ['an argument', 'site.serve(Worker())'],
  ['a result', 'return Worker()'],
  ['a collection', 'site.all = [Worker(), 1]'],
  ['a name that is handed on', 'worker = Worker()\nworker.run.remote(1)\nsite.serve(worker)'],
  ['a choice', 'worker = Worker() if site else None\nreturn worker'],
])('an object that goes elsewhere holds its unit: %s', async (_name, body) => {
  expect(await converted(body)).toEqual({ marks: 1, manual: true });
});

/** A class whose objects hold a `Worker`, and what is done with it. */
const HOLDER = (use: string): string =>
  `class Desk:\n    def __init__(self):\n        self.worker = Worker()\n\n    def go(self, site):\n        ${use}\n\nreturn Desk().go(1)`;

test.each([
  ['is handed on', 'site.serve(self.worker)', 1],
  ['is called', 'return self.worker.run.remote(1)', 0],
  ['is made for nothing', 'return site', 0],
])('an object that another holds and that %s', async (_name, use, marks) => {
  expect(await converted(HOLDER(use))).toEqual({ marks, manual: marks > 0 });
});

test.each([
  ['on the spot', 'return Worker().run.remote(1)'],
  ['by a name', 'worker = Worker()\nreturn worker.run.remote(1)'],
])('an object that is called goes: %s', async (_name, body) => {
  expect(await converted(body)).toEqual({ marks: 0, manual: false });
});
