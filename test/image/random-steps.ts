import fc from 'fast-check';
import type { OpenProgram } from './holes.ts';

/** One step of a program that makes an image: lines of Python, without indentation. */
type Step = readonly string[];

const TESTS = ['A', 'B', 'not A', 'A and B', 'len(NAMES) > 1'];

/** Programs of layers, `if`s, loops and choices, which end with `image`. */
export function randomPrograms(count: number, seed: number): readonly OpenProgram[] {
  return fc.sample(block(2, false), { numRuns: count, seed }).map((steps, i) => ({
    title: `steps ${i}`,
    lines: [
      'import os',
      'A, B = bool(os.environ.get("A")), bool(os.environ.get("B"))',
      'NAMES = os.environ.get("NAMES", "").split()',
      'base = modal.Image.debian_slim(python_version="3.11").apt_install("git")',
      'image = base',
      ...numbered(steps),
      'image = image.env({"END": "1"})',
    ].join('\n'),
    envs: [{}, { A: '1' }, { B: '1', NAMES: 'x y' }, { A: '1', B: '1', NAMES: 'z' }],
  }));
}

/** Each layer says which one it is. */
function numbered(lines: Step): Step {
  return lines.map((line, i) => line.replace('#', String(i)));
}

function block(depth: number, inLoop: boolean): fc.Arbitrary<Step> {
  return fc.array(step(depth, inLoop), { minLength: 1, maxLength: 3 }).map((steps) => steps.flat());
}

function step(depth: number, inLoop: boolean): fc.Arbitrary<Step> {
  const layers = [
    'image = image.run_commands("echo #")',
    'image = image.run_commands("echo #", *[f"echo # {n}" for n in NAMES])',
    'image = image.env({"V": "#"}).run_commands(f"echo # {A}")',
    'image = image.apt_install(*NAMES).run_commands("echo #")',
    'image = image.run_commands("echo #") if A else image.env({"W": "#"})',
    ...(inLoop ? ['image = image.run_commands(f"echo # {name}")'] : []),
  ];
  const layer = fc.constantFrom(...layers).map((line): Step => [line]);
  if (depth === 0) return layer;
  const inner = block(depth - 1, inLoop).map(indented);
  const test = fc.constantFrom(...TESTS);
  const choice = fc
    .tuple(test, inner, fc.option(fc.tuple(test, inner)), fc.option(inner))
    .map(([first, then, other, otherwise]): Step => [
      `if ${first}:`,
      ...then,
      ...(other ? [`elif ${other[0]}:`, ...other[1]] : []),
      ...(otherwise ? ['else:', ...otherwise] : []),
    ]);
  if (inLoop) return fc.oneof(layer, choice);
  const anew = fc.constant<Step>(['image = base.run_commands("echo anew #")']);
  const loop = block(depth - 1, true).map((body): Step => [
    'for name in NAMES:',
    ...indented(body),
  ]);
  return fc.oneof({ weight: 3, arbitrary: layer }, { weight: 3, arbitrary: choice }, loop, anew);
}

function indented(lines: Step): Step {
  return lines.map((line) => `    ${line}`);
}
