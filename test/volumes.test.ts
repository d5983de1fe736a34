import { describe, expect, test } from 'vitest';
import { outcome, expectReasons, VOLUME, mounted, bodyOf } from './settings/outcome.ts';

describe('volumes', () => {
  test.each<[string, string, string]>([
    ['{"/cache/": vol}', '', 'rewrite-unsafe: the volume `models` at `/cache` becomes'],
    [
      '{"/cache": modal.Volume.from_name("a-b_c.d")}',
      '',
      'rewrite-unsafe: the volume `a-b_c.d` at `/cache` becomes the directory `/data/a-b_c.d`',
    ],
    ['{"/cache": modal.Volume.lookup("v")}', '', 'rewrite-unsafe: the volume `v`'],
    ['{"/cache": modal.Volume.persisted("v")}', '', 'rewrite-unsafe: the volume `v`'],
    [
      '{"/cache": vol.with_mount_options(sub_path="/llama/")}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models/llama`',
    ],
    [
      '{"/cache": vol.with_mount_options(read_only=True)}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`, which every app of the account shares and may write to',
    ],
    [
      '{"/cache": vol.read_only()}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`, which every app of the account shares and may write to',
    ],
    ['dict(**MORE)', 'MORE = {"/cache": vol}\n', 'rewrite-unsafe: the volume `models` at `/cache`'],
    [
      '{**MORE, "/cache": vol}',
      'MORE = {"/cache": modal.Volume.from_name("o")}\n',
      'rewrite-unsafe: the volume `models` at `/cache`',
    ],
    [
      '{"/root/.cache/huggingface": vol}',
      '',
      'rewrite-unsafe: the volume `models` at `/root/.cache/huggingface` becomes the directory `/data/models`, which every app of the account shares: `HF_HOME=/data/models` leads libraries there',
    ],
    [
      '{"/cache": modal.Volume.from_name(os.environ["V"])}',
      '',
      'manual: the volume at `/cache` is named by something that is read from the environment: choose a directory',
    ],
    ['{"/cache": modal.Volume.ephemeral()}', '', 'manual: the volume at `/cache` is'],
    ['{os.environ["P"]: vol}', '', 'manual: a mount path is read from the environment'],
    [
      '{"/cache": modal.CloudBucketMount("b")}',
      '',
      'no-equivalent: fal mounts no buckets: read what lies at `/cache`',
    ],
    [
      'make()',
      'def make():\n    return {k: vol for k in open("x")}\n',
      'manual: the mounts of `volumes=` are the result of a call',
    ],
    [
      'MORE',
      'MORE = {}\nif os.environ.get("M"):\n    MORE["/cache"] = vol\n',
      'manual: the mounts of `volumes=` are `MORE`, which is changed after it is made',
    ],
    [
      'make(True)',
      'def make(more=False):\n    found = {}\n    if more:\n        found["/cache"] = vol\n    return found\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      'MORE',
      'MORE = {}\nMORE["/cache"] = vol\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      'A | B',
      'A = {}\nB = {"/cache": vol}\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      '{f"/{name}": modal.Volume.from_name(name) for name in NAMES}',
      'NAMES = ["cache"]\n',
      'rewrite-unsafe: the volume `cache` at `/cache` becomes the directory `/data/cache`',
    ],
    [
      'CONF.mounts()',
      'class Conf:\n    def __init__(self, name):\n        self.name = name\n    @property\n    def path(self):\n        return f"/{self.name}"\n    def mounts(self):\n        return {self.path: modal.Volume.from_name(self.name)}\nCONF = Conf("cache")\n',
      'rewrite-unsafe: the volume `cache` at `/cache` becomes the directory `/data/cache`',
    ],
  ])('volumes=%s', async (mounts, above, reason) => {
    expectReasons(await outcome(mounted('pass', above, mounts)), [reason]);
  });

  test('a mount that nothing in the code names says so', async () => {
    const [reason] = (await outcome(mounted('pass'))).reasons;
    expect(reason).toMatch(
      /: no path under `\/cache` was found in `f`, so point what reads and writes there to `\/data\/models`$/,
    );
  });

  test('no volumes at all', async () => {
    expect((await outcome(mounted('pass', '', '{}'))).reasons).toEqual([]);
  });

  test('a network file system becomes a directory too', async () => {
    const program =
      'import modal\n\napp = modal.App("x")\nnfs = modal.NetworkFileSystem.from_name("old")\n\n\n@app.function(network_file_systems={"/cache": nfs})\ndef f(x=1):\n    open("/cache/x")\n';
    const found = await outcome(program);
    expect(bodyOf(found)).toBe('open("/data/old/x")');
  });
});

describe('directories', () => {
  const MAKES = 'os.makedirs("/data/models", exist_ok=True)';

  test.each<[string, string, string]>([
    ['a body', 'open("/cache/x")', `${MAKES}\nopen("/data/models/x")`],
    ['a docstring', '"""D."""\nopen("/cache/x")', `"""D."""\n${MAKES}\nopen("/data/models/x")`],
    [
      'an import of `os` in the body',
      'import os\nopen("/cache/x")',
      `import os\n${MAKES}\nopen("/data/models/x")`,
    ],
    ['no path', 'open("/tmp/x")', 'open("/tmp/x")'],
    [
      'a directory that the code makes',
      'os.makedirs("/cache/a")\nopen("/cache/x")',
      'os.makedirs("/data/models/a")\nopen("/data/models/x")',
    ],
    [
      'a path that makes its parents',
      'Path("/cache/a").mkdir(parents=True)',
      'Path("/data/models/a").mkdir(parents=True)',
    ],
    [
      'a path that does not',
      'Path("/cache/a").mkdir()',
      `${MAKES}\nPath("/data/models/a").mkdir()`,
    ],
  ])('%s', async (_, body, after) => {
    const { files } = await outcome(mounted(body));
    const [, found = ''] = files['main.py']?.split('def f(x=1):\n') ?? [];
    expect(found.replace(/^ {4}/gm, '').trimEnd()).toBe(after);
  });

  test('two volumes', async () => {
    const mounts = '{"/m": vol, "/n": modal.Volume.from_name("n")}';
    const { files } = await outcome(mounted('g("/m", "/n")', '', mounts));
    expect(files['main.py']).toContain(
      `    ${MAKES}\n    os.makedirs("/data/n", exist_ok=True)\n    g(`,
    );
  });

  test('a volume that is only read is there already', async () => {
    const mounts = '{"/m": vol.read_only()}';
    expect((await outcome(mounted('g("/m")', '', mounts))).files['main.py']).not.toContain(MAKES);
  });

  test.each<[string, string, string, string]>([
    [
      'a class without hooks gets one',
      'class C:',
      '    @modal.method()\n    def m(self):\n        return "/cache"\n',
      '',
    ],
    [
      'the first hook of a class',
      'class C:',
      '    @modal.enter()\n    def load(self):\n        self.x = "/cache"\n',
      `    def load(self):\n        ${MAKES}\n        self.x`,
    ],
    [
      'a hook that runs before the snapshot',
      'class C:',
      '    @modal.enter()\n    def b(self):\n        pass\n\n    @modal.enter(snap=True)\n    def a(self):\n        self.x = "/cache"\n',
      `    def a(self):\n        ${MAKES}\n        self.x`,
    ],
  ])('%s', async (_, header, body, after) => {
    const program = `${VOLUME}\n\n@app.cls(volumes={"/cache": vol})\n${header}\n${body}`;
    const found = await outcome(program, 'C');
    if (after === '') expect(found.members).toEqual([`def setup(self):\n    ${MAKES}`]);
    else expect(found.files['main.py']).toContain(after);
  });
});

describe('commit and reload', () => {
  test.each<[string, string]>([
    ['open("/tmp/x")\nvol.commit()', 'open("/tmp/x")'],
    ['vol.reload()  # see what others wrote\nopen("/tmp/x")', 'open("/tmp/x")'],
    ['vol.commit()', 'pass'],
    ['vol.commit()\nvol.reload()', 'pass'],
    [
      'if x:\n    vol.commit()\nelse:\n    open("/tmp/x")',
      'if x:\n    pass\nelse:\n    open("/tmp/x")',
    ],
    ['if x: vol.commit()', 'if x: pass'],
    [
      'try:\n    vol.reload()\nexcept RuntimeError:\n    pass',
      'try:\n    pass\nexcept RuntimeError:\n    pass',
    ],
    ['vol.commit(); open("/tmp/x")', 'open("/tmp/x")'],
    ['async def g():\n    await vol.commit.aio()\n    return 1', 'async def g():\n    return 1'],
  ])('%s', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.reasons).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['y = vol.commit()', 'y = None'],
    ['return vol.commit() or 1', 'return None or 1'],
    ['run(vol.commit)', 'run(lambda: None)'],
    ['run(after=vol.reload)', 'run(after=lambda: None)'],
    ['run(lambda: vol.commit())', 'run(lambda: None)'],
    ['hooks = [vol.commit]', 'hooks = [(lambda: None)]'],
    ['async def g():\n    y = await vol.commit.aio()', 'async def g():\n    y = None'],
    [
      'async def g():\n    await gather(vol.commit.aio())',
      'async def g():\n    await gather(asyncio.sleep(0))',
    ],
    ['run(vol.commit.aio)', 'run(lambda: asyncio.sleep(0))'],
  ])('%s does nothing, and gives nothing', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.reasons).toHaveLength(1);
  });
});
