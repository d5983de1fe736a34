import { describe, expect, test } from 'vitest';
import { findAddresses } from '../src/text/addresses.ts';
import { cli, folder } from './cli-run.ts';

type Case = readonly [title: string, source: string, addresses: readonly string[]];

const FOUND: readonly Case[] = [
  ['a string', 'post("https://me--desk-ask.modal.run/v1")', ['https://me--desk-ask.modal.run']],
  ['a socket', 'x = "wss://me--desk.modal.run/ws"', ['wss://me--desk.modal.run']],
  ['a host alone', 'HOST=me--desk.modal.run', ['me--desk.modal.run']],
  ['an f-string', 'f"https://{ws}--{d["a"]}-ask.modal.run"', ['https://{ws}--{d["a"]}-ask.modal.run']],
  ['a template', '`https://${ws}--ask.modal.run`', ['https://${ws}--ask.modal.run']],
  ['a shell', 'curl https://$USER--ask.modal.run', ['https://$USER--ask.modal.run']],
  ['a hole for the reader', '<https://<workspace>--ask.modal.run>', ['https://<workspace>--ask.modal.run']],
  ['another one', 'https://[ORG]--ask.modal.run.', ['https://[ORG]--ask.modal.run']],
  ['parts that are added', '"https://" + ws + "--ask.modal.run"', ['--ask.modal.run']],
  ['all of them', '"https://*.modal.run"', ['https://*.modal.run']],
  ['bold', '**me--ask.modal.run**', ['me--ask.modal.run']],
  ['who asks is left out', 'https://ann:pw@me--ask.modal.run?key=1', ['me--ask.modal.run']],
  ['a link with its own text', '[https://a--b.modal.run](https://a--b.modal.run)', ['https://a--b.modal.run', 'https://a--b.modal.run']],
]; // prettier-ignore

const NONE: readonly Case[] = [
  ['an attribute', 'self.modal.run("x"); dialog.modal.run', []],
  ['a call', 'modal.run(app)', []],
  ['another domain', '"https://notmodal.run" "https://modal.running.io" "https://a.modal.run.com"', []],
  ['a file', 'a.modal.run-1.txt', []],
  ['Modal itself', 'https://modal.com/docs', []],
  ['an end without a beginning', '"...-run.modal.run"', []],
  ['what its own command asks', 'modal curl -X POST https://me--ask.modal.run', []],
  ['a mark', '# TODO(modal-lint): x: call https://me--ask.modal.run', []],
]; // prettier-ignore

describe('addresses', () => {
  test.each([...FOUND, ...NONE])('%s', (_, source, addresses) => {
    expect(findAddresses(source).map(({ text }) => text)).toEqual(addresses);
    for (const { text, span } of findAddresses(source))
      expect(source.slice(span.start, span.end)).toBe(text);
  });
});

const APP = `import modal
import requests

app = modal.App("desk")


@app.function()
@modal.fastapi_endpoint(method="POST")
def ask(item: dict):
    return item


@app.local_entrypoint()
def main():
    print(requests.post("https://me--desk-ask.modal.run", json={}).json())
`;

const FILES = {
  'app.py': APP,
  'client.py': 'URL = "https://me--other.modal.run"  # modal-lint: ignore[address-modal-run]\n',
  '.env.example': 'API=https://ann:planted@me--desk-ask-dev.modal.run?token=planted&n=1\nKEY=planted\n',
  'page.tsx': 'open(`https://me--else.modal.run`); // modal run app.py\n',
  'dialog.ts': 'import modal from "ui"; modal.run();\n',
}; // prettier-ignore

describe('a program whose address is written down', () => {
  test('check finds it in every kind of text, and nothing that is secret is shown', () => {
    const { out } = cli(folder(FILES), ['check', '--select', 'address-modal-run'], { real: true });
    const places = [...out.matchAll(/^(\S+?):(\d+):\d+: \w+\[address-modal-run\]/gm)];
    expect(places.map(([, file, line]) => `${file}:${line}`)).toEqual([
      '.env.example:1',
      'app.py:15',
      'page.tsx:1',
    ]);
    expect(out).not.toContain('planted');
  });

  test('migrate says which file names which, and what it is now', () => {
    const { out } = cli(folder(FILES), ['migrate', '.', '--fal-owner', 'acme', '--allow-dirty'], {
      real: true,
    });
    expect(out).toContain('Change 3 old addresses in 3 files');
    expect(out).toMatch(
      /`app\.py:\d+`: `https:\/\/me--desk-ask\.modal\.run` is now `https:\/\/fal\.run\/acme\/desk`\./,
    );
    expect(out).toContain('`.env.example:1`: `me--desk-ask-dev.modal.run` is now');
    expect(out).toContain('`page.tsx:1`.');
    expect(out).not.toContain('planted');
    expect(out).not.toContain('client.py');
  });
});
