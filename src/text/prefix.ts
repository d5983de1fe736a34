import type { RawWord } from './shell-words.ts';

/** Options of a program: those that take the next word as their value; every other `-x` stands alone. */
interface Runner {
  /** Words after the program's name that make it run another: `run`, `tool run`. */
  readonly verb?: readonly string[];
  readonly values?: readonly string[];
  /** Words before the program that it runs: `timeout 10 …`. */
  readonly positionals?: number;
  /** `NAME=value` may stand between. */
  readonly assignments?: boolean;
}

const uvValues =
  '--with --with-requirements --with-editable --project --directory -p --python --extra --no-extra --group --only-group --env-file --package --index --index-url --default-index --extra-index-url --from -C --config-file --refresh-package --upgrade-package -P --cache-dir'.split(
    ' ',
  );

const runners: ReadonlyMap<string, readonly Runner[]> = new Map<string, readonly Runner[]>([
  [
    'uv',
    [
      { verb: ['run'], values: uvValues },
      { verb: ['tool', 'run'], values: uvValues },
    ],
  ],
  ['uvx', [{ values: uvValues }]],
  ['poetry', [{ verb: ['run'] }]],
  ['pipenv', [{ verb: ['run'] }]],
  ['pdm', [{ verb: ['run'], values: ['-p', '--project', '-e', '--env-file'] }]],
  ['hatch', [{ verb: ['run'] }]],
  ['rye', [{ verb: ['run'] }]],
  ['pixi', [{ verb: ['run'], values: ['-e', '--environment', '--manifest-path'] }]],
  ['pipx', [{ verb: ['run'], values: ['--spec', '--python'] }]],
  ['rav', [{ verb: ['run'] }]],
  ...['conda', 'mamba', 'micromamba'].map((name): [string, readonly Runner[]] => [
    name,
    [{ verb: ['run'], values: ['-n', '--name', '-p', '--prefix', '--cwd'] }],
  ]),
  ['sudo', [{ values: ['-u', '-g', '-h', '-p', '-C', '-D'], assignments: true }]],
  ['env', [{ values: ['-u', '-C', '-S'], assignments: true }]],
  ['nice', [{ values: ['-n'] }]],
  ['ionice', [{ values: ['-c', '-n'] }]],
  ['timeout', [{ values: ['-s', '-k', '--signal', '--kill-after'], positionals: 1 }]],
  ['gtimeout', [{ values: ['-s', '-k'], positionals: 1 }]],
  [
    'xargs',
    [{ values: ['-I', '-n', '-P', '-L', '-d', '-a', '-E', '-s', '--max-args', '--max-procs'] }],
  ],
  ['watch', [{ values: ['-n', '--interval'] }]],
  ['stdbuf', [{ values: ['-o', '-e', '-i'] }]],
  ['time', [{ values: ['-f', '-o'] }]],
  ['exec', [{ values: ['-a'] }]],
  ['doppler', [{ verb: ['run'], values: ['-p', '-c', '--project', '--config'] }]],
  ['infisical', [{ verb: ['run'], values: ['--env', '--path', '--projectId'] }]],
  ['op', [{ verb: ['run'], values: ['--env-file', '--account'] }]],
  ['dotenv', [{ verb: ['run'], values: ['-f', '-e'] }, { values: ['-f', '-e'] }]],
  ['dotenvx', [{ verb: ['run'], values: ['-f', '--env-file'] }]],
  ['aws-vault', [{ verb: ['exec'], positionals: 1 }]],
  ...[
    'nohup',
    'command',
    'builtin',
    'winpty',
    'unbuffer',
    'caffeinate',
    'eval',
    'coproc',
    'setsid',
    'shell',
  ].map((name): [string, readonly Runner[]] => [name, [{}]]),
]);

/** Programs that run what stands somewhere behind them. */
const carriers = new Set(
  'docker podman kubectl docker-compose nerdctl ssh srun sbatch gosu'.split(' '),
);

/** Whether a word is a Python interpreter: `python3.11`, `.venv/bin/python`, `$PYTHON`. */
export function isPython(word: RawWord | undefined): boolean {
  if (word === undefined) return false;
  if (!word.literal) return true;
  return /(?:^|[/\\])(?:python[\d.]{0,5}|py)(?:\.exe)?$/u.test(word.value.slice(-60));
}

/** Whether a word starts the Modal command line: `modal`, `.venv/bin/modal`, behind `uvx` also `modal@latest`. */
export function isModal(word: RawWord | undefined, previous: RawWord | undefined): boolean {
  if (word === undefined) return false;
  const { value } = word;
  if (value === 'modal') return true;
  if (!value.includes('modal') || value.length > 200) return false;
  if (/(?:bin|Scripts)[/\\]modal(?:\.exe)?$/u.test(value)) return true;
  return value.startsWith('modal@') && previous !== undefined && previous.value !== 'install';
}

/** Index of the word `modal` when the words from `from` on are what may lead it (`A=b uv run …`) and then it. */
export function programAfter(words: readonly RawWord[], from: number): number | undefined {
  let at = from;
  for (let count = 0; count < 12 && at < words.length; count++) {
    const word = words[at];
    if (word === undefined) return undefined;
    if (isModal(word, words[at - 1])) return at;
    if (isPython(word)) {
      const module = moduleAfter(words, at + 1);
      if (module !== undefined) return module;
      if (word.literal) return undefined;
    }
    const next = afterLead(words, at);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** Index of `modal` in `-m modal`, with options of Python before it. */
function moduleAfter(words: readonly RawWord[], from: number): number | undefined {
  let at = from;
  while (/^-[a-zA-Z]{1,3}$/u.test(words[at]?.value.slice(0, 6) ?? '') && words[at]?.value !== '-m')
    at++;
  return words[at]?.value === '-m' && words[at + 1]?.value === 'modal' ? at + 1 : undefined;
}

/** Steps over one assignment, expansion or program that runs another, with its options. */
function afterLead(words: readonly RawWord[], at: number): number | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  if (isAssignment(word)) return at + 1;
  const name = word.value.slice(word.value.lastIndexOf('/') + 1);
  if (!word.literal) return /^[$@{]/u.test(word.value) ? at + 1 : undefined;
  for (const runner of runners.get(name) ?? []) {
    const next = afterRunner(words, at + 1, runner);
    if (next !== undefined) return next;
  }
  return undefined;
}

function afterRunner(words: readonly RawWord[], from: number, runner: Runner): number | undefined {
  let at = from;
  for (const verb of runner.verb ?? []) {
    at = skipOptions(words, at, runner);
    if (words[at]?.value !== verb) return undefined;
    at++;
  }
  at = skipOptions(words, at, runner);
  for (let count = 0; count < (runner.positionals ?? 0); count++)
    at = skipOptions(words, at + 1, runner);
  return words[at]?.value === '--' ? at + 1 : at;
}

function skipOptions(words: readonly RawWord[], from: number, runner: Runner): number {
  let at = from;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined || word.value === '--') return at;
    if (word.value.startsWith('-')) at += runner.values?.includes(word.value) === true ? 2 : 1;
    else if (runner.assignments === true && isAssignment(word)) at++;
    else return at;
  }
  return at;
}

/** `NAME=value` */
function isAssignment(word: RawWord): boolean {
  if (word.quoted[0]?.start === word.start + 1) return false;
  return word.value.includes('=') && /^[A-Za-z_]\w{0,100}\+?=/u.test(word.value);
}

/** Whether a program hands the rest of its line on to another one. */
export function isCarrier(word: RawWord | undefined): boolean {
  return (
    word !== undefined &&
    (carriers.has(word.value) || word.value === 'echo' || word.value === 'printf')
  );
}
