import { describe, expect, test } from 'vitest';
import { findCommands } from '../src/text/command.ts';
import type { Command } from '../src/text/command.ts';
import { mayHoldCommand, textLanguageOf } from '../src/text/language.ts';
import type { TextLanguage } from '../src/text/language.ts';
import { requirementKindOf } from '../src/text/requirement.ts';

/** A command in one line: what leads it in brackets, then its own words. */
function told({ prefix, words }: Command): string {
  const lead = prefix.length === 0 ? '' : `[${prefix.map((word) => word.raw).join(' ')}] `;
  return lead + words.map((word) => word.text).join(' ');
}

function found(source: string, language: TextLanguage): string[] {
  return findCommands(source, language).map(told);
}

type Case = readonly [title: string, source: string, commands: readonly string[]];

function table(language: TextLanguage, cases: readonly Case[]): void {
  describe(language, () => {
    test.each(cases)('%s', (_title, source, commands) => {
      expect(found(source, language)).toEqual(commands);
      // Spans lie where the words are.
      for (const { words } of findCommands(source, language)) {
        for (const word of words)
          expect(source.slice(word.span.start, word.span.end)).toBe(word.raw);
      }
    });
  });
}

describe('textLanguageOf', () => {
  test.each([
    ['deploy.sh', 'shell'],
    ['a/b/.envrc', 'shell'],
    ['Dockerfile', 'dockerfile'],
    ['docker/Dockerfile.gpu', 'dockerfile'],
    ['gpu.Dockerfile', 'dockerfile'],
    ['Makefile', 'makefile'],
    ['rules.mk', 'makefile'],
    ['justfile', 'justfile'],
    ['Procfile', 'procfile'],
    ['.github/workflows/ci.yml', 'yaml'],
    ['README.md', 'markdown'],
    ['docs/a.mdx', 'markdown'],
    ['package.json', 'json'],
    ['nb.ipynb', 'json'],
    ['pyproject.toml', 'toml'],
    ['app.py', 'python'],
    ['notes.rst', 'text'],
    ['README', 'text'],
    ['package-lock.json', undefined],
    ['pnpm-lock.yaml', undefined],
    ['modal', undefined],
    ['a.png', undefined],
    ['a.tsx', 'other'],
    ['.env', 'other'],
    ['.env.example', 'other'],
  ])('%s', (path, language) => expect(textLanguageOf(path)).toBe(language));
});

describe('requirementKindOf', () => {
  test.each([
    ['requirements.txt', 'requirements'],
    ['requirements-dev.txt', 'requirements'],
    ['dev-requirements.in', 'requirements'],
    ['constraints.txt', 'requirements'],
    ['requirements/base.txt', 'requirements'],
    ['pyproject.toml', 'pyproject'],
    ['Pipfile', 'pipfile'],
    ['setup.cfg', 'setup-cfg'],
    ['setup.py', 'setup-py'],
    ['environment.yml', 'conda'],
    ['uv.lock', 'lock'],
    ['Pipfile.lock', 'lock'],
    ['README.txt', undefined],
    ['config.toml', undefined],
  ])('%s', (path, kind) => expect(requirementKindOf(path)).toBe(kind));
});

describe('mayHoldCommand', () => {
  test.each([
    ['modal deploy app.py', true],
    ['"modal"', true],
    ['a\\nmodal run x.py', true],
    ['.venv/bin/modal run x.py', true],
    ['multimodal models', false],
    ['modality, modals, modal_x', false],
    ['nothing here', false],
    ['', false],
  ])('%j', (text, may) => {
    expect(mayHoldCommand(text)).toBe(may);
    expect(mayHoldCommand(new TextEncoder().encode(text))).toBe(may);
  });
});

table('shell', [
  ['a line', 'modal deploy app.py', ['modal deploy app.py']],
  ['a BOM', '\ufeffmodal deploy app.py\n', ['modal deploy app.py']],
  ['CRLF', 'set -e\r\nmodal deploy app.py\r\nexit\r\n', ['modal deploy app.py']],
  ['a continuation', 'modal run \\\n  --detach \\\n  app.py', ['modal run --detach app.py']],
  ['a continuation with CRLF', 'modal run \\\r\n  app.py\r\n', ['modal run app.py']],
  [
    'lists and pipes',
    'cd x && modal deploy y.py; modal app list | grep y || true',
    ['modal deploy y.py', 'modal app list'],
  ],
  ['a subshell', '(modal deploy a.py)', ['modal deploy a.py']],
  ['a group', '{ modal deploy a.py; }', ['modal deploy a.py']],
  ['a substitution', 'x=$(modal app list --json)', ['modal app list --json']],
  ['a substitution in quotes', 'echo "id: $(modal profile current)"', ['modal profile current']],
  ['backticks', 'x=`modal app list`', ['modal app list']],
  ['if, !, then', 'if ! modal app list; then modal setup; fi', ['modal app list', 'modal setup']],
  ['loops', 'for f in *.py; do modal deploy "$f"; done', ['modal deploy $f']],
  ['case', 'case $1 in\n  a) modal deploy a.py ;;\nesac', ['modal deploy a.py']],
  ['a function', 'ship() {\n  modal deploy app.py\n}', ['modal deploy app.py']],
  ['redirects', 'modal run app.py > out.log 2>&1', ['modal run app.py']],
  ['the background', 'nohup modal serve app.py &', ['[nohup] modal serve app.py']],
  [
    'programs that run it',
    'sudo -E env A=1 time modal run a.py',
    ['[sudo -E env A=1 time] modal run a.py'],
  ],
  ['xargs', 'ls *.py | xargs -n 1 modal deploy', ['[xargs -n 1] modal deploy']],
  ['timeout', 'timeout 60 modal run a.py', ['[timeout 60] modal run a.py']],
  ['assignments', 'A=1 B="x y" modal run a.py', ['[A=1 B="x y"] modal run a.py']],
  [
    'uv run with options',
    'uv run --with modal --project .. modal deploy a.py',
    ['[uv run --with modal --project ..] modal deploy a.py'],
  ],
  ['uvx', 'uvx --with PyYAML modal deploy a.py', ['[uvx --with PyYAML] modal deploy a.py']],
  ['uvx with a version', 'uvx modal@1.2 setup', ['[uvx] modal@1.2 setup']],
  [
    'poetry and others',
    'poetry run modal setup\npipenv run modal setup\npdm run modal setup\nhatch run modal setup',
    [
      '[poetry run] modal setup',
      '[pipenv run] modal setup',
      '[pdm run] modal setup',
      '[hatch run] modal setup',
    ],
  ],
  ['python -m', 'python3.11 -u -m modal run a.py', ['[python3.11 -u -m] modal run a.py']],
  ['an interpreter in a variable', '$PYTHON -m modal run a.py', ['[$PYTHON -m] modal run a.py']],
  ['a prefix in a variable', '$RUN modal run a.py', ['[$RUN] modal run a.py']],
  ['a path to it', '.venv/bin/modal deploy a.py', ['.venv/bin/modal deploy a.py']],
  ['-m with a module', 'modal deploy -m pkg.mod', ['modal deploy -m pkg.mod']],
  ['quotes', `modal run 'my app.py' --text "it's"`, [`modal run my app.py --text it's`]],
  ['bash -c', 'bash -c "cd x && modal deploy a.py"', ['modal deploy a.py']],
  ['an assignment that holds it', 'CMD="modal deploy app.py"', ['modal deploy app.py']],
  ['an array', 'cmd=(modal deploy app.py)', ['modal deploy app.py']],
  ['echo for people', 'echo "Run modal deploy app.py first"', ['modal deploy app.py']],
  ['docker exec', 'docker exec box modal deploy app.py', ['modal deploy app.py']],
  [
    'a here-document',
    'cat <<EOF\nUsage:\n  modal deploy app.py\nEOF\nmodal setup',
    ['modal deploy app.py', 'modal setup'],
  ],
  ['a comment that is a command', '# modal deploy app.py', ['modal deploy app.py']],
  ['a comment behind one', 'modal deploy app.py # modal stays', ['modal deploy app.py']],
  ['a comment that is prose', '# modal deploys the app, then modal run is over', []],
  [
    'version and help',
    'modal --version\nmodal run --help',
    ['modal --version', 'modal run --help'],
  ],
  ['a profile', 'modal --profile dev app list', ['modal --profile dev app list']],
  [
    'placeholders',
    'modal volume get <volume name> <path>',
    ['modal volume get <volume name> <path>'],
  ],
  [
    'its own options',
    'modal run -q a.py::f --n 3 --text=x',
    ['modal run -q a.py::f --n 3 --text=x'],
  ],
  [
    'another program’s argument',
    'grep modal deploy\nkedro modal run\npip install modal\ncd modal',
    [],
  ],
  ['a file of that name', 'python modal.py run\n./modal.sh deploy\ncat modal.md', []],
  ['an unknown command', 'modal frobnicate x', []],
  ['an unclosed quote before', `echo don't\nmodal deploy a.py`, ['modal deploy a.py']],
]);

table('dockerfile', [
  ['RUN', 'FROM x\nRUN pip install x && modal setup\n', ['modal setup']],
  [
    'RUN over lines',
    'RUN --mount=type=cache,target=/x \\\n  # why\n  a && \\\n  modal deploy a.py',
    ['modal deploy a.py'],
  ],
  ['CMD as a list', 'CMD ["modal", "serve", "app.py"]', ['modal serve app.py']],
  [
    'ENTRYPOINT as a list',
    'ENTRYPOINT ["uv", "run", "modal", "deploy", "app.py"]',
    ['[uv run] modal deploy app.py'],
  ],
  ['CMD as a shell', 'CMD modal serve app.py', ['modal serve app.py']],
  ['a comment', '# CMD modal serve app.py', ['modal serve app.py']],
  ['other instructions', 'COPY modal run /x\nENV modal=1\nLABEL x="modal run"', []],
]);

table('makefile', [
  ['a recipe', 'deploy:\n\tmodal deploy app.py\n', ['modal deploy app.py']],
  [
    '@ and -',
    'a:\n\t@modal deploy a.py\n\t-modal app stop x\n',
    ['modal deploy a.py', 'modal app stop x'],
  ],
  [
    'variables',
    'a:\n\tX=$(ENV) $(RUN) modal run a.py --q "${QUERY}"\n',
    ['[X=$(ENV) $(RUN)] modal run a.py --q ${QUERY}'],
  ],
  ['an assignment', 'SERVE := uv run modal serve app.py\n', ['[uv run] modal serve app.py']],
  ['a continuation', 'a:\n\tcd x && \\\n\tmodal deploy a.py\n', ['modal deploy a.py']],
  ['help behind a target', 'deploy: ## Run modal deploy app.py\n\ttrue\n', ['modal deploy app.py']],
  ['targets of that name', 'modal: run\n.PHONY: modal run\n', []],
]);

table('justfile', [
  ['a recipe', 'deploy file:\n  @modal deploy {{file}}\n', ['modal deploy {{file}}']],
  ['a hole with blanks', 'deploy:\n    modal deploy {{ file }}\n', ['modal deploy {{ file }}']],
  ['a comment', '# modal deploy app.py\n', ['modal deploy app.py']],
]);

table('procfile', [['an entry', 'web: modal serve app.py\n', ['modal serve app.py']]]);

table('yaml', [
  ['run', 'steps:\n  - run: modal deploy app.py\n', ['modal deploy app.py']],
  [
    'a block',
    'steps:\n  - name: x\n    run: |\n      pip install modal\n      modal deploy app.py\n  - y: z\n',
    ['modal deploy app.py'],
  ],
  ['a folded block', 'run: >-\n  modal run\n  app.py\n', ['modal run app.py']],
  [
    'strings in quotes',
    `a: 'modal run app.py'\nb: "modal run \\"b.py\\""\n`,
    ['modal run app.py', 'modal run b.py'],
  ],
  ['a plain string over lines', 'run: modal run\n  app.py\n', ['modal run app.py']],
  [
    'expressions',
    'run: modal run -m src.train --c ${{ matrix.c }}.yml\n',
    ['modal run -m src.train --c ${{ matrix.c }}.yml'],
  ],
  [
    'a list of commands',
    'script:\n- pip install x\n- modal deploy app.py\n',
    ['modal deploy app.py'],
  ],
  ['a list of words', 'command: ["modal", "deploy", "app.py"]\n', ['modal deploy app.py']],
  ['a comment', '# - run: modal deploy app.py\n', ['modal deploy app.py']],
  ['CRLF', 'run: |\r\n  modal deploy app.py\r\n', ['modal deploy app.py']],
  ['a name', 'name: modal deploy\ndescription: the modal run of the mill\n', []],
]);

table('toml', [
  ['a task', '[tool.poe.tasks]\nship = "modal deploy app.py"\n', ['modal deploy app.py']],
  ['a multi-line string', 'x = """\nmodal deploy a.py\n"""\n', ['modal deploy a.py']],
  ['words of a list', 'cmd = ["modal", "deploy", "app.py"]\n', ['modal deploy app.py']],
  ['keywords', 'keywords = ["modal", "run", "gpu"]\ndependencies = ["modal", "deploy"]\n', []],
]);

table('json', [
  [
    'a script',
    '{"scripts": {"deploy": "uv run modal deploy app.py"}}',
    ['[uv run] modal deploy app.py'],
  ],
  ['escapes', '{"a": "modal run app.py --p \\"x y\\""}', ['modal run app.py --p x y']],
  [
    'a notebook',
    '{"source": ["!modal run app.py \\\\\\n", "  --n 3\\n", "x = 1"]}',
    ['modal run app.py --n 3'],
  ],
  ['a notebook’s text', '{"source": ["Run `modal deploy app.py`.\\n"]}', ['modal deploy app.py']],
  ['other strings', '{"name": "modal", "text": "open the modal run dialog"}', []],
]);

table('markdown', [
  [
    'the command that a mark names',
    '```sh\n# TODO(modal-lint): modal-run: `modal run --x` has no twin.\nmodal run --x a.py\n```\n',
    ['modal run --x a.py'],
  ],
  ['a fence', '```sh\nmodal deploy app.py\n```\n', ['modal deploy app.py']],
  [
    'prompts and output',
    '```console\n$ modal deploy a.py\nmodal run b.py\n$ modal setup\n```\n',
    ['modal deploy a.py', 'modal setup'],
  ],
  ['other prompts', '```\n(venv) me@host:~/x$ modal setup\n```\n', ['modal setup']],
  ['no language', '```\nmodal deploy app.py\nmodal is nice\n```\n', ['modal deploy app.py']],
  ['a fence in a list', '- x\n\n  ```bash\n  modal run \\\n    a.py\n  ```\n', ['modal run a.py']],
  ['a fence in a quote', '> ```bash\n> modal setup\n> ```\n', ['modal setup']],
  ['tildes', '~~~sh\nmodal setup\n~~~\n', ['modal setup']],
  ['a fence that never closes', '```sh\nmodal setup\n', ['modal setup']],
  ['yaml in a fence', '```yaml\n- run: modal deploy app.py\n```\n', ['modal deploy app.py']],
  ['a Dockerfile in a fence', '```dockerfile\nRUN modal setup\n```\n', ['modal setup']],
  [
    'python in a fence',
    '```python\n# modal run a.py\nsubprocess.run(["modal", "deploy", "b.py"])\nx = modal.App("modal run")\n```\n',
    ['modal run a.py', 'modal deploy b.py'],
  ],
  [
    'code spans',
    'Use `modal run` or ``uv run modal deploy app.py``.',
    ['modal run', '[uv run] modal deploy app.py'],
  ],
  ['a code span over lines', 'Use `modal run\n  app.py` now.', ['modal run app.py']],
  ['HTML code', 'Use <code>modal setup</code>.', ['modal setup']],
  ['an indented block', 'Do:\n\n    modal deploy app.py\n', ['modal deploy app.py']],
  [
    'a group of commands',
    'See `modal volume` and `modal volume --help`.',
    ['modal volume', 'modal volume --help'],
  ],
  ['prose', 'The modal dialog: modal run-of-the-mill, modal deploy app.py, modal setup.', []],
  [
    'other code spans',
    '`modal`, `modal.App`, `import modal`, `modal run: failed`, `modal app`',
    [],
  ],
  ['an unclosed backtick', 'a ` b modal deploy app.py', []],
]);

table('python', [
  ['a comment', '# modal run app.py\n', ['modal run app.py']],
  ['a comment over lines', '# modal run app.py \\\n#   --n 3\n', ['modal run app.py --n 3']],
  ['a sentence', '# Run with: modal run app.py --n 3 to start.\n', ['modal run app.py --n 3']],
  ['the end of a sentence', '# Then modal deploy app.py.\n', ['modal deploy app.py']],
  ['a fence in comments', '# ```shell\n# modal run esm3\n# ```\n', ['modal run esm3']],
  ['a code span', '# `modal serve app.py`\n', ['modal serve app.py']],
  [
    'a docstring',
    '"""Usage:\n\n    $ modal run app.py::main --n 3\n    uv run modal deploy app.py\n"""\n',
    ['modal run app.py::main --n 3', '[uv run] modal deploy app.py'],
  ],
  [
    'a docstring with a continuation',
    '"""\nmodal run app.py \\\n  --n 3\n"""\n',
    ['modal run app.py --n 3'],
  ],
  ['a string', 'os.system("modal deploy app.py")\n', ['modal deploy app.py']],
  [
    'an f-string',
    'run(f"modal volume ls {name} {a[\'b c\']}")\n',
    [`modal volume ls {name} {a['b c']}`],
  ],
  [
    'a list',
    'subprocess.run([sys.executable, "-m", "modal", "run", f"{x}.py", "--n", n])\n',
    ['[sys.executable -m] modal run {x}.py --n n'],
  ],
  [
    'a list over lines',
    'cmd = [\n    "modal",  # it\n    "deploy",\n    "app.py",\n]\n',
    ['modal deploy app.py'],
  ],
  [
    'a command in a list',
    '# cmd: ["modal", "serve", "-m", "07_web.app"]\n',
    ['modal serve -m 07_web.app'],
  ],
  ['a notebook magic', '!modal deploy app.py\n', ['modal deploy app.py']],
  [
    'prose',
    '# the modal run of the mill; a modal app, modal deploy is used; modal volume to store\n',
    [],
  ],
  [
    'other strings',
    'x = "modal"\ny = ["modal", "run"]\nz = modal.App("modal-run")\nimport modal\n',
    [],
  ],
  ['a UI', 'button(text="Open modal", modal=modal.run)\n# show modal container list items\n', []],
]);

table('text', [
  ['a line', 'modal deploy app.py\n', ['modal deploy app.py']],
  [
    'reStructuredText',
    'Use ``modal setup``::\n\n    modal deploy app.py\n',
    ['modal setup', 'modal deploy app.py'],
  ],
  ['a table', '| modal deploy app.py | ships |\n', ['modal deploy app.py']],
  [
    'prose',
    'modal setup of windows, modal run and modal deploy are words.\nA modal app list.\n',
    [],
  ],
]);

describe('what the caller knows', () => {
  test('only the given comments and strings of Python are read', () => {
    const source = 'a = "modal run a.py"\nb = "modal run b.py"\n';
    const span = { start: source.indexOf('"modal run b'), end: source.length - 1 };
    const commands = findCommands(source, 'python', [{ kind: 'string', span }]);
    expect(commands.map(told)).toEqual(['modal run b.py']);
  });

  test('a command says its name, target, flags and place', () => {
    const source = '    uv run modal deploy -e dev pkg/app.py::web | tee log\n';
    const [command] = findCommands(source, 'shell');
    expect(command).toMatchObject({
      name: 'modal deploy',
      span: { start: 11, end: 46 },
      nameSpan: { start: 11, end: 23 },
      flags: [{ name: '--env', known: true, value: { text: 'dev' } }],
      target: { path: 'pkg/app.py', selector: 'web', module: false, literal: true },
      place: { form: 'shell', group: { open: '{ ', close: '; }' }, next: ' && ' },
    });
  });

  test.each([
    ['modal run pkg.mod', 'pkg.mod', true, true],
    ['modal run -m pkg.mod', 'pkg.mod', true, true],
    ['modal run a.py', 'a.py', false, true],
    ['modal run "$FILE"', '$FILE', false, false],
    ['modal run <file>', '<file>', false, false],
    ['modal run ...', '...', false, false],
  ])('the target of `%s`', (source, path, module, literal) => {
    const [command] = findCommands(source, 'shell');
    expect(command?.target).toMatchObject({ path, module, literal });
  });

  test.each<[string, TextLanguage, string | undefined]>([
    ['  modal setup\n', 'shell', '  '],
    ['run: |\n  modal setup\n', 'yaml', '  '],
    ['a && modal setup\n', 'shell', undefined],
    ['if modal setup; then a; fi\n', 'shell', undefined],
    ['run: modal setup\n', 'yaml', undefined],
    ['RUN modal setup\n', 'dockerfile', undefined],
    ['`modal setup`\n', 'markdown', undefined],
  ])('where a comment can stand above %j', (source, language, lead) => {
    expect(findCommands(source, language)[0]?.place.comment?.lead).toBe(lead);
  });
});
