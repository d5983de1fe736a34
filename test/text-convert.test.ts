import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findCommands } from '../src/text/command.ts';
import { convertCommand } from '../src/text/convert.ts';
import type { Conversion } from '../src/text/convert.ts';
import type { TextLanguage } from '../src/text/language.ts';
import { modalCommands } from '../src/text/modal-cli.ts';
import type { AppNames, DeployTargets, ProgramFile } from '../src/text/targets.ts';
import { applied } from './text-apply.ts';

const app: ProgramFile = {
  path: 'app.py',
  units: [{ name: 'Model', kind: 'app', appName: 'model', app: 'app' }],
  entrypoints: [],
};

const several: ProgramFile = {
  path: 'two.py',
  units: [
    { name: 'Model', kind: 'app', appName: 'two-model', app: 'app' },
    { name: 'web_ui', kind: 'function', served: true, appName: 'two-web-ui', app: 'app' },
    { name: 'helper', kind: 'function', appName: 'helper', app: 'app' },
  ],
  entrypoints: [],
};

const job: ProgramFile = {
  path: 'job.py',
  units: [{ name: 'train', kind: 'function', appName: 'train', app: 'stub' }],
  entrypoints: [{ name: 'main', parameters: ['num_epochs', 'data', 'dry'] }],
};

const targets: DeployTargets = new Map([
  ['app.py', app],
  ['my app.py', { ...app, path: 'my app.py' }],
  ['src/app.py', { ...app, path: 'src/app.py' }],
  ['pkg.app', { ...app, path: 'pkg/app.py' }],
  ['two.py', several],
  ['job.py', job],
  ['pkg.job', { ...job, path: 'pkg/job.py' }],
  ['job', job],
  ['fn.py', { path: 'fn.py', units: job.units, entrypoints: [] }],
  [
    'many.py',
    {
      ...job,
      path: 'many.py',
      entrypoints: [
        { name: 'a', words: ['a'] },
        { name: 'b', words: ['b'] },
      ],
    },
  ],
  ['none.py', { path: 'none.py', units: [], entrypoints: [] }],
  ['later.py', { path: 'later.py', units: [], entrypoints: [], onModal: true }],
]);

interface Result {
  readonly text: string;
  readonly conversions: readonly Conversion[];
}

function convert(source: string, language: TextLanguage): Result {
  const conversions = findCommands(source, language).map((command) =>
    convertCommand(command, targets),
  );
  return {
    text: applied(
      source,
      conversions.flatMap(({ edits }) => edits),
    ),
    conversions,
  };
}

type Case = readonly [before: string, after: string];

function rewrites(
  language: TextLanguage,
  verdict: 'rewrite' | 'rewrite-unsafe',
  cases: readonly Case[],
): void {
  test.each(cases)(`${language}: %j`, (before, after) => {
    const { text, conversions } = convert(before, language);
    expect(text).toBe(after);
    expect(conversions.map((conversion) => conversion.verdict)).toEqual(
      conversions.map(() => verdict),
    );
    expect(
      conversions.every(({ reason }) => (reason === undefined) === (verdict === 'rewrite')),
    ).toBe(true);
    expect(convert(text, language).text).toBe(text);
  });
}

describe('modal deploy', () => {
  rewrites('shell', 'rewrite', [
    ['modal deploy app.py', 'fal deploy app.py::Model'],
    ['modal deploy src/app.py', 'fal deploy src/app.py::Model'],
    ['modal deploy "my app.py"', 'fal deploy "my app.py"::Model'],
    ['modal deploy app.py::app', 'fal deploy app.py::Model'],
    ['modal deploy two.py::web_ui', 'fal deploy two.py::web_ui'],
    ['modal deploy two.py::Model.run', 'fal deploy two.py::Model'],
    ['modal deploy -m pkg.app', 'fal deploy pkg/app.py::Model'],
    ['modal deploy pkg.app', 'fal deploy pkg/app.py::Model'],
    ['modal deploy --name x -e dev app.py', 'fal deploy --app-name x --env dev app.py::Model'],
    [
      'modal deploy --env=dev --strategy recreate --timestamps app.py',
      'fal deploy --env=dev --strategy recreate app.py::Model',
    ],
    ['  modal deploy two.py\n', '  fal deploy two.py::Model\n  fal deploy two.py::web_ui\n'],
    [
      'modal deploy two.py # both\r\n',
      'fal deploy two.py::Model\r\nfal deploy two.py::web_ui # both\r\n',
    ],
    [
      'cd x && modal deploy two.py',
      'cd x && fal deploy two.py::Model && fal deploy two.py::web_ui',
    ],
    [
      'modal deploy two.py | tee log',
      '{ fal deploy two.py::Model && fal deploy two.py::web_ui; } | tee log',
    ],
    [
      'if ! modal deploy two.py; then exit; fi',
      'if ! { fal deploy two.py::Model && fal deploy two.py::web_ui; }; then exit; fi',
    ],
    [
      'A=1 uv run modal deploy --name x two.py',
      'A=1 uv run fal deploy --app-name x-model two.py::Model\nA=1 uv run fal deploy --app-name x-web-ui two.py::web_ui',
    ],
    ['modal deploy \\\n  --env dev \\\n  app.py', 'fal deploy \\\n  --env dev \\\n  app.py::Model'],
    ['MODAL_ENVIRONMENT=dev modal deploy app.py', 'FAL_ENV=dev fal deploy app.py::Model'],
    ['uv run --with modal modal deploy app.py', 'uv run --with fal fal deploy app.py::Model'],
    ['uvx --from=modal==1.2 modal deploy app.py', 'uvx --from=fal fal deploy app.py::Model'],
    ['uvx modal@latest deploy app.py', 'uvx fal deploy app.py::Model'],
    ['python3 -m modal deploy app.py', 'python3 -m fal deploy app.py::Model'],
    ['.venv/bin/modal deploy app.py', '.venv/bin/fal deploy app.py::Model'],
    ['modal app deploy app.py', 'fal deploy app.py::Model'],
    [
      'bash -c "modal deploy two.py"',
      'bash -c "fal deploy two.py::Model && fal deploy two.py::web_ui"',
    ],
  ]);
  rewrites('markdown', 'rewrite', [
    [
      '```console\n$ modal deploy two.py\n```',
      '```console\n$ fal deploy two.py::Model\n$ fal deploy two.py::web_ui\n```',
    ],
    ['Use `modal deploy`.', 'Use `fal deploy`.'],
    ['Use `modal deploy two.py`.', 'Use `fal deploy two.py::Model && fal deploy two.py::web_ui`.'],
  ]);
  rewrites('makefile', 'rewrite', [
    [
      'a:\n\t@modal deploy two.py\n',
      'a:\n\t@fal deploy two.py::Model\n\t@fal deploy two.py::web_ui\n',
    ],
  ]);
  rewrites('yaml', 'rewrite', [
    ['run: modal deploy two.py\n', 'run: fal deploy two.py::Model && fal deploy two.py::web_ui\n'],
    [
      'run: |\n  modal deploy two.py\n',
      'run: |\n  fal deploy two.py::Model\n  fal deploy two.py::web_ui\n',
    ],
  ]);
  rewrites('yaml', 'rewrite', [
    [
      'run: modal deploy two.py | tee log\n',
      'run: (fal deploy two.py::Model && fal deploy two.py::web_ui) | tee log\n',
    ],
  ]);
  rewrites('dockerfile', 'rewrite', [
    ['RUN modal deploy two.py', 'RUN fal deploy two.py::Model && fal deploy two.py::web_ui'],
    ['CMD ["modal", "deploy", "-m", "pkg.app"]', 'CMD ["fal", "deploy", "pkg/app.py::Model"]'],
  ]);
  rewrites('python', 'rewrite', [
    ['# modal deploy two.py\n', '# fal deploy two.py::Model\n# fal deploy two.py::web_ui\n'],
    [
      "run(['modal', 'deploy', '--name', n, 'app.py'])",
      "run(['fal', 'deploy', '--app-name', n, 'app.py::Model'])",
    ],
    ['# modal deploy app.py.\n', '# fal deploy app.py::Model.\n'],
  ]);
  rewrites('json', 'rewrite', [
    [
      '{"scripts": {"d": "modal deploy two.py"}}',
      '{"scripts": {"d": "fal deploy two.py::Model && fal deploy two.py::web_ui"}}',
    ],
  ]);
  rewrites('shell', 'rewrite-unsafe', [
    ['modal deploy --stream-logs --tag v1 app.py', 'fal deploy --message v1 app.py::Model'],
    ['modal deploy fn.py', 'fal deploy fn.py::train'],
    ['modal deploy unknown.py', 'fal deploy unknown.py'],
    ['modal deploy unknown.py::app.f', 'fal deploy unknown.py::f'],
    ['modal deploy -m un.known', 'fal deploy un/known.py'],
    ['modal deploy "$FILE"', 'fal deploy "$FILE"'],
  ]);
});

describe('modal run and modal serve', () => {
  rewrites('shell', 'rewrite', [
    ['modal run job.py', 'python job.py'],
    ['modal run job.py --num-epochs 3 --no-dry', 'python job.py --num-epochs 3 --no-dry'],
    ['modal run job.py --num_epochs=3', 'python job.py --num-epochs=3'],
    ['modal run job.py::main --data x', 'python job.py --data x'],
    ['modal run job.py::stub.main', 'python job.py'],
    ['modal run -q -m pkg.job --data x', 'python -m pkg.job --data x'],
    ['modal run pkg.job', 'python -m pkg.job'],
    ['modal run job --data x', 'python job.py --data x'],
    ['modal run many.py::b', 'python many.py b'],
    ['uv run modal run -q job.py', 'uv run python job.py'],
    ['python -m modal run job.py --data x', 'python job.py --data x'],
    ['python3 -m modal run -m pkg.job', 'python3 -m pkg.job'],
    ['.venv/bin/modal run job.py', '.venv/bin/python job.py'],
    ['A=1 modal run --env dev job.py', 'FAL_ENV=dev A=1 python job.py'],
    ['modal run \\\n  -q \\\n  job.py \\\n  --data x', 'python \\\n  job.py \\\n  --data x'],
    ['modal run job.py::train', 'fal run job.py::train'],
    ['modal run job.py::stub.train', 'fal run job.py::train'],
    ['modal run fn.py', 'fal run fn.py::train'],
    ['modal run -n x -e dev fn.py', 'fal run --app-name x --env dev fn.py::train'],
  ]);
  rewrites('shell', 'rewrite-unsafe', [
    ['modal run --detach job.py', 'python job.py'],
    ['modal run -d fn.py::train', 'fal run fn.py::train'],
    ['modal run app.py', 'fal run app.py::Model'],
    ['modal run unknown.py::f', 'fal run unknown.py::f'],
    ['modal serve app.py', 'fal run app.py::Model'],
    ['modal serve -n x --timeout 60 app.py', 'fal run --app-name x app.py::Model'],
    ['modal serve -m pkg.app', 'fal run pkg/app.py::Model'],
  ]);
  rewrites('markdown', 'rewrite-unsafe', [
    ['`modal run`', '`fal run`'],
    ['`modal serve`', '`fal run`'],
  ]);
  rewrites('python', 'rewrite', [
    [
      'run([sys.executable, "-m", "modal", "run", "job.py", "--data", d])',
      'run([sys.executable, "job.py", "--data", d])',
    ],
    ['run(["modal", "run", "-q", "job.py"])', 'run(["python", "job.py"])'],
    ['# modal run job.py --data x to start\n', '# python job.py --data x to start\n'],
  ]);
});

describe('files, secrets and the rest', () => {
  rewrites('shell', 'rewrite', [
    ['modal secret create g K=v "L=a b" M="$M"', 'fal secrets set K=v "L=a b" M="$M"'],
    ['modal secret create --force -e dev g \\\n  K=v', 'fal secrets set --env dev \\\n  K=v'],
    ['modal volume put --force v a b', 'fal files upload a /data/v/b'],
    ['modal volume put -f v ./a', 'fal files upload ./a /data/v/'],
    ['modal volume put -f "$V" a "/b c"', 'fal files upload a /data/"$V"/"b c"'],
    ['modal volume get v logs/x.txt . --force', 'fal files download /data/v/logs/x.txt .'],
    ['modal volume get --force v /', 'fal files download /data/v .'],
    ['modal volume ls v', 'fal files list /data/v'],
    ['modal volume ls v /a/b/', 'fal files list /data/v/a/b/'],
    ['modal volume ls <name> ./x', 'fal files list /data/<name>/x'],
    ['modal volume rm -r v /a', 'fal files rm /data/v/a'],
    ['modal nfs ls v', 'fal files list /data/v'],
    ['modal secret -h', 'fal secrets -h'],
    ['modal setup', 'fal auth login'],
    ['python3 -m modal setup', 'python3 -m fal auth login'],
    ['modal token new --no-verify', 'fal auth login'],
    ['modal profile list', 'fal profile list'],
    ['modal profile activate p', 'fal profile set p'],
    ['modal environment create dev', 'fal environments create dev'],
    ['modal environment delete -y dev', 'fal environments delete --yes dev'],
    ['modal --version', 'fal --version'],
    ['modal volume --help', 'fal files --help'],
    ['modal deploy -h', 'fal deploy -h'],
  ]);
  rewrites('shell', 'rewrite-unsafe', [
    ['modal secret list --json', 'fal secrets list --json'],
    ['modal app list --json --env dev', 'fal apps list --json --env dev'],
    ['modal container list --json', 'fal runners list --json'],
    ['modal volume rm v /<モデル名>', 'fal files rm /data/v/<モデル名>'],
    ['modal volume put v a b', 'fal files upload a /data/v/b'],
    ['modal volume rm v a', 'fal files rm /data/v/a'],
    ['modal volume delete --yes v', 'fal files rm /data/v'],
    ['modal volume rename a b', 'fal files mv /data/a /data/b'],
    ['modal volume list', 'fal files list /data'],
    ['modal volume ls -e dev v', 'fal files list /data/v'],
    ['modal app stop -y x', 'fal apps delete x'],
    ['modal app history x', 'fal apps list-rev x'],
    ['modal app rollover x', 'fal apps rollout x'],
    ['modal container logs ta-1 -f --tail 9', 'fal runners logs ta-1 -f --lines 9'],
    ['modal container exec --pty ta-1 -- ls -l', 'fal runners exec -it ta-1 -- ls -l'],
    ['modal container stop ta-1', 'fal runners stop ta-1'],
    ['modal profile current', 'fal auth whoami'],
  ]);
  rewrites('python', 'rewrite', [
    [
      'run(["modal", "volume", "put", "-f", "v", path, "b"])',
      'run(["fal", "files", "upload", path, "/data/v/b"])',
    ],
    [
      'run(["modal", "volume", "put", "-f", "v", path])',
      'run(["fal", "files", "upload", path, "/data/v/"])',
    ],
    ['run(["modal", "setup"])', 'run(["fal", "auth", "login"])'],
    ['print(f"modal volume ls {v} x")', 'print(f"fal files list /data/{v}/x")'],
  ]);
});

describe('what a person must do', () => {
  test.each<[string, 'manual' | 'no-equivalent', RegExp]>([
    ['modal deploy none.py', 'manual', /none\.py/u],
    ['modal deploy two.py::nothing', 'manual', /names nothing/u],
    ['modal deploy later.py', 'manual', /still runs on Modal: convert that first/u],
    ['modal run later.py::f', 'manual', /still runs on Modal: convert that first/u],
    ['modal deploy --frob app.py', 'manual', /--frob/u],
    ['modal deploy app.py extra', 'manual', /one file/u],
    ['ls | xargs modal deploy two.py', 'manual', /`Model`, `web_ui`/u],
    ['modal serve two.py', 'manual', /`Model`, `web_ui`/u],
    ['modal run fn.py --x 1', 'manual', /passes no arguments/u],
    ['modal run unknown.py --x 1', 'manual', /passes no arguments/u],
    ['modal run unknown.py', 'manual', /not among the converted files/u],
    ['modal run job.py --frob 1', 'manual', /`main` has no parameter/u],
    ['modal run app.py::Model.predict', 'manual', /call `predict` with `fal_client`/u],
    ['modal run -w out job.py', 'manual', /--write-result/u],
    ['modal run -i job.py', 'manual', /--interactive/u],
    ['uvx modal run job.py', 'manual', /uv run --with fal/u],
    ['modal secret create g', 'manual', /fal secrets set/u],
    ['modal secret create g K=-', 'manual', /editor/u],
    ['modal secret create g --from-dotenv .env', 'manual', /from a file/u],
    ['modal secret delete g', 'manual', /fal secrets unset/u],
    ['modal token set --token-id a --token-secret b', 'manual', /FAL_KEY/u],
    ['MODAL_TOKEN_SECRET=x modal deploy app.py', 'manual', /MODAL_TOKEN_SECRET/u],
    ['modal volume get v a -', 'manual', /standard output/u],
    ['modal volume get v "**" x', 'manual', /patterns/u],
    ['modal volume cp v a b', 'manual', /fal files mv/u],
    ['modal volume ls --json v', 'manual', /--json/u],
    ['modal shell app.py', 'manual', /fal runners shell/u],
    ['modal app logs x', 'manual', /fal runners logs/u],
    ['modal app rollback x v3', 'manual', /set-rev/u],
    ['modal --profile p app list', 'manual', /--profile/u],
    ['modal config set-environment dev', 'manual', /FAL_ENV/u],
    ['modal volume create v', 'no-equivalent', /remove this command/u],
    ['modal dict list', 'no-equivalent', /KVStore/u],
    ['modal queue len q', 'no-equivalent', /Queue/u],
    ['modal launch jupyter', 'no-equivalent', /notebooks/u],
    ['modal dashboard', 'no-equivalent', /dashboard/u],
    ['modal environment billing summary', 'no-equivalent', /billing/u],
  ])('`%s` is %s', (source, verdict, reason) => {
    const { text, conversions } = convert(source, 'shell');
    expect(text).toBe(source);
    expect(conversions).toHaveLength(1);
    expect(conversions[0]?.verdict).toBe(verdict);
    expect(conversions[0]?.reason).toMatch(reason);
    expect(conversions[0]?.todo).toBeDefined();
  });

  test('lists of words that only the program knows are left', () => {
    for (const source of ['["modal", "volume", "ls", v, "x"]', '["modal", "deploy", "two.py"]']) {
      expect(convert(`run(${source})`, 'python').conversions.map(({ verdict }) => verdict)).toEqual(
        ['manual'],
      );
    }
  });

  test('no reason repeats a secret', () => {
    const lines = [
      'modal secret create g HF=hf_hidden',
      'modal secret create g --from-json hf_hidden HF=hf_hidden',
      'modal secret create --frob=hf_hidden g HF=hf_hidden',
      'modal secret create g HF=hf_hidden X=-',
      'modal token set --token-id hf_hidden --token-secret hf_hidden',
      'MODAL_TOKEN_ID=hf_hidden modal deploy app.py',
      'modal run job.py --frob=hf_hidden',
    ];
    for (const { reason = '', todo = '' } of lines.flatMap(
      (line) => convert(line, 'shell').conversions,
    )) {
      expect(reason + todo).not.toContain('hf_hidden');
    }
  });
});

interface CliInventory {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly options?: Readonly<
          Record<string, { readonly also?: readonly string[]; readonly value?: boolean }>
        >;
      }
    >
  >;
}

function inventory(name: string): CliInventory {
  return JSON.parse(
    readFileSync(new URL(`../content/sdk/${name}.json`, import.meta.url), 'utf8'),
  ) as CliInventory;
}

describe('the command lines themselves', () => {
  test('every command and option of Modal is known', () => {
    const missing: string[] = [];
    const { commands } = inventory('modal');
    for (const [name, { options = {} }] of Object.entries(commands)) {
      const spec = modalCommands.get(name.replace(/^modal ?/u, ''));
      const group = Object.keys(commands).some((other) => other.startsWith(`${name} `));
      if (spec === undefined && !group) missing.push(name);
      for (const [option, { also = [], value = false }] of Object.entries(options)) {
        for (const spelling of [option, ...also]) {
          const known = spec?.options.get(spelling);
          if (spec !== undefined && known?.takesValue !== value)
            missing.push(`${name} ${spelling}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  test('every `fal` command and option that is written exists', () => {
    const { commands } = inventory('fal');
    const wrong: string[] = [];
    let seen = 0;
    for (const [name, spec] of modalCommands) {
      const flags = [...spec.options].flatMap(([spelling, { takesValue }]) =>
        takesValue ? [`${spelling} v`] : [spelling],
      );
      const words = ['app.py', 'K=v', 'x', 'y'].slice(0, Math.min(spec.least, 2)).join(' ');
      for (const flag of ['', ...flags]) {
        const written = [
          convert(`modal ${name} ${flag} ${words}`, 'shell').text,
          ...falCommandsIn(`modal ${name} ${words}`),
        ];
        for (const line of written.filter((text) => text.startsWith('fal '))) {
          seen++;
          if (!isFalCommand(line, commands)) wrong.push(line);
        }
      }
    }
    expect(seen).toBeGreaterThan(100);
    expect([...new Set(wrong)]).toEqual([]);
  });
});

/** Commands in backticks in what a person is told. */
function falCommandsIn(source: string): string[] {
  const told = convert(source, 'shell')
    .conversions.map(({ reason = '' }) => reason)
    .join(' ');
  return [...told.matchAll(/`(fal [a-z][^`]*)`/gu)].map(([, text = '']) => text);
}

function isFalCommand(line: string, commands: CliInventory['commands']): boolean {
  const words = line.split(/\s+/u);
  const name = [3, 2]
    .map((count) => words.slice(0, count).join(' '))
    .find((text) => text in commands);
  if (name === undefined) return false;
  const options = Object.entries(commands[name]?.options ?? {}).flatMap(
    ([option, { also = [] }]) => [option, ...also],
  );
  return words
    .filter((word) => /^--?[a-z]/u.test(word))
    .every((word) => options.includes(word.split('=')[0] ?? ''));
}

describe('many units on one line are a loop', () => {
  const five = ['A', 'B', 'C'].map((name) => ({ name, kind: 'app', appName: name }) as const);
  const known: DeployTargets = new Map([
    ['five.py', { path: 'five.py', units: five, entrypoints: [] }],
    ['apart.py', { path: 'apart.py', units: [...five.slice(1), { name: 'X', kind: 'app', appName: 'x', path: 'b.py' }], entrypoints: [] }],
  ]); // prettier-ignore
  const loop = 'for app in A B C; do fal deploy five.py::$app';
  test.each<[language: TextLanguage, before: string, after: string]>([
    ['shell', 'modal deploy five.py', 'fal deploy five.py::A\nfal deploy five.py::B\nfal deploy five.py::C'],
    ['shell', 'cd x && modal deploy five.py', `cd x && (${loop} || exit 1; done)`],
    ['shell', 'modal deploy five.py && echo', `(${loop} || exit 1; done) && echo`],
    ['shell', 'echo "Run \'modal deploy five.py\'"', `echo "Run '${loop.replace('$', '\\$')}; done'"`],
    ['shell', 'modal deploy five.py | tee l', '{ fal deploy five.py::A && fal deploy five.py::B && fal deploy five.py::C; } | tee l'],
    ['makefile', 'a:\n\tcd x && modal deploy five.py\n', `a:\n\tcd x && (${loop.replace('$', '$$$$')} || exit 1; done)\n`],
    ['yaml', 'steps:\n  - run: modal deploy five.py\n', `steps:\n  - run: ${loop} || exit 1; done\n`],
    ['json', '{"scripts": {"d": "modal deploy five.py"}}', '{"scripts": {"d": "fal deploy five.py::A && fal deploy five.py::B && fal deploy five.py::C"}}'],
    ['markdown', 'Run `modal deploy five.py`.', `Run \`${loop}; done\`.`],
    ['python', '"""Deploy: modal deploy five.py\n"""', `"""Deploy: ${loop}; done\n"""`],
    ['python', 'print("Run: modal deploy five.py")', `print("Run: ${loop}; done")`],
    ['markdown', 'Run `modal deploy apart.py`.', 'Run `for app in apart.py::B apart.py::C b.py::X; do fal deploy $app; done`.'],
  ])('%s: %s', (language, before, after) => {
    const text = applied(
      before,
      findCommands(before, language).flatMap((each) => convertCommand(each, known).edits),
    );
    expect(text).toBe(after);
  });
}); // prettier-ignore

describe('the name of an app is what it has become', () => {
  const apps: AppNames = new Map([
    ['one', { names: ['one'], onModal: false }],
    ['desk', { names: ['desk-ask', 'desk-web'], onModal: false }],
    ['half', { names: ['half-a'], onModal: true }],
    ['calls', { names: [], onModal: false }],
  ]);
  const several = '`desk` is 2 apps on fal: name one of `desk-ask`, `desk-web`.';
  test.each<[language: TextLanguage, before: string, after: string, todo?: string]>([
    ['shell', 'modal app stop one', 'fal apps delete one'],
    ['shell', 'modal app stop -y desk\n', 'fal apps delete desk-ask\nfal apps delete desk-web\n'],
    ['shell', 'modal app history desk', 'fal apps list-rev desk-ask\nfal apps list-rev desk-web'],
    ['shell', 'modal app stop "$APP"', 'fal apps delete "$APP"'],
    ['markdown', '`modal app stop`', '`fal apps delete`'],
    ['markdown', '`modal app stop <app>`', '`fal apps delete <app>`'],
    ['python', 'run(["modal", "app", "stop", "desk"])', 'run(["modal", "app", "stop", "desk"])', several],
    ['shell', 'modal app stop half', 'modal app stop half', 'Some of `half` is still on Modal: convert that first.'],
    ['shell', 'modal app stop calls', 'modal app stop calls', 'What was `calls` is called from Python and not deployed on fal: leave the command out.'],
    ['shell', 'modal app stop other', 'modal app stop other', '`other` is no app of these files: take its name on fal from `fal apps list`.'],
  ])('%s: %s', (language, before, after, todo) => {
    const found = findCommands(before, language).map((each) => convertCommand(each, targets, apps));
    const text = applied(before, found.flatMap(({ edits }) => edits));
    expect(text).toBe(after);
    expect(found.map((each) => each.todo)).toEqual([todo]);
  });
}); // prettier-ignore
