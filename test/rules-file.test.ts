import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import type { Rule } from '../src/model/rule.ts';

const own = readRules(undefined);
const whole = readRules(join(import.meta.dirname, '../rules/rules.json'));

/** Every part of a rule, also those that are parsed when they are asked for. */
function fields(rule: Rule): Rule {
  const { id, topic, verdict, matches, modal, fal, notes, reason, rewrite, url, docs, source } =
    rule;
  return { id, topic, verdict, matches, modal, fal, notes, reason, rewrite, url, docs, source };
}

describe('the rule set of the package, which is read line by line, is that of its file', () => {
  test('as a whole', () => {
    expect(own.sdk.symbol).toBeDefined();
    expect(own.rules.map(fields)).toEqual(whole.rules.map(fields));
    expect(own.rules.length).toBeGreaterThan(100);
    expect(own.sdk.symbols).toEqual(whole.sdk.symbols);
    expect(own.sdk.past).toEqual(whole.sdk.past);
  });

  test('symbol by symbol', () => {
    const names = Object.keys(whole.sdk.symbols);
    expect(names.length).toBeGreaterThan(500);
    expect(names.map((name) => own.sdk.symbol?.(name))).toEqual(Object.values(whole.sdk.symbols));
    for (const name of ['modal.NoSuchName', '', 'a', 'zzz'])
      expect(own.sdk.symbol?.(name)).toBeUndefined();
  });

  test('name by name of the past', () => {
    const names = Object.keys(whole.sdk.past);
    expect(names.length).toBeGreaterThan(50);
    expect(names.map((name) => own.sdk.gone?.(name))).toEqual(Object.values(whole.sdk.past));
    for (const name of ['modal.NoSuchName', '', 'a', 'zzz'])
      expect(own.sdk.gone?.(name)).toBeUndefined();
  });
});
