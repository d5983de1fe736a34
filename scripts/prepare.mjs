// Builds dist/ when the package is installed from git (pre-commit does) or packed. JavaScript, because it runs on the machine's
// own Node. `npm install -g git+…` runs it without the development packages: npm hands `global` on to the inner install, which
// then looks elsewhere. So what the build needs is brought in here.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = ['esbuild', '@ast-grep/lang-python', 'ignore', 'picomatch', 'smol-toml'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inherited = /^npm_config_(?:global|prefix|location)$/i;
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !inherited.test(name)),
);
const run = (command, args, cwd = root) =>
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 2, 2] });

function bringInPackages() {
  if (NEEDED.every((name) => existsSync(join(root, 'node_modules', name)))) return;
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const dependencies = Object.fromEntries(NEEDED.map((name) => [name, devDependencies[name]]));
  // Beside the project: an install in it would bring in all of the development packages, or none.
  const folder = join(root, '.cache/build');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  run('npm', ['install', '--no-package-lock', '--ignore-scripts'], folder);
  cpSync(join(folder, 'node_modules'), join(root, 'node_modules'), {
    recursive: true,
    force: false,
  });
}

bringInPackages();
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/build.ts'],
  outfile: '.cache/build.js',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
run(process.execPath, ['.cache/build.js']);
