import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConcepts, loadContext } from '../src/verify/content.ts';
import { checkFalCell } from '../src/concepts/fal-cell.ts';
import { idOf } from '../src/concepts/ids.ts';
import { renderMessages } from '../src/concepts/message.ts';
import { resolveCell } from '../src/concepts/modal-cell.ts';
import { readTopic } from '../src/concepts/read-topic.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { scaffoldConcept } from '../src/concepts/scaffold.ts';
import { examplesOf, type Topic } from '../src/concepts/topic.ts';
import { isTransform } from '../src/concepts/verdict.ts';
import type { Match } from '../src/model/rule.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const seed = readFileSync(join(fixtures, 'seed/modal-to-fal.md'), 'utf8');
const context = { ...loadContext(), transforms: new Set(['app-function']) };
const units = ['modal.App.function', 'modal.App.cls', 'modal.App.server'];

function keywordOf(keyword: string, symbols: readonly string[]): Match[] {
  return symbols.map((symbol) => ({ symbol, role: 'keyword', keyword }));
}

describe('the published table, pasted as it stands', () => {
  const { topic, messages } = readTopic('content/concepts/seed.md', seed, context);

  test('compiles with one warning', () => {
    expect(messages.map(({ severity, id }) => [severity, id])).toEqual([['warning', 'table-only']]);
  });

  test.each<[string, Match[]]>([
    ['app-function', [{ symbol: 'modal.App.function', role: 'decorator' }]],
    ['app-cls', [{ symbol: 'modal.App.cls', role: 'decorator' }]],
    ['method', [{ symbol: 'modal.method', role: 'decorator' }]],
    ['enter', [{ symbol: 'modal.enter', role: 'decorator' }]],
    ['exit', [{ symbol: 'modal.exit', role: 'decorator' }]],
    ['image-pip-install', [{ symbol: 'modal.Image.pip_install', role: 'call' }]],
    ['image-from-dockerfile', [{ symbol: 'modal.Image.from_dockerfile', role: 'call' }]],
    ['gpu', keywordOf('gpu', units)],
    ['volume', [{ symbol: 'modal.Volume' }]],
    ['secret', [{ symbol: 'modal.Secret' }]],
    ['modal-deploy', [{ symbol: 'modal deploy', role: 'command' }]],
    ['method-remote', [{ symbol: 'modal.Function.remote', role: 'call', receiver: 'method' }]],
  ])('%s', (id, matches) => {
    expect(topic?.concepts.find((concept) => concept.id === id)?.matches).toEqual(matches);
  });

  test('has twelve rows, in order, on their lines', () => {
    expect(topic?.concepts.map(({ place }) => place.line)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 3),
    );
  });

  test('knows a conversion only where there is one', () => {
    const verdicts = topic?.concepts.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['rewrite', ...Array.from({ length: 11 }, () => 'manual')]);
  });

  test.each([
    ['a heading above', `# Modal and fal\n\nSome words.\n\n${seed}`],
    ['Windows line ends', seed.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${seed}`],
    ['no line end at the end', seed.trimEnd()],
    ['padded cells', seed.replaceAll(' | ', '   |   ')],
  ])('also with %s', (_, text) => {
    const read = readTopic('seed.md', text, context);
    expect(read.topic?.concepts.map(({ id }) => id)).toEqual(topic?.concepts.map(({ id }) => id));
    expect(read.messages.map(({ id }) => id)).toEqual(['table-only']);
  });
});

describe('a Modal cell is read as code', () => {
  test.each<[code: string, id: string, ...matches: Match[]]>([
    ['@app.function()', 'app-function', { symbol: 'modal.App.function', role: 'decorator' }],
    ['@modal.asgi_app()', 'asgi-app', { symbol: 'modal.asgi_app', role: 'decorator' }],
    [
      '@modal.concurrent(max_inputs=10)',
      'concurrent',
      { symbol: 'modal.concurrent', role: 'decorator' },
    ],
    [
      '@modal.enter(..., snap=True)',
      'enter-snap',
      { symbol: 'modal.enter', role: 'keyword', keyword: 'snap' },
    ],
    ['timeout=60', 'timeout', ...keywordOf('timeout', units.slice(0, 2))],
    ['volumes={"/p": modal.Volume.from_name("v")}', 'volumes', ...keywordOf('volumes', units)],
    ['schedule=modal.Cron("0 8 * * *")', 'schedule', ...keywordOf('schedule', units.slice(0, 1))],
    [
      'target_inputs=4',
      'concurrent-target-inputs',
      ...keywordOf('target_inputs', ['modal.concurrent']),
    ],
    [
      'image.pip_install(index_url="…")',
      'image-pip-install-index-url',
      { symbol: 'modal.Image.pip_install', role: 'keyword', keyword: 'index_url' },
    ],
    [
      'image = modal.Image.debian_slim()',
      'image-debian-slim',
      { symbol: 'modal.Image.debian_slim', role: 'call' },
    ],
    ['modal.Retries(max_retries=3)', 'retries', { symbol: 'modal.Retries', role: 'call' }],
    ['modal.Volume', 'volume', { symbol: 'modal.Volume' }],
    ['volume.commit()', 'volume-commit', { symbol: 'modal.Volume.commit', role: 'call' }],
    ['call.get()', 'function-call-get', { symbol: 'modal.FunctionCall.get', role: 'call' }],
    ['with app.run():', 'app-run', { symbol: 'modal.App.run', role: 'call' }],
    ['with image.imports():', 'image-imports', { symbol: 'modal.Image.imports', role: 'call' }],
    ['import modal', 'import-modal', { symbol: 'modal', role: 'reference' }],
    [
      'f.remote(x)',
      'function-remote',
      { symbol: 'modal.Function.remote', role: 'call', receiver: 'function' },
    ],
    [
      'await f.remote.aio(x)',
      'function-remote',
      { symbol: 'modal.Function.remote', role: 'call', receiver: 'function' },
    ],
    [
      'for x in f.map(xs):',
      'function-map',
      { symbol: 'modal.Function.map', role: 'call', receiver: 'function' },
    ],
    [
      'Model().generate.remote_gen(1)',
      'method-remote-gen',
      { symbol: 'modal.Function.remote_gen', role: 'call', receiver: 'method' },
    ],
    [
      'modal.Cls.from_name("a", "C")',
      'cls-from-name',
      { symbol: 'modal.Cls.from_name', role: 'call' },
    ],
    ['Cls.from_name("a", "C")', 'cls-from-name', { symbol: 'modal.Cls.from_name', role: 'call' }],
    [
      'modal secret create g KEY=value',
      'modal-secret-create',
      { symbol: 'modal secret create', role: 'command' },
    ],
    ['modal run f.py::main --x 1', 'modal-run', { symbol: 'modal run', role: 'command' }],
    ['pip install modal', 'require-modal', { symbol: 'modal', role: 'requirement' }],
    ['modal.Mount', 'mount', { symbol: 'modal.Mount' }],
  ])('%s', (code, id, ...matches) => {
    const resolved = resolveCell(code, context.modal);
    expect(resolved).toEqual({ matches });
    expect(matches[0] && idOf(matches[0])).toBe(id);
  });

  test.each([
    ['modal.Volum', 'cell-unknown-name', 'Volum', '`modal.Volume`'],
    ['image.pip_instal("x")', 'cell-unknown-name', 'pip_instal', '`modal.Image.pip_install`'],
    ['image.pip_install(indx_url="x")', 'cell-unknown-name', 'indx_url', '`index_url`'],
    ['torch.load("x")', 'cell-unknown-name', 'torch.load("x")', '`modal.`'],
    ['modal', 'cell-unknown-name', 'modal', '`modal.`'],
    ['gppu="A100"', 'cell-unknown-keyword', 'gppu', '`gpu=`'],
    ['index_url="x"', 'cell-unknown-keyword', 'index_url', '(index_url=…)`'],
    ['modal.Stub("x")', 'cell-legacy', 'modal.Stub', '`modal.App`'],
    ['@stub.function()', 'cell-unknown-name', '@stub.function()', '`app.`'],
    ['keep_warm=1', 'cell-legacy', 'keep_warm', '`min_containers=`'],
    ['@app.function(keep_warm=1)', 'cell-legacy', 'keep_warm=1', '`min_containers=`'],
    ['modal deplyo', 'cell-unknown-command', 'modal deplyo', '`modal deploy`'],
    ['modal app deploy', 'cell-legacy', 'modal app deploy', '`modal deploy`'],
    ['def f(', 'cell-unreadable', 'def f(', 'one piece of code'],
    [
      'modal.Volume; modal.Secret',
      'cell-unreadable',
      'modal.Volume; modal.Secret',
      'one piece of code',
    ],
  ])('%s is a mistake', (code, id, span, hint) => {
    const resolved = resolveCell(code, context.modal);
    const problem = 'problem' in resolved ? resolved.problem : undefined;
    expect(problem?.id).toBe(id);
    expect(code.slice(problem?.start, problem?.end)).toBe(span);
    expect(problem?.text).toContain(hint);
  });
});

describe('a fal cell names what fal has', () => {
  test.each([
    '@fal.function()',
    'class MyApp(fal.App)',
    'class MyApp(fal.App, keep_alive=60)',
    '@fal.endpoint("/")',
    'def setup(self)',
    'requirements = [...]',
    'machine_type = "GPU-A100"',
    'ContainerImage.from_dockerfile(...)',
    'fal.toolkit.KVStore',
    'KVStore("jobs").get("a")',
    'fal_client.subscribe("me/app", arguments={})',
    'self.current_request.request_id',
    'StreamingResponse',
    'fal secrets set',
    'fal deploy app.py::App',
    '/data',
    'FROM python:3.11',
    'python app.py --x 1',
    'if __name__ == "__main__":',
  ])('%s', (code) => {
    expect(checkFalCell(code, context.fal)).toBeUndefined();
  });

  test.each([
    ['fal.functoin()', 'fal-unknown-name', 'functoin', '`fal.function`'],
    ['def setpu(self)', 'fal-unknown-name', 'setpu', '`setup`'],
    ['requirments = []', 'fal-unknown-name', 'requirments', '`requirements`'],
    ['@fal.function(machine_typ="S")', 'fal-unknown-name', 'machine_typ', '`machine_type`'],
    ['class X(fal.App, keep_aliv=3)', 'fal-unknown-name', 'keep_aliv', '`keep_alive`'],
    ['ContainerImg.from_dockerfile()', 'fal-unknown-name', 'ContainerImg', '`ContainerImage`'],
    ['fal_client.subscrib("x")', 'fal-unknown-name', 'subscrib', '`fal_client.subscribe`'],
    ['machine_type = "GPU-A10"', 'fal-unknown-machine', '"GPU-A10"', '`GPU-A100`'],
    ['@fal.function(machine_type="GPU-H10")', 'fal-unknown-machine', '"GPU-H10"', '`GPU-H100`'],
    ['fal secrts set', 'fal-unknown-command', 'fal secrts set', '`fal secrets`'],
    ['fal secrets st', 'fal-unknown-command', 'fal secrets st', '`fal secrets set`'],
    ['def', 'fal-cell-unreadable', 'def', 'one piece of code'],
  ])('%s is a mistake', (code, id, span, hint) => {
    const problem = checkFalCell(code, context.fal);
    expect(problem?.id).toBe(id);
    expect(code.slice(problem?.start, problem?.end)).toBe(span);
    expect(problem?.text).toContain(hint);
  });
});

describe('a content folder without mistakes', () => {
  const files = loadConcepts(join(fixtures, 'content-small'));
  const { topics, messages } = readTopics(files, context);
  const functions = topicOf(topics, 'functions');

  test('has no messages', () => {
    expect(messages).toEqual([]);
  });

  test.each([
    ['app-function', 'rewrite', { kind: 'transform' }],
    ['gpu', 'rewrite-unsafe', undefined],
    ['startup-timeout', 'rewrite', { kind: 'setting', name: 'startup_timeout' }],
    [
      'is-local',
      'rewrite',
      { kind: 'expression', text: 'os.getenv("IS_ISOLATE_AGENT") is None', imports: ['os'] },
    ],
    ['remote', 'manual', undefined],
    ['dict', 'no-equivalent', undefined],
  ])('%s is %s', (id, verdict, rewrite) => {
    const concept = functions.concepts.find((one) => one.id === id);
    expect([concept?.verdict, concept?.rewrite]).toEqual([verdict, rewrite]);
  });

  test.each([
    ['start', 'rewrite', 'app-function', ['app.py'], ['app.py'], []],
    ['app-function-1', 'rewrite', 'app-function', ['app.py'], ['app.py'], ['double(x=3)']],
    ['gpu-1', 'rewrite', 'gpu', ['app.py'], ['app.py'], []],
    ['where', 'rewrite', 'is-local', ['where.py', 'use.py'], ['where.py', 'use.py'], []],
    ['remote-1', 'manual', 'remote', ['app.py'], [], []],
    ['remote-2', 'unchanged', 'remote', ['app.py'], [], []],
    ['dict-1', 'manual', 'dict', ['app.py'], [], []],
  ])('example %s: %s of %s', (name, kind, rule, before, after, calls) => {
    const example = examplesOf(functions).find((one) => one.example.name === name)?.example;
    expect(example).toMatchObject({ kind, rule, calls });
    expect(example?.before.map(({ file }) => file)).toEqual(before);
    expect(example?.after.map(({ file }) => file)).toEqual(after);
  });

  test('fences know their place in the markdown', () => {
    for (const topic of topics) {
      const text = files.find(({ file }) => file === topic.file)?.text ?? '';
      const lines = text.split('\n');
      for (const { example } of examplesOf(topic)) {
        for (const { code, span, line } of [...example.before, ...example.after]) {
          expect(text.slice(span.start, span.end)).toBe(code);
          expect(lines[line - 1]).toBe(code.split('\n')[0]);
        }
      }
    }
  });

  test('options reach the example', () => {
    const options = examplesOf(functions).map(({ example }) => example);
    expect(options.find(({ name }) => name === 'startup-timeout-1')?.noCall).toBe(
      'nothing to compare',
    );
    expect(options.find(({ name }) => name === 'remote-1')?.config).toEqual({
      'fal-owner': 'acme',
    });
    expect(options.find(({ name }) => name === 'gpu-1')?.before[0]?.lines).toEqual([6]);
  });

  test('sections keep the order of the file, the reason and the links', () => {
    expect(functions.sections.map(({ id }) => id)).toEqual([
      'before-you-start',
      'app-function',
      'gpu',
      'startup-timeout',
      'is-local',
      'remote',
      'dict',
    ]);
    const gpu = functions.concepts.find(({ id }) => id === 'gpu')?.section;
    expect(gpu?.reason?.text).toBe(
      'fal has the 40 GB card only. A larger one is another machine type.',
    );
    expect(gpu?.seeAlso).toEqual({
      modal: 'https://modal.com/docs/guide/gpu',
      fal: 'https://docs.fal.ai/machine-types',
    });
  });
});

test('a file is named like an id', () => {
  const { messages } = readTopic('content/concepts/My Topic.md', seed, context);
  expect(messages.map(({ id }) => id)).toContain('topic-name');
});

test('a message shows its line with carets', () => {
  const text =
    '| Modal | fal | Notes |\n| --- | --- | --- |\n| `modal.Volum` | `/data` | Storage |\n';
  const { messages } = readTopic('x.md', text, context);
  expect(renderMessages(messages, new Map([['x.md', text]]))).toBe(
    [
      'x.md:1:1 warning table-only: The file is only a table; write frontmatter and a `##` section a row',
      '   |',
      ' 1 | | Modal | fal | Notes |',
      '   | ^',
      '',
      'x.md:3:10 error cell-unknown-name: `modal.Volum` is no name of Modal; did you mean `modal.Volume`?',
      '   |',
      ' 3 | | `modal.Volum` | `/data` | Storage |',
      '   |          ^^^^^',
      '',
    ].join('\n'),
  );
});

describe('a file of src/convert is a transform', () => {
  test.each([
    ['by a function', true, 'export function setting(context: UnitContext): Part {'],
    ['by another name', true, "export { syncCall as call } from './sync-call.ts';"],
    ['not by a parameter', false, 'export function helper(\n  setting: Setting,\n): Part {'],
    ['not by another export', false, 'export const settings = [];'],
  ])('%s', (_, expected, source) => {
    expect(isTransform(source)).toBe(expected);
  });
});

describe('a new concept', () => {
  test.each([
    ['a setting', 'startup_timeout=60', 'startup_timeout = 60', 'startup-timeout'],
    ['a decorator', '@modal.asgi_app()', '@fal.function(exposed_port=8080)', 'asgi-app'],
    ['a function', '`modal.is_local()`', '`os.getenv("X") is None`', 'is-local'],
    ['a class', 'modal.Proxy', '–', 'proxy'],
    ['a command', 'modal volume put', 'fal files upload', 'modal-volume-put'],
    ['a bar', 'gpu="A" "|"', 'machine_type = "GPU-A100"', 'gpu'],
  ])('of %s compiles as it is', (_, modal, fal, id) => {
    const made = scaffoldConcept({ topic: 'new-things', modal, fal }, undefined, context);
    expect(made).toMatchObject({ id });
    const { topic, messages } = readTopic(
      'new-things.md',
      'text' in made ? made.text : '',
      context,
    );
    expect(messages).toEqual([]);
    expect(topic?.concepts.map((concept) => concept.id)).toEqual([id]);
  });

  test('leaves the rest of the file as it was', () => {
    const [file] = loadConcepts(join(fixtures, 'content-small'));
    const before = file?.text ?? '';
    const made = scaffoldConcept(
      { topic: 'functions', modal: 'modal.Proxy', fal: '–' },
      before,
      context,
    );
    const after = 'text' in made ? made.text : '';
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(added).toHaveLength(5);
    expect(readTopic('functions.md', after, context).messages).toEqual([]);
  });

  test('is refused where Modal has no such name', () => {
    const made = scaffoldConcept(
      { topic: 'x', modal: 'modal.Volum', fal: '–' },
      undefined,
      context,
    );
    expect(made).toEqual({
      problem: '`modal.Volum` is no name of Modal; did you mean `modal.Volume`?',
    });
  });
});

function topicOf(topics: readonly Topic[], id: string): Topic {
  const topic = topics.find((one) => one.id === id);
  if (!topic) throw new Error(`no topic ${id}`);
  return topic;
}
