import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../src/convert/apply.ts';
import { offsetBefore } from '../src/convert/trail.ts';
import type { Edit } from '../src/model/span.ts';
import { cli, folder } from './cli-run.ts';

interface Report {
  readonly units: readonly {
    readonly unit: string;
    readonly file: string;
    readonly line: number;
    readonly outcome: string;
    readonly reasons: readonly { rule: string; file?: string; line: number }[];
  }[];
  readonly others: Report['units'];
}

function reportOf(path: string, ...targets: string[]): Report {
  return JSON.parse(cli(path, ['report', '--format', 'json', ...targets], { real: true }).out) as Report; // prettier-ignore
}

/** Two calls in one expression touch the same text: the second unit converts in a later pass, in a text that is longer. */
const NESTED = `import modal

app = modal.App("demo")


@app.cls()
class First:
    @modal.method()
    def run(self, text: str, count: int = 1):
        return text * count


@app.cls(gpu="T4")
class Second:
    @modal.method()
    def run(self, text: str):
        return text


@app.cls(gpu="L4")
class Third:
    @modal.method()
    def run(self, text: str):
        return text


def main():
    print(First().run.remote(Second().run.remote(Third().run.remote("a"))))


# modal serve app.py
`;

describe('lines are those of the user, in whatever pass', () => {
  test('of units and their reasons', () => {
    const { units, others } = reportOf(folder({ 'app.py': NESTED }));
    const lines = NESTED.split('\n');
    expect(units.map(({ unit, line }) => [unit, lines[line - 1]])).toEqual([
      ['First', '@app.cls()'],
      ['Second', '@app.cls(gpu="T4")'],
      ['Third', '@app.cls(gpu="L4")'],
    ]);
    const gpus = units.flatMap(({ reasons }) => reasons.filter(({ rule }) => rule === 'gpu'));
    expect(gpus.map(({ line }) => lines[line - 1])).toEqual([
      '@app.cls(gpu="T4")',
      '@app.cls(gpu="L4")',
    ]);
    const commands = others.flatMap(({ reasons }) => reasons.filter(({ rule }) => rule.startsWith('modal-'))); // prettier-ignore
    expect(commands.map(({ line }) => lines[line - 1])).toEqual(['# modal serve app.py']);
  });

  test('of every unit of the corpus', () => {
    const root = import.meta.dirname;
    const { units } = reportOf(root, 'corpus');
    expect(units.length).toBeGreaterThan(100);
    const wrong = units.filter(({ unit, file, line }) => {
      const rest = readFileSync(join(root, file), 'utf8')
        .split('\n')
        .slice(line - 1);
      const at = rest.findIndex((row) => new RegExp(`(?:def|class) ${unit}\\b`).test(row));
      const above = rest.slice(0, at);
      return at < 0 || (at > 0 && !/^\s*@/.test(above[0] ?? ''));
    });
    expect(wrong).toEqual([]);
  });

  test('of every reason of the corpus: inside its unit, where it is about its own file', () => {
    const root = import.meta.dirname;
    const { units } = reportOf(root, 'corpus');
    const early = units.flatMap(
      ({ unit, file, line, reasons }) =>
      reasons.filter((reason) => reason.file === undefined && reason.line < line).map((reason) => [file, unit, line, reason]), // prettier-ignore
    );
    expect(early).toEqual([]);
  });
});

/** A text of letters that are all different, and edits of it that do not overlap. */
const edited = fc
  .array(fc.tuple(fc.nat(4), fc.nat(3), fc.string({ maxLength: 5, unit: fc.constantFrom('+', '\n') })), { maxLength: 8 })
  .map((steps) => {
    const edits: Edit[] = [];
    let at = 0;
    for (const [gap, length, text] of steps) {
      const start = at + gap;
      edits.push({ span: { start, end: start + length }, text });
      at = start + length + 1;
    }
    const source = Array.from({ length: at + 5 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    return { source, edits };
  }); // prettier-ignore

describe('the way back through edits', () => {
  test('every letter that stayed is found where it was', () => {
    fc.assert(
      fc.property(edited, ({ source, edits }) => {
        const after = applyEdits(source, edits);
        for (let at = 0; at < after.length; at++) {
          const before = source.indexOf(after.charAt(at));
          if (before >= 0) expect(offsetBefore(edits, at)).toBe(before);
        }
      }),
    );
  });

  test('a place in new text is where that text was put', () => {
    const edits = [{ span: { start: 4, end: 6 }, text: 'new' }];
    expect([3, 4, 6, 7, 8].map((at) => offsetBefore(edits, at))).toEqual([3, 4, 4, 6, 7]);
  });
});
