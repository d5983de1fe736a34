import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandOwner } from '../src/lint/commands.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { ownerOf } from '../src/program/owner.ts';
import { makeSdk } from '../src/python/inventory.ts';
import type { Use } from '../src/python/uses.ts';
import { loadContext } from '../src/verify/content.ts';

const { rules } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../rules/rules.json'), 'utf8'),
) as RuleSet;
const { modal } = loadContext();
const sdk = makeSdk(modal.file);

/** Names of Modal, today's and those of the past, that `check` passes over in silence, and why. */
const SILENT: [name: string, why: string][] = [
  ['modal.LocalEntrypoint', 'what `main` is in the program; it becomes the function that it was'],
  ['modal.LocalEntrypoint.__call__', 'a plain call before, a plain call after'],
  ['modal.LocalEntrypoint.app', 'nobody asks an entrypoint for it'],
  ['modal.LocalEntrypoint.info', 'nobody asks an entrypoint for it'],
  ['modal.app.check_sequence', 'the inside of the SDK'],
  ['modal.cloud_bucket_mount.cloud_bucket_mounts_to_proto', 'the inside of the SDK'],
  ['modal.cls.is_parameter', 'the inside of the SDK'],
  ['modal.file_pattern_matcher.NON_PYTHON_FILES', 'the default of a keyword that is converted'],
  ['modal.network_file_system.network_file_system_mount_protos', 'the inside of the SDK'],
];

/** Keywords of units that are told of with their decorator. */
const SILENT_KEYWORDS: [name: string, why: string][] = [
  ...[
    ...['compute_region', 'exit_grace_period', 'h2_enabled', 'port', 'scaleup_window'],
    ...['target_concurrency', 'unauthenticated'],
  ].map((name): [string, string] => [`modal.App.server(${name})`, '`app.server` is by hand']),
];

describe('every name of Modal is in some row of the table', () => {
  const names = [...Object.keys(modal.file.symbols), ...Object.keys(modal.file.past)];

  test('however it is used', () => {
    const unowned = names.filter((name) => rolesOf(name).some((role) => !owns(name, role)));
    expect(unowned.filter((name) => sdk.lookup(name)?.name === name).sort()).toEqual(
      SILENT.map(([name]) => name),
    );
  });

  test('also by another path or an old name', () => {
    const silent = SILENT.map(([name]) => name);
    const unowned = names.filter((name) => rolesOf(name).some((role) => !owns(name, role)));
    expect(unowned.filter((name) => !silent.includes(sdk.lookup(name)?.name ?? ''))).toEqual([]);
  });

  test('with the keywords of functions and classes', () => {
    const units = ['modal.App.function', 'modal.App.cls', 'modal.App.server'];
    const unowned = units.flatMap((unit) =>
      keywordsOf(unit)
        .filter((keyword) => !ownsKeyword(unit, keyword))
        .map((keyword) => `${unit}(${keyword})`),
    );
    expect(unowned.sort()).toEqual(SILENT_KEYWORDS.map(([name]) => name));
  });

  test('with its commands', () => {
    const commands = [...modal.commands, ...modal.pastCommands.keys()].filter((each) =>
      each.includes(' '),
    );
    // Commands of before 0.52 are not read.
    const unread = ['modal env', 'modal shared-volume'];
    expect(commands.filter((each) => !commandOwner(each, rules))).toEqual(unread);
  });
});

/** In which roles a program can meet a name. */
function rolesOf(name: string): Use['role'][] {
  const kind =
    modal.file.symbols[sdk.lookup(name)?.name ?? '']?.kind ?? modal.file.past[name]?.kind;
  if (kind === 'decorator') return ['decorator', 'reference'];
  const called = !['module', 'property', 'attribute'].includes(kind ?? '');
  return called ? ['call', 'reference'] : ['reference'];
}

function owns(name: string, role: Use['role']): boolean {
  const symbol = sdk.lookup(name);
  return symbol !== undefined && ownerOf({ symbol, role }, rules) !== undefined;
}

function ownsKeyword(unit: string, name: string): boolean {
  return rules.some(({ matches }) =>
    matches.some(({ symbol, keyword }) => symbol === unit && keyword === name),
  );
}

/** Those of today, and those of the past that nothing took the place of. */
function keywordsOf(unit: string): string[] {
  const params = modal.file.symbols[unit]?.params?.filter((param) => !param.startsWith('*')) ?? [];
  const gone = [...modal.goneKeywords].filter((each) => each.startsWith(`${unit}(`));
  return [...params, ...gone.map((each) => each.slice(unit.length + 1, -1))];
}
