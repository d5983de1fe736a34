// Builds dist/ when the package is installed from git (pre-commit does) or packed. JavaScript, because it runs on the machine's
// own Node. `npm install -g git+…` runs it without the development packages: npm hands `global` on to the inner install, which
// then looks elsewhere. So what the build needs is brought in here.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const NEEDED = ['esbuild', '@ast-grep/lang-python', 'ignore', 'picomatch', 'smol-toml'];

const root = new URL('..', import.meta.url);
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(global|prefix|location)$/i.test(name),
  ),
);
const run = (command, args) =>
  execFileSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] });

if (!NEEDED.every((name) => existsSync(new URL(`node_modules/${name}`, root)))) {
  const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const packages = NEEDED.map((name) => `${name}@${devDependencies[name]}`);
  run('npm', [
    'install',
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--omit=dev',
    ...packages,
  ]);
}
const bundle = ['--bundle', '--packages=external', '--platform=node', '--format=esm'];
run(process.execPath, [
  'node_modules/esbuild/bin/esbuild',
  'scripts/build.ts',
  ...bundle,
  '--log-level=error',
  '--outfile=.cache/build.js',
]);
run(process.execPath, ['.cache/build.js']);
