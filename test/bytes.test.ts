// Bytes and objects that methods take and give: which types and values are known, and what becomes of each call.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { decodedText, encodedText } from '../src/convert/endpoints/base64.ts';
import { holdsBytes, shapeText, type Shape } from '../src/convert/endpoints/shape.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);
const env = ensurePythonEnv();
const ENCODED = 'Annotated[bytes, PlainSerializer(Base64Encoder.encode)]';

async function converted(source: string): Promise<string> {
  const program = await readProgram([{ path: 'main.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  expect(results.map(({ refused }) => refused)).toEqual([undefined]);
  return results[0]?.after ?? '';
}

const HEAD = `import io, json, typing
from pathlib import Path
from typing import Dict, Iterator, List, Literal, Optional, Sequence, Tuple, Union
import requests
import modal
import numpy as np
import pandas as pd
import torch
from PIL import Image
from pydantic import BaseModel

app = modal.App("x")
Raw = bytes


class Result(BaseModel):
    images: list[bytes]


def shrink(image) -> bytes:
    return image[:1]


def show(image):
    return image.show()


def frame():
    return pd.DataFrame({})


`;

/** A class with one method, and what calls it. */
function program(signature: string, body: string, calls = ''): string {
  const lines = body.split('\n').map((line) => `        ${line}\n`);
  const callers =
    calls === '' ? '' : `\n\ndef main(q, xs):\n    ${calls.replace(/\n/g, '\n    ')}\n`;
  return `${HEAD}@app.cls()\nclass M:\n    @modal.method()\n    def m(self${signature}:\n${lines.join('')}${callers}`;
}

describe('what a parameter becomes', () => {
  test.each<[string, string]>([
    ['data: bytes', 'data: Base64Bytes'],
    ['data: "bytes"', 'data: Base64Bytes'],
    ['data: Raw', 'data: Base64Bytes'],
    ['data: bytes = b"x"', 'data: Base64Bytes = b"x"'],
    ['data: bytes = None', 'data: Base64Bytes | None = None'],
    ['data: bytes | None = None', 'data: Base64Bytes | None = None'],
    ['data: "Optional[bytes]" = None', 'data: Optional[Base64Bytes] = None'],
    ['data: typing.Optional[bytes]', 'data: typing.Optional[Base64Bytes]'],
    ['data: Union[bytes, None]', 'data: Union[Base64Bytes, None]'],
    ['data: List[bytes]', 'data: List[Base64Bytes]'],
    ['data: list[bytes] = []', 'data: list[Base64Bytes] = Field(default_factory=lambda: [])'],
    ['data: Sequence[Optional[bytes]]', 'data: Sequence[Optional[Base64Bytes]]'],
    ['data: Dict[str, bytes]', 'data: Dict[str, Base64Bytes]'],
    ['data: dict[str, list[bytes]]', 'data: dict[str, list[Base64Bytes]]'],
    ['data: tuple[bytes, ...]', 'data: tuple[Base64Bytes, ...]'],
    ['data: Tuple[bytes, int]', 'data: Tuple[Base64Bytes, int]'],
    ['data=b""', 'data: Base64Bytes = b""'],
    ['data: Literal["bytes"]', 'data: Literal["bytes"]'],
  ])('%s', async (param, field) => {
    const after = await converted(program(`, ${param})`, 'return len(data)'));
    expect(after).toContain(`class MInput(BaseModel):\n    ${field}\n`);
    expect(after).not.toContain('TODO');
  });

  test.each<[string, RegExp]>([
    ['data: bytes | str', /JSON cannot carry `bytes`/],
    ['data: Union[bytes, list]', /JSON cannot carry `bytes`/],
    ['data: bytearray', /JSON cannot carry `bytearray`/],
    ['data: set[bytes]', /JSON cannot carry `bytes`/],
    ['data: io.BytesIO', /JSON cannot carry `io.BytesIO`/],
    ['data: Result', /JSON cannot carry the bytes of `Result.images`/],
  ])('%s is marked', async (param, mark) => {
    expect(await converted(program(`, ${param})`, 'return len(data)'))).toMatch(mark);
  });
});

describe('what a result becomes', () => {
  test.each<[string, string, string]>([
    [' -> bytes', 'return show(1)', ENCODED],
    [' -> "bytes"', 'return show(1)', ENCODED],
    [' -> bytes', 'if 1: return None\nreturn show(1)', `${ENCODED} | None`],
    [' -> Optional[bytes]', 'return show(1)', `Optional[${ENCODED}]`],
    [' -> List[bytes]', 'return show(1)', `List[${ENCODED}]`],
    [' -> dict[str, bytes]', 'return show(1)', `dict[str, ${ENCODED}]`],
    [' -> Tuple[bytes, int]', 'return show(1)', `Tuple[${ENCODED}, int]`],
    ['', 'return b"x"', ENCODED],
    ['', 'return b"x" if show(1) else None', `${ENCODED} | None`],
    ['', 'if show(1):\n    return b"x"', `${ENCODED} | None`],
    ['', 'if show(1):\n    return b"x"\nelse:\n    raise ValueError', ENCODED],
    ['', 'while True:\n    return b"x"', ENCODED],
    ['', 'buf = io.BytesIO()\nreturn buf.getvalue()', ENCODED],
    ['', 'with io.BytesIO() as buf:\n    return buf.getvalue()', ENCODED],
    ['', 'with open("x", "rb") as f:\n    return f.read()', ENCODED],
    ['', 'return open("x", mode="rb").read()', ENCODED],
    ['', 'with Path("x").open("rb") as f:\n    data = f.read()\nreturn data', ENCODED],
    ['', 'return Path("x").read_bytes()', ENCODED],
    ['', 'return json.dumps({}).encode()', ENCODED],
    ['', 'return f"{1}".encode("utf8")', ENCODED],
    ['', 'return requests.get("u").content', ENCODED],
    ['', 'return shrink(1)', ENCODED],
    ['', 'data = b""\nfor x in show(1):\n    data += x\nreturn data', ENCODED],
    ['', 'return [shrink(x) for x in show(1)]', `list[${ENCODED}]`],
    ['', 'out = []\nfor x in show(1):\n    out.append(shrink(x))\nreturn out', `list[${ENCODED}]`],
    ['', 'return b"x", show(1)', `tuple[${ENCODED}, Any]`],
    ['', 'return {"a": b"x", "b": shrink(1)}', `dict[str, ${ENCODED}]`],
    [' -> dict', 'return {"a": b"x"}', `dict[str, ${ENCODED}]`],
  ])('%s: %s', async (arrow, body, type) => {
    const after = await converted(program(`)${arrow}`, body));
    expect(after).toContain(`\nMOutput = ${type}\n`);
    expect(after).toContain('def m(self) -> MOutput:\n');
    expect(after).not.toContain('TODO');
  });

  test.each<[string, string, RegExp]>([
    ['', 'return {"a": b"x", "n": 1}', /`m` returns bytes in `\{"a": b"x", "n": 1\}`/],
    ['', 'if 1:\n    return b"x"\nreturn "y"', /`m` returns bytes in `b"x"`/],
    ['', 'if 1:\n    return b"x"\nreturn show(1)', /`m` returns bytes in `b"x"`/],
    ['', 'return io.BytesIO(b"x")', /`m` returns bytes in `io.BytesIO\(b"x"\)`/],
    ['', 'return {"n": 1, "deep": [{"a": b"x"}, 2]}', /`m` returns bytes in/],
    [' -> dict', 'return {"a": b"x", "n": 1}', /`m` returns bytes in/],
    [' -> bytes | str', 'return b"x"', /`m` returns `bytes | str`, which JSON cannot carry/],
    [
      '',
      'return 1, np.array([1.0])',
      /`m` returns an array in `np.array\(\[1\.0\]\)`, which JSON cannot carry: make a list of it with `\.tolist\(\)`/,
    ],
    [' -> dict', 'v = np.zeros(3)\nreturn {"v": v / 2}', /`m` returns an array in `v \/ 2`/],
    [
      '',
      'out = []\nfor x in show(1):\n    out.append(torch.stack(x).cpu())\nreturn out',
      /`m` returns an array in `out`/,
    ],
    ['', 'return [each.detach().numpy() for each in show(1)]', /`m` returns an array in/],
    ['', 'return {"rows": frame()}', /`m` returns a table in `frame\(\)`.*records/],
    ['', 'return show(1), Image.new("L", (1, 1)).resize(2)', /`m` returns an image in.*toolkit/],
    [
      '',
      'for x in show(1):\n    yield {"v": np.array(x)}',
      /`m` yields an array in `np.array\(x\)`/,
    ],
    [' -> Result', 'return Result(images=[])', /JSON cannot carry the bytes of `Result.images`/],
  ])('%s: %s is marked', async (arrow, body, mark) => {
    expect(await converted(program(`)${arrow}`, body))).toMatch(mark);
  });

  test.each<[string, string]>([
    ['', 'return show(1)'],
    ['', 'return show(1).encode("x")'],
    ['', 'return open("x").read()'],
    ['', 'return shrink(1).decode()'],
    ['', 'buf = io.StringIO()\nreturn buf.getvalue()'],
    ['', 'def inner():\n    return b"x"\nreturn show(inner)'],
    ['', 'return [0] + [1]'],
    [
      '',
      'v = np.zeros(3)\nreturn {"v": v.tolist(), "n": len(v), "shape": v.shape, "mean": float(v.mean())}',
    ],
    ['', 'v = np.zeros(3)\nv = v.tolist()\nreturn v'],
    ['', 'def inner():\n    return np.zeros(3)\nreturn show(inner)'],
    [' -> str', 'return show(1)'],
  ])('%s: %s is left alone', async (arrow, body) => {
    const after = await converted(program(`)${arrow}`, body));
    expect(after).not.toMatch(/Base64|TODO/);
  });

  test('what is yielded is encoded item by item', async () => {
    const after = await converted(program(') -> Iterator[bytes]', 'yield show(1)'));
    expect(after).toContain(
      String.raw`yield f"data: {json.dumps(base64.b64encode(item).decode())}\n\n"`,
    );
  });
});

const ONE = ', data: bytes) -> bytes';
const SENT = 'fal_client.subscribe("me/x", arguments={"data": base64.b64encode(q).decode()})';
const QUEUED = 'fal_client.submit("me/x", arguments={"data": base64.b64encode(q).decode()})';

describe('what becomes of a call', () => {
  test.each<[string, string, string]>([
    [ONE, 'M().m.remote(q)', `base64.b64decode(${SENT})`],
    [
      ONE,
      'M().m.remote(data=b"x")',
      'base64.b64decode(\n    fal_client.subscribe("me/x", arguments={"data": base64.b64encode(b"x").decode()})\n)',
    ],
    [', data: bytes) -> int', 'M().m.remote(q)', SENT],
    [
      ', data: str) -> bytes',
      'M().m.remote(q)',
      'base64.b64decode(fal_client.subscribe("me/x", arguments={"data": q}))',
    ],
    [
      ', data: bytes = None)',
      'M().m.remote(None)',
      'fal_client.subscribe("me/x", arguments={"data": None})',
    ],
    [
      ', data: bytes = None)',
      'M().m.remote(b"x")',
      'fal_client.subscribe("me/x", arguments={"data": base64.b64encode(b"x").decode()})',
    ],
    [
      ', data: bytes = None)',
      'M().m.remote(q)',
      'fal_client.subscribe(\n    "me/x",\n    arguments={"data": base64.b64encode(q).decode() if q is not None else None},\n)',
    ],
    [
      ', data)',
      'M().m.remote(Path("a").read_bytes())',
      'fal_client.subscribe(\n    "me/x",\n    arguments={"data": base64.b64encode(Path("a").read_bytes()).decode()},\n)',
    ],
    [
      ONE,
      'call = M().m.spawn(q)\nq(call.get())',
      `call = ${QUEUED}\nq(base64.b64decode(call.get()))`,
    ],
    [ONE, 'q(M().m.spawn(q).get(timeout=3))', `q(base64.b64decode(${QUEUED}.get()))`],
    [ONE, 'M().m.spawn(q)', QUEUED],
    [
      ONE,
      'calls = []\nfor x in xs:\n    calls.append(M().m.spawn(q))\nq(len(calls), [c.get() for c in calls])',
      `calls = []\nfor x in xs:\n    calls.append(${QUEUED})\nq(len(calls), [base64.b64decode(c.get()) for c in calls])`,
    ],
    [
      ONE,
      'call = M().m.spawn(q)\nq(call.object_id, call.get())',
      `call = ${QUEUED}\nq(call.request_id, base64.b64decode(call.get()))`,
    ],
    [
      ONE,
      'q(modal.FunctionCall.gather(M().m.spawn(q)))',
      'q([base64.b64decode(handle.get()) for handle in (fal_client.submit(\n    "me/x",\n    arguments={"data": base64.b64encode(q).decode()},\n),)])',
    ],
    [ONE, 'M().m.remote(q)\nimport base64\nq()', `base64.b64decode(${SENT})\nq()`],
    [
      ONE,
      'modal.Cls.from_name("y", "N")().run.remote(a=b"x", b=q)',
      'fal_client.subscribe("me/y", arguments={"a": base64.b64encode(b"x").decode(), "b": q})',
    ],
    [ONE, 'modal.Cls.from_name("x", "M")().m.remote(q)', `base64.b64decode(${SENT})`],
    [
      ONE,
      'q(M().m.remote)',
      'q(lambda data: base64.b64decode(fal_client.subscribe("me/x", arguments={"data": base64.b64encode(data).decode()})))',
    ],
  ])('%s: %s', async (signature, before, after) => {
    const text = await converted(program(signature, 'return show(data)', before));
    const main = text.split('def main(q, xs):\n')[1] ?? '';
    expect(main.trimEnd().replace(/^ {4}/gm, '')).toBe(after);
  });

  test.each<[string, string, RegExp]>([
    [
      ONE,
      'call = M().m.spawn(q)\nreturn call',
      /method-spawn: what `m` gives comes as base64 text/,
    ],
    [ONE, 'q({"a": M().m.spawn(q)})', /method-spawn: what `m` gives/],
    [ONE, 'call = M().m.spawn(q)\nq(call.get)', /method-spawn: what `m` gives/],
    [
      ONE,
      'calls = [M().m.spawn(x) for x in xs]\nq(calls[0].get())',
      /method-spawn: what `m` gives/,
    ],
    [
      ONE,
      'calls = [M().m.spawn(x) for x in xs]\nq(calls.pop().get())',
      /method-spawn: what `m` gives/,
    ],
    [ONE, 'q(M().m.spawn)', /method-spawn: .*passed on as a value/],
    [ONE, 'base64 = 1\nM().m.remote(q)', /method-remote: .*`base64` is another name here/],
    [ONE, 'M().m.remote(q)\nimport base64, os', /method-remote: .*`base64` is another name here/],
    [
      ONE,
      'M().m.map(xs, kwargs={"data": q})',
      /method-map: bytes and objects cross as text and dicts/,
    ],
    [
      ONE,
      'M().m.remote(**q)',
      /method-remote: `data` crosses as base64 text, and may be in `\*\*q`/,
    ],
    [ONE, 'M().m.starmap([(b"x",)])', /method-starmap: the inputs/],
    [', data: str)', 'M().m.remote(b"x")', /method-remote: `data` holds bytes here/],
    [', data)', 'M().m.remote(b"x")\nM().m.remote(q)', /method: `data` is bytes in one call/],
    [', n) -> Optional[bytes]', '[M().m.remote(x) for x in xs]', /method-remote: what `m` gives/],
  ])('%s: %s is marked', async (signature, before, mark) => {
    expect(await converted(program(signature, 'return show(1)', before))).toMatch(mark);
  });

  test('calls within the class take and give bytes', async () => {
    const inside = `
    @modal.method()
    def twice(self, n: int):
        return self.m.local(b"x") + self.m.local(data=b"y")
`;
    const after = await converted(program(ONE, 'return data') + inside.replace(/\n$/, ''));
    expect(after).toContain(
      'return self.m(MInput.model_construct(data=b"x")) + self.m(MInput.model_construct(data=b"y"))',
    );
  });
});

const OBJECTS = `from dataclasses import dataclass
from enum import Enum
from typing import List, Optional, TypedDict
import modal
from pydantic import BaseModel

app = modal.App("x")

class Ask(BaseModel):
    n: int

@dataclass
class Box:
    n: int

class Row(TypedDict):
    n: int

class Size(Enum):
    SMALL = 1

@app.cls()
class M:
    @modal.method()
    def m(self, data: IN) -> OUT:
        return data

`;

describe('objects of the classes of the tree', () => {
  const request = 'fal_client.subscribe("me/x", arguments={"data": q})';
  const sent = 'fal_client.subscribe("me/x", arguments={"data": to_jsonable_python(q)})';

  test.each<[string, string, string, string]>([
    ['Ask', 'int', 'M().m.remote(q)', sent],
    ['Optional[Ask]', 'int', 'M().m.remote(q)', sent],
    ['List[Box]', 'int', 'M().m.remote(q)', sent],
    [
      'Ask',
      'int',
      'M().m.remote({"n": 1})',
      'fal_client.subscribe("me/x", arguments={"data": {"n": 1}})',
    ],
    [
      'Ask',
      'int',
      'M().m.remote(q.model_dump())',
      'fal_client.subscribe("me/x", arguments={"data": q.model_dump()})',
    ],
    ['Row', 'Row', 'M().m.remote(q)', request],
    ['int', 'Ask', 'M().m.remote(q)', `Ask.model_validate(${request})`],
    ['int', 'Box', 'M().m.remote(q)', `TypeAdapter(Box).validate_python(${request})`],
    ['int', 'List[Ask]', 'M().m.remote(q)', `[Ask.model_validate(item) for item in ${request}]`],
    [
      'int',
      'Optional[Ask]',
      'M().m.remote(q)',
      `(\n    Ask.model_validate(content)\n    if (content := ${request}) is not None\n    else None\n)`,
    ],
    [
      'int',
      'Ask',
      'q(M().m.spawn(q).get())',
      `q(Ask.model_validate(${request.replace('subscribe', 'submit')}.get()))`,
    ],
  ])('%s -> %s: %s', async (taken, given, before, after) => {
    const source = OBJECTS.replace('IN', taken).replace('OUT', given);
    const text = await converted(`${source}\ndef main(q):\n    ${before}\n`);
    const main = text.split('def main(q):\n')[1] ?? '';
    expect(main.trimEnd().replace(/^ {4}/gm, '')).toBe(after);
  });

  test.each<[string, string, RegExp]>([
    [
      'Ask',
      'q({"a": M().m.spawn(q)})',
      /method-spawn: what `m` gives comes as a dict, and where .*`Ask\.model_validate\(…\)` there/,
    ],
    [
      'Ask',
      'Ask = q\n    M().m.remote(q)',
      /method-remote: what `m` gives comes as a dict: make it a `Ask`/,
    ],
    [
      'Ask | Box',
      'M().m.remote(q)',
      /method-remote: what `m` gives comes as a dict: make it a `Ask`/,
    ],
  ])('%s: %s is marked', async (given, before, mark) => {
    const source = OBJECTS.replace('IN', 'int').replace('OUT', given);
    expect(await converted(`${source}\ndef main(q):\n    ${before}\n`)).toMatch(mark);
  });
});

const shapes = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Shape>({ kind: 'bytes' }),
    fc.constant<Shape>({ kind: 'plain' }),
    tie('shape').map((of): Shape => ({ kind: 'optional', of })),
    tie('shape').map((of): Shape => ({ kind: 'list', as: 'list', of })),
    tie('shape').map((of): Shape => ({ kind: 'list', as: 'tuple', of })),
    tie('shape').map((of): Shape => ({ kind: 'dict', of })),
    fc
      .array(tie('shape'), { minLength: 1, maxLength: 3 })
      .map((items): Shape => ({ kind: 'tuple', items })),
  ),
})).shape;

/** A value of that shape, as Python. */
function valueOf(shape: Shape, next: () => number): string {
  const some = (of: Shape): string[] => Array.from({ length: next() % 3 }, () => valueOf(of, next));
  switch (shape.kind) {
    case 'bytes':
      return `bytes([${Array.from({ length: next() % 5 }, () => String(next() % 256)).join(', ')}])`;
    case 'plain':
    case 'model':
      return String(next());
    case 'optional':
      return next() % 2 === 0 ? 'None' : valueOf(shape.of, next);
    case 'list': {
      const items = some(shape.of).map((item) => `${item}, `);
      return shape.as === 'list' ? `[${items.join('')}]` : `(${items.join('')})`;
    }
    case 'dict':
      return `{${some(shape.of)
        .map((item, i) => `"k${i}": ${item}`)
        .join(', ')}}`;
    case 'tuple':
      return `(${shape.items.map((item) => `${valueOf(item, next)}, `).join('')})`;
  }
}

describe.skipIf('missing' in env)('in Python', () => {
  test('what is encoded is decoded to the same, by calls and by pydantic', () => {
    const python = 'python' in env ? env.python : '';
    const lines: string[] = [];
    fc.assert(
      fc.property(shapes.filter(holdsBytes), fc.infiniteStream(fc.nat(999)), (shape, stream) => {
        const next = (): number => Number(stream.next().value);
        const sent = encodedText(shape, { text: 'value', isName: true });
        const got = decodedText(shape, { text: 'text', isName: true });
        if (sent === undefined || got === undefined) return;
        const type = (leaf: string): string => shapeText(shape, leaf);
        lines.push(
          `check(${valueOf(shape, next)}, lambda value: ${sent}, lambda text: ${got}, ${type('Base64Bytes')}, ${type(ENCODED)})`,
        );
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(lines.length).toBeGreaterThan(200);
    const script = `
import base64, json
from typing import Annotated, Any
from pydantic import Base64Bytes, Base64Encoder, PlainSerializer, TypeAdapter

def check(value, encode, decode, taken, given):
    text = json.loads(json.dumps(encode(value)))
    assert decode(text) == value, (value, text)
    assert TypeAdapter(taken).validate_python(text) == value, (value, taken)
    assert json.loads(TypeAdapter(given).dump_json(value)) == text, (value, given)

${lines.join('\n')}
`;
    const { status, stderr } = spawnSync(python, ['-'], { input: script, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
