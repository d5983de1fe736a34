// What `check` says where the program around a use decides what it becomes, by the rules of the package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder } from './cli-run.ts';
import { CommandTargets } from '../src/lint/advice/command-targets.ts';
import { DEFAULT_CONFIG } from '../src/lint/config.ts';
import { lintFile } from '../src/lint/lint-file.ts';
import { lintTextFile } from '../src/lint/lint-text.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const text = readFileSync(join(import.meta.dirname, '../rules/rules.json'), 'utf8');
const RULES = JSON.parse(text) as RuleSet;

const PROGRAMS = {
  'fn.py':
    'import modal\napp = modal.App("a")\n@app.function()\ndef f(): ...\n',
  'two.py':
    'import modal\napp = modal.App("a")\n@app.cls()\nclass Model: ...\n@app.function()\n@modal.asgi_app()\ndef web(): ...\n',
  'main.py':
    'import modal\napp = modal.App("a")\n@app.function()\ndef f(): ...\n@app.local_entrypoint()\ndef main(n: int = 1): ...\n',
  'web.py':
    'import modal\napp = modal.App("a")\n@app.function()\n@modal.fastapi_endpoint()\ndef say_hello(): ...\n',
}; // prettier-ignore

describe('a command is advised by what stands in the file that it names', () => {
  const table: [command: string, message: string][] = [
    ['modal run main.py', "`modal run` is Modal's; write `python main.py`."],
    ['modal run -q main.py::main --n 3', "`modal run` is Modal's; write `python main.py …`."],
    ['uv run python -m modal run main.py', "`modal run` is Modal's; write `python main.py`."],
    ['.venv/bin/modal run main.py', "`modal run` is Modal's; write `.venv/bin/python main.py`."],
    ['modal run main.py --depth 3', "`modal run` is Modal's and is converted by hand; `main` has no parameter for `--depth`: check this command."],
    ['modal run fn.py::f', "`modal run` is Modal's; write `fal run fn.py::f`."],
    ['modal run fn.py --n 3', "`modal run` is Modal's and is converted by hand; `fal run` passes no arguments to a function: call it from a `__main__` block with these values."],
    ['modal run two.py', "`modal run` is Modal's and is converted by hand; `fal run` takes one unit, the file holds several: name one of `Model`, `serve_web` behind `::`."],
    ['modal run other.py', "`modal run` is Modal's; write `python other.py` if the file has an entrypoint, else `fal run`."],
    ['modal deploy two.py', "`modal deploy` is Modal's; write `fal deploy two.py::Model` and `fal deploy two.py::serve_web`."],
    ['modal deploy web.py --name secret-name', "`modal deploy` is Modal's; write `fal deploy web.py::SayHello`."],
    ['modal serve web.py', "`modal serve` is Modal's; write `fal run web.py::SayHello`, which may behave differently."],
    ['modal secret create s KEY=hunter2', "`modal secret create` is Modal's; write `fal secrets set`."],
    ['modal app logs a', "`modal app logs` is Modal's and is converted by hand; fal keeps logs by runner, not by app: find the runner with `fal apps runners <app>`, then read `fal runners logs <id>`."],
  ]; // prettier-ignore
  test.each(table)('%s', async (command, message) => {
    const sources = Object.entries(PROGRAMS).map(([path, source]) => ({ path, source }));
    const targets = new CommandTargets();
    targets.add((await readProgram(sources, makeSdk(RULES.sdk))).files);
    const file = { path: 'run.sh', source: `${command}\n`, language: 'shell' } as const;
    const found = lintTextFile(file, RULES, DEFAULT_CONFIG, targets.of);
    expect(found.map((each) => each.message)).toEqual([message]);
  });

  test('in a file that is read before the one that is meant', () => {
    const path = folder({
      'a.py': '"""modal run z.py"""\nimport modal\n',
      'z.py': PROGRAMS['main.py'],
    });
    const { out } = cli(path, ['check', '--format', 'concise'], { real: true });
    expect(out).toContain(
      "a.py:1:4: error[modal-run] `modal run` is Modal's; write `python z.py`.",
    );
  });
});

describe('names that one statement imports are one finding', () => {
  const table: [source: string, place: string, message: string][] = [
    ['from modal import App\n', '1:19-1:22', "`modal.App` is Modal's; write `import fal`."],
    ['from modal import (\n  App,  # one\n  Image as I,\n)\n', '2:3-3:13', "`from modal import App, Image as I` is Modal's; write `import fal`."],
    ['import modal, os, modal.gpu as g\n', '1:8-1:33', "`import modal, modal.gpu as g` is Modal's; write `import fal`."],
  ]; // prettier-ignore
  test.each(table)('%j', async (source, place, message) => {
    const { files } = await readProgram([{ path: 'a.py', source }], makeSdk(RULES.sdk));
    const found = files.flatMap((file) => lintFile(file, RULES, DEFAULT_CONFIG));
    const places = found.map(
      ({ start, end }) => `${start.line}:${start.column}-${end.line}:${end.column}`,
    );
    expect({ places, messages: found.map((each) => each.message) }).toEqual({
      places: [place],
      messages: [message],
    });
  });
});

describe('a use is advised by what stands around it', () => {
  const HEAD = 'import modal\napp = modal.App("a")\n';
  const UNIT = (settings: string): string => `@app.function(${settings})\ndef f(): ...\n`;
  const IMAGE = 'modal.Image.debian_slim()';
  const table: [title: string, source: string, messages: string[]][] = [
    ['packages of a list', `image = ${IMAGE}.pip_install("torch")\n${UNIT('image=image')}`, [
      '`modal.Image.debian_slim` is Modal\'s; leave it out.',
      '`modal.Image.pip_install` is Modal\'s; write `requirements = [...]`.',
      '`image=image` is Modal\'s; write `requirements = [...]`.',
    ]],
    ['packages of a Dockerfile', `image = ${IMAGE}.pip_install("torch").run_commands("ls").add_local_file("a", "/a")\n${UNIT('image=image')}`, [
      '`modal.Image.pip_install` is Modal\'s; write `RUN python -m pip install ...`.',
      '`modal.Image.add_local_file` is Modal\'s; write `COPY ...`, which may behave differently.',
      '`image=image` is Modal\'s; write `image = ContainerImage.from_dockerfile_str(...)`.',
    ]],
    ['an image that two steps make', `base = ${IMAGE}.pip_install("torch")\nimage = base.apt_install("git")\n${UNIT('image=image')}`, [
      '`modal.Image.pip_install` is Modal\'s; write `RUN python -m pip install ...`.',
    ]],
    ['one of two images is a Dockerfile', `base = ${IMAGE}.pip_install("torch")\nother = base.apt_install("git")\n${UNIT('image=base')}@app.function(image=other)\ndef g(): ...\n`, [
      '`modal.Image.pip_install` is Modal\'s; write `RUN python -m pip install ...`.',
      '`image=base` is Modal\'s; write `requirements = [...]`.',
    ]],
    ['cores beside a GPU', UNIT('gpu="H100", cpu=4, memory=1024'), [
      '`cpu=4` is Modal\'s; leave it out: the machine of the GPU has its own cores and memory.',
      '`memory=1024` is Modal\'s; leave it out: the machine of the GPU has its own cores and memory.',
    ]],
    ['cores alone', UNIT('gpu=None, cpu=4'), ['`cpu=4` is Modal\'s; write `machine_type = …`.']],
    ['a function of another app', 'g = modal.Function.from_name("a", "g")\ng.remote(1)\ng.spawn(2)\n', [
      '`g.remote` is Modal\'s; write `fal_client.subscribe(...)`.',
      '`g.spawn` is Modal\'s; write `fal_client.submit(...)`.',
    ]],
    ['a function of this one', `${UNIT('')}f.remote()\n`, ['`f.remote` is Modal\'s; write a plain call.']],
    ['the module', 'if modal:\n    pass\n', ['`modal` is Modal\'s module; write `fal`.']],
    ['its settings', 'print(modal.config.config["x"])\n', [
      '`modal.config.config` is Modal\'s and is converted by hand; write `os.environ["NAME"]`.',
    ]],
    ['entries of a Dict', 'd = modal.Dict.from_name("d")\nd["x"] = d["y"]\ndel d["z"]\nprint("x" in d, "y" not in d)\n', [
      '`d["x"]` is Modal\'s; write `KVStore.set(key, value)`, which may behave differently.',
      '`d["y"]` is Modal\'s; write `KVStore.get(key)`, which may behave differently.',
      '`d["z"]` is Modal\'s; write `KVStore.delete(key)`, which may behave differently.',
      '`"x" in d` is Modal\'s; write `KVStore.get(key) is not None`, which may behave differently.',
      '`"y" not in d` is Modal\'s; write `KVStore.get(key) is None`, which may behave differently.',
    ]],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, messages) => {
    const inputs = [{ path: 'app.py', source: HEAD + source }];
    const { files } = await readProgram(inputs, makeSdk(RULES.sdk));
    const found = files.flatMap((file) => lintFile(file, RULES, DEFAULT_CONFIG));
    expect(found.map((each) => each.message)).toEqual(expect.arrayContaining(messages));
  });

  test('entries of a dict of Python say nothing', async () => {
    const source = `${HEAD}d = {}\nd["x"] = 1\nprint("x" in d)\nq = modal.Dict.from_name("q")\n`;
    const { files } = await readProgram([{ path: 'a.py', source }], makeSdk(RULES.sdk));
    const found = files.flatMap((file) => lintFile(file, RULES, DEFAULT_CONFIG));
    expect(found.map(({ start }) => start.line)).toEqual([1, 2, 6]);
  });
});
