import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

// What the built command line starts with: runs `main.js` beside it, with the code that an earlier run has compiled. That is a
// quarter of a short run. Node has a cache of its own from 22.8 on; before, it is a file in the user's cache folder.

type Run = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  file: string,
  folder: string,
) => void;

const folder = import.meta.dirname;
const main = join(folder, 'main.js');
const require = nodeModule.createRequire(main);

function start(): void {
  const enable: unknown = Reflect.get(nodeModule, 'enableCompileCache');
  if (typeof enable === 'function') Reflect.apply(enable, nodeModule, []);
  const ownCache = enable === undefined && process.env.NODE_DISABLE_COMPILE_CACHE === undefined;
  if (ownCache) runCached();
  else require(main);
}

function runCached(): void {
  const cache = cacheFile();
  const cachedData = bytesOf(cache);
  const text = readFileSync(main, 'utf8');
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${text}\n})`,
    {
      filename: main,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(cachedData && { cachedData }),
    },
  );
  if (!cachedData || script.cachedDataRejected === true) {
    process.on('exit', () => {
      if (hasParsed()) keep(cache, script.createCachedData());
    });
  }
  const run = script.runInThisContext() as Run;
  run({}, require, {}, main, folder);
}

/** One for each state of the program and each Node. */
function cacheFile(): string {
  const { mtimeMs, size } = statSync(main);
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const { version, arch } = process;
  return join(base, 'modal-lint', `${version}-${arch}-${size}-${Math.trunc(mtimeMs)}.bin`);
}

/** Whether this run has used what most runs use: what `--version` compiles is not worth keeping. */
function hasParsed(): boolean {
  return Object.keys(require.cache).some((path) => path.endsWith('.node'));
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Where the folder cannot be written to, every run compiles. */
function keep(path: string, bytes: Buffer): void {
  const fresh = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, bytes, { mode: 0o600 });
    renameSync(fresh, path);
  } catch {
    // Without the file only time is lost.
  }
}

start();
