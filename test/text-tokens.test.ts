import { describe, expect, test } from 'vitest';
import { convertTokens } from '../src/text/tokens.ts';
import { applied } from './text-apply.ts';

function converted(source: string, keepsModal = false): string {
  return applied(
    source,
    convertTokens(source, keepsModal).flatMap(({ edits }) => edits),
  );
}

const job = (...lines: readonly string[]): string =>
  ['steps:', '  - run: modal deploy app.py', '    env:', ...lines, '  - run: ls', ''].join('\n');

const ID = '      MODAL_TOKEN_ID: ${{ secrets.MODAL_TOKEN_ID }}';
const SECRET = '      MODAL_TOKEN_SECRET: ${{ secrets.MODAL_TOKEN_SECRET }}';
const KEY = '      FAL_KEY: ${{ secrets.FAL_KEY }}';

describe("Modal's token in an environment", () => {
  test.each<[before: string, after: string]>([
    [job(ID, SECRET), job(KEY)],
    [job('      A: b', SECRET, '', ID, '      C: d'), job('      A: b', KEY, '', '      C: d')],
    [job(ID), job(KEY)],
    [job(KEY, ID, SECRET), job(KEY)],
    [
      job('      "MODAL_TOKEN_ID": "${{ secrets.TOKEN }}" # why', SECRET),
      job('      "FAL_KEY": "${{ secrets.FAL_KEY }}" # why'),
    ],
    [
      'env:\r\n  MODAL_TOKEN_ID: ${{vars.ID}}\r\n  MODAL_TOKEN_SECRET: ${{vars.S}}\r\n',
      'env:\r\n  FAL_KEY: ${{vars.FAL_KEY}}\r\n',
    ],
    [
      'web:\n  environment:\n    - MODAL_TOKEN_ID=${MODAL_TOKEN_ID:-}\n    - MODAL_TOKEN_SECRET=${MODAL_TOKEN_SECRET:-}\n    - A=b\n',
      'web:\n  environment:\n    - FAL_KEY=${FAL_KEY:-}\n    - A=b\n',
    ],
    [
      'web:\n  environment:\n  - MODAL_TOKEN_ID\n  - "MODAL_TOKEN_SECRET=$MODAL_TOKEN_SECRET"\n',
      'web:\n  environment:\n  - FAL_KEY\n',
    ],
    ['variables:\n  MODAL_TOKEN_ID: $MODAL_TOKEN_ID', 'variables:\n  FAL_KEY: $FAL_KEY'],
  ])('%j', (before, after) => {
    expect(converted(before)).toBe(after);
    expect(convertTokens(after, false)).toEqual([]);
  });

  test.each<[title: string, source: string]>([
    ['a value that is written out is not copied', job('      MODAL_TOKEN_ID: ak-123', SECRET)],
    ['nor one that is put together', job('      MODAL_TOKEN_ID: a${{ secrets.B }}')],
  ])('%s', (_, source) => {
    const [found, ...more] = convertTokens(source, false);
    expect(more).toEqual([]);
    expect(found?.edits).toEqual([]);
    expect(found?.todo).toContain('`FAL_KEY`');
  });

  test.each<[title: string, source: string]>([
    ['a mapping that is no environment', 'with:\n  MODAL_TOKEN_ID: ${{ secrets.A }}\n'],
    ['the steps behind an environment', 'env:\n  A: b\nother:\n  MODAL_TOKEN_ID: x\n'],
    ['a comment', 'env:\n  # MODAL_TOKEN_ID: x\n  A: b\n'],
  ])('nothing is read in %s', (_, source) => {
    expect(convertTokens(source, false)).toEqual([]);
  });

  test('the key stands beside it as long as some code needs Modal', () => {
    const mixed = converted(job(ID, SECRET), true);
    expect(mixed).toBe(job(KEY, ID, SECRET));
    expect(convertTokens(mixed, true)).toEqual([]);
    expect(converted(mixed)).toBe(job(KEY));
  });
});
