import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { decode } from '../src/cli/files/encoding.ts';
import { cli, folder, otherUser, places } from './cli-run.ts';

const APP = 'import modal\napp = modal.App("x")\n';
const FOUND = 'app.py:2:7 app';
const uid = otherUser();

describe('a file that cannot be read is said, and the others are linted', () => {
  const big = `${APP}${'x = 1\n'.repeat(400_000)}`;
  const table: [title: string, name: string, content: string | Buffer, says: string][] = [
    ['not UTF-8', 'a.py', Buffer.from('import modal  # \xe9\n', 'latin1'), 'a.py:1:1: error[unreadable-file] The file is not UTF-8; save it as UTF-8.'],
    ['an encoding that nobody knows', 'a.py', '# coding: klingon\nimport modal\n', 'The file says that it is `klingon`, which is not known here'],
    ['not what its cookie says', 'a.py', Buffer.from('# coding: euc-jp\nimport modal  # \xff\xff\n', 'latin1'), 'The file is not `euc-jp`'],
    ['UTF-16', 'a.py', Buffer.from('\ufeffimport modal\n', 'utf16le'), 'The file is UTF-16; save it as UTF-8.'],
    ['NUL bytes', 'a.py', 'import modal\0\n', 'The file holds NUL bytes'],
    ['more than 1 MB', 'a.py', big, 'The file has 2.3 MB, more than the 1 MB that is read'],
    ['10 MB without a line end', 'a.py', `import modal;x=[${'1,'.repeat(5_000_000)}]`, 'more than the 1 MB that is read'],
  ]; // prettier-ignore
  test.each(table)('%s', (_, name, content, says) => {
    const path = folder({ 'app.py': APP, [name]: content });
    const { code, out } = cli(path, ['--format', 'concise']);
    expect(out).toContain(says);
    expect(places(out)).toContain(FOUND);
    expect(code).toBe(1);
  });

  it('a large file that has nothing of Modal is no word worth', () => {
    const path = folder({ 'a.py': `modal = 1\n${'x = 1\n'.repeat(400_000)}` });
    expect(cli(path, ['check']).code).toBe(0);
  });

  it('a link that leads nowhere, or to itself', () => {
    const path = folder({ 'app.py': APP });
    symlinkSync('nowhere.py', join(path, 'a.py'));
    symlinkSync('b.py', join(path, 'b.py'));
    const { code, out } = cli(path, ['--format', 'concise']);
    expect(out).toContain(
      'a.py:1:1: error[unreadable-file] The link leads nowhere; mend or remove it.',
    );
    expect(out).toContain(
      'b.py:1:1: error[unreadable-file] The link leads to itself; mend or remove it.',
    );
    expect([places(out).includes(FOUND), code]).toEqual([true, 1]);
    expect(cli(path, ['a.py', '--format', 'concise']).out).toContain('The link leads nowhere');
  });

  it.skipIf(uid === undefined)('files and folders that may not be read', () => {
    const path = folder({ 'app.py': APP, 'a.py': APP, 'closed/b.py': APP });
    chmodSync(path, 0o755);
    chmodSync(join(path, 'app.py'), 0o644);
    chmodSync(join(path, 'a.py'), 0);
    chmodSync(join(path, 'closed'), 0);
    const { code, out } = cli(
      path,
      ['--format', 'concise', '--isolated'],
      uid === undefined ? {} : { uid },
    );
    expect(out).toContain('a.py:1:1: error[unreadable-file] The file may not be read');
    expect(out).toContain('closed:1:1: error[unreadable-file] The file may not be read');
    expect([places(out).includes(FOUND), code]).toEqual([true, 1]);
  });
});

describe('what is no file', () => {
  it('a pipe is passed over, and refused by name', () => {
    const path = folder({ 'app.py': APP });
    spawnSync('mkfifo', [join(path, 'pipe.py')]);
    const { out } = cli(path, ['--format', 'concise'], { timeout: 20_000 });
    expect(places(out)).toEqual([FOUND]);
    const named = cli(path, ['pipe.py', '--format', 'concise'], { timeout: 20_000 });
    expect(named.out).toContain('This is no regular file');
  });

  it('a socket is passed over', async () => {
    const path = folder({ 'app.py': APP });
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(path, 's.py'), done));
    expect(places(cli(path, ['--format', 'concise']).out)).toEqual([FOUND]);
    server.close();
  });

  it('a device is refused by name', () => {
    const { out, code } = cli(folder({}), ['/dev/zero', '--format', 'concise'], {
      timeout: 20_000,
    });
    expect([out, code]).toEqual([expect.stringContaining('This is no regular file'), 1]);
  });

  it('a circle of links between folders ends', () => {
    const path = folder({ 'a/app.py': APP });
    symlinkSync('..', join(path, 'a/up'));
    expect(places(cli(path, ['--format', 'concise']).out)).toEqual(['a/app.py:2:7 app']);
  });

  it('a link to a file of the tree is not linted twice', () => {
    const path = folder({ 'app.py': APP });
    symlinkSync('app.py', join(path, 'b.py'));
    expect(places(cli(path, ['--format', 'concise']).out)).toEqual([FOUND]);
  });
});

describe('text that is odd is linted as far as it goes', () => {
  const table: [title: string, content: string | Buffer, expected: string[]][] = [
    ['empty', '', []],
    ['a byte order mark', `\ufeff${APP}`, ['a.py:2:7 app']],
    ['only a byte order mark', '\ufeff', []],
    ['CRLF', APP.replaceAll('\n', '\r\n'), ['a.py:2:7 app']],
    ['CR alone', APP.replaceAll('\n', '\r'), ['a.py:2:7 app']],
    ['tabs', 'import modal\nif x:\n\tmodal.App()\n', ['a.py:3:2 app']],
    ['no line end', APP.trimEnd(), ['a.py:2:7 app']],
    ['latin-1 that says so', Buffer.from('# -*- coding: latin-1 -*-\nimport modal  # \xe9\nmodal.App("\xe9")\n', 'latin1'), ['a.py:3:1 app']],
    ['characters beyond the first plane', 'import modal\nx = "😀𝒳"; modal.App()\n', ['a.py:2:13 app']],
    ['a syntax error', `${APP}x = = 1\nmodal.Queue()\n`, ['a.py:2:7 app', 'a.py:3:5 parse-error', 'a.py:4:1 queue']],
    ['a block that nothing opens', `${APP}x = 1\n    for y in x:\n        pass\nmodal.Queue()\n`, ['a.py:2:7 app', 'a.py:4:5 parse-error', 'a.py:6:1 queue']],
    ['a line that is indented by itself', `${APP}def f():\n    x = 1\n      y = 2\n`, ['a.py:2:7 app', 'a.py:5:7 parse-error']],
    ['tabs that are as wide as the blanks above', `${APP}def f():\n        x = 1\n\ty = 2\n`, ['a.py:2:7 app', 'a.py:5:2 parse-error']],
    ['a form feed', `${APP}\f\nx = 1\n\fy = 2\n`, ['a.py:2:7 app']],
    ['no Python at all', 'import modal\n<html>\n{% for x in y %}\n', ['a.py:2:1 parse-error']],
    ['a string that is never closed', `${APP}x = """never\nmodal.Queue()\n`, ['a.py:2:7 app', 'a.py:3:5 parse-error']],
    ['a file of minified lines', `import modal;${'x=1;'.repeat(20_000)}modal.App()\n`, ['a.py:1:80014 app']],
  ]; // prettier-ignore
  test.each(table)('%s', (_, content, expected) => {
    const { out } = cli(folder({ 'a.py': content }), ['--format', 'concise', 'a.py']);
    expect(places(out)).toEqual(expected);
  });

  const deep: [title: string, content: string][] = [
    ['brackets', `import modal\nx = ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    ['unclosed brackets', `import modal\nx = ${'('.repeat(100_000)}\n`],
    ['calls', `import modal\n${'f('.repeat(20_000)}${')'.repeat(20_000)}\n`],
    ['blocks', `import modal\n${Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')}${' '.repeat(400)}pass\n`],
    ['operators', `import modal\nx = ${'1 + '.repeat(50_000)}1\n`],
    ['attributes', `import modal\nx = a${'.b'.repeat(50_000)}\n`],
    ['not', `import modal\nx = ${'not '.repeat(50_000)}y\n`],
  ]; // prettier-ignore
  test.each(deep)('deeply nested %s', (_, content) => {
    const unit = `${APP}@app.function()\ndef f(x):\n    return x\n`;
    const path = folder({ 'a.py': content, 'app.py': APP, 'unit.py': unit });
    const { out, err, code } = cli(path, ['--format', 'concise'], { timeout: 50_000 });
    expect(err).not.toContain('modal-lint failed');
    expect([places(out).includes(FOUND), code]).toEqual([true, 1]);
    const converted = cli(path, ['migrate', '--diff', '.'], { real: true, timeout: 50_000 });
    expect(converted.err).not.toContain('modal-lint failed');
    expect(converted.out).toContain('+++ b/unit.py');
  });
});

describe('no bytes are lost', () => {
  const table: [title: string, content: Buffer][] = [
    ['not UTF-8', Buffer.from('import modal  # \xe9 modal-lint: ignore\n', 'latin1')],
    ['NUL bytes', Buffer.from('x = 1  # modal-lint: ignore\n\0')],
    ['a syntax error', Buffer.from('import modal\ndef f(:\n@app.function()\n')],
    ['UTF-16', Buffer.from('\ufeffx = 1  # modal-lint: ignore\n', 'utf16le')],
  ];
  test.each(table)('%s', (_, content) => {
    const path = folder({ 'a.py': content });
    cli(path, ['check', '--fix', '--unsafe-fixes', 'a.py']);
    cli(path, ['migrate', '--allow-dirty', 'a.py'], { real: true });
    expect(readFileSync(join(path, 'a.py')).equals(content)).toBe(true);
  });

  it.skipIf(uid === undefined)('in a file that may not be written', () => {
    const path = folder({ 'a.py': 'x = 1  # modal-lint: ignore\n' });
    mkdirSync(join(path, 'x'));
    chmodSync(join(path, 'a.py'), 0o444);
    chmodSync(path, 0o555);
    const { err, code } = cli(
      path,
      ['--fix', '--isolated', 'a.py'],
      uid === undefined ? {} : { uid },
    );
    chmodSync(path, 0o755);
    expect(err).toContain('a.py was not written: The file cannot be written');
    expect(code).toBe(1);
  });
});

describe('decode', () => {
  const table: [title: string, bytes: Buffer, expected: object][] = [
    ['UTF-8', Buffer.from('é'), { text: 'é', bom: false, encoding: 'utf-8' }],
    ['a mark before', Buffer.from('\ufeffé'), { text: 'é', bom: true, encoding: 'utf-8' }],
    ['a second mark is text', Buffer.from('\ufeff\ufeffx'), { text: '\ufeffx', bom: true, encoding: 'utf-8' }],
    ['a cookie in the second line', Buffer.from('#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n"\xe9"', 'latin1'), { text: '#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n"é"', bom: false, encoding: 'latin-1' }],
    ['no cookie in the second line after code', Buffer.from('x = 1\n# coding: latin-1\n"\xe9"', 'latin1'), { problem: 'The file is not UTF-8; save it as UTF-8.' }],
    ['no cookie in the third line', Buffer.from('\n\n# coding: latin-1\n"\xe9"', 'latin1'), { problem: 'The file is not UTF-8; save it as UTF-8.' }],
    ['a cookie that says UTF-8', Buffer.from('# coding: UTF8\n"é"'), { text: '# coding: UTF8\n"é"', bom: false, encoding: 'utf-8' }],
    ['half a character', Buffer.from([0x61, 0xc3]), { problem: 'The file is not UTF-8; save it as UTF-8.' }],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), { problem: 'The file is not UTF-8; save it as UTF-8.' }],
  ]; // prettier-ignore
  test.each(table)('%s', (_, bytes, expected) => {
    expect(decode(bytes)).toEqual(expected);
  });
});

it('a file that changes while it is read is not overwritten', async () => {
  const { writeSource } = await import('../src/cli/files/write.ts');
  const { readSource } = await import('../src/cli/files/read.ts');
  const path = folder({ 'a.py': 'modal = 1\n' });
  const file = join(path, 'a.py');
  const read = readSource({ path: file, language: 'python', explicit: true, link: false });
  if (read.kind !== 'source') throw new Error('The file was not read.');
  writeFileSync(file, 'modal = 2  # mine\n');
  expect(writeSource(read.source, 'modal = 3\n', [path])).toBe(
    'The file was changed while it was being read; run again.',
  );
  expect(readFileSync(file, 'utf8')).toBe('modal = 2  # mine\n');
});
