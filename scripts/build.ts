import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

/** Prebuilt parsers, by `process.platform`-`process.arch`; the package that holds them has an install script, ours has none. */
const parsers = {
  'linux-x64': 'prebuild-Linux-X64',
  'linux-arm64': 'prebuild-Linux-ARM64',
  'darwin-x64': 'prebuild-macOS-X64',
  'darwin-arm64': 'prebuild-macOS-ARM64',
  'win32-x64': 'prebuild-Windows-X64',
};

/** Files that a module finds beside itself, wherever the bundle puts it. */
const assets = { 'src/verify': /^(driver\.py|modal_lint_driver)$/ };

const root = join(import.meta.dirname, '..');
const entry = join(root, 'src/cli/main.ts');
const dist = join(root, 'dist');
const grammarPackage = '@ast-grep/lang-python';

/** Only `verify` reads markdown, and only where its author has these: users' command lines carry no markdown parser. */
const markdownPackages = ['unified', 'remark-*', 'unist-util-visit', 'yaml'];

/** Bundles the command line into `dist/`: an entry, lazy chunks, the parsers of all platforms. */
export async function buildCli(): Promise<void> {
  // Beside dist, so that a test that runs the old bundle never sees half of the new one.
  const target = join(root, `.cache/dist-${process.pid}`);
  rmSync(target, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { 'modal-lint': entry },
    outdir: target,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    metafile: true,
    external: ['@ast-grep/napi', grammarPackage, ...markdownPackages],
    logLevel: 'warning',
  });
  pointAtGrammar(target);
  copyGrammar(join(target, 'grammar'));
  copyAssets(target);
  writeFileSync(join(target, 'LICENSES.txt'), licenses(metafile));
  finishEntry(join(target, 'modal-lint.js'));
  rmSync(dist, { recursive: true, force: true });
  renameSync(target, dist);
}

/** `require('@ast-grep/lang-python')` becomes `require('./grammar/index.cjs')`. */
function pointAtGrammar(target: string): void {
  const chunks = readdirSync(target).filter((name) => name.endsWith('.js'));
  const users = chunks.filter((name) => {
    const path = join(target, name);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(`"${grammarPackage}"`)) return false;
    writeFileSync(path, text.replaceAll(`"${grammarPackage}"`, '"./grammar/index.cjs"'));
    return true;
  });
  if (users.length === 1) return;
  throw new Error(
    `${users.length} chunks require \`${grammarPackage}\`; \`src/python/engine.ts\` alone may.`,
  );
}

function copyGrammar(target: string): void {
  const source = join(root, 'node_modules', grammarPackage);
  for (const [platform, prebuild] of Object.entries(parsers)) {
    mkdirSync(join(target, platform), { recursive: true });
    cpSync(join(source, 'prebuilds', prebuild, 'parser.so'), join(target, platform, 'parser.so'));
  }
  writeFileSync(join(target, 'index.cjs'), grammarModule);
}

/** The parser aborts the process where the library is missing or made for another C library: this one throws. */
const grammarModule = `'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const musl = process.platform === 'linux' && existsSync('/etc/alpine-release');
const platform = process.platform + '-' + process.arch + (musl ? '-musl' : '');
const libraryPath = join(__dirname, platform, 'parser.so');
if (!existsSync(libraryPath)) throw new Error('modal-lint has no Python parser for ' + platform + '.');

module.exports = {
  libraryPath,
  languageSymbol: 'tree_sitter_python',
  expandoChar: '\\u00b5',
  extensions: ['py'],
};
`;

function copyAssets(target: string): void {
  for (const [folder, names] of Object.entries(assets)) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder)).filter((name) => names.test(name))) {
      cpSync(join(root, folder, name), join(target, name), {
        recursive: true,
        filter: (path) => !path.includes('__pycache__'),
      });
    }
  }
}

/** The licences of the packages whose code is in the bundle. */
function licenses(metafile: Metafile): string {
  const folders = Object.keys(metafile.inputs).flatMap((input) => {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    return found ? [found[0]] : [];
  });
  const packages = new Set([...folders, `node_modules/${grammarPackage}`]);
  const texts = [...packages].sort().map((folder) => {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`\`${name}\` is bundled and shows no licence.`);
    return `${name}\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function finishEntry(path: string): void {
  const text = readFileSync(path, 'utf8');
  const shebang = '#!/usr/bin/env node\n';
  if (!text.startsWith('#!')) writeFileSync(path, shebang + text);
  chmodSync(path, 0o755);
}

if (process.argv[1] === import.meta.filename) {
  if (existsSync(entry)) await buildCli();
  else {
    console.error('There is no `src/cli/main.ts` to build yet.');
    process.exitCode = 1;
  }
}
