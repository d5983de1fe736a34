import type { RuleSet } from '../model/rule-set.ts';
import type { Program } from '../program/program.ts';
import type { ConvertOptions, Migration } from './plan.ts';

/** Plans the conversion of every unit of a program, and applies what the options allow. */
export function migrate(
  _program: Program,
  _rules: RuleSet,
  _options: ConvertOptions,
): Promise<Migration> {
  return Promise.resolve({ plans: [], results: [] });
}
