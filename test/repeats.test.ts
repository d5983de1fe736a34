// What several layers say alike stands in a Dockerfile once, where that means the same.
import { expect, test } from 'vitest';
import { withoutRepeats } from '../src/convert/dockerfile/repeats.ts';
import type { Item } from '../src/convert/dockerfile/template.ts';

const UV = 'COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv';
const chosen: Item = {
  kind: 'chosen',
  test: { code: 'X', needs: [] },
  then: ['ENV A=2'],
  otherwise: [],
};

test.each<readonly [title: string, before: readonly Item[], after: readonly Item[]]>([
  ['uv', ['FROM a', UV, 'RUN b', UV], ['FROM a', UV, 'RUN b']],
  ['a variable', ['ENV A=1', 'RUN b', 'ENV A=1'], ['ENV A=1', 'RUN b']],
  ['another value', ['ENV A=1', 'ENV A=2', 'ENV A=1'], ['ENV A=1', 'ENV A=2', 'ENV A=1']],
  ['another variable between', ['ENV A=1', 'ENV B=1', 'ENV A=1'], ['ENV A=1', 'ENV B=1']],
  ['what grows', ['ENV A=$A:b', 'ENV A=$A:b'], ['ENV A=$A:b', 'ENV A=$A:b']],
  [
    'several in one line',
    ['ENV A=1', 'ENV A=2 B=3', 'ENV A=1'],
    ['ENV A=1', 'ENV A=2 B=3', 'ENV A=1'],
  ],
  ['another stage', ['ENV A=1', 'FROM b', 'ENV A=1'], ['ENV A=1', 'FROM b', 'ENV A=1']],
  ['a choice between', ['ENV A=1', chosen, 'ENV A=1'], ['ENV A=1', chosen, 'ENV A=1']],
])('%s', (_, before, after) => {
  expect(withoutRepeats(before)).toEqual(after);
});
