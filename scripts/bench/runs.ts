import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Corpora, Corpus } from './corpora.ts';
import { compare, type Command, type Result, type Setting } from './measure.ts';
import type { Tools } from './tools.ts';

/** What was run, by the name of the comparison and then of the command. */
export interface Runs {
  readonly tree: Map<string, Result>;
  readonly crowded: Map<string, Result>;
  readonly dense: Map<string, Result>;
  readonly start: Map<string, Result>;
  readonly migrate: Map<string, Result>;
  readonly samples: Map<string, Result>;
}

export interface Plan {
  readonly root: string;
  readonly tools: Tools;
  readonly corpora: Corpora;
  readonly rounds: number;
  /** For generated files and outputs. */
  readonly folder: string;
}

/** Runs every comparison. */
export async function runAll(plan: Plan): Promise<Runs> {
  const { corpora, rounds, tools, folder } = plan;
  const setting: Setting = { folder, env: tools.env };
  const dense = compare(denseCommands(plan), rounds, setting);
  const tree = compare(treeCommands(plan, corpora.tree), rounds, setting);
  const crowded = compare(treeCommands(plan, corpora.crowded), rounds, setting);
  const start = compare(startCommands(plan), rounds * 3, setting);
  const migrate = compare(await migrateCommands(plan, corpora.program), rounds, setting);
  const samples = compare(await migrateCommands(plan, corpora.samples), rounds, setting);
  return { tree, crowded, dense, start, migrate, samples };
}

/** Not called as those are that a run finds by itself: a run over one file reads none. */
export function configFile(folder: string): string {
  return join(folder, 'bench.toml');
}

function check({ root, tools, folder }: Plan, paths: readonly string[]): Command {
  const cli = [tools.node, join(root, 'dist/modal-lint.js'), 'check'];
  // As ripgrep, it looks into every folder but those of compiled code.
  const words = [...cli, '--config', configFile(folder), ...paths];
  return { name: 'modal-lint', words };
}

function astGrep({ root, tools }: Plan, paths: readonly string[]): Command {
  const config = join(root, 'rules/sgconfig.yml');
  return { name: 'ast-grep', words: [tools.astGrep, 'scan', '--config', config, ...paths] };
}

function denseCommands(plan: Plan): Command[] {
  const { folders } = plan.corpora.dense;
  return [astGrep(plan, folders), check(plan, folders)];
}

function treeCommands(plan: Plan, { folders }: Corpus): Command[] {
  const { tools } = plan;
  if (tools.ripgrep === undefined) return [check(plan, folders)];
  const search = ['-l', '-g', '!__pycache__', 'modal', ...folders];
  const scan = quoted(astGrep(plan, []).words);
  const pipe = `${quoted([tools.ripgrep, '-t', 'py', ...search])} | xargs ${scan}`;
  return [
    { name: 'ripgrep', words: [tools.ripgrep, ...search] },
    // Where ast-grep finds something it says 1, and xargs then 123.
    { name: 'pipe', words: ['sh', '-c', pipe], codes: [0, 123] },
    check(plan, folders),
  ];
}

function startCommands(plan: Plan): Command[] {
  const { root, tools, corpora } = plan;
  const cli = [tools.node, join(root, 'dist/modal-lint.js')];
  return [
    { name: 'node', words: [tools.node, '-e', '0'] },
    { name: 'version', words: [...cli, '--version'] },
    { name: 'file', words: [...cli, 'check', corpora.file] },
    { name: 'long file', words: [...cli, 'check', corpora.longFile] },
    { ...astGrep(plan, [corpora.file]), name: 'ast-grep' },
  ];
}

async function migrateCommands(plan: Plan, corpus: Corpus): Promise<Command[]> {
  const { root, tools } = plan;
  const paths = corpus.folders;
  const migrate = [tools.node, join(root, 'dist/modal-lint.js'), 'migrate', '--diff', ...paths];
  const report = [tools.node, join(root, 'dist/modal-lint.js'), 'report', ...paths];
  const parse = [tools.node, await parseOnly(root), ...paths, ...results(plan, corpus)];
  return [
    // Whatever it says is a failure: it is what the others are measured by.
    { name: 'parse', words: parse, codes: [0] },
    { name: 'migrate', words: migrate },
    { name: 'report', words: report },
  ];
}

/** Converts a copy of a program: the results have to be parsed, too, since they are proved to hold. */
function results({ root, tools, folder }: Plan, { folders }: Corpus): string[] {
  return folders.map((path) => {
    const copy = join(folder, 'converted', basename(path));
    cpSync(path, copy, { recursive: true });
    const words = ['migrate', '--allow-dirty', '--quiet', copy];
    const { status } = spawnSync(tools.node, [join(root, 'dist/modal-lint.js'), ...words], {
      env: tools.env,
    });
    if (status !== 0 && status !== 1) throw new Error(`\`migrate\` ended with ${status}.`);
    return copy;
  });
}

/** What a module of ESM loads the parser's library with. */
const REQUIRE =
  "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);";

/** Bundles the program that only parses; inside of the package, where it finds the parser. */
async function parseOnly(root: string): Promise<string> {
  const outfile = join(root, '.cache/bench/parse-only.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'parse-only.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    banner: { js: REQUIRE },
    platform: 'node',
    target: 'node20.19',
    external: ['@ast-grep/*'],
    logLevel: 'warning',
  });
  return outfile;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
