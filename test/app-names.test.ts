// What the apps of a program are deployed as: no two of one program by one name, and calls that follow.
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

type Sources = Readonly<Record<string, string>>;

async function converted(sources: Sources): Promise<Sources> {
  const files = Object.entries(sources).map(([path, source]) => ({ path, source }));
  const { results } = await migrate(await readProgram(files, sdk), rules, { level: 'all' });
  return { ...sources, ...Object.fromEntries(results.map(({ file, after }) => [file, after])) };
}

/** `file: Class → name` of every app, and the ids that calls ask for. */
function namesIn(files: Sources): string[] {
  return Object.entries(files).flatMap(([file, text]) => [
    ...[...text.matchAll(/class (\w+)\(fal\.App.*\):\n+ +app_name = "(.*)"/g)].map(
      ([, name, app]) => `${file}: ${name ?? ''} → ${app ?? ''}`,
    ),
    ...[...text.matchAll(/"your-username\/(.*?)"/g)].map(([, id]) => `${file}: calls ${id ?? ''}`),
  ]);
}

const COMMON = 'import modal\n\napp = modal.App("voices")\n';
const app = (name: string): string => `import modal\n\napp = modal.App(${name})\n\n\n`;
const shared = 'import modal\n\nfrom common import app\n\n\n';
const cls = (name: string): string =>
  `@app.cls()\nclass ${name}:\n    @modal.method()\n    def run(self, x: int) -> int:\n        return x\n`;
const inner = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const call = (name: string): string =>
  `\n\n@app.function()\ndef ask():\n    return ${name}().run.remote(x=1)\n`;

const rows: readonly (readonly [string, Sources, readonly string[]])[] = [
  [
    'one unit has the name of its App',
    { 'a.py': app('"one"') + cls('Ears') },
    ['a.py: Ears → one'],
  ],
  [
    'two units of an App in one file',
    { 'a.py': app('"one"') + cls('Ears') + '\n\n' + cls('Mouth') },
    ['a.py: Ears → one-ears', 'a.py: Mouth → one-mouth'],
  ],
  [
    'two units of an App in two files, and a call from a third',
    {
      'common.py': COMMON,
      'ears.py': shared + cls('Ears'),
      'mouth.py': shared + cls('Mouth'),
      'main.py': 'from common import app\nfrom ears import Ears\n' + call('Ears'),
    },
    ['ears.py: Ears → voices-ears', 'mouth.py: Mouth → voices-mouth', 'main.py: calls voices-ears'],
  ],
  [
    'two Apps in one file are two names',
    {
      'a.py':
        'import modal\n\none = modal.App("one")\ntwo = modal.App("two")\n\n\n' +
        cls('Ears').replace('app', 'one') +
        '\n\n' +
        cls('Mouth').replace('app', 'two'),
    },
    ['a.py: Ears → one', 'a.py: Mouth → two'],
  ],
  [
    'two Apps of one name: the second has the name of its unit',
    { 'a.py': app('"one"') + cls('Ears'), 'b.py': app('"one"') + cls('Mouth') },
    ['a.py: Ears → one', 'b.py: Mouth → one-mouth'],
  ],
  [
    'and of its file, where the units are called alike too',
    {
      'a.py': app('"one"') + cls('Ears'),
      'b.py': app('"one"') + cls('Ears'),
      'c.py': app('"one"') + cls('Ears') + call('Ears'),
    },
    [
      'a.py: Ears → one',
      'b.py: Ears → one-ears',
      'c.py: Ears → one-c-ears',
      'c.py: calls one-c-ears',
    ],
  ],
  [
    'Apps whose names nobody knows',
    {
      'hooks/a.py': 'import os\n' + app('os.environ["A"]') + cls('Web'),
      'hooks/b.py': 'import os\n' + app('os.environ["B"]') + cls('Web'),
      'other/b.py': 'import os\n' + app('os.environ["C"]') + cls('Web'),
    },
    ['hooks/a.py: Web → web', 'hooks/b.py: Web → b-web', 'other/b.py: Web → other-b-web'],
  ],
  [
    'an app that is on fal already keeps its name for itself',
    {
      'a.py': 'import fal\n\n\nclass Ears(fal.App):\n    app_name = "one"\n',
      'b.py': app('"one"') + cls('Mouth'),
    },
    ['a.py: Ears → one', 'b.py: Mouth → one-mouth'],
  ],
  [
    'and so does one that an earlier run made of the same App',
    {
      'common.py': COMMON,
      'ears.py': 'import fal\n\n\nclass Ears(fal.App):\n    app_name = "voices-ears"\n',
      'mouth.py': shared + cls('Mouth'),
    },
    ['ears.py: Ears → voices-ears', 'mouth.py: Mouth → voices-mouth'],
  ],
];

describe('names on fal', () => {
  test.each(rows)('%s', async (_name, sources, expected) => {
    expect(namesIn(await converted(sources)).sort()).toEqual([...expected].sort());
  });

  test.each([
    ['two units of one name in one file', `${cls('Ears')}\n\n${cls('Ears')}`, 1, ['one', 'one']],
    [
      'of two branches one is deployed',
      `if input():\n${inner(cls('Ears'))}\nelse:\n${inner(cls('Ears'))}`,
      0,
      ['one', 'one'],
    ],
  ])('%s', async (_name, units, marks, names) => {
    const { 'a.py': after = '' } = await converted({ 'a.py': app('"one"') + units });
    expect(after.match(/`Ears` is defined twice/g) ?? []).toHaveLength(marks);
    expect([...after.matchAll(/app_name = "(.*)"/g)].map(([, name]) => name)).toEqual(names);
  });

  const serving = (decorator: string, body: string, name = '"b"'): string =>
    `${app(name)}@app.function()\n@modal.${decorator}\ndef web():\n    ${body}\n`;

  test.each<[string, Sources, Sources]>([
    [
      'a server that starts itself is called otherwise',
      {
        'a.py': serving('web_server(80)', 'print(1)', '"a"'),
        'b.py': serving('web_server(80)', 'print(1)') + '\n\nurl = web.get_web_url()\n',
      },
      {
        'a.py': 'def web():',
        'b.py': 'def web_b():\n    print(1)\n\n\nurl = "https://fal.run/your-username/web_b"\n',
      },
    ],
    [
      'so is what serves an app, also behind one that is on fal',
      {
        'a.py': 'import fal\n\n\n@fal.function(exposed_port=80)\ndef serve_web():\n    print(1)\n',
        'b.py': serving('asgi_app()', 'return make()'),
        'c/b.py': serving('asgi_app()', 'return make()'),
      },
      { 'b.py': 'def serve_b_web():', 'c/b.py': 'def serve_c_b_web():' },
    ],
    [
      'an app without a name has the name of its file',
      {
        'a.py': serving('wsgi_app()', 'return 1', ''),
        'b.py': serving('wsgi_app()', 'return 1', ''),
      },
      { 'a.py': 'def serve_web():', 'b.py': 'def serve_b_web():' },
    ],
  ])('%s', async (_name, sources, parts) => {
    const after = await converted(sources);
    for (const [file, part] of Object.entries(parts)) expect(after[file]).toContain(part);
    expect(await converted(after)).toEqual(after);
  });

  test('a server whose name is read keeps it, and it is told', async () => {
    const files = {
      'a.py': serving('web_server(80)', 'print(1)', '"a"'),
      'b.py': `${serving('web_server(80)', 'print(1)')}\n\nprint(web)\n`,
    };
    const program = await readProgram(
      Object.entries(files).map(([path, source]) => ({ path, source })),
      sdk,
    );
    const { plans } = await migrate(program, rules, { level: 'all' });
    const told = plans.flatMap(({ file, reasons }) =>
      reasons.flatMap(({ message }) =>
        message.includes('--app-name') ? [`${file}: ${message}`] : [],
      ),
    );
    expect(told).toEqual([
      expect.stringMatching(/^a\.py: `web` is the name of a function of `b\.py` too/),
      expect.stringMatching(/^b\.py: `web` is the name of a function of `a\.py` too/),
    ]);
  });
});
