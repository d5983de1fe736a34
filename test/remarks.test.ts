// Comments of the user's go with what they speak of.
import { expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

async function converted(source: string): Promise<string> {
  const program = await readProgram([{ path: 'app.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all' });
  return results[0]?.after ?? source;
}

const DEBIAN = 'modal.Image.debian_slim(python_version="3.12")';

function withImage(image: string): string {
  return `import modal\n\napp = modal.App("demo")\nimage = (\n${image}\n)\n\n\n@app.function(image=image)\ndef f() -> int:\n    return 1\n`;
}

interface Row {
  readonly title: string;
  readonly image: string;
  readonly holds?: readonly string[];
  readonly lacks?: readonly string[];
}

const images: readonly Row[] = [
  {
    title: 'above a layer: above its line',
    image: `    ${DEBIAN}\n    # clips\n    .apt_install("ffmpeg")`,
    holds: ['# clips\nRUN apt-get update && apt-get install -y ffmpeg\n'],
  },
  {
    title: 'behind a layer: above its line',
    image: `    ${DEBIAN}\n    .apt_install("ffmpeg")  # clips`,
    holds: ['# clips\nRUN apt-get update && apt-get install -y ffmpeg\n'],
  },
  {
    title: 'above the base: above `FROM`',
    image: `    # small\n    ${DEBIAN}.apt_install("git")`,
    holds: ['# small\nFROM python:3.12'],
  },
  {
    title: 'at one of several packages: above that package',
    image: `    ${DEBIAN}.apt_install("git").pip_install(\n        "torch",  # pinned\n        # web\n        "fastapi",\n    )`,
    holds: ['install \\\n    # pinned\n    torch \\\n    # web\n    fastapi\n'],
  },
  {
    title: 'in a list of requirements: where it stood',
    image: `    ${DEBIAN}.pip_install(\n        "torch",  # pinned\n        # web\n        "fastapi",\n        # "rich",\n    )`,
    holds: ['"torch",  # pinned\n', '# web\n', '"fastapi",\n', '# "rich",\n'],
  },
  {
    title: 'at a variable: above its line',
    image: `    ${DEBIAN}.env({\n        "A": "1",  # one\n        # two\n        "B": "2",\n    })`,
    holds: ['# one\nENV A=1\n# two\nENV B=2\n'],
  },
  {
    title: 'between lines of a heredoc: above all of them',
    image: `    ${DEBIAN}.dockerfile_commands(\n        "RUN <<EOF",\n        "echo a",  # why\n        "EOF",\n    )`,
    holds: ['# why\nRUN <<EOF\necho a\nEOF\n'],
  },
  {
    title: 'between lines that a backslash joins: above all of them',
    image: `    ${DEBIAN}.dockerfile_commands(\n        "RUN echo a && \\\\",\n        "  echo b",  # why\n    )`,
    holds: ['# why\nRUN echo a && \\\n  echo b\n'],
  },
  {
    title: 'an order to Docker is none of Docker here',
    image: `    # syntax=docker/dockerfile:1\n    # escape=\`\n    ${DEBIAN}.apt_install("git")`,
    lacks: ['syntax', 'escape'],
  },
  {
    title: 'what holds a credential is not told again',
    image: `    ${DEBIAN}\n    # was hf_abcdefghijklmnop\n    .apt_install("git")`,
    lacks: ['hf_'],
  },
  {
    title: 'what holds a commit is',
    image: `    ${DEBIAN}\n    # 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\n    .apt_install("git")`,
    holds: ['# 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\nRUN '],
  },
  {
    title: 'what is said to tools is not',
    image: `    ${DEBIAN}\n    .apt_install("git")  # noqa: E501`,
    lacks: ['noqa'],
  },
];

test.each(images)('of an image, $title', async ({ image, holds = [], lacks = [] }) => {
  const after = await converted(withImage(image));
  for (const text of holds) expect(unindented(after)).toContain(unindented(text));
  for (const text of lacks) expect(after).not.toContain(text);
  expect(after).not.toContain('modal');
  // Converting again changes nothing.
  expect(await converted(after)).toBe(after);
});

function unindented(text: string): string {
  return text.replace(/^ +(?=["#])/gm, '');
}

const units: readonly (readonly [title: string, before: string, after: string])[] = [
  [
    'above a keyword: above the setting',
    '@app.function(\n    gpu="H100",\n    # two hours\n    timeout=7200,\n)\ndef f():\n    return 1\n',
    '    # two hours\n    request_timeout=7200,\n',
  ],
  [
    'above the unit: not above its settings',
    '# Says it.\n@app.function(gpu="H100",\n    timeout=60)\ndef f():\n    return 1\n',
    '# Says it.\n@fal.function(machine_type="GPU-H100", request_timeout=60)\n',
  ],
  [
    'in a secret: without what may be its value',
    '@app.function(\n    secrets=[\n        # from the dashboard\n        modal.Secret.from_dict({"A_KEY": "x",  # old: "y"\n            # "B_KEY": "z",\n        })\n    ],\n)\ndef f():\n    return 1\n',
    '@fal.function(\n    # from the dashboard\n    secrets=["A_KEY"],\n)\n',
  ],
  [
    'at a parameter: at the field',
    '@app.cls()\nclass C:\n    @modal.method()\n    def go(\n        self,\n        a: int,  # one\n        # two\n        b: int = 2,\n    ) -> int:\n        return a + b\n',
    '    a: int  # one\n    # two\n    b: int = 2\n',
  ],
];

test.each(units)('of a unit, %s', async (_, before, text) => {
  const after = await converted(`import modal\n\napp = modal.App("demo")\n\n\n${before}`);
  expect(after).toContain(text);
  expect(await converted(after)).toBe(after);
});

test('a long comment above what goes takes no time', async () => {
  // Whether it is a label has one answer, however its letters are put into words.
  const comment = `#${' paragraph'.repeat(9).replaceAll('graph', 'graph'.repeat(40))} has no end`;
  const source = `import modal\n\n${comment}\napp = modal.App("demo")\n\n\n@app.function()\ndef f() -> int:\n    return 1\n`;
  expect(await converted(source)).toContain(comment);
});
