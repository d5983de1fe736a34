// The tree that src/python reads, against CPython's own over the machine's standard library.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readModule } from '../src/python/module.ts';
import type { Expr, Module, Stmt } from '../src/python/syntax.ts';
import { childExprs, ownExprs, statements } from '../src/python/walk.ts';

const FILES = 300;
const script = fileURLToPath(new URL('python/facts.py', import.meta.url));
const python = ['python3.13', 'python3.12', 'python3', 'python'].find((name) => {
  return spawnSync(name, ['--version']).status === 0;
});
const version = python === undefined ? '' : spawnSync(python, ['--version']).stdout.toString();
/** Before 3.12, CPython's places inside f-strings are wrong. */
const insideFstrings = Number(/\.(\d+)/.exec(version)?.[1] ?? 0) >= 12;

/** Every n-th file of the standard library, so that all its packages have their share. */
function sample(): string[] {
  const where = spawnSync(python ?? '', [
    '-c',
    'import sysconfig; print(sysconfig.get_path("stdlib"))',
  ]);
  const root = where.stdout.toString().trim();
  const files = globSync('**/*.py', { cwd: root, exclude: ['site-packages', 'dist-packages'] });
  const step = Math.max(1, Math.ceil(files.length / FILES));
  return files
    .toSorted()
    .filter((_, index) => index % step === 0)
    .map((file) => `${root}/${file}`);
}

function factsOf(module: Module): string[] {
  const { source } = module;
  const facts: string[] = [];
  const tell = (kind: string, start: number, end: number, name: string): unknown =>
    facts.push(`${kind} ${start} ${end} ${name}`);
  const expression = (expr: Expr): void => {
    const { start, end } = expr.span;
    if (expr.kind === 'name') tell('name', start, end, expr.id);
    if (expr.kind === 'attribute') tell('attribute', start, end, expr.attr);
    if (expr.kind === 'call') {
      const plain = expr.args.filter(({ name, star }) => name === undefined && star !== '**');
      const named = expr.args.filter((arg) => !plain.includes(arg));
      const names = named.map(({ name }) => name ?? '**').join(',');
      tell('call', start, end, `${plain.length} ${names}`);
    }
    if (expr.kind === 'string') {
      if (expr.value === undefined) tell('bytes', start, end, '');
      else tell('string', start, end, source.slice(start, end).includes('\\N{') ? '' : expr.value);
    }
    if (expr.kind === 'fstring') tell('fstring', start, end, '');
    if (expr.kind === 'fstring' && !insideFstrings) return;
    for (const child of childExprs(expr)) expression(child);
  };
  for (const stmt of statements(module.body)) {
    if (stmt.kind === 'function' || stmt.kind === 'class') {
      const params = stmt.kind === 'function' ? stmt.params.map(({ name }) => name).sort() : [];
      tell('definition', stmt.header.start, stmt.span.end, [stmt.name, ...params].join(' '));
    }
    for (const expr of exprsOf(stmt)) expression(expr);
  }
  return facts.sort();
}

/** Without patterns, and without the name behind `except … as`: CPython has no expressions there. */
function exprsOf(stmt: Stmt): readonly Expr[] {
  const { clauses } = stmt.kind === 'match' || stmt.kind === 'try' ? stmt : { clauses: [] };
  const left = new Set(
    clauses.flatMap(({ keyword, exprs, targets }) => {
      if (keyword === 'case') return [...exprs, ...targets];
      return keyword.startsWith('except') ? targets : [];
    }),
  );
  return ownExprs(stmt).filter((expr) => !left.has(expr));
}

describe.skipIf(python === undefined)('the standard library', () => {
  const paths = python === undefined ? [] : sample();

  test(`${paths.length} files of it are read as CPython reads them`, { timeout: 60_000 }, () => {
    const answer = spawnSync(python ?? '', [script], {
      input: JSON.stringify(paths),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    const lines = answer.stdout.trimEnd().split('\n');
    expect({ lines: lines.length, stderr: answer.stderr }).toEqual({
      lines: paths.length,
      stderr: '',
    });
    const different = paths.flatMap((path, index) => {
      const facts = JSON.parse(lines[index] ?? 'null') as readonly string[] | null;
      const module = readModule(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
      if (facts === null) return [];
      if (module.errors.length > 0) return [`${path}: it is said not to parse`];
      return differences(facts.toSorted(), factsOf(module)).map((fact) => `${path}: ${fact}`);
    });
    expect(different.slice(0, 20)).toEqual([]);
    expect(lines.filter((line) => line !== 'null').length).toBeGreaterThan(FILES / 2);
  });
});

/** Facts that only one side has: `-` CPython's, `+` ours. */
function differences(theirs: readonly string[], ours: readonly string[]): string[] {
  if (theirs.join('\n') === ours.join('\n')) return [];
  const a = new Set(theirs);
  const b = new Set(ours);
  const found = [
    ...theirs.filter((fact) => !b.has(fact)).map((fact) => `- ${fact}`),
    ...ours.filter((fact) => !a.has(fact)).map((fact) => `+ ${fact}`),
  ];
  return found.length > 0 ? found.slice(0, 5) : ['the same facts, but not as often'];
}

describe('a backslash at the end of a line joins the next', () => {
  test.each([
    ['x = 1 + \\\n    2\ny = 3\n', ['x = 1 + \\\n    2', 'y = 3']],
    ['x = 1 \\\n\ny = 3\n', ['x = 1', 'y = 3']],
    ['x = f() \\\r\n  \r\ny = 3\r\n', ['x = f()', 'y = 3']],
    ['if x:\n    y = 1 \\\n\n    z = 2\n', ['if x:\n    y = 1 \\\n\n    z = 2', 'y = 1', 'z = 2']],
    ['x = 1 \\\n', ['x = 1']],
  ])('%j', (source, expected) => {
    const { body, errors } = readModule(source);
    const texts = [...statements(body)].map(({ span }) => source.slice(span.start, span.end));
    expect(texts).toEqual(expected);
    expect(errors).toEqual([]);
  });
});
