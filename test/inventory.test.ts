import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import type { FalInventory, History, Inventory, SymbolEntry } from '../src/model/sdk.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, 'content/sdk', name), 'utf8');
const modal = JSON.parse(read('modal.json')) as Inventory;
const fal = JSON.parse(read('fal.json')) as FalInventory;
const history = JSON.parse(read('modal-history.json')) as History;

const env = ensurePythonEnv();

test('CI has the real SDKs', () => {
  if (process.env.CI === 'true') expect(env).toHaveProperty('python');
});

describe.runIf('python' in env)('the installed packages', () => {
  const python = 'python' in env ? env.python : '';

  test('have the surface that content/sdk holds (run scripts/inventory.py when they differ)', () => {
    const script = join(root, 'scripts/inventory.py');
    const printed = execFileSync(python, ['-W', 'ignore', script, '--print'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const fresh = JSON.parse(printed) as Record<string, string>;
    for (const [name, text] of Object.entries(fresh)) expect(read(name), name).toBe(text);
    expect(Object.keys(fresh)).toEqual(['modal.json', 'fal.json']);
  });
});

describe('what the resolver stands on', () => {
  test.each<[name: string, entry: Partial<SymbolEntry>]>([
    ['modal.App', { kind: 'class', returns: 'modal.App' }],
    ['modal.App.function', { kind: 'decorator', decorates: 'modal.Function' }],
    ['modal.App.cls', { kind: 'decorator', decorates: 'modal.Cls' }],
    ['modal.Cls.__call__', { returns: 'modal.Obj' }],
    ['modal.Obj', { anyAttribute: 'modal.Function' }],
    ['modal.Cls.from_name', { kind: 'classmethod', returns: 'modal.Cls' }],
    ['modal.Cls.with_options', { kind: 'method', returns: 'modal.Cls' }],
    ['modal.Function.from_name', { kind: 'classmethod', returns: 'modal.Function' }],
    ['modal.Function.spawn', { returns: 'modal.FunctionCall', async: true }],
    ['modal.Image.pip_install', { kind: 'method', returns: 'modal.Image' }],
    ['modal.Volume.from_name', { kind: 'classmethod', returns: 'modal.Volume' }],
    ['modal.Volume.ephemeral', { yields: 'modal.Volume' }],
    ['modal.Sandbox.create', { kind: 'classmethod', returns: 'modal.Sandbox' }],
    ['modal.method', { kind: 'decorator' }],
  ])('%s', (name, entry) => {
    expect(modal.symbols[name]).toMatchObject(entry);
  });

  test.each([
    ['modal.functions.FunctionCall', 'modal.FunctionCall'],
    ['modal.cls.Obj', 'modal.Obj'],
    ['modal.volume.VolumeManager', 'modal.Volume.objects'],
  ])('%s is another path of %s', (path, name) => {
    expect(modal.symbols[path]).toEqual({ alias: name });
  });

  test.each([
    ['fal.App', 'machine_type'],
    ['fal.App', 'keep_alive'],
  ])('%s has the setting %s', (_, setting) => {
    expect(fal.app.settings).toContain(setting);
    expect(fal.symbols[`fal.App.${setting}`]).toMatchObject({ kind: 'attribute' });
  });

  test.each([
    ['fal deploy', '--auth', true],
    ['fal run', '--help', undefined],
    ['modal deploy', '--name', true],
    ['modal deploy', '--stream-logs', undefined],
  ])('%s %s takes a value: %s', (command, option, value) => {
    const { commands } = command.startsWith('fal') ? fal : modal;
    expect(commands[command]?.options?.[option]).toBeDefined();
    expect(commands[command]?.options?.[option]?.value).toBe(value);
  });
});

describe('references lead somewhere', () => {
  test.each([
    ['modal.json', modal],
    ['fal.json', fal],
  ])('in %s', (_, inventory) => {
    const lost = Object.entries(inventory.symbols).flatMap(([name, entry]) =>
      Object.values({ ...pick(entry) }).flatMap((target) =>
        isEntry(inventory, target) ? [] : [`${name}: ${target}`],
      ),
    );
    expect(lost).toEqual([]);
  });

  test('in modal-history.json', () => {
    const past = Object.entries(history.symbols).filter(([, { now }]) => now !== null);
    const lost = past.filter(([, { now }]) => !isEntry(modal, now ?? ''));
    expect(lost).toEqual([]);
    const nameless = Object.entries(history.symbols).filter(
      ([name, { now, kind }]) => now === null && kind === undefined && !isEntry(modal, name),
    );
    expect(nameless).toEqual([]);
  });

  test('in the keywords of modal-history.json', () => {
    const lost = Object.entries(history.keywords).flatMap(([symbol, keywords]) => {
      const entry = modal.symbols[symbol];
      const params = entry && 'params' in entry ? (entry.params ?? []) : [];
      return Object.values(keywords).filter(({ now }) => now !== null && !params.includes(now));
    });
    expect(lost).toEqual([]);
  });
});

function pick(entry: Inventory['symbols'][string]): Record<string, string> {
  if ('alias' in entry) return { alias: entry.alias };
  const { returns, yields, decorates, anyAttribute } = entry;
  return Object.fromEntries(
    Object.entries({ returns, yields, decorates, anyAttribute }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
}

function isEntry(inventory: Inventory, name: string): boolean {
  const entry = inventory.symbols[name];
  return entry !== undefined && !('alias' in entry);
}
