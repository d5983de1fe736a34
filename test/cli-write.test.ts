import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cli, folder, otherUser } from './cli-run.ts';

const MAIN = join(import.meta.dirname, '../src/cli/main.ts');
const COUNT = 60;

function program(index: number, body = 'return x'): string {
  return `import modal\n\napp = modal.App("demo-${index}")\n\n\n@app.function()\ndef f(x):\n    ${body}\n`;
}

function nameOf(index: number): string {
  return `app_${String(index).padStart(3, '0')}.py`;
}

const MANY: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index) => [nameOf(index), program(index)]),
);

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
}

/** Runs `migrate` and calls `act` as soon as `ready` is true: while it writes. */
async function migrateWhile(
  path: string,
  ready: () => boolean,
  act: (child: { kill(signal: NodeJS.Signals): unknown }) => unknown,
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, 'migrate', '--allow-dirty', '.'], { cwd: path });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, out });
    });
  });
  while (child.exitCode === null && child.signalCode === null && !ready()) await setTimeout(1);
  act(child);
  return ended;
}

function staged(path: string): string[] {
  return readdirSync(path).filter((name) => name.endsWith('.modal-lint'));
}

function textsOf(path: string): Record<string, string> {
  const names = readdirSync(path).filter((name) => name.endsWith('.py'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s while it writes leaves every file as it was, and says so',
    async (signal, code) => {
      const path = folder(MANY);
      const ended = await migrateWhile(path, () => staged(path).length > 2, (child) => child.kill(signal)); // prettier-ignore
      expect(ended).toMatchObject({ code, signal: null });
      expect(ended.out).toContain('Interrupted: nothing was written.');
      expect(ended.out).toContain(`${COUNT} left; 0 files changed.`);
      expect(textsOf(path)).toEqual(MANY);
      expect(staged(path)).toEqual([]);
    },
  );

  test('SIGKILL leaves every file whole, and the next run finishes and cleans up', async () => {
    const reference = folder(MANY);
    cli(reference, ['migrate', '--allow-dirty', '.'], { real: true });
    const after = textsOf(reference);
    const states = new Set<string>();
    for (const least of [1, COUNT / 2, COUNT]) {
      const path = folder(MANY);
      const ready = (): boolean => staged(path).length >= least || textsOf(path)[nameOf(0)] !== MANY[nameOf(0)]; // prettier-ignore
      await migrateWhile(path, ready, (child) => child.kill('SIGKILL'));
      for (const [name, text] of Object.entries(textsOf(path))) {
        expect([MANY[name], after[name]]).toContain(text);
        states.add(text === after[name] ? 'new' : 'old');
      }
      cli(path, ['migrate', '--allow-dirty', '.'], { real: true });
      expect(textsOf(path)).toEqual(after);
      expect(staged(path)).toEqual([]);
    }
    expect(states).toContain('old');
  });
});

describe('a file that cannot be written', () => {
  const BOUND = {
    'big.py': `import modal\n\napp = modal.App("big")\n\n\n@app.function()\ndef f(x):\n    return x\n\n\nTEXT = """\n${'x'.repeat(4000)}\n"""\n`,
    'caller.py': `import modal\n\nfrom big import f\n\napp = modal.App("caller")\n\n\n@app.function()\ndef g(x):\n    return f.remote(x)\n`,
    'other.py': program(1),
  };

  /** What a run must leave, where `big.py` cannot be written. */
  function expectBigKept(path: string, out: string, code: number | null, why: RegExp): void {
    expect([code, readFileSync(join(path, 'big.py'), 'utf8')]).toEqual([1, BOUND['big.py']]);
    expect(readFileSync(join(path, 'caller.py'), 'utf8')).toBe(BOUND['caller.py']);
    expect(readFileSync(join(path, 'other.py'), 'utf8')).toContain('@fal.function');
    expect(out).toMatch(why);
    expect(out).toContain('1 file changed.');
    expect(readdirSync(path).filter((name) => name.startsWith('.'))).toEqual([]);
  }

  test('for its size: what is bound to it stays, the rest is converted', () => {
    const path = folder(BOUND);
    const shell = `ulimit -f 3; exec "$0" "$@"`;
    const { status, stdout } = spawnSync(
      'bash',
      ['-c', shell, process.execPath, MAIN, 'migrate', '--allow-dirty', '.'],
      { cwd: path, encoding: 'utf8', env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } },
    );
    expectBigKept(path, stdout, status, /not written.*EFBIG/);
  });

  const uid = otherUser();
  test.skipIf(uid === undefined)('for its permissions', () => {
    const path = folder(BOUND);
    chmodSync(path, 0o777);
    for (const name of Object.keys(BOUND)) chmodSync(join(path, name), name === 'big.py' ? 0o444 : 0o666); // prettier-ignore
    const { code, out } = cli(path, ['migrate', '--allow-dirty', '.'], {
      real: true,
      env: { NODE_DISABLE_COMPILE_CACHE: '1' },
      ...(uid !== undefined && { uid }),
    });
    expectBigKept(path, out, code, /not written.*EACCES/);
  });

  test('on a full disk: nothing is written', (context) => {
    const path = folder({});
    const disk = join(path, 'disk');
    mkdirSync(disk);
    const mounted =
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24k', 'none', disk]).status === 0;
    if (!mounted) {
      context.skip('a disk of its own needs the right to mount one');
      return;
    }
    onTestFinished(() => {
      spawnSync('umount', ['-l', disk]);
    });
    const files = Object.fromEntries(Object.entries(MANY).slice(0, 4));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(disk, name), text);
    const { code, out } = cli(disk, ['migrate', '--allow-dirty', '.'], { real: true });
    expect(out).toMatch(/ENOSPC/);
    expect(out).toContain('4 left; 0 files changed.');
    expect([code, textsOf(disk), staged(disk)]).toEqual([1, files, []]);
  });

  test('because it changed meanwhile: the change stays', async () => {
    const path = folder(MANY);
    const last = nameOf(COUNT - 1);
    const changed = `${MANY[last] ?? ''}# mine\n`;
    const ended = await migrateWhile(
      path,
      () => staged(path).length > 2,
      () => {
        writeFileSync(join(path, last), changed);
      },
    );
    expect(ended.code).toBe(1);
    expect(ended.out).toContain('The file was changed while it was being read; run again.');
    expect(ended.out).toContain(`1 left; ${COUNT - 1} files changed.`);
    expect(readFileSync(join(path, last), 'utf8')).toBe(changed);
    expect(readFileSync(join(path, nameOf(0)), 'utf8')).toContain('@fal.function');
    expect(staged(path)).toEqual([]);
  });
});

test('what a killed run left is removed, and what another run holds is not', () => {
  const path = folder({ 'app.py': program(1) });
  const { pid } = spawnSync('true');
  writeFileSync(join(path, `.app.py.${pid}.modal-lint`), 'old');
  writeFileSync(join(path, `.app.py.${process.pid}.modal-lint`), 'of a run that is alive');
  cli(path, ['migrate', '--allow-dirty', '.'], { real: true });
  expect(staged(path)).toEqual([`.app.py.${process.pid}.modal-lint`]);
  expect(statSync(join(path, 'app.py')).mode & 0o777).toBe(0o644);
});
