import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewriteMountPath } from '../src/convert/mounts/mounts.ts';
import { outcome, expectReasons, VOLUME, mounted, plain, bodyOf } from './settings/outcome.ts';

const numRuns = Number(process.env.FUZZ ?? 2000);

describe('paths under a mount', () => {
  test.each<[string, string]>([
    ['open("/cache/a.bin")', 'open("/data/models/a.bin")'],
    ["open('/cache')", "open('/data/models')"],
    ['open(f"/cache/{x}.bin")', 'open(f"/data/models/{x}.bin")'],
    ['open(f"/cache/{x}/cache/y")', 'open(f"/data/models/{x}/cache/y")'],
    ['Path("/cache") / "a" / x', 'Path("/data/models") / "a" / x'],
    ['os.path.join("/cache", x)', 'os.path.join("/data/models", x)'],
    [
      'run(f"tool --out=/cache/o {x} > /cache/log")',
      'run(f"tool --out=/data/models/o {x} > /data/models/log")',
    ],
    [
      'run("cp a:/cache/x /cache; ls \\"/cache\\"")',
      'run("cp a:/data/models/x /data/models; ls \\"/data/models\\"")',
    ],
    ['print("a\\n/cache/x\\n")', 'print("a\\n/data/models/x\\n")'],
    [
      'g("sqlite:////cache/a.db", "sqlite+aiosqlite:////cache/b.db", "sqlite:///cache/c.db")',
      'g("sqlite:////data/models/a.db", "sqlite+aiosqlite:////data/models/b.db", "sqlite:///cache/c.db")',
    ],
    [
      'g(b"/cache/x", r"/cache/y", rf"/cache/{x}")',
      'g(b"/data/models/x", r"/data/models/y", rf"/data/models/{x}")',
    ],
    ['g("/cache" "/x")', 'g("/data/models" "/x")'],
    [
      'open("/cache2/a"), open("/cache-old"), open("/cache.db"), open("/root/cache/x")',
      'open("/cache2/a"), open("/cache-old"), open("/cache.db"), open("/root/cache/x")',
    ],
    [
      'g("s3://b/cache/x", "http://h/cache", "$(pwd)/cache", "~/cache", f"{x}/cache/y")',
      'g("s3://b/cache/x", "http://h/cache", "$(pwd)/cache", "~/cache", f"{x}/cache/y")',
    ],
    ['"""Reads /cache/x."""\nopen("/cache/x")', '"""Reads /cache/x."""\nopen("/data/models/x")'],
    [
      'client.get("/cache/x")\nweb.mount("/cache", Files("/cache/www"))',
      'client.get("/cache/x")\nweb.mount("/cache", Files("/data/models/www"))',
    ],
    [
      '@web.get("/cache/x")\ndef g():\n    return "/cache/y"',
      '@web.get("/cache/x")\ndef g():\n    return "/data/models/y"',
    ],
    [
      'def g(y="/cache/z"):\n    return lambda: "/cache/q"',
      'def g(y="/data/models/z"):\n    return lambda: "/data/models/q"',
    ],
  ])('%s', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.settings).toEqual([]);
    expectReasons(found, [
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ]);
  });

  test.each<[string, string, string, string, string]>([
    [
      'a constant',
      'CACHE = "/cache"\n',
      '{CACHE: vol}',
      'open(f"{CACHE}/x")',
      'CACHE = "/data/models"\n',
    ],
    [
      'a path',
      'CACHE = Path("/cache")\n',
      '{CACHE: vol}',
      'open(CACHE / "x")',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a path as text',
      'CACHE = Path("/cache")\n',
      '{str(CACHE): vol}',
      'open(CACHE / "x")',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a constant made of another',
      'CACHE = "/cache"\nWEIGHTS = f"{CACHE}/w"\n',
      '{CACHE: vol}',
      'open(WEIGHTS)',
      'CACHE = "/data/models"\nWEIGHTS = f"{CACHE}/w"\n',
    ],
    [
      'a constant beside the mount',
      'WEIGHTS = "/cache/w"\n',
      '{"/cache": vol}',
      'open(WEIGHTS)',
      'WEIGHTS = "/data/models/w"\n',
    ],
    [
      'an f-string that crosses it',
      'HOME = "/root"\nCACHE = f"{HOME}/cache"\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = f"/data/models"\n',
    ],
    [
      'a sum that crosses it',
      'HOME = "/root"\nCACHE = HOME + "/cache"\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = "/data/models"\n',
    ],
    [
      'a path that crosses it',
      'CACHE = Path("/root") / "cache"\n',
      '{str(CACHE): vol}',
      'open(CACHE)',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a path that crosses it from a name',
      "HOME = Path('/root')\nCACHE = HOME / 'cache'\n",
      '{str(CACHE): vol}',
      'open(CACHE)',
      "HOME = Path('/root')\nCACHE = HOME / '/data/models'\n",
    ],
    [
      'os.path.join that crosses it',
      'HOME = "/root"\nCACHE = os.path.join(HOME, "cache", "a")\n',
      '{"/root/cache": vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = os.path.join("/data/models", "a")\n',
    ],
    [
      'a constant of a dict of mounts',
      'CACHE = "/cache"\nVOLUMES = {CACHE: vol}\n',
      'VOLUMES',
      'open(CACHE)',
      'CACHE = "/data/models"\nVOLUMES = {CACHE: vol}\n',
    ],
    [
      'a helper',
      'def g():\n    return open("/cache/x")\n\n',
      '{"/cache": vol}',
      'g()',
      'def g():\n    return open("/data/models/x")\n\n',
    ],
    [
      'a helper of a helper',
      'def h():\n    return "/cache"\n\ndef g():\n    return h()\n\n',
      '{"/cache": vol}',
      'g()',
      'def h():\n    return "/data/models"\n\ndef g():\n    return h()\n\n',
    ],
    [
      'a helper that commits',
      'def g():\n    vol.commit()\n\n',
      '{"/cache": vol}',
      'g(), "/cache"',
      'def g():\n    pass\n\n',
    ],
    [
      'a constant that the image names too',
      'CACHE = "/cache"\nimage = modal.Image.debian_slim().env({"HF_HOME": CACHE})\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'CACHE = "/data/models"\nimage = modal.Image.debian_slim().env({"HF_HOME": CACHE})\n',
    ],
    [
      'no constant of the unit',
      'OTHER = "/cache/x"\n',
      '{"/cache": vol}',
      'open("/cache")',
      'OTHER = "/cache/x"\n',
    ],
  ])('above the unit: %s', async (_, above, mounts, body, after) => {
    const found = await outcome(mounted(body, above, mounts));
    expect(found.files['main.py']).toContain(`${VOLUME}${after}\n@app`);
    expectReasons(found, ['rewrite-unsafe: the volume']);
    expect(found.reasons[0]).not.toContain('no path');
  });

  const LOCAL = {
    'an entrypoint': '\n\n@app.local_entrypoint()\ndef main():\n    print(CACHE)\n',
    'a helper of an entrypoint':
      '\n\ndef show():\n    print(CACHE)\n\n\n@app.local_entrypoint()\ndef main():\n    show()\n',
    'a statement of the module': '\n\nprint(CACHE)\n',
  };

  test.each(Object.entries(LOCAL))('a constant moves that %s uses too', async (_, below) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(plain(found)).toBe(program.replace('CACHE = "/cache"', 'CACHE = "/data/models"'));
    expect(found.reasons).toHaveLength(1);
  });

  const GUESTS = {
    'a unit without the volume': ['\n\n@app.function()\ndef g():\n    print(CACHE)\n', 'g'],
    'a unit that hands the path on': [
      '\n\n@app.function()\ndef g():\n    f.remote(os.path.join(CACHE, "x"))\n',
      'g',
    ],
    'a helper of units without the volume': [
      '\n\ndef show():\n    return f"at {CACHE}"\n\n\n@app.function()\ndef h():\n    show()\n\n\n@app.function()\ndef g():\n    show()\n',
      '`g` and `h`',
    ],
    'a unit with another volume elsewhere': [
      '\n\n@app.function(volumes={"/other": modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
      'g',
    ],
    'a unit with a bucket elsewhere': [
      '\n\n@app.function(volumes={"/b": modal.CloudBucketMount("b")})\ndef g():\n    print(CACHE)\n',
      'g',
    ],
    'a unit with an image of its own': [
      '\n\n@app.function(image=modal.Image.debian_slim().pip_install("a"))\ndef g():\n    print(CACHE)\n',
      'g',
    ],
  } as const;

  test.each(Object.entries(GUESTS))('a constant moves that %s names', async (_, [below, user]) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(found.files['main.py']).toContain('CACHE = "/data/models"');
    const name = user.length === 1 ? `\`${user}\`` : user;
    expect(found.reasons.slice(1)).toEqual([
      `rewrite-unsafe: \`CACHE\` is also used in ${name}, where no volume was mounted at \`/cache\`: on fal \`/data/models\` is the same directory there`,
    ]);
  });

  const OTHERS = {
    'a unit without the volume': '\n\n@app.function()\ndef g():\n    open(CACHE + "/x")\n',
    'a method of the path': '\n\n@app.function()\ndef g():\n    return Path(CACHE, "x").exists()\n',
    'a unit with another volume there':
      '\n\n@app.function(volumes={CACHE: modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
    'a unit with another volume below':
      '\n\n@app.function(volumes={"/cache/x": modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
    'a unit with a bucket':
      '\n\n@app.function(volumes={"/cache/b": modal.CloudBucketMount("b")})\ndef g():\n    print(CACHE)\n',
    'a unit whose image has files there':
      '\n\n@app.function(image=modal.Image.debian_slim().run_commands("wget x -P /cache"))\ndef g():\n    print(CACHE)\n',
    'a unit whose image is made with it':
      '\n\n@app.function(image=modal.Image.debian_slim().add_local_dir("a", CACHE))\ndef g():\n    print(CACHE)\n',
    'a unit whose image may have files anywhere':
      '\n\n@app.function(image=modal.Image.debian_slim().run_function(print))\ndef g():\n    print(CACHE)\n',
    'a unit whose image is not known':
      '\n\n@app.function(image=make_image())\ndef g():\n    print(CACHE)\n',
    'a helper of a unit without the volume':
      '\n\ndef show():\n    print(os.listdir(CACHE))\n\n\n@app.function()\ndef g():\n    show()\n',
  };

  test.each(Object.entries(OTHERS))('a constant stays that %s uses', async (_, below) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(plain(found)).toBe(program);
    expect(found.reasons[1]).toMatch(
      /^manual: `CACHE` is also used in `.*`, which does not see the volume: write `\/data\/models` for `\/cache`/,
    );
  });

  test.each([
    ['clips = modal.NetworkFileSystem.new()', 'clips', 'main-clips'],
    ['clips = modal.SharedVolume()', 'clips', 'main-clips'],
    ['app.my_clips = modal.NetworkFileSystem.new()', 'app.my_clips', 'main-my-clips'],
  ])('a volume without a name has that of its variable: %s', async (made, name, to) => {
    const program = `import modal\n\napp = modal.Stub("x")\n${made}\n\n\n@app.function(network_file_systems={"/clips": ${name}})\ndef f(x=1):\n    open("/clips/a")\n`;
    const found = await outcome(program);
    expect(found.files['main.py']).toContain(`open("/data/${to}/a")`);
    expect(found.reasons).toEqual([
      `rewrite-unsafe: the volume at \`/clips\` had no name: it becomes the directory \`/data/${to}\`, which every app of the account shares, and which stays when the app ends`,
    ]);
  });

  test('a volume without a name or a variable is left to a person', async () => {
    const found = await outcome(
      'import modal\n\napp = modal.Stub("x")\n\n\n@app.function(network_file_systems={"/clips": modal.SharedVolume()})\ndef f(x=1):\n    open("/clips/a")\n',
    );
    expect(found.reasons[0]).toMatch(/^manual: the volume at `\/clips` is made without a name/);
  });

  const CALLERS = {
    'an entrypoint hands it on':
      '\n\n@app.local_entrypoint()\ndef main():\n    f.remote(os.path.join(CACHE, "x"))\n',
    'another unit hands it on': '\n\n@app.function()\ndef g():\n    f.remote(f"{CACHE}/x")\n',
    'a constant is made of it':
      'NAMES = [CACHE + "/a"]\n\n\n@app.local_entrypoint()\ndef main():\n    f.map(NAMES)\n',
  };

  test.each(Object.entries(CALLERS))(
    'the constant of a mount moves with it: %s',
    async (_, below) => {
      const program = mounted('open(x)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
      const found = await outcome(program);
      expect(found.files['main.py']).toContain('CACHE = "/data/models"');
      expect(found.files['main.py']).toContain('    os.makedirs("/data/models", exist_ok=True)\n');
    },
  );

  const NO_CALLERS = {
    'nobody else names it': '',
    'another unit looks there': '\n\n@app.function()\ndef g():\n    os.listdir(CACHE)\n',
  };

  test.each(Object.entries(NO_CALLERS))('the constant of a mount stays: %s', async (_, below) => {
    const program = mounted('open(x)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(found.files['main.py'] ?? program).toBe(program);
    expect(found.reasons.filter((one) => one.startsWith('manual'))).toEqual([
      expect.stringContaining('`/cache` cannot be a link to `/data/models`'),
    ]);
  });

  test('units that mount a volume by one constant move together', async () => {
    const below =
      '\n\n@app.function(volumes={CACHE: vol})\ndef g():\n    open("/cache/own")\n    open(CACHE)\n';
    const found = await outcome(
      mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below,
    );
    expect(found.files['main.py']).toContain('CACHE = "/data/models"\n');
    expect(found.files['main.py']).toContain('open("/data/models/own")');
  });

  test('a unit whose constant moved before has nothing left to do', async () => {
    const program = mounted('open(CACHE)', 'CACHE = "/data/models"\n', '{CACHE: vol}');
    expect(plain(await outcome(program))).toBe(program);
  });

  test('constants and helpers of other files', async () => {
    const common =
      'import modal\n\nCACHE = "/cache"\nvol = modal.Volume.from_name("models")\n\n\ndef load():\n    vol.reload()\n    return open(f"{CACHE}/x")\n';
    const main =
      'import modal\nimport common\nfrom common import CACHE, load, vol\n\napp = modal.App("x")\n\n\n@app.function(volumes={CACHE: vol})\ndef f(x=1):\n    return load(), common.CACHE\n';
    const found = await outcome({ 'common.py': common, 'main.py': main });
    expect(plain(found)).toBe(main);
    expect(found.files['common.py']).toBe(
      common.replace('"/cache"', '"/data/models"').replace('    vol.reload()\n', ''),
    );
  });

  test('the App mounts for all its units', async () => {
    const program =
      'import modal\n\nvol = modal.Volume.from_name("models")\nCACHE = "/cache"\napp = modal.App("x", volumes={CACHE: vol})\n\n\n@app.function()\ndef f(x=1):\n    return open(CACHE)\n\n\n@app.function()\ndef g():\n    return open("/cache")\n';
    const found = await outcome(program);
    expect(found.files['main.py']).toContain('CACHE = "/data/models"');
    expect(found.files['main.py']).toContain('return open("/data/models")');
  });

  test('methods, class attributes and what a person must write', async () => {
    const program = `${VOLUME}\n\n@app.cls(volumes={"/cache": vol})\nclass C:\n    home = "/cache/home"\n    place: str = modal.parameter(default="/cache/p")\n\n    @modal.enter()\n    def load(self):\n        self.path = f"{self.home}/x"\n\n    @modal.method()\n    def m(self, path: str = "/cache/m"):\n        return "/cache/m"\n\n    def plain(self, path="/cache/q"):\n        return path\n`;
    const found = await outcome(program, 'C');
    expect(plain(found)).toBe(
      program
        .replace('"/cache/home"', '"/data/models/home"')
        .replace('return "/cache/m"', 'return "/data/models/m"')
        .replace('"/cache/q"', '"/data/models/q"'),
    );
    expectReasons(found, [
      'rewrite-unsafe: the volume',
      'manual: the default of `path` lies under `/cache`: write it under `/data/models`',
    ]);
  });

  test.each([
    [
      'open(f"/cache{x}")',
      'manual: `f"/cache{x}"` may lie under `/cache`, which is `/data/models` now',
    ],
    ['HOME = Path("/root")\nopen(HOME / "cache2")', undefined],
  ])('what only a person can tell: %s', async (body, reason) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(body);
    expect(found.reasons[1]?.slice(0, reason?.length)).toBe(reason);
  });

  test('the longest mount counts', async () => {
    const mounts = '{"/m": vol, "/m/in": modal.Volume.from_name("inner")}';
    const found = await outcome(mounted('g("/m/a", "/m/in/b", "/m/inner")', '', mounts));
    expect(bodyOf(found)).toBe('g("/data/models/a", "/data/inner/b", "/data/models/inner")');
  });

  test.each<[string, string, string]>([
    [
      '/data',
      'g("/data/x", "/data", "/database", "/data/models/x")',
      'g("/data/models/x", "/data/models", "/database", "/data/models/x")',
    ],
    ['/data/models', 'g("/data/models/x")', 'g("/data/models/x")'],
  ])('a mount at %s', async (path, body, after) => {
    expect(bodyOf(await outcome(mounted(body, '', `{"${path}": vol}`)))).toBe(after);
  });
});

describe('rewriteMountPath', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
  const piece = fc.oneof(
    fc.constantFrom(' ', '/', '"', '=', ':', '.', '\n', '-', 'é', '😀', '{', '}'),
    name,
    path,
  );
  const text = (mount: string): fc.Arbitrary<string> =>
    fc.array(fc.oneof(piece, fc.constant(mount)), { maxLength: 12 }).map((parts) => parts.join(''));
  const cases = fc
    .tuple(path, name)
    .chain(([mount, volume]) =>
      fc.tuple(fc.constant({ path: mount, to: `/data/${volume}` }), text(mount)),
    );

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(cases, ([mount, given]) => {
        // A volume that is mounted inside its own new place can be told from nothing.
        fc.pre(!mount.path.startsWith(`${mount.to}/`));
        const once = rewriteMountPath(given, [mount]);
        expect(rewriteMountPath(once, [mount])).toBe(once);
      }),
      { numRuns },
    );
  });

  test('what is no path under the mount stays', () => {
    fc.assert(
      fc.property(cases, ([mount, given]) => {
        const after = rewriteMountPath(given, [mount]);
        // Taking the changes back gives the text: nothing but the mount's path was touched.
        const undone = after.split(mount.to).join(mount.path);
        expect(undone).toBe(given.split(mount.to).join(mount.path));
      }),
      { numRuns },
    );
  });

  test('a path under the mount is rewritten, its neighbours are not', () => {
    fc.assert(
      fc.property(path, name, path, (mount, volume, rest) => {
        const change = { path: mount, to: `/data/${volume}` };
        fc.pre(!mount.startsWith('/data') && !rest.startsWith('/data'));
        expect(rewriteMountPath(mount + rest, [change])).toBe(change.to + rest);
        expect(rewriteMountPath(`${mount}x${rest}`, [change])).toBe(`${mount}x${rest}`);
        expect(rewriteMountPath(`x${mount}${rest}`, [change])).toBe(`x${mount}${rest}`);
      }),
      { numRuns },
    );
  });
});
