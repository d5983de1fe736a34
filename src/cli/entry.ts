import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type * as Modules from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

// What the built command line starts with: runs `main.js` beside it, with the code that an earlier run has compiled, which lies in
// the user's cache folder. That is a quarter of a short run. The cache that Node has from 22.8 on keeps what a file compiles while
// it is loaded, and of `main.js` that is next to nothing: its functions are compiled when they are called.

/** What `main.js` gives: itself, to be run. As a module it is exported, as a script it is the value. */
type Main = (require: NodeJS.Require, file: string, folder: string) => void;

const folder = import.meta.dirname;
const main = join(folder, 'main.js');

function start(load: NodeJS.Require): void {
  keepLoaded();
  const cache = cacheFile();
  const run = cache === undefined ? (load(main) as Main) : compiled(cache);
  run(load, main, folder);
}

/** What `main.js` loads is kept by later Nodes; to ask the others takes them a moment. */
function keepLoaded(): void {
  if (process.version.startsWith('v20.')) return;
  const { enableCompileCache } = process.getBuiltinModule('node:module') as Partial<typeof Modules>;
  enableCompileCache?.();
}

function compiled(cache: string): Main {
  const cachedData = bytesOf(cache);
  const script = new Script(readFileSync(main, 'latin1'), {
    filename: main,
    ...(cachedData && { cachedData }),
  });
  if (!cachedData || script.cachedDataRejected === true) {
    process.on('exit', () => {
      if (hasParsed()) keep(cache, script.createCachedData());
    });
  }
  return script.runInThisContext() as Main;
}

/** One for each state of the program and each Node; none where nobody wants it, or nobody knows where. */
function cacheFile(): string | undefined {
  const {
    NODE_DISABLE_COMPILE_CACHE,
    XDG_CACHE_HOME,
    USERPROFILE,
    HOME = USERPROFILE,
  } = process.env;
  const base = XDG_CACHE_HOME ?? (HOME && join(HOME, '.cache'));
  if (!base || NODE_DISABLE_COMPILE_CACHE !== undefined) return undefined;
  const { mtimeMs, size } = statSync(main);
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

start(require);
