// A Dict becomes a store where a store is enough, and stays Modal's, with marks, where it is not.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

async function converted(
  source: string,
  level: 'all' | 'unsafe' = 'all',
): Promise<{ after: string; refused: string[] }> {
  const program = await readProgram([{ path: 'app.py', source }], sdk);
  const { results, plans } = await migrate(program, rules, { level });
  const refused = plans.flatMap(({ unit, refused: why }) =>
    why === undefined ? [] : `${unit}: ${why}`,
  );
  return { after: results[0]?.after ?? source, refused };
}

const TOP =
  'import time\nimport uuid\n\nimport modal\n\napp = modal.App("x")\nd = modal.Dict.from_name("d", create_if_missing=True)\n\n\n';

function inFunction(
  lines: readonly string[],
  head = 'def f(k: str, n: int, x, j: list[str]):',
): string {
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `${TOP}@app.function()\n${head}\n${body}`;
}

const K = 'quote(k, safe="")';

describe('what is done with a Dict', () => {
  test.each<readonly [string, string]>([
    ['d[k] = n', `d.set(${K}, json.dumps(n))`],
    ['d[k] = {"n": n, "j": j}  # kept', `d.set(${K}, json.dumps({"n": n, "j": j}))  # kept`],
    ['d["total"] = 1', 'd.set("total", json.dumps(1))'],
    ['d.put(k, None)', `d.set(${K}, json.dumps(None))`],
    ['print(d[k])', `print(json.loads(d.get(${K})))`],
    ['print(d.get(k))', `print(json.loads(d.get(${K}) or "null"))`],
    ['print(d.get(k, 0.5))', `print(json.loads(d.get(${K}) or "0.5"))`],
    ['print(d.get(k, {}))', `print(json.loads(d.get(${K}) or "{}"))`],
    ['print(d.get(k, n))', `print(json.loads(d.get(${K}) or json.dumps(n)))`],
    ['print(k in d and n)', `print(d.get(${K}) is not None and n)`],
    ['print((k in d) == n)', `print((d.get(${K}) is not None) == n)`],
    ['print(k not in d)', `print(d.get(${K}) is None)`],
    ['print(not d.contains(k))', `print(d.get(${K}) is None)`],
    ['del d[k]', `d.delete(${K})`],
    ['d.pop(k)', `d.delete(${K})`],
    ['d[str(uuid.uuid4())[:8]] = n', 'd.set(str(uuid.uuid4())[:8], json.dumps(n))'],
    ['d[f"{k}/a"] = time.time()', 'd.set(quote(f"{k}/a", safe=""), json.dumps(time.time()))'],
  ])('%s', async (line, after) => {
    const found = await converted(inFunction([line]));
    expect(found.after).toContain(`    ${after}\n`);
    expect(found.after).toContain('d = KVStore("d")');
    expect(found.after).not.toContain('TODO');
    expect((await converted(found.after)).after).toBe(found.after);
  });

  test.each<readonly [string, string]>([
    ['await d.put.aio(k, n)', `await asyncio.to_thread(d.set, ${K}, json.dumps(n))`],
    [
      'return await d.get.aio(k)',
      `return json.loads(await asyncio.to_thread(d.get, ${K}) or "null")`,
    ],
    ['return await d.contains.aio(k)', `return await asyncio.to_thread(d.get, ${K}) is not None`],
  ])('%s', async (line, after) => {
    const found = await converted(inFunction([line], 'async def f(k: str, n: int):'));
    expect(found.after).toContain(`    ${after}\n`);
  });

  test('a program that has a `quote` of its own keeps it', async () => {
    const { after } = await converted(inFunction(['quote = k', 'd[k] = quote']));
    expect(after).toContain('d.set(urllib.parse.quote(k, safe=""), json.dumps(quote))');
    expect(after).toContain('import urllib.parse\n');
  });
});

describe('a Dict that stays', () => {
  test.each<readonly [string, readonly string[]]>([
    ['a value that nobody knows', ['d[k] = x']],
    ['a key that nobody knows', ['d[x] = 1']],
    ['a key that is no text', ['d[n] = 1']],
    ['a tuple, which comes back as a list', ['d[k] = (1, 2)']],
    ['bytes', ['d[k] = b"x"']],
    ['keys that are no text', ['d[k] = {1: 2}']],
    ['what is put into a value', ['job = {"a": 1}', 'job["x"] = x', 'd[k] = job']],
    ['what is put into an entry', ['job = d[k]', 'job.append(x)', 'd[k] = job']],
    ['a value that is handed on', ['job = {}', 'x(job)', 'd[k] = job']],
    ['a list of its keys', ['print(list(d.keys()))']],
    ['how many there are', ['print(d.len())']],
    ['what `pop` gives', ['print(d.pop(k))']],
    ['what `put` gives', ['print(d.put(k, 1))']],
    ['an entry that is counted up', ['d[k] += 1']],
    ['a loop over it', ['for one in d:', '    print(one)']],
    ['one that is handed on', ['x(d)']],
    [
      'a missing entry that is waited for',
      ['try:', '    print(d[k])', 'except KeyError:', '    pass'],
    ],
  ])('%s', async (_, lines) => {
    const { after } = await converted(inFunction(lines));
    expect(after).not.toContain('KVStore("d")\n\n');
    expect(after).toContain('d = modal.Dict.from_name("d", create_if_missing=True)');
    expect(after).toContain('TODO(modal-lint): dict');
  });

  test.each([
    ['of another environment', 'modal.Dict.from_name("d", environment_name="dev")'],
    ['whose name is not known', 'modal.Dict.from_name(str(uuid.uuid4()))'],
    ['that goes with its app', 'modal.Dict.ephemeral()'],
  ])('%s', async (_, made) => {
    const source = inFunction(['d[k] = n']).replace(/modal\.Dict\.from_name\(.*\)/, made);
    expect((await converted(source)).after).not.toContain('KVStore(');
  });

  test('what is read with the file', async () => {
    const { after } = await converted(
      inFunction(['print(N)']).replace('\n\n\n@', '\n\n\nN = d.get("n")\n\n\n@'),
    );
    expect(after).not.toContain('KVStore("d")\n');
  });

  test('with a unit that stays', async () => {
    const other = '\n\n@app.function(gpu="any")\ndef g(k: str):\n    d[k] = 2\n';
    const { after, refused } = await converted(inFunction(['d[k] = n']) + other, 'unsafe');
    expect(after).toContain('@app.function()\ndef f');
    expect(refused).toContain('f: it is bound to `g`, which is not converted');
  });
});
