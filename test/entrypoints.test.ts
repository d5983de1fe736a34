import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrate } from '../src/convert/migrate.ts';
import { targetFile } from '../src/convert/texts/targets.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

const HEAD = `import asyncio
import datetime
from typing import Literal, Optional

import modal

app = modal.App("x")
N = 3


`;

async function read(source: string): ReturnType<typeof readProgram> {
  return readProgram([{ path: 'main.py', source }], sdk);
}

async function converted(rest: string): Promise<string> {
  const program = await read(`${(HEAD + rest).trimEnd()}\n`);
  const { results } = await migrate(program, rules, { level: 'all' });
  expect(results.map(({ refused }) => refused)).toEqual([undefined]);
  return results[0]?.after ?? '';
}

const entrypoint = (params: string, name = 'main', async = ''): string =>
  `@app.local_entrypoint()\n${async}def ${name}(${params}):\n    pass\n\n\n`;

describe('options', () => {
  test.each<[string, string | RegExp]>([
    ['n: int = 3', 'parser.add_argument("--n", type=int, default=3)'],
    ['n: float', 'parser.add_argument("--n", type=float, required=True)'],
    ['n=3', 'parser.add_argument("--n", default=3)'],
    ['some_name: str = "a"', 'parser.add_argument("--some-name", default="a")'],
    ['n: Optional[int] = None', 'parser.add_argument("--n", type=int, default=None)'],
    ['n: str | None = None', 'parser.add_argument("--n", default=None)'],
    [
      'on: bool = True',
      'parser.add_argument("--on", action=argparse.BooleanOptionalAction, default=True)',
    ],
    ['at: datetime.datetime', 'type=datetime.datetime.fromisoformat, required=True)'],
    ['k: Literal["a", "b"] = "a"', 'parser.add_argument("--k", choices=["a", "b"], default="a")'],
    ['k: Literal[1, 2] = 1', 'parser.add_argument("--k", type=int, choices=[1, 2], default=1)'],
    ['k: Optional[Literal["a"]] = None', 'parser.add_argument("--k", choices=["a"], default=None)'],
    ['*words', 'main(*sys.argv[1:])'],
    ['k: Literal["a", 1] = "a"', /TODO.*`k: Literal\["a", 1\]` has no option of its own/],
    ['k: list[str]', /TODO.*`k: list\[str\]` has no option of its own/],
    ['n: int, **rest', /TODO.*`\*\*rest` takes whatever stands on the command line/],
  ])('%s', async (params, line) => {
    const after = await converted(entrypoint(params));
    if (typeof line === 'string') expect(after).toContain(line);
    else expect(after).toMatch(line);
    expect(after.includes('TODO')).toBe(typeof line !== 'string');
  });
});

describe('a main block that is there', () => {
  const block = (...lines: readonly string[]): string =>
    ['if __name__ == "__main__":', ...lines.map((line) => `    ${line}`)].join('\n');

  test.each<[string, string, string, string]>([
    ['calls it', 'n: int = 1', block('main()'), 'default=1'],
    ['runs the app', 'n: int = 1', block('with app.run():', '    main()'), 'default=1'],
    [
      'runs it loudly',
      'n: int = 1',
      block('with modal.enable_output(), app.run():', '    main()'),
      'default=1',
    ],
    ['hands a value over', 'n: int', block('main(2)'), 'default=2'],
    ['hands a constant over', 'n: int', block('main(n=N)'), 'default=N'],
    ['hands the default over', 'n: int = 1', block('main(n=1)'), 'default=1'],
    ['does nothing', 'n: int = 1', block('pass'), 'default=1'],
  ])('%s', async (_, params, text, option) => {
    const after = await converted(entrypoint(params) + text);
    expect(after.split('if __name__')[1]).toBe(
      ` == "__main__":\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--n", type=int, ${option})\n    args = parser.parse_args()\n    main(n=args.n)\n`,
    );
  });

  test('calls one without options', async () => {
    const after = await converted(entrypoint('') + block('with app.run():', '    main()  # once'));
    expect(after).toContain('if __name__ == "__main__":\n    main()  # once\n');
  });

  test('runs one that is async', async () => {
    const text = entrypoint('n: int = 1', 'main', 'async ') + block('asyncio.run(main())');
    expect(await converted(text)).toContain('    asyncio.run(main(n=args.n))\n');
  });

  test.each([
    ['prints how', ['print("Use modal run main.py")']],
    ['prints and ends', ['import sys', 'print("usage: modal run main.py")', 'sys.exit(1)']],
    ['raises', ['raise SystemExit(', '    "Use modal run main.py"', ')']],
  ])('only says that Modal runs the file: %s', async (_, lines) => {
    const below = '\n\n\nprint("the end")';
    const after = await converted(entrypoint('') + block(...lines) + below);
    expect(after).not.toContain('TODO');
    expect(after.split('if __name__')[1]).toBe(` == "__main__":\n    main()${below}\n`);
  });

  test('only says that Modal runs the file, which has two entrypoints', async () => {
    const text = entrypoint('', 'other') + block('print("modal run main.py::main")');
    const after = await converted(entrypoint('') + text);
    expect(after.split('if __name__')[1]).toContain('commands.add_parser("other")');
    expect(after).not.toContain('modal run');
  });

  test.each<[string, string, string]>([
    ['says something else', 'n: int = 1', block('print("Use python main.py")')],
    [
      'says it and works',
      'n: int = 1',
      block('print("modal run main.py")', 'asyncio.run(other())'),
    ],
    ['says what it finds', 'n: int = 1', block('print("modal run", asyncio.sys.argv)')],
    ['does more', 'n: int = 1', block('print("hi")', 'main()')],
    ['reads the command line', 'n: int', block('main(len(asyncio.sys.argv))')],
    ['hands another value over', 'n: int = 1', block('main(n=2)')],
    ['has an else', 'n: int = 1', `${block('main()')}\nelse:\n    pass`],
    ['calls another function', 'n: int = 1', block('print()')],
    ['asks for more', 'n: int = 1', 'if __name__ == "__main__" and N:\n    main()'],
    ['asks the other way round', 'n: int = 1', 'if "__main__" == __name__:\n    print()'],
    ['is one of two', 'n: int = 1', `${entrypoint('', 'other')}${block('main()')}`],
  ])('%s', async (_, params, text) => {
    const after = await converted(entrypoint(params) + text);
    expect(after).toMatch(/TODO\(modal-lint\): app-local-entrypoint: .*: call `main` from it/);
  });
});

describe('several entrypoints', () => {
  test('one block chooses by name', async () => {
    const after = await converted(entrypoint('n: int') + entrypoint('run: str = "a"', 'other'));
    expect(after.split('if __name__')[1]).toBe(` == "__main__":
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="entrypoint", required=True)
    command = commands.add_parser("main")
    command.add_argument("--n", type=int, required=True)
    command.set_defaults(run_entrypoint=lambda args: main(n=args.n))
    command = commands.add_parser("other")
    command.add_argument("--run", default="a")
    command.set_defaults(run_entrypoint=lambda args: other(run=args.run))
    args = parser.parse_args()
    args.run_entrypoint(args)
`);
  });

  test('commands name one of them', async () => {
    const before = await read(HEAD + entrypoint('n: int') + entrypoint('', 'other'));
    const after = await read(await converted(entrypoint('n: int') + entrypoint('', 'other')));
    const [old, now] = [before.files[0], after.files[0]];
    const target = old && now ? targetFile('main.py', old.names, now.names) : undefined;
    expect(target?.entrypoints).toEqual([
      { name: 'main', parameters: ['n'], words: ['main'] },
      { name: 'other', parameters: [], words: ['other'] },
    ]);
  });

  test('they move together or not at all', async () => {
    const text = `@app.function(**nobody())\ndef f():\n    pass\n\n\n@app.local_entrypoint()\ndef main():\n    f.remote()\n\n\n${entrypoint('', 'other')}`;
    const { plans } = await migrate(await read(HEAD + text), rules, { level: 'all' });
    const refused = plans.filter(({ kind }) => kind === 'entrypoint').map((plan) => plan.refused);
    expect(refused).toHaveLength(2);
    expect(refused.every((why) => why?.startsWith('it is bound to'))).toBe(true);
  });
});
