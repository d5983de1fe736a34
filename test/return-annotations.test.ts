// What a method says that it returns: FastAPI holds the result to it, Modal never looks.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

const HEAD = `from dataclasses import dataclass
from typing import Any, Dict, List, Optional
import modal
from pydantic import BaseModel

app = modal.App("x")


class Result(BaseModel):
    n: int


@dataclass
class Point:
    x: float


def half(n):
    return f"{n}"


def ask(n):
    return n.answer


@app.cls()
class M:
    @modal.method()
    def m(self, t: str, k: int)`;

/** The annotation that the endpoint has, and whether the report says something of it. */
async function kept(annotation: string, body: string): Promise<[string, boolean]> {
  const lines = body.split('\n').map((line) => `        ${line}\n`);
  const source = `${HEAD} -> ${annotation}:\n${lines.join('')}`;
  const program = await readProgram([{ path: 'main.py', source }], sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  const after = results[0]?.after ?? '';
  expect(after).toContain('def m(self, input: MInput)');
  const told = plans.flatMap(({ reasons }) => reasons).map(({ message }) => message);
  return [
    /def m\(self, input: MInput\)(?: -> (.*))?:\n/.exec(after)?.[1] ?? '',
    told.some((message) => message.startsWith('FastAPI answers with an error')),
  ];
}

describe('a return annotation', () => {
  test.each<[string, string]>([
    ['str', 'return t.upper() + "!"'],
    ['str', 'return t'],
    ['str', 'return half(k)'],
    ['str', 'out = "a" if k else t\nreturn out'],
    ['int', 'return len(t) + k'],
    ['int', 'return sum(len(word) for word in ask(t))'],
    ['float', 'return float(ask(t))'],
    ['bool', 'return "a" in t'],
    ['dict', 'return {"a": ask(t)}'],
    ['dict', 'out = {}\nout["a"] = ask(t)\nreturn out'],
    ['Dict[str, Any]', 'return {"a": ask(t), f"{k}": 1}'],
    ['list', 'return [ask(each) for each in t]'],
    ['list[dict]', 'return [{"a": each} for each in t]'],
    ['List[float]', 'return [float(each) for each in ask(t)]'],
    ['tuple[str, int]', 'return t, k'],
    ['Optional[str]', 'if k:\n    return t'],
    ['str | None', 'return t if k else None'],
    ['None', 'print(t)'],
    ['Any', 'return ask(t)'],
    ['Result', 'result = Result(n=k)\nreturn result'],
    ['Point', 'return Point(x=1.0)'],
  ])('%s of %j stays', async (annotation, body) => {
    expect(await kept(annotation, body)).toEqual([annotation, false]);
  });

  test.each<[string, string]>([
    ['str', 'return ask(t)'],
    ['str', 'return None if k else t'],
    ['str', 'if k:\n    return t'],
    ['str', 't = ask(t)\nreturn t'],
    ['str', 'return k'],
    ['int', 'return True'],
    ['int', 'return len(t) / 2 if k else "none"'],
    ['float', 'return {"error": t}'],
    ['dict', 'return [t]'],
    ['dict', 'return ask(t)'],
    ['list', 'return {"a": t}'],
    ['list[dict]', 'return [None]'],
    ['dict[str, str]', 'out = {}\nout["a"] = ask(t)\nreturn out'],
    ['Dict[str, Any]', 'return {**ask(t)}'],
    ['None', 'return t'],
    ['Result', 'return {"n": k}'],
    ['Result', 'return ask(t)'],
  ])('%s of %j goes', async (annotation, body) => {
    expect(await kept(annotation, body)).toEqual(['', false]);
  });

  test.each<[string, string, string]>([
    ['float', 'return ask(t)', 'float | None'],
    ['float', 'if k:\n    return None\nreturn ask(t)', 'float | None'],
    ['int', 'return ask(t) if k else None', 'int | None'],
    ['list[float]', 'return ask(t)', 'list[float] | None'],
    ['Optional[float]', 'return ask(t)', 'Optional[float]'],
    ['dict[str, float]', 'out = {}\nout[t] = ask(t)\nreturn out', 'dict[str, float] | None'],
    ['Point', 'return ask(t)', 'Point | None'],
  ])('%s of %j makes plain numbers: it is %s', async (annotation, body, after) => {
    expect(await kept(annotation, body)).toEqual([after, true]);
  });
});
