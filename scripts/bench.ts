// Measures the built command line against ripgrep, ast-grep and Node itself, as ratios in one run.
//
//   npm run bench                      prints a table
//   npm run bench -- --write           and keeps it in docs/bench.md
//   npm run bench -- --rounds 5
//   npm run bench -- --quick           small trees, one round: shows that it runs, not how fast
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { makeCorpora, type Corpora, type Sizes } from './bench/corpora.ts';
import { pageText } from './bench/page.ts';
import { configFile, runAll } from './bench/runs.ts';
import { rowsOf, tableText, timesText } from './bench/table.ts';
import { findTools, MissingTool, type Tools } from './bench/tools.ts';
import { buildCli } from './build.ts';

const FULL: Sizes = { tree: 10_000, crowd: 100, dense: 1_000, program: 100 };
const QUICK: Sizes = { tree: 500, crowd: 10, dense: 40, program: 100 };

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});

async function main(folder: string): Promise<void> {
  const tools = findTools(root, join(folder, 'cache'));
  const corpora = makeCorpora(root, folder, values.quick ? QUICK : FULL);
  writeFileSync(configFile(folder), 'exclude = ["__pycache__"]\n');
  await buildCli();
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  const runs = await runAll({ root, tools, corpora, rounds, folder });
  const text = `${tableText(rowsOf(runs))}\n\n${circumstances(corpora, tools, rounds)}`;
  console.log(`${text}\n\n${timesText(runs)}`);
  if (tools.ripgrep === undefined) {
    console.error(
      '\nripgrep is not installed (Debian: apt-get install ripgrep): its rows are left out.',
    );
  }
  if (values.write) await write(text, tools);
}

function circumstances(
  { tree, crowded, dense, samples, program }: Corpora,
  { nodeVersion, versions }: Tools,
  rounds: number,
): string {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const cpu = cpus()[0]?.model.trim() ?? 'an unknown processor';
  const day = new Date().toISOString().slice(0, 10);
  return [
    `${day}, ${rounds} round${rounds === 1 ? '' : 's'}, ${availableParallelism()} cores of ${cpu}, load ${load} (others were at work where that is above 2).`,
    `Node ${nodeVersion.slice(1)}, ${versions.join(', ')}.`,
    `(a) ${tree.files} Python files, ${tree.programs} of them Modal; (a') ${crowded.files}, ${crowded.programs} of them Modal; (b) ${dense.files}, (c) ${samples.files}, (c') ${program.files}, all of them Modal.`,
  ].join('\n');
}

async function write(text: string, { ripgrep }: Tools): Promise<void> {
  if (values.quick || ripgrep === undefined) {
    throw new MissingTool('`--write` needs ripgrep, and a whole run: without `--quick`.');
  }
  mkdirSync(join(root, 'docs'), { recursive: true });
  const file = join(root, 'docs/bench.md');
  const options = { ...(await resolveConfig(file)), filepath: file };
  writeFileSync(file, await format(pageText(text), options));
}

const folder = mkdtempSync(join(tmpdir(), 'modal-lint-bench-'));
try {
  await main(folder);
} catch (error) {
  if (!(error instanceof MissingTool)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
