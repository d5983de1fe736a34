import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import doors from './doors.json' with { type: 'json' };

interface Door {
  /** Rooms of src/ that may be imported. */
  readonly rooms: readonly string[];
  /** Packages that may be imported; `*` stands for the rest of a name. */
  readonly packages: readonly string[];
}

const rooms = new Map<string, Door>(Object.entries(doors));

/** They alone know the parser. */
const engine = ['engine', 'grammar', 'prebuilt-grammar'].map((name) => `src/python/${name}.ts`);
const enginePackages = ['@ast-grep/napi', '@ast-grep/lang-python', 'node:*'];

const root = join(import.meta.dirname, '..');
const files = globSync('src/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));

describe('rooms', () => {
  const found = new Set(files.map(roomOf));

  test.each([...found])('src/%s has a door in test/doors.json', (room) => {
    expect([...rooms.keys()]).toContain(room);
  });

  test.each(files)('%s keeps to its doors', (file) => {
    expect(violations(file, readFileSync(join(root, file), 'utf8'))).toEqual([]);
  });
});

describe('a broken door is seen', () => {
  test.each([
    ['src/report/full.ts', `import { lint } from '../lint/lint.ts';`, '../lint/lint.ts'],
    ['src/report/full.ts', `import type { Rule } from '../lint/lint.ts';`, '../lint/lint.ts'],
    ['src/report/full.ts', `export { lint } from '../lint/lint.ts';`, '../lint/lint.ts'],
    ['src/lint/lint.ts', `const x = await import('../cli/main.ts');`, '../cli/main.ts'],
    ['src/lint/lint.ts', 'const x = await import(`../cli/${id}.ts`);', '../cli/${id}.ts'],
    ['src/lint/lint.ts', `import { readFileSync } from 'node:fs';`, 'node:fs'],
    ['src/lint/lint.ts', `const fs = require('node:fs');`, 'node:fs'],
    ['src/cli/main.ts', `import { unified } from 'unified';`, 'unified'],
    ['src/python/module.ts', `import { parse } from '@ast-grep/napi';`, '@ast-grep/napi'],
    ['src/model/rule.ts', `import type { Use } from '../python/uses.ts';`, '../python/uses.ts'],
    ['src/model/rule.ts', `import x from '../../scripts/build.ts';`, '../../scripts/build.ts'],
  ])('%s: %s', (file, source, name) => {
    expect(violations(file, source)).toEqual([name]);
  });

  test('a transform that imports another', () => {
    const source = `import { x } from './volume.ts';`;
    expect(
      violations('src/convert/concepts/image.ts', source, new Set(['image', 'volume'])),
    ).toEqual(['./volume.ts']);
  });

  test.each([
    ['src/python/engine.ts', `import napi from '@ast-grep/napi';`],
    ['src/cli/main.ts', 'const x = await import(`../convert/${id}.ts`);'],
    ['src/cli/main.ts', `import { readFileSync } from 'node:fs';`],
    ['src/convert/concepts/image.ts', `import { x } from '../plan.ts';`],
    ['src/concepts/read.ts', `import remarkGfm from 'remark-gfm';`],
  ])('and an open one is not: %s: %s', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});

/** The imports of a file that its room's door does not let through. */
function violations(file: string, source: string, transforms = transformIds()): string[] {
  const door = rooms.get(roomOf(file)) ?? { rooms: [], packages: [] };
  return importsOf(source).filter((name) => {
    if (!name.startsWith('.')) return !isPackageAllowed(file, door, name);
    const target = posix.join(posix.dirname(file), name);
    if (!target.startsWith('src/')) return true;
    const isTransform =
      posix.dirname(target) === 'src/convert/concepts' && transforms.has(basename(target, '.ts'));
    if (isTransform && roomOf(file) === 'convert') return true;
    return roomOf(target) !== roomOf(file) && !door.rooms.includes(roomOf(target));
  });
}

function isPackageAllowed(file: string, door: Door, name: string): boolean {
  const allowed = engine.includes(file) ? enginePackages : door.packages;
  return allowed.some((pattern) =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern || name.startsWith(`${pattern}/`),
  );
}

function importsOf(source: string): string[] {
  const { importedFiles } = ts.preProcessFile(source, true, true);
  const templates = [...source.matchAll(/\bimport\(\s*`([^`]+)`/g)].map((match) => match[1] ?? '');
  return [...importedFiles.map((file) => file.fileName), ...templates];
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** Concepts with code of their own: the files of src/convert/concepts that are named like a rule. */
function transformIds(): ReadonlySet<string> {
  const path = join(root, 'rules/rules.json');
  if (!existsSync(path)) return new Set();
  const { rules } = JSON.parse(readFileSync(path, 'utf8')) as { rules: readonly { id: string }[] };
  return new Set(rules.map((rule) => rule.id));
}
