import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fields, flag, list, nullable, number, object, text } from './decode.ts';
import type { Shadow } from './shadow.ts';

/** What a Python has of the two SDKs. */
export interface PythonFacts {
  readonly python: string;
  readonly fal: string | null;
}

/** What became of the import of one file. */
export type Imported = { readonly ok: true } | ImportFailure;

export interface ImportFailure {
  readonly ok: false;
  /** Python's name of the exception, or `TimeLimit`, `ProcessDied`. */
  readonly type: string;
  readonly message: string;
  /** The module that is not there, with `ModuleNotFoundError`. */
  readonly missing: string | null;
  /** Places in the tree, the innermost last; paths relative to its root. */
  readonly frames: readonly Frame[];
}

export interface Frame {
  readonly file: string;
  readonly line: number;
}

/** How files are imported. */
export interface ImportOptions {
  /** The user's Python. */
  readonly python: string;
  readonly limitMs: number;
  /** Ends a running import. */
  readonly signal?: AbortSignal;
}

const script = fileURLToPath(new URL('modal_lint_driver/user_import.py', import.meta.url));

/** A port on which nothing listens, for what connects without Python's knowledge. */
const NOWHERE = 'http://127.0.0.1:9';

const PATIENCE_MS = 120_000;

/** Not from the current folder: a file of the user's could be called like that. */
const QUESTION = `import json, sys
sys.path[:] = [entry for entry in sys.path if entry]
try:
    from importlib import metadata
    import fal
    version = metadata.version("fal")
except Exception:
    version = None
print(json.dumps({"python": ".".join(map(str, sys.version_info[:3])), "fal": version}))
`;

/** Asks a Python what it has; nothing where it cannot be started. */
export function askPython(python: string): PythonFacts | undefined {
  const options = { encoding: 'utf8', timeout: PATIENCE_MS } as const;
  const { status, stdout, error } = spawnSync(python, ['-c', QUESTION], options);
  if (error) return undefined;
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !last.startsWith('{')) return undefined;
  const answer: unknown = JSON.parse(last);
  return fields<PythonFacts>({ python: text, fal: nullable(text) })(answer, 'the answer');
}

/** Imports one file of a shadow, by its path in the real tree, in a process of its own. */
export async function importFile(
  shadow: Shadow,
  file: string,
  cwd: string,
  { python, limitMs, signal }: ImportOptions,
): Promise<Imported> {
  const { folder, tree, root } = shadow;
  const moved = (path: string): string => join(tree, relative(root, path));
  const answer = join(folder, `answer-${++count}.json`);
  const job = { folder, tree, root, file: moved(file), cwd: moved(cwd), answer };
  const child = spawn(python, [script, JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(join(folder, 'tmp')),
    timeout: limitMs,
    killSignal: 'SIGKILL',
    ...(signal && { signal }),
  });
  const started = Date.now();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  const ended = await new Promise<string | undefined>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killed) => {
      resolve(code === 0 ? undefined : (killed ?? `exit code ${code ?? 'none'}`));
    });
  });
  const known = ended === undefined ? readAnswer(answer) : undefined;
  if (known) return known;
  if (Date.now() - started >= limitMs)
    return died('TimeLimit', `it took longer than ${limitMs / 1000} s`);
  return died('ProcessDied', ended ?? complaints.trim().split('\n').at(-1) ?? 'no answer');
}

let count = 0;

function died(type: string, message: string): ImportFailure {
  return { ok: false, type, message, missing: null, frames: [] };
}

function readAnswer(path: string): Imported | undefined {
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (written === '') return undefined;
  const answer = object(JSON.parse(written), 'the answer');
  if (flag(answer.ok, 'ok')) return { ok: true };
  const { type, message, missing, frames } = fields<Omit<ImportFailure, 'ok'>>({
    type: text,
    message: text,
    missing: nullable(text),
    frames: list(fields<Frame>({ file: text, line: number })),
  })(answer, 'the answer');
  return { ok: false, type, message, missing, frames };
}

/** The user's own environment; what reads proxies from it gets nowhere. */
function environment(temporary: string): NodeJS.ProcessEnv {
  const proxies = ['http_proxy', 'https_proxy', 'all_proxy', 'grpc_proxy'].flatMap((name) => [
    [name, NOWHERE] as const,
    [name.toUpperCase(), NOWHERE] as const,
  ]);
  return {
    ...process.env,
    ...Object.fromEntries(proxies),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
