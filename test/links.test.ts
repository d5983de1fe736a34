import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

/** What a program is converted to: its text, and what is said of its volumes. */
async function convert(files: Record<string, string>) {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all' });
  const reasons = plans.flatMap((plan) =>
    plan.reasons.filter(({ rule, message }) => rule === 'volumes' || message.includes('starts')),
  );
  return {
    text: results.find(({ file }) => file === 'app.py')?.after ?? files['app.py'] ?? '',
    said: reasons.map(({ verdict, message }) => `${verdict}: ${message}`),
  };
}

interface Case {
  readonly image?: string;
  readonly path?: string;
  readonly body?: string;
  readonly more?: string;
}

const SLIM = 'modal.Image.debian_slim(python_version="3.11")';

/** A function with one volume. */
function mounting({
  image = SLIM,
  path = '/vol',
  body = 'return open(x).read()',
  more = '',
}: Case): string {
  const settings = [image && `image=${image}`, `volumes={"${path}": volume${more}}`];
  return [
    'import os\nimport subprocess\nfrom pathlib import Path\n\nimport modal\n',
    'app = modal.App("x")\nvolume = modal.Volume.from_name("v")\n\n',
    `@app.function(${settings.filter(Boolean).join(', ')})`,
    `def f(x: str = ""):\n    ${body.replaceAll('\n', '\n    ')}\n`,
  ].join('\n');
}

const APT = `${SLIM}.apt_install("git")`;
const LINK = 'RUN rm -rf /vol && ln -s /data/v /vol\n';
const OUT = 'RUN rm -rf /root/out && ln -s /data/v /root/out\n';

describe('the image makes a mount path a link', () => {
  const table: [title: string, source: Case, lines: string[]][] = [
    ['no path is named', { image: APT }, [LINK, '    os.makedirs("/data/v", exist_ok=True)\n']],
    ['a list of packages is not enough', { image: `${SLIM}.pip_install("numpy")` }, ['image=ContainerImage', LINK]],
    ['the path may be one below', { image: APT, body: 'return open(f"/{x}").read()' }, [LINK]],
    ['a package may use it', { image: APT, body: 'import torch\n\ntorch.hub.load(x)' }, [LINK]],
    ['what a package gives may use it', { image: APT, body: 'from trainer import app\n\nreturn app' }, [LINK]],
    ['a module that only the image has may use it', { image: APT, body: 'from trainer import main\n\nmain()' }, [LINK]],
    ['a module of the tree may use it', { image: `${APT}.add_local_python_source("helper")`, body: 'from helper import main\n\nmain()' }, [LINK]],
    ['code that is not known may use it', { image: APT, body: 'exec(x)' }, [LINK]],
    ['another program starts', { image: APT, body: 'open("/vol/a")\nsubprocess.run(["tool"])' }, [LINK, 'open("/data/v/a")']],
    ['a shell starts', { image: APT, body: 'open("/vol/a")\nos.system("tool")' }, [LINK]],
    ['a relative path leads there', { path: '/root/out', body: 'open("/root/out/a")\nopen("out/b")' }, ['WORKDIR /root\n', OUT]],
    ['a relative f-string leads there', { path: '/root/out', body: 'open("/root/out/a")\nopen(f"./out/{x}")' }, [OUT]],
    ['a relative folder leads there', { path: '/root/out', body: 'open("/root/out/a")\nreturn Path("out")' }, [OUT]],
    ['from where the image says', { path: '/app/out', image: `${SLIM}.workdir("/app")`, body: 'open("/app/out/a")\nopen("out/b")' }, ['RUN mkdir -p /app && rm -rf /app/out && ln -s /data/v /app/out\n']],
    ['behind the lines of a Dockerfile', { image: 'modal.Image.from_dockerfile("Dockerfile")' }, ['Path("Dockerfile").read_text() + """\n', LINK]],
    ['a folder of a folder', { path: '/mnt/a/b' }, ['RUN mkdir -p /mnt/a && rm -rf /mnt/a/b && ln -s /data/v /mnt/a/b\n']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, lines) => {
    const helper = 'import sys\n\ndef main():\n    open(sys.argv[1])\n';
    const { text, said } = await convert({ 'app.py': mounting(source), 'helper.py': helper });
    for (const line of lines) expect(text).toContain(line);
    expect(said.filter((each) => each.startsWith('manual'))).toEqual([]);
    expect(said.join('\n')).toMatch(/: the image makes `\/.*` a link to .*, as /);
  });

  test('links come after what the image takes along', async () => {
    const image = `${APT}.add_local_dir("code", "/root")`;
    const { text } = await convert({ 'app.py': mounting({ image, path: '/root/out' }) });
    expect(text.indexOf(OUT)).toBeGreaterThan(text.indexOf('COPY code/ /root/'));
  });
});

describe('no link', () => {
  const table: [title: string, source: Case][] = [
    ['all paths are seen', { image: APT, body: 'return open("/vol/a").read()' }],
    ['a text that is no path of the folder', { path: '/root/out', body: 'open("/root/out/a")\nprint("out", "about/b")' }],
    ['another program, and no image of its own', { image: '', body: 'open("/vol/a")\nsubprocess.run(["tool"])' }],
    ['nothing is opened, and there is no image', { image: '', body: 'return x.upper()' }],
    ['nothing is opened', { image: APT, body: 'import time\n\ntime.sleep(1)\nreturn x.upper()' }],
    ['what is opened lies elsewhere', { image: APT, body: 'open("/tmp/a")\nopen(f"/var/{x}")\nreturn os.path.join("/opt", x)' }],
    ['a library looks there by itself, and a variable leads it', { image: APT, path: '/root/.cache/torch', body: 'subprocess.run(["tool"])' }],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source) => {
    const { text, said } = await convert({ 'app.py': mounting(source) });
    expect(text).not.toContain('ln -s');
    expect(said.filter((each) => each.startsWith('manual'))).toEqual([]);
  });
});

test('a list of packages holds no link, and the report says who may need one', async () => {
  const body = 'open("/vol/a")\nsubprocess.run(["tool"])';
  const { text, said } = await convert({ 'app.py': mounting({ body }) });
  expect(text).not.toContain('ln -s');
  expect(said).toContain(
    'rewrite-unsafe: programs that `f` starts may use `/vol`, too, which is `/data/v` on fal: see that they are told',
  );
  expect(said.join('\n')).not.toContain('a link');
});

describe('a mark, where there can be no link', () => {
  const nested = ', "/vol/in": modal.Volume.from_name("w")';
  const table: [title: string, source: Case, mark: string][] = [
    ['without an image', { image: '', body: 'return open(x).read()' }, 'the unit has no image'],
    ['a program, without an image', { image: '', body: 'subprocess.run(x)' }, 'the unit has no image'],
    ['the disk of fal itself', { path: '/data', image: APT }, 'it lies under `/data`, which fal mounts itself'],
    ['below the disk of fal', { path: '/data/set', image: APT }, 'it lies under `/data`, which fal mounts itself'],
    ['a mount in a mount', { image: APT, more: nested }, 'it lies inside of `/vol`, which is one'],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, source, mark) => {
    const { said } = await convert({ 'app.py': mounting(source) });
    expect(said.filter((each) => each.startsWith('manual'))).toEqual([
      expect.stringMatching(`^manual: .* cannot be a link to .*, as ${mark}: write`),
    ]);
  });
});
