// Measures the built command line against ripgrep, ast-grep and Node itself, as ratios in one run.
//
//   npm run bench                      prints a table
//   npm run bench -- --write           and keeps it in docs/bench.md
//   npm run bench -- --rounds 5
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCorpora, type Corpora } from './bench/corpora.ts';
import { runAll } from './bench/runs.ts';
import { rowsOf, tableText, timesText } from './bench/table.ts';
import { findTools, type Tools } from './bench/tools.ts';
import { buildCli } from './build.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } },
});

async function main(folder: string): Promise<void> {
  const tools = findTools(root);
  const corpora = makeCorpora(folder);
  writeFileSync(join(folder, 'modal-lint.toml'), 'exclude = ["__pycache__"]\n');
  await buildCli();
  const rounds = Number(values.rounds);
  const runs = await runAll({ root, tools, corpora, rounds, folder });
  const table = tableText(rowsOf(runs));
  const missing = tools.ripgrep === undefined ? 'ripgrep (`rg`) is not installed: its rows are left out.\n\n' : ''; // prettier-ignore
  const text = `${missing}${table}\n\n${circumstances(corpora, tools, rounds)}\n`;
  console.log(`${text}\n${timesText(runs)}`);
  if (values.write) write(text);
}

function circumstances({ tree, dense }: Corpora, { nodeVersion }: Tools, rounds: number): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const cpu = cpus()[0]?.model.trim() ?? 'an unknown processor';
  return `Node ${nodeVersion.slice(1)}, ${availableParallelism()} cores of ${cpu}, load ${load}, ${rounds} rounds; (a) ${tree.files} files, (b) ${dense.files} files.`;
}

/** Puts the table between the marks of docs/bench.md. */
function write(text: string): void {
  const file = join(root, 'docs/bench.md');
  const marks = /(<!-- written by `npm run bench -- --write` -->\n)[^]*?(\n<!-- end -->)/;
  const page = readFileSync(file, 'utf8');
  if (!marks.test(page)) throw new Error('`docs/bench.md` has lost the marks of its table.');
  writeFileSync(file, page.replace(marks, (_, start: string, end: string) => `${start}\n${text}${end}`)); // prettier-ignore
}

const folder = mkdtempSync(join(tmpdir(), 'modal-lint-bench-'));
try {
  await main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
