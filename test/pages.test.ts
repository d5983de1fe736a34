// Which pages around a program are its own: the others are left as they are.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { TextSource } from '../src/convert/plan.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { textLanguageOf } from '../src/text/language.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

const APP = `import modal

app = modal.App("desk")
cache = modal.Volume.from_name("desk-cache")


@app.function(volumes={"/cache": cache}, secrets=[modal.Secret.from_name("desk-keys")])
@modal.fastapi_endpoint(method="POST")
def ask(item: dict):
    return item
`;

function page([path, source]: readonly [string, string]): TextSource {
  return { path, source, language: textLanguageOf(path) ?? 'markdown' };
}

/** What is told of pages, and their texts where they change. */
async function left(
  pages: readonly (readonly [string, string])[],
  program: Readonly<Record<string, string>> = { 'src/app.py': APP },
): Promise<readonly [left: string[], changed: string[]]> {
  const files = Object.entries(program).map(([path, source]) => ({ path, source }));
  const read = await readProgram(files, sdk);
  const done = await migrate(read, rules, { level: 'all' }, pages.map(page));
  const changed = done.results.filter(({ file, after, before }) => after !== before && !(file in program)); // prettier-ignore
  return [done.left.map(({ file, kind }) => `${kind} ${file}`), changed.map(({ file }) => file)];
}

type Case = readonly [title: string, name: string, text: string, told: string | undefined];

const CASES: readonly Case[] = [
  ['a file of the tree', 'README.md', '`modal deploy app.py`, then `modal setup`', undefined],
  ['its path from elsewhere', 'docs/a.md', '`modal run desk/src/app.py::ask`', undefined],
  ['its module', 'docs/a.md', '`modal run -m src.app`', undefined],
  ['an app', 'README.md', '`modal run other.py`, `modal app logs desk`, `modal setup`', undefined],
  ['a volume', 'docs/a.md', '`modal volume ls desk-cache`', undefined],
  ['a secret', 'docs/a.md', '`modal secret create desk-keys A=b`', undefined],
  ['nothing at all', 'README.md', '`modal setup` and `modal app list`', undefined],
  ['what the reader fills in', 'README.md', '`modal deploy <file>`, `modal setup`', undefined],
  ['a number of Modal', 'README.md', '`modal app logs ap-FV1aaaaaaaaa`, `modal setup`', undefined],
  ['only things of others', 'skills/modal/SKILL.md', '`modal run script.py`, `modal setup`', 'manual'],
  ['a secret of others', 'docs/a.md', '`modal secret create my-secret A=b`, `modal app list`', 'manual'],
  ['a log', 'docs/ERROR_LOG.md', 'Seen with `modal app list`.', 'record'],
  ['a day', 'notes/2025-03-01-deploy.md', '`modal deploy app.py`', 'record'],
  ['a changelog', 'CHANGELOG.md', '- `modal deploy app.py` is faster.', 'record'],
  ['logging', 'docs/logging.md', '`modal deploy app.py`', undefined],
  ['a script is no page', 'deploy.sh', 'modal deploy other.py\n', undefined],
]; // prettier-ignore

describe('a page that names', () => {
  test.each(CASES)('%s', async (_, name, text, told) => {
    const [pages, changed] = await left([[name, text]]);
    expect(pages).toEqual(told === undefined ? [] : [`${told} ${name}`]);
    if (told !== undefined) expect(changed).toEqual([]);
    else if (name.endsWith('.md')) expect(changed).toEqual([name]);
  });

  test('nothing is a manual where those around it are', async () => {
    const manual = ['skills/modal/volumes.md', '`modal volume ls my-vol`'] as const;
    const open = ['skills/modal/start/SKILL.md', '`modal setup`'] as const;
    const own = ['skills/desk/SKILL.md', '`modal deploy app.py`'] as const;
    const readme = ['README.md', '`modal setup`'] as const;
    expect(await left([manual, open, own, readme])).toEqual([
      ['manual skills/modal/volumes.md', 'manual skills/modal/start/SKILL.md'],
      ['skills/desk/SKILL.md', 'README.md'],
    ]);
  });

  test('something is read as before where there is no program to compare with', async () => {
    expect(await left([['README.md', '`modal token new`, `modal deploy other.py`']], {})).toEqual([
      [],
      ['README.md'],
    ]);
  });
});
