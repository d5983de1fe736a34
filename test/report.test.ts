import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DEFAULT_CONFIG } from '../src/lint/config.ts';
import { fingerprints } from '../src/lint/fingerprint.ts';
import { lintFile } from '../src/lint/lint-file.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { Lines } from '../src/model/lines.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import type { CheckReport } from '../src/report/check-report.ts';
import { concise } from '../src/report/concise.ts';
import { lineEdits, unifiedDiff } from '../src/report/diff.ts';
import { frame } from '../src/report/frame.ts';
import { full } from '../src/report/full.ts';
import { github } from '../src/report/github.ts';
import { json } from '../src/report/json.ts';
import { planHtml } from '../src/report/plan/html.ts';
import { planJson } from '../src/report/plan/json.ts';
import { planMarkdown } from '../src/report/plan/markdown.ts';
import { totalsOf, totalsSentence, type PlanReport } from '../src/report/plan/report.ts';
import { planText } from '../src/report/plan/text.ts';
import { sarif } from '../src/report/sarif.ts';
import { statistics } from '../src/report/statistics.ts';
import { styleOf } from '../src/report/style.ts';
import { RULES } from './cli-rules.ts';
import { folder } from './cli-run.ts';

const TOOL = { name: 'modal-lint', version: '1.2.3', homepage: 'https://example.test' };
const PLAIN = styleOf(false);

const FILES: Readonly<Record<string, string>> = {
  'app.py': 'import modal\napp = modal.App("é😀")\n@app.function(gpu="A100")\ndef f(): ...\n',
  'dir with space/50%,a:b.py': 'import modal\nx = "😀"; modal.Volume.from_name(\n  "v")\n',
  'last.py':
    'import modal\nmodal.Queue.from_name("q")  # modal-lint: ignore[queue, gpu]\nmodal.Nope',
  'tabs.py': 'import modal\nif x:\n\tmodal.App(\t"x")\n',
};

async function reportOf(files: Readonly<Record<string, string>>): Promise<CheckReport> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, makeSdk(RULES.sdk));
  const diagnostics = program.files.flatMap((file) => lintFile(file, RULES, DEFAULT_CONFIG));
  const prints = fingerprints(diagnostics, (file) => files[file]);
  return {
    tool: TOOL,
    rules: RULES.rules.map(({ id, modal, fal, url, topic }) => {
      return { id, summary: modal, severity: 'error', help: fal, url, tags: [topic] };
    }),
    diagnostics,
    sourceOf: (file) => files[file],
    fingerprintOf: (diagnostic) => prints.get(diagnostic) ?? '',
    failures: [],
    filesChecked: sources.length,
  };
}

/** What every format says of a finding. */
interface Row {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

function rowOf({ file, start, severity, rule, message }: Diagnostic): Row {
  return { file, line: start.line, column: start.column, severity, rule, message };
}

const LINE = /^(.+):(\d+):(\d+): (error|warning|info)\[([\w-]+)\] (.+)$/gm;

function fromLines(text: string): Row[] {
  return [...text.matchAll(LINE)].map(
    ([, file = '', line, column, severity = '', rule = '', message = '']) => {
      return { file, line: Number(line), column: Number(column), severity, rule, message };
    },
  );
}

function fromGithub(text: string): Row[] {
  const decode = (value: string): string =>
    value.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'); // prettier-ignore
  return text.trimEnd().split('\n').map((row) => {
    const [, command = '', list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(row) ?? [];
    const properties = new Map(list.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), decode(pair.slice(at + 1))] as const;
    }));
    return {
      file: properties.get('file') ?? '',
      line: Number(properties.get('line')),
      column: Number(properties.get('col')),
      severity: command === 'notice' ? 'info' : command,
      rule: /\((.*)\)/.exec(properties.get('title') ?? '')?.[1] ?? '',
      message: decode(message),
    };
  });
} // prettier-ignore

interface SarifLog {
  runs: {
    results: {
      ruleId: string;
      level: string;
      message: { text: string };
      partialFingerprints: Record<string, string>;
      locations: {
        physicalLocation: {
          artifactLocation: { uri: string; uriBaseId?: string };
          region: { startLine: number; startColumn: number; endLine: number; endColumn: number };
        };
      }[];
      fixes?: unknown[];
    }[];
    tool: { driver: { rules: { id: string }[] } };
  }[];
}

function fromSarif(text: string): Row[] {
  const log = JSON.parse(text) as SarifLog;
  return log.runs.flatMap(({ results }) =>
    results.map(({ ruleId, level, message, locations }) => {
      const place = locations[0]?.physicalLocation;
      return {
        file: decodeURIComponent(place?.artifactLocation.uri ?? ''),
        line: place?.region.startLine ?? 0,
        column: place?.region.startColumn ?? 0,
        severity: level === 'note' ? 'info' : level,
        rule: ruleId,
        message: message.text,
      };
    }),
  );
}

describe('every format carries the same findings', () => {
  const table: [format: string, parsed: (report: CheckReport) => Row[]][] = [
    ['full', (report) => fromLines(full(report, false))],
    ['concise', (report) => fromLines(concise(report, false))],
    ['json', (report) => (JSON.parse(json(report)) as { diagnostics: Diagnostic[] }).diagnostics.map(rowOf)],
    ['github', (report) => fromGithub(github(report))],
    ['sarif', (report) => fromSarif(sarif(report))],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, parsed) => {
    const report = await reportOf(FILES);
    const expected = report.diagnostics.map(rowOf);
    expect(expected.length).toBeGreaterThan(6);
    expect(new Set(expected.map(({ severity }) => severity)).size).toBe(3);
    expect(parsed(report)).toEqual(expected);
  });

  test.each([
    ['full', full],
    ['concise', concise],
  ] as const)('%s in colour', async (_, render) => {
    // prettier-ignore
    const report = await reportOf(FILES);
    const painted = render(report, true);
    expect(painted).toContain('\u001b[31m');
    // eslint-disable-next-line no-control-regex
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(render(report, false));
  });

  it('is empty, or an empty document, without findings', async () => {
    const report = await reportOf({ 'a.py': 'x = 1\n' });
    expect([full(report, false), concise(report, false), github(report)]).toEqual(['', '', '']);
    expect(JSON.parse(json(report))).toMatchObject({ diagnostics: [], summary: { findings: 0 } });
    expect(fromSarif(sarif(report))).toEqual([]);
  });
});

describe('schemas', () => {
  const schemaOf = (name: string): object => {
    const path = join(import.meta.dirname, '../src/report', name);
    return JSON.parse(readFileSync(path, 'utf8')) as object;
  };

  it('json keeps to its schema', async () => {
    const ajv = new Ajv2020({ strict: true });
    const validate = ajv.compile(schemaOf('check.schema.json'));
    validate(JSON.parse(json(await reportOf(FILES))));
    expect(validate.errors).toBeNull();
    expect(validate({ version: 2 })).toBe(false);
  });

  it('sarif keeps to the schema of the standard', async () => {
    const require = createRequire(import.meta.url);
    // Its `id` and `$schema` are those of a draft that ajv no longer knows.
    const { id, $schema, ...schema } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>; // prettier-ignore
    expect([id, $schema]).not.toContain(undefined);
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    const report = await reportOf(FILES);
    const failed = { ...report, failures: [{ file: 'x y.py', message: 'broken' }] };
    for (const each of [report, failed]) {
      validate(JSON.parse(sarif(each)));
      expect(validate.errors).toBeNull();
    }
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  it('the plan keeps to its schema', () => {
    const validate = new Ajv2020({ strict: true }).compile(schemaOf('plan.schema.json'));
    validate(JSON.parse(planJson(PLAN)));
    expect(validate.errors).toBeNull();
  });
});

describe('sarif', () => {
  it('names every rule, the source root, and findings that stay the same elsewhere in the file', async () => {
    const one = JSON.parse(sarif(await reportOf(FILES))) as SarifLog;
    const [run] = one.runs;
    const places = run?.results.map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation,
    );
    expect(places?.every((place) => place?.uriBaseId === '%SRCROOT%')).toBe(true);
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(RULES.rules.map(({ id }) => id));
    const moved = Object.entries(FILES).map(([name, text]) => [name, `# moved\n${text}`] as const);
    const two = JSON.parse(sarif(await reportOf(Object.fromEntries(moved)))) as SarifLog;
    const prints = (log: SarifLog): unknown[] => log.runs.flatMap(({ results }) => results.map((each) => each.partialFingerprints)); // prettier-ignore
    expect(prints(two)).toEqual(prints(one));
    expect(new Set(prints(one).map((print) => JSON.stringify(print))).size).toBe(
      prints(one).length,
    );
  });

  it('carries fixes as replacements', async () => {
    const log = JSON.parse(sarif(await reportOf(FILES))) as SarifLog;
    const fixes = log.runs.flatMap(({ results }) =>
      results.flatMap((result) => result.fixes ?? []),
    );
    expect(fixes).toEqual([
      {
        description: { text: 'Remove `gpu`' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'last.py', uriBaseId: '%SRCROOT%' },
            replacements: [
              { deletedRegion: { startLine: 2, startColumn: 55, endLine: 2, endColumn: 60 } },
            ],
          },
        ],
      },
    ]);
  });

  it('names a file outside of the source root in full', async () => {
    const report = await reportOf({ '/tmp/ä b.py': 'import modal\nmodal.App()\n' });
    expect(sarif(report)).toContain('"uri": "file:///tmp/%C3%A4%20b.py"');
  });
});

describe('code frames', () => {
  const table: [title: string, source: string, span: string, expected: string[]][] = [
    ['a span of a line', 'a\nxx modal.App() y\n', 'modal.App', ['  |', '2 | xx modal.App() y', '  |    ^^^^^^^^^']],
    ['a tab before it', '\tmodal.App\n', 'modal.App', ['  |', '1 |     modal.App', '  |     ^^^^^^^^^']],
    ['a tab within', 'x\ty\n', 'x\ty', ['  |', '1 | x   y', '  | ^^^^^']],
    ['wide characters', '"日本😀" modal\n', 'modal', ['  |', '1 | "日本😀" modal', '  |          ^^^^^']],
    ['marks on characters', 'e\u0301 modal\n', 'modal', ['  |', '1 | e\u0301 modal', '  |   ^^^^^']],
    ['several lines', 'x = [\n  1,\n]\n', '[\n  1,\n]', ['  |', '1 | x = [', '  |     ^', '2 |   1,', '  |   ^^', '3 | ]', '  | ^']],
    ['control characters', 'a\u001b[31m modal\n', 'modal', ['  |', '1 | a␛[31m modal', '  |        ^^^^^']],
    ['CRLF', 'modal\r\nx\r\n', 'modal', ['  |', '1 | modal', '  | ^^^^^']],
    ['nothing', 'modal\n', '', ['  |', '1 | modal', '  | ^']],
  ]; // prettier-ignore
  test.each(table)('%s', (_, source, span, expected) => {
    const lines = new Lines(source);
    const at = source.indexOf(span);
    const place = { start: lines.position(at), end: lines.position(at + span.length) };
    expect(frame(place, lines, PLAIN)).toEqual(expected);
  });

  it('cuts a very long line around the finding', () => {
    const source = `${'x'.repeat(5000)} modal ${'y'.repeat(5000)}`;
    const [, code = '', carets = ''] = frame(
      { start: { line: 1, column: 5002 }, end: { line: 1, column: 5007 } },
      new Lines(source),
      PLAIN,
    );
    expect(code.length).toBeLessThan(140);
    expect(code.slice(carets.indexOf('^'), carets.indexOf('^') + 5)).toBe('modal');
  });

  it('leaves out the middle of a long span', () => {
    const source = Array.from({ length: 50 }, (_, i) => `line${i}`).join('\n');
    const place = { start: { line: 1, column: 1 }, end: { line: 50, column: 3 } };
    expect(frame(place, new Lines(source), PLAIN)).toHaveLength(1 + 4 * 2 + 1 + 2);
  });
});

describe('full', () => {
  it('shows the code, what to write on fal, and the page', async () => {
    const text = full(await reportOf({ 'app.py': FILES['app.py'] ?? '' }), false);
    expect(text.split('\n\n')[2]).toBe(
      [
        'app.py:3:15: error[gpu] `gpu="A100"` is Modal\'s; write `machine_type = …`, which may behave differently.',
        '  |',
        '3 | @app.function(gpu="A100")',
        '  |               ^^^^^^^^^^',
        '  = fal: `machine_type = …` (The machine is the nearest one)',
        '  = see: https://example.test/concepts/resources/#gpu',
      ].join('\n'),
    );
  });
});

describe('statistics', () => {
  it('counts rules, most often first', async () => {
    expect(statistics(await reportOf(FILES))).toBe(
      [
        '2  app                 `modal.App`',
        '1  app-function        `@app.function()`',
        '1  cannot-resolve',
        '1  gpu                 `gpu="A100"`',
        '1  unused-suppression',
        '1  volume              `modal.Volume`',
        '',
      ].join('\n'),
    );
  });
});

describe('github', () => {
  it('escapes what would end a property or a line', async () => {
    const report = await reportOf({ 'a,b:c%.py': 'import modal\nmodal.App()\n' });
    expect(github(report)).toBe(
      "::error title=modal-lint (app),file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=1,endColumn=10::`modal.App` is Modal's; write nothing.\n",
    );
  });
});

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', '', 'x y', '\tz', 'é'), { maxLength: 30 })
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)))
  .chain((text) => fc.constantFrom('', '\n').map((end) => text + end));

describe('diffs', () => {
  it('are what `patch` makes the new text of', () => {
    const path = folder({});
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        fc.pre(before !== after);
        writeFileSync(join(path, 'f.txt'), before);
        const { status, stdout } = spawnSync('git', ['apply', '--unidiff-zero', '-p1', '-'], {
          cwd: path,
          input: unifiedDiff('f.txt', before, after),
          encoding: 'utf8',
        });
        expect([status, stdout]).toEqual([0, '']);
        expect(readFileSync(join(path, 'f.txt'), 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  });

  it('as edits make the new text', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const result = lineEdits(before, after).reduceRight(
          (text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end),
          before,
        );
        expect(result).toBe(after);
      }),
    );
  });

  it('of two texts without a line in common are quick', () => {
    const lines = (word: string): string =>
      Array.from({ length: 20_000 }, (_, i) => `${word}${i}\n`).join('');
    const start = performance.now();
    expect(unifiedDiff('f', lines('a'), lines('b'))).toContain('@@ -1,20000 +1,20000 @@');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

const NO_OUTLOOK = { endpoints: [], secrets: [], variables: [], volumes: [], differences: [] };

const PLAN: PlanReport = {
  tool: TOOL,
  run: { done: true, paths: '.' },
  others: [],
  units: [
    { ...NO_OUTLOOK, unit: 'f', kind: 'function', file: 'common.py', line: 3, becomes: 'fal.function', outcome: 'safe', reasons: [] },
    {
      ...NO_OUTLOOK,
      unit: 'Model',
      kind: 'class',
      file: 'app.py',
      line: 7,
      becomes: 'fal.App',
      outcome: 'manual',
      reasons: [
        { rule: 'gpu', verdict: 'rewrite-unsafe', message: '`T4` is | near <A100>.', line: 8, url: 'https://example.test/#gpu' },
        { rule: 'queue', verdict: 'no-equivalent', message: 'Use a `Redis` queue.', line: 9 },
      ],
    },
    { ...NO_OUTLOOK, unit: 'g', kind: 'function', file: 'app.py', line: 20, outcome: 'unsafe', reasons: [{ rule: 'queue', verdict: 'no-equivalent', message: 'Use a `Redis` queue.', line: 21 }] },
    { ...NO_OUTLOOK, unit: 'h', kind: 'function', file: 'app.py', line: 30, outcome: 'left', reasons: [], refused: 'Its body is <generated>.' },
  ],
  files: [
    { file: 'common.py', changed: true },
    { file: 'app.py', changed: true },
    { file: 'odd.py', changed: false, refused: 'It did not parse.' },
  ],
  addresses: [{ file: 'client.py', line: 4, address: 'https://me--f.modal.run' }],
  notes: ['Where `a` & b differ.'],
}; // prettier-ignore

describe('the plan of a migration', () => {
  const forms: [form: string, render: (report: PlanReport) => string][] = [
    ['text', (report) => planText(report, false)],
    ['markdown', planMarkdown],
    ['html', planHtml],
  ];

  test.each(forms)('%s says the same totals as json', (_, render) => {
    const { totals } = JSON.parse(planJson(PLAN)) as { totals: ReturnType<typeof totalsOf> };
    expect(totals).toEqual({
      units: 4,
      outcomes: { safe: 1, unsafe: 1, manual: 1, left: 1 },
      files: 3,
      filesChanged: 2,
      filesRefused: 1,
      others: 0,
      tasks: 1,
    });
    const sentence = '4 units in 3 files: 1 safe, 1 unsafe, 1 manual, 1 left; 2 files changed.';
    expect(totalsSentence(totals, PLAN.run)).toBe(sentence);
    expect(render(PLAN)).toContain(sentence);
  });

  test('a reason that many units share is said once', () => {
    const shared = {
      rule: 'secrets',
      verdict: 'rewrite-unsafe',
      message: 'Set `KEY`.',
      line: 3,
    } as const;
    const own = { rule: 'gpu', verdict: 'manual', message: 'Choose.', line: 4 } as const;
    const units = ['a', 'b', 'c', 'd'].map((unit) => ({
      ...NO_OUTLOOK, unit, kind: 'function', file: 'app.py', line: 3, outcome: 'manual', reasons: [shared, own],
    } as const)); // prettier-ignore
    const all = { ...PLAN, units };
    const few = { ...PLAN, units: units.slice(1) };
    for (const render of [(plan: PlanReport) => planText(plan, false), planMarkdown]) {
      expect(render(all).split('Set `KEY`.')).toHaveLength(2);
      expect(render(all)).toContain('Of several units');
      expect(render(few).split('Set `KEY`.')).toHaveLength(4);
    }
  });

  test.each(forms)('%s names every unit, reason, refusal, task and note', (_, render) => {
    const text = render(PLAN).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('\\', '').replace(/<\/?code>/g, '`'); // prettier-ignore
    for (const word of ['common.py', 'Model', 'fal.App', '`T4` is | near <A100>.', 'Its body is <generated>.', 'It did not parse.', 'odd.py', 'Use a `Redis` queue.', 'Left for a person', 'Where `a`']) {
      expect(text).toContain(word);
    }
  }); // prettier-ignore

  it('html needs no other file and lets nothing out of its place', () => {
    const page = planHtml(PLAN);
    expect(page).not.toMatch(/<link|<img|src=|url\(|@import|<A100>|<generated>/);
    expect(page).toContain('<a href="https://example.test/#gpu">');
    const cards = [...page.matchAll(/<li class="\w+" data-outcome="(\w+)"><b>(\d+)</g)].map(
      ([, outcome, count]) => [outcome, Number(count)],
    );
    expect(Object.fromEntries(cards)).toEqual(totalsOf(PLAN).outcomes);
  });

  it('markdown keeps its tables whole', () => {
    const rows = planMarkdown(PLAN)
      .split('\n')
      .filter((row) => row.startsWith('|'));
    for (const row of rows) expect([3, 7]).toContain(row.match(/(?<!\\)\|/g)?.length);
  });
});
