import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';

const own = readRules(undefined);
const whole = readRules(join(import.meta.dirname, '../rules/rules.json'));

describe('the rule set of the package, whose inventory is read line by line, is that of its file', () => {
  test('as a whole', () => {
    expect(own.sdk.symbol).toBeDefined();
    expect(own.rules).toEqual(whole.rules);
    expect(own.sdk.symbols).toEqual(whole.sdk.symbols);
    expect(own.sdk.past).toEqual(whole.sdk.past);
  });

  test('symbol by symbol', () => {
    const names = Object.keys(whole.sdk.symbols);
    expect(names.length).toBeGreaterThan(500);
    expect(names.map((name) => own.sdk.symbol?.(name))).toEqual(Object.values(whole.sdk.symbols));
    expect(own.sdk.symbol?.('modal.NoSuchName')).toBeUndefined();
  });
});
