// A text that came of another is read as if nobody knew the other, and less of it is parsed.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readModule } from '../src/python/module.ts';
import { rereadModule } from '../src/python/reread.ts';
import type { Module } from '../src/python/syntax.ts';
import { corpus, readCases } from './properties/corpus.ts';

/** What comes out, and the texts that were parsed for it. */
async function reread(old: string, now: string): Promise<{ module: Module; parsed: string[] }> {
  const parsed: string[] = [];
  const module = await rereadModule(readModule(old), now, (source) => {
    parsed.push(source);
    return readModule(source);
  });
  return { module, parsed };
}

describe('the tree is that of the whole text', () => {
  const pairs = readCases().flatMap(({ name, before, after }) =>
    Object.entries(before).flatMap(([file, old]) => {
      const now = after[file];
      return file.endsWith('.py') && now !== undefined ? [[`${name}/${file}`, old, now]] : [];
    }),
  );

  test('of programs and their conversions, both ways', { timeout: 60_000 }, async () => {
    expect(pairs.length).toBeGreaterThan(60);
    for (const [name = '', old = '', now = ''] of pairs) {
      expect((await reread(old, now)).module, name).toEqual(readModule(now));
      expect((await reread(now, old)).module, name).toEqual(readModule(old));
    }
  });

  test('where all of it moves', { timeout: 60_000 }, async () => {
    for (const file of globSync('**/*.py', { cwd: corpus })) {
      const old = readFileSync(join(corpus, file), 'utf8');
      const now = `import first\n${old}`;
      expect((await reread(old, now)).module, file).toEqual(readModule(now));
    }
  });

  test('whatever is in it', async () => {
    const now = `import first\n${everything}`;
    const { module, parsed } = await reread(everything, now);
    expect(module).toEqual(readModule(now));
    expect(parsed.map((text) => text.trim())).toEqual(['import first']);
  });
});

/** One of every kind of node, in pieces that are long enough to be taken over. */
const everything = `@decorated(1, *args, key="value", **options)  # said of it
async def function[T: int](a: int, /, b: str = "x", *rest, c=None, **more) -> dict[str, int]:
    """Text."""
    global one, two
    with open(a) as file, lock:  # a comment inside
        for (x, y) in pairs:
            await file.write(f"{x!r:>{y}} and {y} left" "more")
        else:
            del x, y
    while not a and (b or c) is not None:
        a, b = b, -a
        continue
    try:
        assert a[1:2, ::3], "no"
    except (ValueError, TypeError) as error:
        raise Broken(1.5) from error
    finally:
        pass
    match a:
        case {"k": [first, *others]} if (n := first):
            yield from others
        case _:
            return lambda p, *q: (yield p)
    total: list[int] = [each ** 2 for each in a if each for b in each]
    return {**more, "k": {1, ...}, "t": (True,)} if total else {k: v for k, v in b"".items()}


class Derived(Base, metaclass=Meta):
    import inner.module as alias; from .. import (name as other, last)
    total += 1
    type Alias = int
    nonlocal_text = 'a' b'c' r"d" """e""" + (  "f"  )
`;

describe('what is new may be a part of what is old', () => {
  const piece = `def unchanged(argument):\n    return {"a": argument, "b": [argument, argument]}\n`;
  const other = `def another(argument):\n    return {"a": argument, "b": [argument, argument]}\n`;
  test.each([
    ['a longer body', piece, `${piece}    unreachable()\n`],
    ['a longer body below a comment', piece, `${piece}# why\n\n    unreachable()\n`],
    ['the body of another', piece, `if argument:\n    pass\nelse:\n${piece}`],
    ['a decorator above', piece, `@decorated\n${piece}`],
    ['a string around', piece, `text = """\n${piece}"""\n`],
    ['a bracket around', piece, `call(\n${piece})\n`],
    ['a line that goes on', piece, `x = 1 + \\\n${piece}`],
    ['a line that goes on, with another line end', piece, `x = 1 + \\\r\n${piece}`],
    ['inside of another', piece, `class Outer:\n${piece.replace(/^/gm, '    ')}`],
    ['behind something on its line', piece, `x = 1; ${piece}`],
    ['an else', `if x:\n    ${'y'.repeat(80)}\n`, `if x:\n    ${'y'.repeat(80)}\nelse:\n    z\n`],
    ['an else of the one before', `${piece}${other}`, `if x:\n    y\n${piece}else:\n    z\n`],
    ['another order', `${piece}${other}`, `${other}${piece}`],
    ['twice the same', piece, `${piece}${piece}`],
    ['no line end', piece, piece.trimEnd()],
    ['a line end', piece.trimEnd(), piece],
    ['several on a line', `a = "${'x'.repeat(70)}"; b = 2\n`, `a = "${'x'.repeat(70)}"; b = 3\n`],
    ['other line ends', piece, `import os\r\n${piece.replaceAll('\n', '\r\n')}`],
    ['no Python before', `def (:\n${piece}`, piece],
    ['no Python now', piece, `def (:\n${piece}`],
    ['nothing', piece, ''],
  ])('%s', async (_, old, now) => {
    expect((await reread(old, now)).module).toEqual(readModule(now));
  });
});
