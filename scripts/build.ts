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
import type { Metafile } from 'esbuild';
import { bundle } from './bundles.ts';

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

/** Bundles the command line into `dist/`: an entry, what it loads, the parsers of all platforms. */
export async function buildCli(): Promise<void> {
  // Beside dist, so that a test that runs the old bundle never sees half of the new one.
  const target = join(root, `.cache/dist-${process.pid}`);
  rmSync(target, { recursive: true, force: true });
  const inputs = await bundle(root, target);
  for (const name of readdirSync(target)) toAscii(join(target, name));
  copyGrammar(join(target, 'grammar'));
  copyAssets(target);
  writeFileSync(join(target, 'LICENSES.txt'), licenses(inputs));
  finishEntry(target);
  rmSync(dist, { recursive: true, force: true });
  renameSync(target, dist);
}

/** One sign beyond Latin makes a text twice as large in memory, and slower to read: esbuild leaves them in regular expressions. */
function toAscii(path: string): void {
  const text = readFileSync(path, 'utf8');
  const escaped = (sign: string): string =>
    `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, text.replace(/[^\0-\x7f]/g, escaped));
}

function copyGrammar(target: string): void {
  const source = join(root, 'node_modules', grammarPackage);
  for (const [platform, prebuild] of Object.entries(parsers)) {
    mkdirSync(join(target, platform), { recursive: true });
    cpSync(join(source, 'prebuilds', prebuild, 'parser.so'), join(target, platform, 'parser.so'));
  }
}

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
function licenses(inputs: Metafile['inputs']): string {
  const folders = Object.keys(inputs).flatMap((input) => {
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

function finishEntry(target: string): void {
  const path = join(target, 'modal-lint.js');
  writeFileSync(path, `#!/usr/bin/env node\n${readFileSync(path, 'utf8')}`);
  chmodSync(path, 0o755);
  writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
}

if (process.argv[1] === import.meta.filename) {
  if (existsSync(entry)) await buildCli();
  else {
    console.error('There is no `src/cli/main.ts` to build yet.');
    process.exitCode = 1;
  }
}
