import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

/** What a program is converted to: its text, and what is said of its mounts. */
async function convert(source: string, others: Record<string, string> = {}) {
  const files = Object.entries({ ...others, 'app.py': source });
  const program = await readProgram(
    files.map(([path, text]) => ({ path, source: text })),
    sdk,
  );
  const { plans, results } = await migrate(program, rules, { level: 'all' });
  const reasons = plans.flatMap((plan) => plan.reasons.filter(({ rule }) => rule === 'mounts'));
  return {
    text: results.find(({ file }) => file === 'app.py')?.after ?? source,
    said: reasons.map(({ verdict, message }) => `${verdict}: ${message}`),
  };
}

/** A function that mounts something. */
function mounting(mounts: string, { image = '', app = '', before = '', path = '/assets/a' } = {}) {
  const settings = [image && `image=${image}`, `mounts=${mounts}`].filter(Boolean).join(', ');
  return [
    'import modal\n',
    before,
    `stub = modal.Stub("x"${app})\n\n`,
    `@stub.function(${settings})`,
    'def f() -> str:',
    `    return open("${path}").read()\n`,
  ].join('\n');
}

const SLIM = 'modal.Image.debian_slim(python_version="3.11")';
const APT = `${SLIM}.apt_install("git")`;

describe('mounts of an app without a Dockerfile', () => {
  const table: [title: string, source: string, lines: string[]][] = [
    ['a folder', mounting('[modal.Mount.from_local_dir("static", remote_path="/assets")]'), ['app_files=["static"]', '"/app/static/a"']],
    ['a folder under its own name', mounting('[modal.Mount.from_local_dir("assets")]'), ['app_files=["assets"]', '"/app/assets/a"']],
    ['a path without a slash', mounting('[modal.Mount.from_local_dir("x/y", remote_path="assets")]'), ['app_files=["x/y"]', '"/app/x/y/a"']],
    ['a file', mounting('[modal.Mount.from_local_file("conf/a", remote_path="/assets/a")]'), ['app_files=["conf/a"]', '"/app/conf/a"']],
    ['a folder beside the file', mounting('[modal.Mount.from_local_dir(Path(__file__).parent / "static", remote_path="/assets")]', { before: 'from pathlib import Path\n' }), ['app_files=["static"]', '"/app/static/a"']],
    ['modules', mounting('[modal.Mount.from_local_python_packages("one", "two")]'), ['local_python_modules=["one", "two"]']],
    ['modules of long ago', mounting('modal.create_package_mounts(["one"])'), ['local_python_modules=["one"]']],
    ['a list in a list', mounting('[*modal.create_package_mounts(["one"])]'), ['local_python_modules=["one"]']],
    ['a list and a list', mounting('[M] + modal.create_package_mounts(["one"])', { before: 'M = modal.Mount.from_local_dir("assets")' }), ['app_files=["assets"]', 'local_python_modules=["one"]']],
    ['a chain', mounting('[modal.Mount.from_local_dir("assets").add_local_file("b")]'), ['app_files=["assets", "b"]']],
    ['those of the App, then its own', mounting('[modal.Mount.from_local_file("b")]', { app: ', mounts=[modal.Mount.from_local_file("a")]' }), ['app_files=["a", "b"]']],
    ['an image of packages', mounting('[modal.Mount.from_local_dir("assets")]', { image: `${SLIM}.pip_install("x")` }), ['requirements=["x"]', 'app_files=["assets"]']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, lines) => {
    const { text, said } = await convert(source);
    for (const line of lines) expect(text).toContain(line);
    expect(said.filter((each) => each.startsWith('manual'))).toEqual([]);
    expect(text).not.toContain('modal');
  });

  test('of another file', async () => {
    const common = {
      'common.py': 'import modal\n\nmount = modal.Mount.from_local_dir("assets")\n',
    };
    const { text } = await convert(
      mounting('[mount]', { before: 'from common import mount\n' }),
      common,
    );
    expect(text).toContain('app_files=["assets"]');
  });
});

describe('paths of what lands elsewhere', () => {
  const unit = (path: string, more = '') =>
    `${mounting(MOUNT, { image: SLIM, before: `PLACE = "/assets/a"\n`, path: '/tmp/x' })}    open(${path})\n${more}`;
  const MOUNT = '[modal.Mount.from_local_dir("static", remote_path="/assets")]';
  const other = '\n\n@stub.function()\ndef g():\n    open(PLACE)\n';
  const helper = 'def load():\n    return open("/assets/a")\n';

  const table: [title: string, source: string, lines: string[]][] = [
    ['in the unit', unit('"/assets/a"'), ['app_files=["static"]', 'open("/app/static/a")']],
    ['in a constant of the unit', unit('PLACE'), ['app_files=["static"]', 'PLACE = "/app/static/a"']],
    ['in a constant that names the mount, too', unit('PLACE').replace('"/assets")', 'PLACE[:-2])'), ['PLACE = "/app/static/a"']],
    ['in a constant of others', unit('PLACE', other), ['COPY static/ /assets/', 'PLACE = "/assets/a"']],
    ['in a file that comes along', unit('"x"').replace('return open("/tmp/x").read()', 'from helper import load\n    load()'), ['COPY static/ /assets/']],
    ['of another program', unit('"x"').replace('open("x")', 'import subprocess\n    subprocess.run(["make"])'), ['COPY static/ /assets/']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, lines) => {
    const { text, said } = await convert(source, { 'helper.py': helper });
    for (const line of lines) expect(text).toContain(line);
    expect(said.filter((each) => each.startsWith('manual'))).toEqual([]);
  });

  test('what says what is mounted opens nothing', async () => {
    const source = mounting(MOUNT, { image: SLIM }).replace(/return .*/, 'import helper');
    const { text } = await convert(source, { 'helper.py': 'def again():\n    import app\n' });
    expect(text).toContain('app_files=["static", "helper.py", "app.py"]');
  });

  test('without an image, a person writes them', async () => {
    const source = unit('PLACE', other).replace(`image=${SLIM}, `, '');
    const { said } = await convert(source);
    expect(said[0]).toBe(
      'manual: What stood in `/assets` lands in `/app/static` on fal: write that for the paths that the code opens',
    );
  });

  test.each(['/root/static', '/app/static'])(
    'what lands where it is found is not spoken of: %s',
    async (place) => {
      const mount = `[modal.Mount.from_local_dir("static", remote_path="${place}")]`;
      const { text, said } = await convert(mounting(mount, { path: 'static/a' }));
      expect(text).toContain('app_files=["static"]');
      expect(said).toEqual([]);
    },
  );
});

describe('mounts of an app with a Dockerfile are copied', () => {
  const table: [title: string, mount: string, line: string][] = [
    ['a folder', 'modal.Mount.from_local_dir("static", remote_path="/assets")', 'COPY static/ /assets/'],
    ['a file', 'modal.Mount.from_local_file("a.txt")', 'COPY a.txt /a.txt'],
    ['a module', 'modal.Mount.from_local_python_packages("one", remote_dir="/lib")', 'COPY one.py /lib/one.py'],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, mount, line) => {
    const { text } = await convert(mounting(`[${mount}]`, { image: APT }), { 'one.py': '' });
    expect(text.split('\n')).toContain(line);
    expect(text).toContain('"/assets/a"');
  });
});

describe('what a mount leaves open is said', () => {
  const table: [title: string, mounts: string, message: RegExp][] = [
    ['a condition', '[modal.Mount.from_local_dir("a", condition=lambda p: "x" in p)]', /`condition=` chooses what is mounted/],
    ['one level of folders', '[modal.Mount.from_local_dir("a", recursive=False)]', /`recursive=False` leaves folders out/],
    ['a path of one machine', '[modal.Mount.from_local_dir("/home/me/a")]', /only exists on one machine/],
    ['a folder whose name is not known', '[modal.Mount.from_local_dir(Path(__file__).parent)]', /lands under its own name/],
    ['a list that is made', 'make()', /`mounts=` is/],
    ['a mount that is made', '[make()]', /`mounts=` is made when the program runs/],
    ['a mount of the oldest kind', '[modal.Mount(local_dir="a", remote_dir="/b")]', /`Mount` is no mount that is known/],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, mounts, message) => {
    const { text, said } = await convert(
      mounting(mounts, { before: 'from pathlib import Path\n\nfrom elsewhere import make\n' }),
    );
    expect(said.join('\n')).toMatch(message);
    expect(text).toContain('# TODO(modal-lint): mounts: ');
  });
});
