import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { openPrograms, type OpenProgram } from './image/holes.ts';
import { randomPrograms } from './image/random-steps.ts';

const root = join(import.meta.dirname, '..');
const rules = JSON.parse(readFileSync(join(root, 'rules/rules.json'), 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);
const env = ensurePythonEnv();

/** What a program becomes, and what is left to a person. */
interface Converted {
  readonly program: OpenProgram;
  readonly after: string;
  readonly common: string;
  readonly marks: readonly string[];
}

/** An image as the SDKs have it: lines of Modal, and lines or requirements of fal. */
interface Answer {
  readonly modal: readonly string[];
  readonly fal: readonly string[];
  readonly packages: readonly string[];
}

const written = await Promise.all(openPrograms.map(converted));
const random = await Promise.all(randomPrograms(60, 11).map(converted));
const whole = [...written, ...random.filter(({ marks }) => marks.length === 0)];

function sourceOf({ lines, kind }: OpenProgram): string {
  const head = `import modal\n${lines}\napp = modal.App("x")\n\n`;
  if (kind === undefined) return `${head}@app.function(image=image)\ndef f(): ...\n`;
  const body = '    BRANCH = "mine"\n    app_name = "x"\n';
  return `${head}@app.cls(image=image)\nclass f:\n${body}    @modal.method()\n    def go(self): ...\n`;
}

async function converted(program: OpenProgram): Promise<Converted> {
  const { common = '' } = program;
  const opened = await readProgram(
    [
      { path: 'app.py', source: sourceOf(program) },
      { path: 'common.py', source: common },
    ],
    sdk,
  );
  const { plans, results } = await migrate(opened, rules, { level: 'all' });
  const after = (path: string): string | undefined =>
    results.find(({ file }) => file === path)?.after;
  const reasons = plans.flatMap((plan) => plan.reasons);
  const marks = reasons.filter(({ verdict }) => verdict === 'manual').map(({ message }) => message);
  return { program, after: after('app.py') ?? '', common: after('common.py') ?? common, marks };
}

/** Executes each program for each of its environments, before and after. */
function deployed(all: readonly Converted[]) {
  const cases = all.flatMap((one) => one.program.envs.map((variables) => ({ ...one, variables })));
  const input = cases.map(({ program, after, common, variables }) => ({
    before: sourceOf(program),
    after,
    common: program.common ?? '',
    commonAfter: common,
    env: variables,
  }));
  const output = execFileSync(
    'python' in env ? env.python : '',
    ['-W', 'ignore', join(root, 'test/image/deployed_lines.py')],
    {
      input: JSON.stringify(input),
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
    },
  );
  const answers = JSON.parse(output) as readonly Answer[];
  return cases.map((one, i) => ({
    title: one.program.title,
    after: one.after,
    named: JSON.stringify(one.variables),
    answer: answers[i] ?? { modal: [], fal: [], packages: [] },
  }));
}

test.each(written)('$program.title: nothing is left to a person', ({ marks }) => {
  expect(marks).toEqual([]);
});

test('nearly all of what comes by chance is converted', () => {
  expect(whole.length - written.length).toBeGreaterThan(random.length * 0.9);
});

describe.runIf('python' in env)('when it is deployed, the image is the same on both SDKs', () => {
  test.each('python' in env ? deployed(whole) : [])('$title with $named', ({ answer, after }) => {
    const { modal, fal, packages } = answer;
    if (fal.length > 0) expect(steps(fal), after).toEqual(steps(modal));
    else expect(packages.toSorted(), after).toEqual(installed(modal).toSorted());
    expect(modal.length).toBeGreaterThan(0);
  });
});

/** What Modal's bases hold for Modal, and what fal asks for in every image. */
const OWN =
  /^(?:|FROM base|COPY \/python\/\. .*|COPY \. \/|RUN apt-get update|RUN apt-get install -y gcc .*|RUN pip install --upgrade .*|RUN echo 'debconf .*|RUN rm -rf \/usr.*|RUN ln -s .*|CMD \["sleep", "172800"\]|ENV TERMINFO_DIRS=.*|ENV PYTHONPATH=.*|ARG DEBIAN_FRONTEND=.*|RUN apt-get update && apt-get install -y (?:build-essential )?curl(?: gfortran)?|RUN python -m pip install --upgrade pip wheel uv|RUN python -m pip install (?:uv|fal)|RUN command -v curl .*|COPY --from=.*)$/;

/** The lines of an image that are the program's. Modal sorts packages, and updates apt in a line of its own. */
function steps(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !OWN.test(line))
    .map((line) => line.replace(/^RUN apt-get update && /, 'RUN '))
    .map((line) => line.replace(/^FROM python:(3\.\d+)[\d.]*-slim-\w+$/, 'FROM python:$1'))
    .map((line) =>
      INSTALL.test(line) ? line.trim().split(/\s+/).toSorted().join(' ') : line.trim(),
    );
}

const INSTALL =
  /^RUN (?:apt-get install|python -m pip install|\/\.uv\/uv pip install(?: --python \S+ \S+ \S+ --compile-bytecode)?) /;

/** Without a Dockerfile there is one list of packages. */
function installed(lines: readonly string[]): string[] {
  return lines
    .filter((line) => INSTALL.test(line) && !OWN.test(line))
    .flatMap((line) => line.replace(INSTALL, '').split(' '));
}
