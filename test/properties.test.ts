// What must hold for every text, and for every program of Modal's constructs in every layout.
//
//   FUZZ=100000 npx vitest run test/properties.test.ts     a long run with other seeds
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../src/model/rule-set.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { readModule } from '../src/python/module.ts';
import { broken, lostChunks, nestingProblems } from './properties/invariants.ts';
import { programs } from './properties/programs.ts';

const long = process.env.FUZZ !== undefined;
const numRuns = Number(process.env.FUZZ ?? 2000);
/** The normal run is the same every time. */
const settings = { numRuns, ...(long ? {} : { seed: 1 }) };
const timeout = long ? 24 * 3600_000 : 120_000;

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const tools = { rules, sdk: makeSdk(rules.sdk) };

describe('random programs', () => {
  test('convert without harm', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(programs, async ({ source, kept }) => {
        const { problems, outcome } = await broken([{ path: 'main.py', source }], tools);
        const after = outcome.after.get('main.py') ?? '';
        const taken = outcome.migration.results.flatMap(({ refused }) => refused ?? []);
        expect([...problems, ...taken, ...lostChunks(after, kept)]).toEqual([]);
      }),
      settings,
    );
  });
});

describe('random text', () => {
  const words = fc.constantFrom(
    ...[
      'import modal',
      'modal.App()',
      '@app.function(',
      ')',
      '"""',
      "'",
      '\\',
      '#',
      ':',
      '\n',
      '\r\n',
    ],
    ...[
      '    ',
      '\t',
      'def f',
      'class C',
      'async ',
      'lambda x: ',
      'f"{',
      '}"',
      '(',
      '[',
      '{',
      ']',
      '}',
    ],
    ...[
      ';',
      '@',
      '=',
      ',',
      '*',
      '**',
      'with x as y',
      'match x',
      'case _',
      'if x',
      'else',
      'try',
      'é🎉',
      '\0',
    ],
    ...[
      '\f',
      '\r',
      'return',
      'yield',
      'await ',
      'a',
      '1',
      '.',
      ':=',
      '->',
      'import',
      'from',
      '\ud800',
    ],
  );
  const texts = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((list) => list.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  test('is read without a throw, and its tree nests', { timeout }, () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(nestingProblems(readModule(text))).toEqual([]);
      }),
      settings,
    );
  });

  test('converts without harm', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const source = `import modal\napp = modal.App()\n${text}`;
        const { problems } = await broken([{ path: 'main.py', source }], tools);
        expect(problems).toEqual([]);
      }),
      settings,
    );
  });
});
