// Compiles content/concepts into rules/.
//
//   npm run compile                          writes rules/
//   npm run compile -- --check               tells which files are out of date, writes nothing
//   npm run compile -- CONTENT --out FOLDER  compiles other content
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compileTopics } from '../src/compile/compile.ts';
import { renderMessages } from '../src/concepts/message.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { homepage, loadConcepts, loadContext } from '../src/verify/content.ts';

const root = join(import.meta.dirname, '..');

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' }, out: { type: 'string' } },
  });
  const content = resolve(positionals[0] ?? join(root, 'content'));
  const out = resolve(values.out ?? join(root, 'rules'));
  const files = loadConcepts(content);
  if (files.length === 0) {
    console.error(`No concept files (*.md) in ${content}`);
    return 2;
  }
  const context = loadContext();
  const { topics, messages } = readTopics(files, context);
  const errors = messages.filter(({ severity }) => severity === 'error').length;
  if (messages.length > 0) {
    console.error(renderMessages(messages, new Map(files.map(({ file, text }) => [file, text]))));
  }
  if (errors > 0) {
    console.error(`${errors} ${errors === 1 ? 'mistake' : 'mistakes'}; nothing was written.`);
    return 1;
  }
  const compiled = compileTopics(topics, homepage(), context.modal.file);
  if (values.check) return check(compiled.files, out);
  write(compiled.files, out);
  const { rules } = compiled.ruleSet;
  console.log(
    `${rules.length} rules of ${topics.length} files → ${relative(process.cwd(), out) || '.'}`,
  );
  return 0;
}

function check(files: ReadonlyMap<string, string>, out: string): number {
  const changed = [...files].filter(([path, text]) => textOf(join(out, path)) !== text);
  const lines = [
    ...changed.map(([path]) => `out of date: ${shown(out, path)}`),
    ...stale(files, out).map((path) => `no row any more: ${shown(out, path)}`),
  ];
  if (lines.length === 0) return 0;
  console.error(`${lines.join('\n')}\nRun \`npm run compile\`.`);
  return 1;
}

function write(files: ReadonlyMap<string, string>, out: string): void {
  for (const path of stale(files, out)) rmSync(join(out, path));
  for (const [path, text] of files) {
    const target = join(out, path);
    mkdirSync(dirname(target), { recursive: true });
    if (textOf(target) !== text) writeFileSync(target, text);
  }
}

/** Rule files that this script once wrote and would not write now. */
function stale(files: ReadonlyMap<string, string>, out: string): string[] {
  const written = globSync('*/*.yml', { cwd: out }).map((path) => path.replaceAll('\\', '/'));
  return written.filter((path) => {
    const text = textOf(join(out, path)) ?? '';
    return !files.has(path) && text.includes('# Written by `npm run compile`');
  });
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function shown(out: string, path: string): string {
  return relative(process.cwd(), join(out, path));
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
