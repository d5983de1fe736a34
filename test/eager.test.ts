// `from __future__ import annotations`, which an endpoint on a runner cannot read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);
const driver = fileURLToPath(new URL('python/pickled_app.py', import.meta.url));
const env = ensurePythonEnv();

async function converted(source: string): Promise<string> {
  const program = await readProgram([{ path: 'main.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all' });
  expect(results.map(({ refused }) => refused)).toEqual([undefined]);
  return results[0]?.after ?? source;
}

const CLASS = `
app = modal.App("x")


@app.cls()
class M:
    @modal.method()
    def m(self, text: str, data: bytes | None = None) -> bytes:
        return text.encode() + (data or b"")
`;

const HEAD = `from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Callable, Literal, Optional

import modal
import numpy as np

if TYPE_CHECKING:
    import torch
`;

describe('annotations that were never evaluated', () => {
  test.each<[string, string]>([
    ['x: int | None', 'x: int | None'],
    ['x: Optional[dict[str, list[int]]]', 'x: Optional[dict[str, list[int]]]'],
    ['x: typing.Optional[np.ndarray]', 'x: typing.Optional[np.ndarray]'],
    ['x: Callable[[int], None]', 'x: Callable[[int], None]'],
    ['x: Literal["a"]', 'x: Literal["a"]'],
    ['x: "torch.Tensor"', 'x: "torch.Tensor"'],
    ['x: torch.Tensor', 'x: "torch.Tensor"'],
    ['x: Optional[torch.Tensor]', 'x: "Optional[torch.Tensor]"'],
    ['x: Later | None', 'x: "Later | None"'],
    ['x: np.ndarray[int]', 'x: "np.ndarray[int]"'],
    ['x: "Later" | None', `x: '"Later" | None'`],
    ['x: nowhere.Thing', 'x: "nowhere.Thing"'],
  ])('%s', async (before, after) => {
    const rest = `\n\nclass Later:\n    pass\n${CLASS}`;
    const text = await converted(`${HEAD}\n\ndef f(${before}) -> int:\n    return 1\n${rest}`);
    expect(text).toContain(`def f(${after}) -> int:\n`);
    expect(text).not.toContain('__future__');
  });

  test.each<[string, string]>([
    ['from __future__ import annotations', ''],
    ['from __future__ import annotations, division', 'from __future__ import division\n'],
  ])('%s', async (before, after) => {
    const text = await converted(`${before}\nimport modal\n${CLASS}`);
    expect(text.split('import ').length).toBeGreaterThan(2);
    expect(/^from __future__.*\n/m.exec(text)?.[0] ?? '').toBe(after);
  });

  test('a file without endpoints keeps the import', async () => {
    const source = `${HEAD}\napp = modal.App("x")\n\n\n@app.function()\ndef f(x: torch.Tensor):\n    pass\n`;
    expect(await converted(source)).toMatch(
      /^from __future__ import annotations\n[^]*x: torch\.Tensor/,
    );
  });
});

describe.skipIf('missing' in env)('on a runner', () => {
  test.each<[string, string, string, unknown]>([
    ['M', CLASS, '{"text": "a", "data": "/wCJ"}', [200, 'Yf8AiQ==']],
    [
      'Web',
      '\napp = modal.App("x")\n\n\n@app.function()\n@modal.fastapi_endpoint(method="POST")\ndef web(n: int, request: Request) -> dict:\n    return {"n": n, "verb": request.method}\n',
      '{"n": 2}',
      [200, { n: 2, verb: 'POST' }],
    ],
    [
      'web',
      '\napp = modal.App("x")\n\n\nclass Item(BaseModel):\n    n: int\n\n\n@app.function()\n@modal.asgi_app()\ndef web():\n    from fastapi import FastAPI\n\n    site = FastAPI()\n\n    @site.post("/")\n    def post(item: Item):\n        return item.n + 1\n\n    return site\n',
      '{"n": 2}',
      [200, 3],
    ],
  ])('%s finds its types', async (name, source, body, answer) => {
    const python = 'python' in env ? env.python : '';
    const folder = mkdtempSync(join(tmpdir(), 'eager-'));
    const head =
      'from __future__ import annotations\nimport modal\nfrom fastapi import Request\nfrom pydantic import BaseModel\n';
    writeFileSync(join(folder, 'main.py'), await converted(head + source));
    const args = [driver, join(folder, 'main.py'), name, '/', body];
    const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual(answer);
  });
});
