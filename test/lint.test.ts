import { describe, expect, it, test } from 'vitest';
import { DEFAULT_CONFIG, type LintConfig } from '../src/lint/config.ts';
import { lintFile } from '../src/lint/lint-file.ts';
import { lintTextFile } from '../src/lint/lint-text.ts';
import { shownSource, shownText } from '../src/lint/mask.ts';
import type { TextLanguage } from '../src/text/language.ts';
import { nearest } from '../src/text/nearest.ts';
import type { Diagnostic, Severity } from '../src/model/diagnostic.ts';
import type { Rule } from '../src/model/rule.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { RULES } from './cli-rules.ts';

const SDK = makeSdk(RULES.sdk);

async function lint(
  source: string,
  config: LintConfig = DEFAULT_CONFIG,
  rules = RULES,
): Promise<Diagnostic[]> {
  const { files } = await readProgram([{ path: 'app.py', source }], SDK);
  return files.flatMap((file) => lintFile(file, rules, config));
}

/** `line:column rule text` of every finding. */
async function found(source: string, config?: LintConfig): Promise<string[]> {
  const diagnostics = await lint(source, config);
  return diagnostics.map(({ start, rule, span }) => {
    return `${start.line}:${start.column} ${rule} ${source.slice(span.start, span.end)}`;
  });
}

describe('a use that a rule owns is one finding, at its place', () => {
  const table: [title: string, source: string, expected: string[]][] = [
    ['a call', 'import modal\napp = modal.App("x")\n', ['2:7 app modal.App']],
    ['a name that was imported', 'from modal import App as A\nA("x")\n', ['2:1 app A']],
    [
      'a decorator and its keyword',
      'import modal\napp = modal.App()\n@app.function(gpu="A100")\ndef f(): ...\n',
      ['2:7 app modal.App', '3:2 app-function app.function', '3:15 gpu gpu="A100"'],
    ],
    [
      'a keyword of the past',
      'import modal\napp = modal.App()\n@app.function(keep_warm=1)\ndef f(): ...\n',
      ['2:7 app modal.App', '3:2 app-function app.function', '3:15 min-containers keep_warm=1'],
    ],
    [
      'a link of a chain, at its own line',
      'import modal\nimage = (\n    modal.Image.debian_slim()\n    .pip_install("x")\n)\n',
      ['4:6 image-pip-install pip_install'],
    ],
    ['a name of the past', 'import modal\nmodal.Stub("x")\n', ['2:1 app modal.Stub']],
    ['no keyword of another call', 'import modal\nf(gpu="A100")\n', []],
    ['nothing of another modal', 'import ui.modal as modal\nmodal.App()\n', []],
    ['a command in a comment', '# run: modal deploy app.py\n', ['1:8 modal-deploy modal deploy']],
  ];
  test.each(table)('%s', async (_, source, expected) => {
    expect(await found(source)).toEqual(expected);
  });
});

describe('a message says what is there, then what to write', () => {
  const table: [title: string, source: string, message: string][] = [
    ['rewrite', 'import modal\nmodal.Secret.from_dict({})\n', "`modal.Secret.from_dict` is Modal's; write `fal secrets set`."],
    ['rewrite-unsafe', 'import modal\napp = modal.App()\n@app.function(gpu="T4")\ndef f(): ...\n', '`gpu="T4"` is Modal\'s; write `machine_type = …`, which may behave differently.'],
    ['manual', 'import modal\nmodal.Volume.from_name("v")\n', "`modal.Volume.from_name` is Modal's and is converted by hand; write `/data`."],
    ['no equivalent', 'import modal\nmodal.Queue.from_name("q")\n', "`modal.Queue.from_name` is Modal's and has no equivalent on fal; see what takes the place of `modal.Queue`."],
    ['a name of the past', 'import modal\nmodal.Stub()\n', "`modal.Stub` (now `modal.App`) is Modal's; write nothing."],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, message) => {
    const diagnostics = await lint(source);
    expect(diagnostics.map((each) => each.message)).toContain(message);
  });
});

describe('a message about a value that the table has a row for', () => {
  const values = [
    { values: ['H100', 'H100!'], fal: { name: 'machine_type', value: 'GPU-H100' }, notes: 'The same', verdict: 'rewrite' },
    { values: ['L40S'], fal: { name: 'machine_type', value: 'GPU-L40' }, notes: 'It has 48 GB too', verdict: 'rewrite-unsafe' },
    { values: ['T4'], fal: { name: 'machine_type', value: 'GPU-RTX4090' }, notes: '24 GB for 16 GB', verdict: 'manual' },
    { values: [':2'], fal: { name: 'num_gpus', value: 2 }, notes: 'The count', verdict: 'rewrite' },
  ] as const; // prettier-ignore
  const rules = RULES.rules.map((rule) => (rule.id === 'gpu' ? { ...rule, values } : rule));
  const table: [value: string, verdict: string, message: string, help: string][] = [
    ['"H100"', 'rewrite', '`gpu="H100"` is Modal\'s; write `machine_type = "GPU-H100"`.', '`machine_type = "GPU-H100"`'],
    ['"h100!:4"', 'rewrite', '`gpu="h100!:4"` is Modal\'s; write `machine_type = "GPU-H100"` and `num_gpus = 4`.', '`machine_type = "GPU-H100"` and `num_gpus = 4`'],
    ['KIND', 'rewrite', '`gpu=KIND` is Modal\'s; write `machine_type = "GPU-H100"`.', '`machine_type = "GPU-H100"`'],
    ['"L40S"', 'rewrite-unsafe', '`gpu="L40S"` is Modal\'s; write `machine_type = "GPU-L40"`, which may behave differently.', '`machine_type = "GPU-L40"` (It has 48 GB too)'],
    ['"T4"', 'manual', '`gpu="T4"` is Modal\'s, and fal has no such value; the nearest is `machine_type = "GPU-RTX4090"`: 24 GB for 16 GB.', 'nearest `machine_type = "GPU-RTX4090"` (24 GB for 16 GB)'],
    ['"V100"', 'rewrite-unsafe', '`gpu="V100"` is Modal\'s; write `machine_type = …`, which may behave differently.', '`machine_type = …`'],
    ['["T4"]', 'rewrite-unsafe', '`gpu=["T4"]` is Modal\'s; write `machine_type = …`, which may behave differently.', '`machine_type = …`'],
    ['None', 'rewrite-unsafe', "`gpu=None` is Modal's; leave it out.", '`machine_type = …`'],
  ]; // prettier-ignore
  test.each(table)('gpu=%s', async (value, verdict, message, help) => {
    const source = `import modal\nKIND = "H100"\napp = modal.App()\n@app.function(gpu=${value})\ndef f(): ...\n`;
    const found = await lint(source, DEFAULT_CONFIG, { ...RULES, rules });
    const gpu = found.find(({ rule }) => rule === 'gpu');
    expect(gpu).toMatchObject({ verdict, message });
    expect(gpu?.help?.startsWith(help)).toBe(true);
  });
});

describe('a message holds no value of the table', () => {
  test.each([
    ['`FROM python:3.11-slim`', '`FROM …`'],
    ['a directory, `/data/models`', 'a directory, `/data/…`'],
    ['`KVStore("settings")`', '`KVStore(…)`'],
    ['`@fal.function(exposed_port=8000)`', '`@fal.function(exposed_port=…)`'],
    ['`fal secrets set HF_TOKEN=...`', '`fal secrets set KEY=...`'],
    ['`app_name = "name"`', '`app_name = …`'],
    ['`@fal.endpoint("/")`', '`@fal.endpoint("/")`'],
    ['`requirements = [...]`', '`requirements = [...]`'],
    ['`/data`', '`/data`'],
  ])('%s', async (fal, said) => {
    const rules = { ...RULES, rules: RULES.rules.map((rule) => ({ ...rule, fal })) };
    const [, app] = await lint('import modal\nmodal.App()\nmodal.App()\n', DEFAULT_CONFIG, rules);
    expect(app?.message).toBe(`\`modal.App\` is Modal's; write ${said}.`);
  });
});

test.each(['–', 'by hand'])('what has no twin and a person converts: %s', async (fal) => {
  const rules = RULES.rules.map((rule) => ({ ...rule, fal, verdict: 'manual' as const }));
  const [, app] = await lint('import modal\nmodal.App()\nmodal.App()\n', DEFAULT_CONFIG, {
    ...RULES,
    rules,
  });
  expect(app?.message).toBe("`modal.App` is Modal's and is converted by hand; its page says how.");
});

describe('severity', () => {
  const source =
    'import modal\nmodal.App()\nmodal.Volume.from_name("v")\nmodal.Queue.from_name("q")\n';
  const severities = async (config: LintConfig): Promise<string[]> =>
    (await lint(source, config)).map(({ severity }) => severity);

  it('follows the verdict', async () => {
    expect(await severities(DEFAULT_CONFIG)).toEqual(['error', 'warning', 'warning']);
  });
  const table: [title: string, chosen: [string, Severity][], expected: Severity[]][] = [
    ['a rule', [['app', 'info']], ['info', 'warning', 'warning']],
    ['a topic', [['queues', 'info']], ['error', 'warning', 'info']],
    ['a rule before its topic', [['queues/queue', 'error'], ['queues', 'info']], ['error', 'warning', 'error']],
    ['everything', [['all', 'info'], ['functions', 'warning']], ['warning', 'info', 'info']],
  ]; // prettier-ignore
  test.each(table)('follows the configuration before: %s', async (_, chosen, expected) => {
    expect(await severities({ ignore: [], severity: new Map(chosen) })).toEqual(expected);
  });
});

describe('select and ignore', () => {
  const source =
    'import modal\napp = modal.App()\n@app.function(gpu="A100")\ndef f(): ...\nmodal.Nothing\n';
  const table: [title: string, config: Omit<LintConfig, 'severity'>, rules: string[]][] = [
    ['all by default', { ignore: [] }, ['app', 'app-function', 'gpu', 'cannot-resolve']],
    ['a rule', { select: ['gpu'], ignore: [] }, ['gpu']],
    ['a topic', { select: ['functions'], ignore: [] }, ['app', 'app-function']],
    ['a topic but a rule of it', { select: ['functions'], ignore: ['app'] }, ['app-function']],
    ['all but a topic', { select: ['all'], ignore: ['functions'] }, ['gpu', 'cannot-resolve']],
    ['a rule of a topic', { select: ['functions/app'], ignore: [] }, ['app']],
    ['no rule of another topic', { select: ['resources/app'], ignore: [] }, []],
    ['nothing', { ignore: ['all'] }, []],
  ];
  test.each(table)('%s', async (_, config, rules) => {
    const diagnostics = await lint(source, { ...config, severity: new Map() });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(rules);
  });

  const named: [title: string, config: Omit<LintConfig, 'severity'>, rules: string[]][] = [
    ['means the topic', { select: ['gpu'], ignore: [] }, ['gpu', 'min-containers']],
    ['is ignored as the topic', { ignore: ['gpu', 'cannot-resolve'] }, ['app', 'app-function']],
    ['is meant alone behind its topic', { select: ['gpu/gpu'], ignore: [] }, ['gpu']],
  ];
  test.each(named)('a rule with the name of its topic %s', async (_, config, expected) => {
    const rules = RULES.rules.map((rule) =>
      ['gpu', 'min-containers'].includes(rule.id) ? { ...rule, topic: 'gpu' } : rule,
    );
    const program = source.replace('"A100"', '"A100", min_containers=1');
    const diagnostics = await lint(
      program,
      { ...config, severity: new Map() },
      { ...RULES, rules },
    );
    expect(diagnostics.map(({ rule }) => rule)).toEqual(expected);
  });

  it('keeps what says that a file was not read in whole', async () => {
    const broken = 'import modal\nmodal.App(\n';
    const diagnostics = await lint(broken, { select: ['gpu'], ignore: [], severity: new Map() });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['parse-error']);
  });
});

describe('cannot-resolve', () => {
  const head = 'import modal\napp = modal.App()\n';
  const table: [title: string, source: string, expected: string[]][] = [
    ['a splat of unknown keywords', `${head}@app.function(**options)\ndef f(): ...\n`, ['3:15 cannot-resolve **options']],
    ['no splat of a literal', `${head}OPTIONS = {"gpu": "T4"}\n@app.function(**OPTIONS)\ndef f(): ...\n`, []],
    ['no splat into another call', `${head}modal.Secret.from_dict(**options)\n`, []],
    ['getattr on modal', 'import modal\ngetattr(modal, name)\n', ['2:1 cannot-resolve getattr(modal, name)']],
    ['getattr of a name', 'import modal\ngetattr(modal, "Dict", None)\n', ['2:1 cannot-resolve getattr(modal, "Dict", None)']],
    ['no getattr of the program', 'import modal\ndef getattr(a, b): ...\ngetattr(modal, name)\n', []],
    ['a name that modal never had', 'import modal\nmodal.Sandbx\n', ['2:1 cannot-resolve modal.Sandbx']],
    ['an import of such a name', 'from modal import Sandbx\n', ['1:19 cannot-resolve Sandbx']],
    ['no private name', 'import modal\nmodal.__version__\nmodal._x\n', []],
    ['no module of that name', 'from ui import modal\nmodal.Sandbx\ngetattr(modal, x)\n', []],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, expected) => {
    const all = await found(source);
    expect(all.filter((each) => each.includes('cannot-resolve'))).toEqual(expected);
  });
});

test('what getattr asks for by name is told', async () => {
  const messages = async (source: string): Promise<string[]> =>
    (await lint(`import modal\n${source}\n`)).map(({ message }) => message);
  expect(await messages('getattr(modal, "Dict", None)')).toEqual([
    'What `getattr(modal, "Dict", None)` gives is not followed; write `modal.Dict`.',
  ]);
  expect(await messages('getattr(modal, name)')).toEqual([
    'What `getattr(modal, name)` gives is not known before the program runs; write `modal.<name>`.',
  ]);
});

describe('todo-left', () => {
  const table: [title: string, source: string, expected: string[]][] = [
    ['a mark', '# TODO(modal-lint): gpu: pick a machine\nx = 1\n', ['1:3 todo-left TODO(modal-lint): gpu: pick a machine']],
    ['a mark at the end of a line', 'x = 1  # TODO(modal-lint): look here\n', ['1:10 todo-left TODO(modal-lint): look here']],
    ['no mark in a string', 'x = "# TODO(modal-lint): gpu: x"\n', []],
    ['the placeholder owner', 'import fal_client\nfal_client.subscribe("your-username/app", arguments={})\n', ['2:23 todo-left your-username']],
    ['the placeholder in a name from fal_client', 'from fal_client import submit as s\ns("your-username/app")\n', ['2:4 todo-left your-username']],
    ['the placeholder in an f-string', 'import fal_client as c\nc.submit(f"your-username/{app}")\n', ['2:12 todo-left your-username']],
    ['the placeholder in an address', 'url = "https://fal.run/your-username/app"\nqueue = "wss://queue.fal.run/your-username/app/x"\n', ['1:24 todo-left your-username', '2:30 todo-left your-username']],
    ['the placeholder in an address of an f-string', 'a = f"{base} https://fal.run/your-username/{app} https://fal.run/your-username/x"\nb = f"{\'https://fal.run/your-username/y\'}/z"\n', ['1:30 todo-left your-username', '1:66 todo-left your-username', '2:25 todo-left your-username']],
    ['the placeholder in a command that holds an address', 'import os\nos.system("curl -X POST https://fal.run/your-username/app -d {}")\n', ['2:41 todo-left your-username']],
    ['an address in a call of the client is reported once', 'import fal_client\nfal_client.run("your-username/app", arguments={"url": "https://fal.run/your-username/b"})\n', ['2:17 todo-left your-username', '2:72 todo-left your-username']],
    ['no placeholder elsewhere', 'import fal_client\nprint("your-username/app")\n', []],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, expected) => {
    expect(await found(source)).toEqual(expected);
  });

  it('names the rule and its page', async () => {
    const [diagnostic] = await lint('# TODO(modal-lint): gpu: pick a machine\n');
    expect(diagnostic?.message).toBe(
      'A person has to finish `gpu`, then remove the mark: pick a machine',
    );
    expect(diagnostic?.url).toBe('https://example.test/concepts/resources/#gpu');
  });
});

describe('parse-error', () => {
  const table: [title: string, source: string, rules: string[]][] = [
    ['is reported, and the rest is linted', 'import modal\nmodal.App()\nx = = 1\nmodal.App()\n', ['app', 'parse-error', 'app']],
    ['once a line', 'import modal\nx = = 1 = = 2\n', ['parse-error']],
    ['not where the file has nothing of Modal', 'x = = 1  # a modal dialog\n', []],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, rules) => {
    expect((await lint(source)).map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('texts that are not Python', () => {
  const table: [title: string, language: Parameters<typeof lintTextFile>[0]['language'], source: string, rules: string[]][] = [
    ['a script', 'shell', 'set -e\nmodal deploy app.py\n', ['modal-deploy']],
    ['a page', 'markdown', 'Run `modal deploy app.py`.\n', ['modal-deploy']],
    ['a mark in a script', 'shell', '# TODO(modal-lint): modal-deploy: name the unit\nfal deploy app.py\n', ['todo-left']],
    ['a suppression for a line', 'shell', 'modal deploy app.py  # modal-lint: ignore[modal-deploy] later\n', []],
    ['a suppression for the next line', 'shell', '# modal-lint: ignore\nmodal deploy \\\n  app.py\nmodal deploy b.py\n', ['modal-deploy']],
    ['a suppression in a page', 'markdown', '<!-- modal-lint: ignore-file -->\nRun `modal deploy app.py`.\n', []],
    ['no suppression in the text of a page', 'markdown', 'Write `# modal-lint: ignore[gpu]` after it.\n', []],
    ['one that suppresses nothing', 'shell', '# modal-lint: ignore\necho\n', ['unused-suppression']],
  ]; // prettier-ignore
  test.each(table)('%s', (_, language, source, rules) => {
    const found = lintTextFile({ path: 'x', source, language }, RULES, DEFAULT_CONFIG);
    expect(found.map(({ rule }) => rule)).toEqual(rules);
  });
});

describe('what requires the package', () => {
  const requirement: Rule = {
    id: 'require-modal',
    topic: 'deploying',
    modal: '`pip install modal`',
    fal: '`pip install fal`',
    notes: '',
    verdict: 'rewrite',
    matches: [{ symbol: 'modal', role: 'requirement' }],
    url: 'https://example.test',
    docs: {},
    source: { file: 'x.md', line: 1 },
  };
  const rules = { ...RULES, rules: [...RULES.rules, requirement] };
  const message = "`modal` is Modal's package; require `fal`.";
  const table: [path: string, language: TextLanguage, source: string, found: string[]][] = [
    ['requirements.txt', 'text', 'torch\nmodal>=1.0\nmodal-toolkit\n', [`2:1 ${message}`]],
    ['pyproject.toml', 'toml', '[project]\ndependencies = ["modal"]\n', [`2:18 ${message}`]],
    ['notes.txt', 'text', 'modal>=1.0\n', []],
    ['ci.yml', 'yaml', 'steps:\n  - run: pip install modal\n', [`2:22 ${message}`]],
    ['README.md', 'markdown', '```sh\npip install torch modal\n```\n', [`2:19 ${message}`]],
    ['environment.yml', 'yaml', 'dependencies:\n  - modal\n', ['2:5 fal is on PyPI only: remove Modal here and require `fal` under `pip:`.']],
    ['requirements.txt', 'text', 'modal  # modal-lint: ignore[require-modal]\n', []],
  ]; // prettier-ignore
  test.each(table)('%s: %#', (path, language, source, found) => {
    const all = lintTextFile({ path, source, language }, rules, DEFAULT_CONFIG);
    expect(all.map(({ start, message: text }) => `${start.line}:${start.column} ${text}`)).toEqual(
      found,
    );
  });

  it('is told in the header of a script, and not where Modal is imported', async () => {
    const source = '# /// script\n# dependencies = ["modal"]\n# ///\nimport modal\n';
    const all = await lint(source, DEFAULT_CONFIG, rules);
    expect(all.map(({ rule, start }) => `${start.line} ${rule}`)).toEqual(['2 require-modal']);
  });
});

describe('values of secrets', () => {
  it('are hidden in what is shown of a program, at equal length', async () => {
    const source = 'import modal\nmodal.Secret.from_dict({"KEY": "hunter2", "B": f"x{y}"})\n';
    const { files } = await readProgram([{ path: 'a.py', source }], SDK);
    const [shown = ''] = files.map(shownSource);
    expect(shown).toBe('import modal\nmodal.Secret.from_dict({"KEY": "*******", "B": f"****"})\n');
  });
  it('are hidden in commands', () => {
    const shown = shownText('modal secret create s KEY=hunter2 B="x y"\n', 'shell');
    expect(shown).toBe('modal secret create s KEY=******* B=*****\n');
  });
  it('are in no message', async () => {
    const source =
      'import modal\napp = modal.App()\n@app.function(gpu=modal.Secret.from_dict({"A": "hunter2"}))\ndef f(): ...\n';
    expect(JSON.stringify(await lint(source))).not.toContain('hunter2');
  });
});

describe('nearest', () => {
  const words = ['app-function', 'gpu', 'volume', 'modal-deploy'];
  const table: [word: string, expected: string | undefined][] = [
    ['app-fuction', 'app-function'],
    ['gpus', 'gpu'],
    ['gup', 'gpu'],
    ['voluem', 'volume'],
    ['xyz', undefined],
    ['', undefined],
  ];
  test.each(table)('%s -> %s', (word, expected) => {
    expect(nearest(word, words)).toBe(expected);
  });
});
