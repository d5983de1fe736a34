import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder } from './cli-run.ts';

/** Every place where a program can write down what a secret holds; each value has the word in it. */
const APP = `import os

import modal

TOKEN = "planted-by-name"
VALUES = {"A_KEY": "planted-in-a-dict"}
shared = modal.Secret.from_dict({"B_KEY": "planted-in-shared"})
app = modal.App("demo", secrets=[modal.Secret.from_dict({"C_KEY": "planted-in-app"})])


@app.function(
    secrets=[
        modal.Secret.from_dict({"D_KEY": "planted-inline", "E": TOKEN}),
        modal.Secret.from_dict(VALUES),
        modal.Secret.from_dict(dict(F_KEY="planted-in-call")),
        modal.Secret.from_dict({"G_KEY": f"planted-{TOKEN}"}),
        modal.Secret.from_dict({"G_KEY": os.getenv("NAME", "planted-default")}),
        modal.Secret.from_dict({**VALUES, "I": "planted" "-in-two-parts"}),
        modal.Secret.from_dict({"J": """planted
        planted-in-lines"""}),
        shared,
    ],
    env={"H_KEY": "planted-in-env"},
    gpu="A10G",
)
def f(x):
    return x


@app.cls(secrets=[shared])
class C:
    @modal.method()
    def m(self, token: str):
        # modal secret create x K=planted-in-comment
        return token


@app.function(secrets=[modal.Secret.from_dict({"K": "planted-on-hold"})])  # modal-lint: ignore
def stays():
    pass
`;

const FILES = {
  'app.py': APP,
  'plain.py':
    'import modal\n\napp = modal.App("plain")\n\n\n@app.function(env={"L": "fast"})\ndef g():\n    return 1\n',
  'run.sh': 'modal secret create x K=planted-in-shell J="planted quoted" A=abc\n',
  'README.md': '```sh\nmodal secret create x K=planted-in-page\n```\n',
  Makefile: "set:\n\tmodal secret create x 'K=planted-in-make' K=${PLANTED}\n",
};

const COMMANDS: readonly (readonly string[])[] = [
  ...['text', 'markdown', 'json', 'html'].map((format) => ['report', '--format', format]),
  ...['full', 'concise', 'json', 'github', 'sarif'].map((format) => ['check', '--format', format]),
  ['check', '--diff', '--unsafe-fixes'],
  ['migrate', '--diff', '.'],
  ['migrate', '--diff', '--format', 'json', '.'],
  ['migrate', '--allow-dirty', '.'],
  ['inspect', '.'],
  ['inspect', '--format', 'json', '.'],
];

describe('values of secrets are in no output', () => {
  test.each(COMMANDS.map((args) => [args.join(' '), args] as const))('%s', (_, args) => {
    const { code, out, err } = cli(folder(FILES), args, { real: true });
    expect(code).toBeLessThan(2);
    expect(out).toContain('app');
    expect((out + err).split('\n').filter((line) => line.includes('planted'))).toEqual([]);
  });

  test('nor in a mark', () => {
    const path = folder(FILES);
    cli(path, ['migrate', '--allow-dirty', '.'], { real: true });
    const text = Object.keys(FILES).map((name) => readFileSync(join(path, name), 'utf8')).join(''); // prettier-ignore
    const marks = text.split('\n').filter((line) => line.includes('TODO(modal-lint)'));
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.filter((line) => line.includes('planted'))).toEqual([]);
  });

  test('the names of the variables are', () => {
    const { out } = cli(folder(FILES), ['report'], { real: true });
    for (const name of ['A_KEY', 'B_KEY', 'C_KEY', 'D_KEY', 'E', 'F_KEY', 'G_KEY'])
      expect(out).toContain(`fal secrets set ${name}=…\n`);
  });

  test('a diff with something hidden says that it cannot be applied', () => {
    const { out, err } = cli(folder(FILES), ['migrate', '--diff', '.'], { real: true });
    expect(out).toContain('+fal secrets set K=**************** J="**************" A=***\n');
    expect(err).toContain('run.sh: values of secrets are hidden, so this diff cannot be applied.');
  });
});

test('plain variables and placeholders are shown as they are', () => {
  const files = {
    'app.py':
      'import modal\n\napp = modal.App("a")\n\n\n@app.function(env={"MODE": "fast", "API_KEY": "planted"})\ndef f():\n    return 1\n',
    'README.md': '```sh\nmodal secret create x K=your-key L=your-token\nmodal deploy app.py\n```\n',
  };
  const { out } = cli(folder(files), ['migrate', '--diff', '.'], { real: true });
  expect(out).toContain('os.environ["MODE"] = "fast"');
  expect(out).toContain('K=your-key L=your-token');
  expect(out).not.toContain('planted');
});

test('a value is hidden where it is a word', () => {
  const files = {
    'app.py':
      'import modal\n\napp = modal.App("a")\nboth = modal.Secret.from_dict({"KEY": "secret", "LINES": "one\\nsecret"})\n\n\n@app.function(secrets=[both])\ndef f():\n    return "the secret of secrets"\n',
  };
  const { out } = cli(folder(files), ['migrate', '--diff', '.'], { real: true });
  expect(out).toContain('return "the ****** of secrets"');
  expect(out).toContain('-@app.function(secrets=[both])');
});
