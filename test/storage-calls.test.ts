// What the marks of calls on volumes and Dicts say: the user's own paths, as far as they are known, and nobody else's.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

async function converted(source: string): Promise<string> {
  const program = await readProgram([{ path: 'app.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all' });
  return results[0]?.after ?? source;
}

/** The marks of a text: `rule: message`. */
function marksIn(text: string): string[] {
  return [...text.matchAll(/# TODO\(modal-lint\): (.*)/g)].map(([, mark = '']) => mark);
}

const APP = 'import modal\n\napp = modal.App("x")\n';
const TOP = `${APP}vol = modal.Volume.from_name("models")\n\n\n`;

/** Statements of an entrypoint, one a line. */
function inMain(top: string, lines: readonly string[]): string {
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `${top}@app.local_entrypoint()\ndef main(name: str):\n${body}`;
}

const BATCH = 'with vol.batch_upload() as batch:';
/** Where a batch is handed on, all that is done with it is a person's. */
const KEPT = '    print(batch)';
const NO_BATCHES =
  'volume-batch-upload: Uploads have no batches on fal: put each file or directory below `/data/models` on its own';

interface Case {
  readonly lines: readonly string[];
  readonly marks: readonly string[];
}

function titled(cases: readonly Case[]): (Case & { readonly title: string })[] {
  return cases.map((one) => ({ ...one, title: one.lines.join('; ') }));
}

const calls: readonly Case[] = [
  {
    lines: [BATCH, KEPT, '    batch.put_file("out/kb.md", "/root/kb.md")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it with `fal files upload out/kb.md /data/models/root/kb.md`, or write it there on a runner',
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_file("my kb.md", "kb.md")'],
    marks: [
      NO_BATCHES,
      "volume-batch-upload: Upload it with `fal files upload 'my kb.md' /data/models/kb.md`, or write it there on a runner",
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_file(name, "/kb.md")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it to `/data/models/kb.md` with `fal files upload`, or write it there on a runner',
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_file("/tmp/kb.md", "/kb.md")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it to `/data/models/kb.md` with `fal files upload`, or write it there on a runner',
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_file("a", f"/{name}")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it to a path below `/data/models` with `fal files upload`, or write it there on a runner',
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_directory("./w", remote_path="/")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it with `fal files upload ./w /data/models`, or with `fal.sync_dir("./w", "/data/models")` in Python',
    ],
  },
  {
    lines: [BATCH, KEPT, '    batch.put_directory(name, "/w")'],
    marks: [
      NO_BATCHES,
      'volume-batch-upload: Upload it to `/data/models/w` with `fal files upload`, or with `fal.sync_dir` in Python',
    ],
  },
  {
    lines: ['print(vol.listdir("/a b"))'],
    marks: [
      'volume-listdir: List it with `os.scandir("/data/models/a b")` on a runner, or with `fal files list \'/data/models/a b\'` from outside',
    ],
  },
  {
    lines: ['print(list(vol.iterdir("/")))'],
    marks: [
      'volume-listdir: List it with `os.walk("/data/models")` on a runner, or with `fal files list /data/models` from outside',
    ],
  },
  {
    lines: ['print(vol.listdir(name, recursive=True))'],
    marks: [
      'volume-listdir: List what lies below `/data/models` with `os.walk` on a runner, or with `fal files list` from outside',
    ],
  },
  {
    lines: ['print(list(vol.read_file("./a.txt")))'],
    marks: [
      'volume-read-file: Read it with `open("/data/models/a.txt", "rb")` on a runner, or fetch it with `fal files download /data/models/a.txt .` from outside',
    ],
  },
  {
    lines: ['vol.remove_file("old", recursive=len(name) > 1)'],
    marks: [
      'volume-remove-file: Remove it with `shutil.rmtree("/data/models/old")` on a runner, or with `fal files rm /data/models/old` from outside',
    ],
  },
  {
    lines: ['vol.copy_files(["a"], "b")'],
    marks: [
      'volume-copy-files: Copy it with `shutil.copy("/data/models/a", "/data/models/b")` on a runner; from outside, `fal files mv` renames',
    ],
  },
  {
    lines: ['vol.copy_files(["a", "c"], "b", recursive=True)'],
    marks: [
      'volume-copy-files: Copy what lies below `/data/models` with `shutil.copytree` on a runner; from outside, `fal files mv` renames',
    ],
  },
];

describe('calls on a volume', () => {
  test.each(titled(calls))('$title', async ({ lines, marks }) => {
    const after = await converted(inMain(TOP, lines));
    expect(marksIn(after)).toEqual(marks);
    expect(await converted(after)).toBe(after);
  });

  test('of an unknown volume name no path', async () => {
    const helper = 'def load(store: modal.Volume):\n    return store.read_file("a.txt")\n';
    expect(marksIn(await converted(TOP + helper))).toEqual([
      "volume-read-file: Open the file, which lies in the volume's directory under `/data`, on a runner, or fetch it with `fal files download` from outside",
    ]);
  });

  test('take paths inside the volume, which do not move with its mount', async () => {
    const source = `${TOP}@app.function(volumes={"/m": vol})\ndef f():\n    print(vol.listdir("/m/x"), open("/m/x"))\n`;
    const after = await converted(source);
    expect(after).toContain('vol.listdir("/m/x"), open("/data/models/x")');
    expect(marksIn(after)).toEqual([
      'volume-listdir: List it with `os.scandir("/data/models/m/x")` on a runner, or with `fal files list /data/models/m/x` from outside',
    ]);
    expect(await converted(after)).toBe(after);
  });
});

/** Lines on Modal, what they are in an entrypoint, and what in a function; nothing where they are left to a person. */
interface Rewritten {
  readonly lines: readonly string[];
  readonly outside: readonly string[] | undefined;
  readonly inside: readonly string[] | undefined;
}

const LS = 'FalFileSystem(skip_instance_cache=True).ls';

const rewritten: readonly Rewritten[] = [
  {
    lines: ['for e in vol.listdir("/a"):', '    print(e.path, e.size)'],
    outside: [
      `for e in ${LS}("/data/models/a"):`,
      '    print(e["name"].removeprefix("/data/models/"), e["size"])',
    ],
    inside: [
      'for e in sorted(Path("/data/models/a").iterdir()):',
      '    print(e.relative_to("/data/models").as_posix(), e.stat().st_size)',
    ],
  },
  {
    lines: ['found = vol.listdir(name)', 'print(len(found), [f"{e.path}" for e in found])'],
    outside: [
      `found = ${LS}(f"/data/models/{name}")`,
      `print(len(found), [f"{e['name'].removeprefix('/data/models/')}" for e in found])`,
    ],
    inside: [
      'found = sorted(Path(f"/data/models/{name}").iterdir())',
      `print(len(found), [f"{e.relative_to('/data/models').as_posix()}" for e in found])`,
    ],
  },
  {
    lines: [
      'print([e.mtime for e in vol.iterdir("/") if e.type != modal.types.FileEntryType.FILE])',
    ],
    outside: undefined,
    inside: [
      'print([int(e.stat().st_mtime) for e in sorted(Path("/data/models").rglob("*")) if not e.is_file()])',
    ],
  },
  {
    lines: ['print([e.path for e in list(vol.listdir("/")) if e.type.name == "FILE"])'],
    outside: undefined,
    inside: undefined,
  },
  { lines: ['for e in vol.listdir("/"):', '    print(e)'], outside: undefined, inside: undefined },
  {
    lines: ['e = vol.listdir("/")', 'e = e + [1]', 'print(e)'],
    outside: undefined,
    inside: undefined,
  },
  {
    lines: ['open(name, "wb").write(b"".join(vol.read_file(name)))'],
    outside: undefined,
    inside: ['open(name, "wb").write(Path(f"/data/models/{name}").read_bytes())'],
  },
  {
    lines: ['Path(name).write_bytes(b"".join(vol.read_file("/" + name)))'],
    outside: ['FalFileSystem().get_file("/data/models/" + str("/" + name), Path(name))'],
    inside: ['Path(name).write_bytes(Path("/data/models/" + str("/" + name)).read_bytes())'],
  },
  {
    lines: [
      'with open(name, "wb") as f:',
      '    for chunk in vol.read_file(f"/{name}.bin"):',
      '        f.write(chunk)',
    ],
    outside: ['FalFileSystem().get_file(f"/data/models/{name}.bin", name)'],
    inside: [
      'with open(name, "wb") as f:',
      '    for chunk in [Path(f"/data/models/{name}.bin").read_bytes()]:',
      '        f.write(chunk)',
    ],
  },
  {
    lines: ['print(next(vol.read_file("a")))'],
    outside: undefined,
    inside: ['print(next(iter([Path("/data/models/a").read_bytes()])))'],
  },
  {
    lines: ['vol.remove_file(name)'],
    outside: ['FalFileSystem().rm(f"/data/models/{name}")'],
    inside: ['os.remove(f"/data/models/{name}")'],
  },
  {
    lines: [BATCH, '    batch.put_file(name, "/kb.md")', '    print(name)'],
    outside: [
      'batch = FalFileSystem()',
      'batch.put_file(name, "/data/models/kb.md")',
      'print(name)',
    ],
    inside: [
      'os.makedirs("/data/models", exist_ok=True)',
      'Path("/data/models/kb.md").write_bytes(Path(name).read_bytes())',
      'print(name)',
    ],
  },
  {
    lines: [BATCH, '    batch.put_file("/tmp/x", "/kb.md")'],
    outside: ['batch = FalFileSystem()', 'batch.put_file("/tmp/x", "/data/models/kb.md")'],
    inside: [
      'os.makedirs("/data/models", exist_ok=True)',
      'shutil.copyfile("/tmp/x", "/data/models/kb.md")',
    ],
  },
  {
    lines: [BATCH, '    batch.put_file(remote_path="/kb.md", local_file="/m/x")'],
    outside: ['batch = FalFileSystem()', 'batch.put_file("/m/x", "/data/models/kb.md")'],
    inside: [
      'os.makedirs("/data/models", exist_ok=True)',
      'os.makedirs("/data/models", exist_ok=True)',
      'Path("/data/models/kb.md").write_bytes(Path("/data/models/x").read_bytes())',
    ],
  },
  {
    lines: [
      'if name:',
      `    ${BATCH}`,
      '        batch.put_file(',
      '            name,',
      '            "/kb.md",',
      '        )',
    ],
    outside: [
      'if name:',
      '    batch = FalFileSystem()',
      '    batch.put_file(name, "/data/models/kb.md")',
    ],
    inside: [
      'if name:',
      '    os.makedirs("/data/models", exist_ok=True)',
      '    Path("/data/models/kb.md").write_bytes(Path(name).read_bytes())',
    ],
  },
  {
    lines: [BATCH, '    for at in [1, 2]:', '        batch.put_directory(name, f"/w/{at}")'],
    outside: [
      'batch = FalFileSystem()',
      'for at in [1, 2]:',
      '    batch.put(f"{name}/", f"/data/models/w/{at}/", recursive=True)',
    ],
    inside: [
      'for at in [1, 2]:',
      '    shutil.copytree(name, f"/data/models/w/{at}", dirs_exist_ok=True)',
    ],
  },
  {
    lines: [BATCH, '    batch.put_file(io.BytesIO(b"x"), "/d/x")'],
    outside: undefined,
    inside: [
      'os.makedirs("/data/models/d", exist_ok=True)',
      'Path("/data/models/d/x").write_bytes(b"x")',
    ],
  },
  {
    lines: [BATCH, '    batch.put_directory("/m", "/w")'],
    outside: ['batch = FalFileSystem()', 'batch.put("/m/", "/data/models/w/", recursive=True)'],
    inside: undefined,
  },
  {
    lines: [BATCH, '    batch.put_file(name, "/x", mode=0o755)'],
    outside: undefined,
    inside: undefined,
  },
];

describe('what is asked of a volume', () => {
  const top = TOP.replace(
    'import modal\n',
    'import io\nfrom pathlib import Path\n\nimport modal\n',
  );
  const body = (lines: readonly string[]): string => lines.map((line) => `    ${line}\n`).join('');

  test.each(rewritten.map((one) => ({ ...one, title: one.lines.join('; ') })))(
    '$title',
    async ({ lines, outside, inside }) => {
      const sides = [
        ['@app.local_entrypoint()\ndef main(name: str):\n', outside],
        // With an image, `/m` is a link for what `name` may lead to.
        [
          '@app.function(image=modal.Image.debian_slim(python_version="3.11"), volumes={"/m": vol})\ndef f(name: str):\n',
          inside,
        ],
      ] as const;
      for (const [head, expected] of sides) {
        const after = await converted(top + head + body(lines));
        if (expected) expect(after).toContain(`\n${body(expected)}`);
        expect(marksIn(after).length > 0).toBe(expected === undefined);
        expect(await converted(after)).toBe(after);
      }
    },
  );

  test('in a block that goes moves with its lines', async () => {
    const lines = [
      'with modal.enable_output(), app.run():',
      '    with vol.batch_upload() as batch:',
      '        batch.put_file("a", "/b")',
      '    with open("o", "wb") as f:',
      '        for chunk in vol.read_file("x"):',
      '            f.write(chunk)',
    ];
    const after = await converted(`${TOP}def main():\n${body(lines)}`);
    expect(after).toContain(
      `def main():\n${body([
        'batch = FalFileSystem()',
        'batch.put_file("a", "/data/models/b")',
        'FalFileSystem().get_file("/data/models/x", "o")',
      ])}`,
    );
  });

  test('by a helper that functions come to is left to a person', async () => {
    const helper = 'def sizes():\n    return [e.size for e in vol.listdir("/")]\n\n\n';
    const unit = '@app.function(volumes={"/m": vol})\ndef f():\n    return sizes()\n';
    const after = await converted(TOP + helper + unit);
    expect(after).toContain('e.size for e in vol.listdir("/")');
    expect(marksIn(after).length).toBeGreaterThan(0);
  });
});

const MADE = 'kb = modal.Volume.from_name("kb", create_if_missing=True)';
const HANDED =
  'volume-from-name: This volume is the directory `/data/kb` on fal: work with its path where the object is handed on';

const objects: readonly Case[] = [
  { lines: [MADE, 'kb.commit()', 'print(1)'], marks: [] },
  { lines: [MADE, 'kb.commit()', 'kb.remove_file("a")'], marks: [] },
  { lines: [MADE, 'show(kb)'], marks: [HANDED] },
  { lines: ['show(modal.Volume.from_name("kb"))'], marks: [HANDED] },
  {
    lines: [MADE, 'kb.commit()', 'kb.copy_files(["a"], "b")'],
    marks: [
      'volume-copy-files: Copy it with `shutil.copy("/data/kb/a", "/data/kb/b")` on a runner; from outside, `fal files mv` renames',
    ],
  },
  {
    lines: ['print(modal.Volume.from_name(name).listdir("/"))'],
    marks: [
      "volume-listdir: List what lies in the volume's directory under `/data` with `os.scandir` on a runner, or with `fal files list` from outside",
    ],
  },
];

describe('a volume that a unit makes itself', () => {
  test.each(titled(objects))('$title', async ({ lines, marks }) => {
    const after = await converted(`${inMain(APP, lines)}\n\ndef show(x):\n    print(x)\n`);
    expect(marksIn(after)).toEqual(marks);
    expect(after.includes('modal')).toBe(marks.length > 0);
    expect(await converted(after)).toBe(after);
  });
});

/** Of another environment, which no store has. */
const SEEN = 'seen = modal.Dict.from_name("seen", environment_name="dev")';
const LISTS =
  'dict: `KVStore("seen")` of `fal.toolkit` does not list its keys: keep them in an entry of their own, or the whole in a database';

const entries: readonly Case[] = [
  {
    lines: ['print(seen.get(name, 1))'],
    marks: [
      'dict: Read it with `KVStore("seen").get(key)` of `fal.toolkit`, which gives text, or `None` where there is no entry',
    ],
  },
  {
    lines: ['seen.put(name, 1)'],
    marks: [
      'dict: Write it with `KVStore("seen").set(key, value)` of `fal.toolkit`, which takes text and keeps it for 30 days',
    ],
  },
  { lines: ['print(list(seen.keys()))', 'seen.clear()'], marks: [LISTS, LISTS] },
  {
    lines: ['modal.Dict.from_name(name).update(a=1)'],
    marks: [
      'dict: Entries lie in `KVStore(...)` of `fal.toolkit`, as text, for 30 days',
      'dict: Write entry by entry with `KVStore(...).set(key, value)` of `fal.toolkit`',
    ],
  },
];

describe('calls on a Dict', () => {
  test.each(titled(entries))('$title', async ({ lines, marks }) => {
    const after = await converted(inMain(`${APP}${SEEN}\n\n\n`, lines));
    expect(marksIn(after)).toEqual(marks);
    expect(await converted(after)).toBe(after);
  });
});
