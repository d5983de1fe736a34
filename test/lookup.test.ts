// An index of a file gives what a look at all of it gives, in the same order; and what long chains of units cost.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { Span } from '../src/model/span.ts';
import { readProgram, type Program } from '../src/program/program.ts';
import { usesWithin } from '../src/program/uses-within.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { exprsWithin, mentionsOf, stmtsWithin } from '../src/python/lookup.ts';
import { contains } from '../src/python/walk.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

function read(source: string): Promise<Program> {
  return readProgram([{ path: 'main.py', source }], sdk);
}

const odd = new URL('corpus/odd-python/before/odd.py', import.meta.url);
const [file] = (await read(readFileSync(odd, 'utf8'))).files;
if (!file) throw new Error('no file was read');
const { names, uses } = file;
const { exprs, stmts } = names.scopes;

/** The whole file, a part of a line, and every statement. */
const spans: readonly Span[] = [
  { start: 0, end: names.module.source.length },
  { start: 40, end: 45 },
  ...stmts.map(({ span }) => span),
];

describe('in every span of a file', () => {
  test('are its expressions', () => {
    expect(exprs.length).toBeGreaterThan(50);
    for (const span of spans)
      expect(exprsWithin(names, span)).toEqual(
        exprs.filter(({ expr }) => contains(span, expr.span)),
      );
  });

  test('are its statements', () => {
    for (const span of spans)
      expect(stmtsWithin(names, span)).toEqual(stmts.filter((stmt) => contains(span, stmt.span)));
  });

  test('are its uses', () => {
    for (const span of spans)
      expect(usesWithin(file, span)).toEqual(uses.filter((use) => contains(span, use.span)));
  });
});

test('a name is found wherever it stands', () => {
  const all = exprs.filter(({ expr }) => expr.kind === 'name');
  const ids = new Set(all.flatMap(({ expr }) => (expr.kind === 'name' ? [expr.id] : [])));
  expect(all.length).toBeGreaterThan(ids.size);
  for (const id of ids)
    expect(mentionsOf(names, id)).toEqual(
      all.filter(({ expr }) => expr.kind === 'name' && expr.id === id),
    );
  expect(mentionsOf(names, 'nowhere')).toEqual([]);
});

/** Functions of which each calls the next; the last one cannot be read. */
function chain(length: number): string {
  const units = Array.from({ length }, (_, i) => {
    const given = i === length - 1 ? '**unknown()' : '';
    const body = i === length - 1 ? 'return 1' : `return f${i + 1}.remote()`;
    return `@app.function(${given})\ndef f${i}():\n    ${body}\n`;
  });
  return `import modal\n\napp = modal.App("chain")\n\n\n${units.join('\n\n')}`;
}

test('a unit that cannot go holds back the one that calls it, and so on', async () => {
  const { plans } = await migrate(await read(chain(4)), rules, { level: 'all' });
  expect(plans.map(({ unit, refused }) => [unit, refused])).toEqual([
    ['f0', 'it is bound to `f1`, which is not converted'],
    ['f1', 'it is bound to `f2`, which is not converted'],
    ['f2', 'it is bound to `f3`, which is not converted'],
    ['f3', expect.stringContaining('unknown()')],
  ]);
});
