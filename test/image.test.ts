import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { readModalVocabulary } from '../src/concepts/vocabulary.ts';
import { pythonString } from '../src/convert/settings/literals.ts';
import { pythonBlock } from '../src/convert/dockerfile/literal.ts';
import { outdented } from '../src/convert/margin.ts';
import { shellJoin } from '../src/convert/dockerfile/shell.ts';
import { styleOf } from '../src/convert/layout.ts';
import { loadTransforms } from '../src/convert/load.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { Part, UnitContext } from '../src/convert/part.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import type { Match, Rule } from '../src/model/rule.ts';
import { readImage } from '../src/program/image.ts';
import { makeOwner } from '../src/program/owner.ts';
import { readProgram } from '../src/program/program.ts';
import { readUnits } from '../src/program/read-units.ts';
import { chains, helpers } from './image/chains.ts';
import { imports } from './image/imports.ts';
import { dockerfiles, literals, plain, said } from './image/programs.ts';

const root = join(import.meta.dirname, '..');
const json = (name: string): unknown =>
  JSON.parse(readFileSync(join(root, 'content/sdk', name), 'utf8'));
const vocabulary = readModalVocabulary(json('modal.json'), json('modal-history.json'));
const { sdk } = vocabulary;

/** The rows of images.md, by what their Modal cells name. */
const METHODS =
  'debian_slim from_registry micromamba from_dockerfile from_aws_ecr from_gcp_artifact_registry from_scratch pip_install uv_pip_install pip_install_from_requirements pip_install_from_pyproject pip_install_private_repos poetry_install_from_file uv_sync apt_install micromamba_install run_commands dockerfile_commands env workdir entrypoint cmd shell add_local_file add_local_dir add_local_python_source run_function pipe'.split(
    ' ',
  );

function rule(id: string, matches: readonly Match[]): Rule {
  const texts = { topic: 'images', modal: '', fal: '', notes: '', url: '', docs: {} };
  const source = { file: '', line: 1 };
  return { id, ...texts, verdict: 'rewrite', matches, rewrite: { kind: 'transform' }, source };
}

const imageRule = rule(
  'image',
  ['modal.App.function', 'modal.App.cls'].map((symbol) => ({
    symbol,
    role: 'keyword',
    keyword: 'image',
  })),
);
const layerRules = METHODS.map((method) =>
  rule(`image-${method.replaceAll('_', '-')}`, [{ symbol: `modal.Image.${method}`, role: 'call' }]),
);
const rules: RuleSet = {
  version: 1,
  homepage: '',
  rules: [imageRule, ...layerRules],
  sdk: vocabulary.file,
};
const importsRule = rule('image-imports', [{ symbol: 'modal.Image.imports', role: 'call' }]);
const transforms = await loadTransforms(rules.rules);

/** A program of a few lines, and files beside it. */
type Files = Readonly<Record<string, string>>;

function filesOf(program: string | Files): Files {
  return typeof program === 'string' ? { 'app.py': program } : program;
}

/** The first unit with an image, and the argument. */
async function read(program: string | Files) {
  const sources = Object.entries(filesOf(program)).map(([path, source]) => ({ path, source }));
  const opened = await readProgram(sources, sdk);
  const units = readUnits(opened);
  const unit = units.find(({ settings }) => settings.has('image'));
  const image = unit?.settings.get('image');
  if (!unit || !image) throw new Error('the program has no unit with an image');
  return { program: opened, units, unit, image };
}

async function convert(program: string | Files): Promise<Part> {
  const { image, unit, ...rest } = await read(program);
  const transform = transforms.get('image')?.setting;
  if (!transform) throw new Error('there is no transform of `image`');
  const context: UnitContext = {
    ...rest,
    unit,
    file: unit.file,
    style: styleOf(unit.file.names),
    options: { level: 'all' },
    rules,
    rule: imageRule,
    transforms,
    collected: [],
    ownerOf: makeOwner(rules.rules),
  };
  return transform(context, image);
}

function settingsOf({ settings = [] }: Part): Record<string, string> {
  return Object.fromEntries(settings.map(({ name, value }) => [name, value]));
}

/** What the program says behind `import modal`, around a function that uses `image`. */
function onFunction(lines: string): string {
  return `import modal\napp = modal.App("x")\n${lines}\n\n@app.function(image=image)\ndef f(): ...\n`;
}

function onClass(lines: string): string {
  return `import modal\napp = modal.App("x")\n${lines}\n\n@app.cls(image=image)\nclass C:\n    @modal.method()\n    def f(self): ...\n`;
}

describe('the chain of an image', () => {
  const layersOf = async (program: string | Files): Promise<string> => {
    const { image } = await read(program);
    const chain = readImage(image.names, image.value, image.scope);
    if (!chain.known) return `unknown: ${chain.why}`;
    const layers = chain.layers.map(({ symbol, when }) => {
      const method = symbol.name.replace('modal.Image.', '');
      return when === undefined ? method : `${method}?`;
    });
    return layers.join(' ');
  };

  test.each(chains)('$title', async ({ lines, expected }) => {
    expect(await layersOf(onFunction(lines))).toBe(expected);
  });

  test.each(helpers)('$title', async ({ files, expected }) => {
    expect(await layersOf(files)).toBe(expected);
  });
});

describe('without a Dockerfile', () => {
  test.each(plain)('$title', async ({ lines, expected, kind }) => {
    const source = kind === 'class' ? onClass(lines) : onFunction(lines);
    expect(settingsOf(await convert({ 'app.py': source, 'helpers.py': '' }))).toEqual(expected);
  });
});

describe('with a Dockerfile', () => {
  /** The lines between those that every image of the base has. */
  test.each(dockerfiles)('$title', async ({ lines, expected, keywords = '' }) => {
    const part = await convert({
      'app.py': onFunction(lines),
      'pkg/__init__.py': '',
      'one.py': '',
    });
    const head = 'ContainerImage.from_dockerfile_str(';
    const { image = '' } = settingsOf(part);
    expect(image.startsWith(head)).toBe(true);
    const [, text = '', tail] =
      /^r?"""\n([\s\S]*)\n"""([\s\S]*)\)$/.exec(image.slice(head.length)) ?? [];
    expect(text.split('\n')).toEqual(expected);
    expect(tail).toBe(keywords);
    expect(part.needs).toContainEqual({ module: 'fal.container', name: 'ContainerImage' });
  });

  test.each(literals)('$title', async ({ lines, expected }) => {
    expect(settingsOf(await convert(onFunction(lines))).image).toBe(expected);
  });
});

describe('what is said', () => {
  test.each(said)('$title', async ({ lines, expected, kind }) => {
    const source = kind === 'class' ? onClass(lines) : onFunction(lines);
    const { reasons = [] } = await convert(source);
    const notes = reasons.filter(({ verdict }) => verdict !== 'rewrite');
    expect(notes.map((one) => `${one.verdict} ${one.rule}: ${one.message}`)).toEqual(expected);
  });

  test('each reason points at its layer', async () => {
    const source = onFunction(
      'image = modal.Image.debian_slim().run_commands("a", gpu="T4").env({"A": N})',
    );
    const { reasons = [] } = await convert(source);
    const places = reasons
      .filter(({ verdict }) => verdict === 'manual')
      .map(({ span }) => {
        return source.slice(span.start, span.end);
      });
    expect(places).toEqual(['run_commands("a", gpu="T4")', 'env({"A": N})']);
  });

  test.each([
    ['git clone https://x.org/a /a && cd /a && pip install -e .', 'rewrite-unsafe'],
    ['HF_HUB_ENABLE_HF_TRANSFER=1 huggingface-cli download a/b', 'rewrite-unsafe'],
    ['python -m pip install flash-attn --no-build-isolation', 'rewrite-unsafe'],
    ['uv pip install x; rm -rf /a', 'rewrite-unsafe'],
    ["CMAKE_ARGS='-DGGML_CUDA=on' pip install llama-cpp-python", 'manual'],
    ['cargo install x', 'manual'],
    ['git clone https://x.org/a && python a/compile.py', 'manual'],
    ['wget $(python -c "print(1)")', 'manual'],
    ['uv run a.py', 'manual'],
  ])('a step with a GPU: %s', async (command, verdict) => {
    const source = onFunction(
      `image = modal.Image.debian_slim(python_version="3.11").run_commands(${JSON.stringify(command)}, gpu="T4")`,
    );
    const { reasons = [] } = await convert(source);
    const told = reasons.filter(({ message }) => message.includes('without a GPU'));
    expect(told.map((reason) => reason.verdict)).toEqual([verdict]);
  });

  test('a reason of another file points at the argument', async () => {
    const app =
      'import modal\nfrom common import image\napp = modal.App("x")\n\n@app.function(image=image)\ndef f(): ...\n';
    const common = 'import modal\nimage = modal.Image.debian_slim().run_commands("a", gpu="T4")\n';
    const { reasons = [] } = await convert({ 'app.py': app, 'common.py': common });
    expect(reasons.map(({ span }) => app.slice(span.start, span.end))).toEqual(
      reasons.map(() => 'image=image'),
    );
  });
});

describe('paths follow their files', () => {
  test('app_files', async () => {
    const source = `import modal
app = modal.App("x")
image = modal.Image.debian_slim().add_local_dir("data", "/root/data")

@app.function(image=image)
def f():
    return open("/root/data/a.txt").read() + open("/root/database.txt").read()
`;
    const { edits = [] } = await convert(source);
    expect(edits.map(({ span, text }) => [source.slice(span.start, span.end), text])).toEqual([
      ['/root/data', '/app/data'],
    ]);
  });

  test('variables that name a place in a volume', async () => {
    const source = `import modal
app = modal.App("x")
volume = modal.Volume.from_name("models")
image = modal.Image.debian_slim("3.11").env({"HF_HOME": "/cache/hf"}).run_commands("ls /cache")

@app.function(image=image, volumes={"/cache": volume})
def f(): ...
`;
    const { image = '' } = settingsOf(await convert(source));
    expect(image).toContain('\nENV HF_HOME=/data/models/hf\n');
    expect(image).toContain('\nRUN ls /cache\n');
  });

  test('variables that only the deployment knows', async () => {
    const source = `import os
import modal
app = modal.App("x")
volume = modal.Volume.from_name("models")
CACHE = os.environ.get("CACHE", "/cache/c")
image = modal.Image.debian_slim("3.11").env({"A": os.environ.get("A", "/cache/a"), "B": CACHE, "C": f"/cache/{CACHE}"})

@app.function(image=image, volumes={"/cache": volume})
def f(): ...
`;
    const { reasons = [], ...part } = await convert(source);
    const { image = '' } = settingsOf(part);
    expect(image).toContain('\nENV A={shlex.quote(os.environ.get("A", "/data/models/a"))}\n');
    expect(image).toContain("\nENV C={shlex.quote(f'/data/models/{CACHE}')}\n");
    const marks = reasons.filter(({ verdict }) => verdict === 'manual');
    expect(marks.map(({ message }) => message)).toEqual([
      '`shlex.quote(CACHE)` may name a path under `/cache`, which is `/data/models` on fal: see that the image says so',
    ]);
  });
});

describe('with image.imports():', () => {
  test.each(imports)('$title', async ({ before, after, becomes = 'safe' }) => {
    const head = 'import modal\n\nimage = modal.Image.debian_slim()\n';
    const source = `${head}${before}image\n`;
    const opened = await readProgram([{ path: 'app.py', source }], sdk);
    const only: RuleSet = { ...rules, rules: [importsRule] };
    const { plans, results } = await migrate(opened, only, { level: 'all' });
    expect(results.map((result) => result.after)).toEqual([`${head}${after}image\n`]);
    expect(plans.map(({ applicability }) => applicability)).toEqual([becomes]);
  });
});

test('every layer that has a transform has a rule here', () => {
  const missing = layerRules.filter(({ id }) => !transforms.get(id)?.layer).map(({ id }) => id);
  expect(missing).toEqual([]);
});

test('an expression of several rows moves to the margin, its texts do not', () => {
  const code =
    'f(\n        f"""\n    RUN a {x}\n        b\n"""\n        + "c",\n        d=1,\n    )';
  const moved = 'f(\n    f"""\n    RUN a {x}\n        b\n"""\n    + "c",\n    d=1,\n)';
  expect(outdented(code, '    ')).toBe(moved);
  expect(outdented('f("""\n    a\n""")', '    ')).toBe('f("""\n    a\n""")');
});

describe('quoting', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(...Array.from(`'"\\$\`!*?#&|;<>()[]{}~= \t\nab/@%+:,.-_`)),
      maxLength: 12,
    }),
  );
  const clean = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '');

  test('words come through a shell as they were', () => {
    const words = fc.sample(word, { numRuns: 600, seed: 7 }).map(clean);
    const output = execFileSync('sh', ['-s'], {
      input: `printf '%s\\0' ${shellJoin(words)}\n`,
      encoding: 'utf8',
    });
    expect(output.split('\0').slice(0, -1)).toEqual(words);
  });

  const python = (expressions: readonly string[]): unknown => {
    const script =
      'import ast, json, sys; print(json.dumps([ast.literal_eval(x) for x in json.load(sys.stdin)]))';
    const input = JSON.stringify(expressions);
    return JSON.parse(execFileSync('python3', ['-c', script], { input, encoding: 'utf8' }));
  };

  test.each(['"', "'"] as const)('Python reads back what was written in %s', (quote) => {
    const lines = fc
      .sample(
        fc.array(
          word.map((text) => text.replaceAll('\n', '')),
          { minLength: 1, maxLength: 6 },
        ),
        {
          numRuns: 400,
          seed: 11,
        },
      )
      .map((list) => list.map(clean));
    const tricky = [
      ['"""'],
      ["'''", '"""'],
      ['a\\'],
      ['"'],
      ['\\"""'],
      ['tail "'],
      ['\r'],
      ['\u2028'],
    ];
    const all = [...tricky, ...lines];
    expect(python(all.map((list) => pythonBlock(list, quote)))).toEqual(
      all.map((list) => `\n${list.join('\n')}\n`),
    );
    const words = all.flat();
    expect(python(words.map((text) => pythonString(text, quote)))).toEqual(words);
  });
});

describe.runIf('python' in ensurePythonEnv())('on the real SDKs', () => {
  const env = ensurePythonEnv();

  const ask = (script: string, input: unknown): unknown => {
    const path = join(root, 'test/image', script);
    const output = execFileSync('python' in env ? env.python : '', ['-W', 'ignore', path], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
    });
    return JSON.parse(output);
  };

  test("Modal's lines are in ours: the same words, in the same order of lines", () => {
    const programs = dockerfiles.filter(({ oracle }) => oracle !== false);
    const sources = programs.map(({ lines }) => `import modal\n${lines}\n`);
    const modal = ask('modal_lines.py', sources) as readonly (readonly string[])[];
    const lost = programs.flatMap(({ title, expected }, i) =>
      missingLines(modal[i] ?? [], expected).map((line) => `${title}: ${line}`),
    );
    expect(lost).toEqual([]);
    expect(modal.every((lines) => lines.length > 0)).toBe(true);
  });

  test('fal finds every file that a line copies', async () => {
    const values = await Promise.all(
      dockerfiles.map(async ({ lines }) => {
        const part = await convert({
          'app.py': onFunction(lines),
          'pkg/__init__.py': '',
          'one.py': '',
        });
        return settingsOf(part).image ?? '';
      }),
    );
    expect(ask('fal_files.py', values)).toEqual(
      dockerfiles.map(({ expected }) => copied(expected)),
    );
  });
});

/** The local sources of `COPY` lines. */
function copied(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [, json, plain] = /^COPY (?!--from)(?:(\[.*\])|(\S+) \S+)$/.exec(line) ?? [];
    if (json !== undefined) return (JSON.parse(json) as string[]).slice(0, -1);
    return plain === undefined ? [] : [plain];
  });
}

/** Lines of Modal's whose words stand in no line of ours behind the one before. */
function missingLines(theirs: readonly string[], ours: readonly string[]): string[] {
  let from = 0;
  return theirs.filter((line) => {
    const words = wordsOf(line);
    // uv is brought once, by the first layer that needs it.
    const anywhere = line.startsWith('COPY --from=');
    const at = ours.findIndex((own, i) => (anywhere || i >= from) && isIn(words, wordsOf(own)));
    if (at >= 0 && !anywhere) from = at;
    return at < 0;
  });
}

function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '' && word !== '&&' && word !== '\\');
}

function isIn(words: readonly string[], line: readonly string[]): boolean {
  return words.every((word) => line.includes(word));
}
