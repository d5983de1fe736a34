/** The last line of a program, and what it comes to without running it. */
export interface ConstantCase {
  readonly title: string;
  readonly code: string;
  readonly gives: unknown;
}

export const constants: readonly ConstantCase[] = [
  { title: 'a string', code: '"a"\n', gives: 'a' },
  { title: 'adjacent strings', code: '("a" \'b\' """c""")\n', gives: 'abc' },
  { title: 'a raw string', code: 'r"a\\n"\n', gives: 'a\\n' },
  { title: 'escapes', code: '"\\x41\\u0042\\t\\\n"\n', gives: 'AB\t' },
  { title: 'numbers', code: '[1, 2.5, 0x10, 1_000, -3]\n', gives: [1, 2.5, 16, 1000, -3] },
  { title: 'arithmetic', code: 'MINUTES = 60\n10 * MINUTES + 5\n', gives: 605 },
  { title: 'division and powers', code: '[7 // 2, 2 ** 10, 6 / 3]\n', gives: [3, 1024, 2] },
  { title: 'a name', code: 'X = "a"\nX\n', gives: 'a' },
  { title: 'an f-string of constants', code: 'N = 2\nf"H100:{N}"\n', gives: 'H100:2' },
  { title: 'an f-string over names', code: 'A = "x"\nB = f"{A}-y"\nf"{B}/{A}"\n', gives: 'x-y/x' },
  { title: 'joined text', code: '"a" + "b"\n', gives: 'ab' },
  {
    title: 'a path',
    code: 'from pathlib import Path\nROOT = Path("/root")\nROOT / "x" / "y"\n',
    gives: { path: '/root/x/y' },
  },
  {
    title: 'a path in an f-string',
    code: 'from pathlib import Path\nROOT = Path("/root")\nf"{ROOT}/x"\n',
    gives: '/root/x',
  },
  { title: 'a list with a splat', code: 'A = ["a", "b"]\n[*A, "c"]\n', gives: ['a', 'b', 'c'] },
  { title: 'lists added', code: 'A = ["a"]\nA + ["b"]\n', gives: ['a', 'b'] },
  { title: 'a dict', code: '{"a": 1, **{"b": 2}}\n', gives: { a: 1, b: 2 } },
  { title: 'a constant of a class', code: 'class C:\n    X = 1\nC.X\n', gives: 1 },
  {
    title: 'a class of constants',
    code: 'class C:\n    GPU = "T4"\n    N = 2\nf"{C.GPU}:{C.N}"\n',
    gives: 'T4:2',
  },
  { title: 'a branch that is known', code: 'DEBUG = False\n"a" if DEBUG else "b"\n', gives: 'b' },
  {
    title: 'the environment',
    code: 'import os\nos.environ["X"]\n',
    gives: { unknown: 'read from the environment' },
  },
  {
    title: 'the environment with a default',
    code: 'from os import getenv\ngetenv("X", "y")\n',
    gives: { unknown: 'read from the environment' },
  },
  {
    title: 'a name that is set twice, one after the other',
    code: 'X = "a"\nX = "b"\nX\n',
    gives: 'b',
  },
  {
    title: 'a name that a branch decides',
    code: 'X = "a"\nif y:\n    X = "b"\nX\n',
    gives: { unknown: '`X`, which is set in several places' },
  },
  {
    title: 'a list that is changed',
    code: 'X = ["a"]\nX.append("b")\nX\n',
    gives: ['a', 'b'],
  },
  {
    title: 'a format',
    code: 'X = 1\nf"{X:02d}"\n',
    gives: { unknown: 'an f-string with a format' },
  },
  {
    title: 'a name that is defined nowhere',
    code: 'X\n',
    gives: { unknown: '`X`, which is defined nowhere' },
  },
  { title: 'bytes', code: 'b"a"\n', gives: { unknown: 'bytes' } },
];
