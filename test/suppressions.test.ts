import { describe, expect, it, test } from 'vitest';
import { baselineOf, readBaseline, unknownTo } from '../src/lint/baseline.ts';
import { DEFAULT_CONFIG } from '../src/lint/config.ts';
import { fingerprints } from '../src/lint/fingerprint.ts';
import { lintFile } from '../src/lint/lint-file.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { RULES } from './cli-rules.ts';

const SDK = makeSdk(RULES.sdk);

async function lint(source: string): Promise<Diagnostic[]> {
  const { files } = await readProgram([{ path: 'app.py', source }], SDK);
  return files.flatMap((file) => lintFile(file, RULES, DEFAULT_CONFIG));
}

const HEAD = 'import modal\n';

/** `line rule` of every finding; the first line is `import modal`. */
async function found(body: string): Promise<string[]> {
  return (await lint(HEAD + body)).map(({ start, rule }) => `${start.line} ${rule}`);
}

describe('a suppression at the end of a line', () => {
  const table: [title: string, body: string, expected: string[]][] = [
    ['all rules', 'modal.App()  # modal-lint: ignore\n', []],
    ['one rule', 'modal.App()  # modal-lint: ignore[app] later\n', []],
    ['several rules', 'modal.App(modal.Queue())  # modal-lint: ignore[app, queue]\n', []],
    ['not another rule', 'modal.App(modal.Queue())  # modal-lint: ignore[app]\n', ['2 queue']],
    ['not another line', 'modal.App()  # modal-lint: ignore\nmodal.App()\n', ['3 app']],
    ['without blanks', 'modal.App()  #modal-lint:ignore[app]\n', []],
    ['beside another comment', 'modal.App()  # noqa: F401  # modal-lint: ignore[app]\n', []],
    ['before another comment', 'modal.App()  # modal-lint: ignore[app] why # noqa\n', []],
    ['the whole logical line, from its end', 'x = [\n    modal.App(),\n    1,\n]  # modal-lint: ignore\n', []],
    ['the whole logical line, from within', 'x = [\n    modal.App(),\n    1,  # modal-lint: ignore\n    modal.Queue(),\n]\n', []],
    ['both statements of a line', 'modal.App(); modal.Queue()  # modal-lint: ignore\n', []],
    ['a header, not its suite', 'with modal.App():  # modal-lint: ignore\n    modal.Queue()\n', ['3 queue']],
    ['a one-line suite', 'if x: modal.App()  # modal-lint: ignore\n', []],
    ['a decorator, not the next one', 'app = object()\n@modal.Queue()  # modal-lint: ignore\n@modal.App()\ndef f(): ...\n', ['4 app']],
    ['no noqa', 'modal.App()  # noqa\n', ['2 app']],
    ['no text in a string', 'x = "# modal-lint: ignore"; modal.App()\n', ['2 app']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, body, expected) => {
    expect(await found(body)).toEqual(expected);
  });
});

describe('a suppression on a line of its own', () => {
  const table: [title: string, body: string, expected: string[]][] = [
    ['the next statement', '# modal-lint: ignore\nmodal.App()\nmodal.App()\n', ['4 app']],
    ['past blank lines and comments', '# modal-lint: ignore\n\n# about it\nmodal.App()\n', []],
    ['a statement over several lines', '# modal-lint: ignore\nx = [\n    modal.App(),\n]\nmodal.App()\n', ['6 app']],
    ['a function with its suite', '# modal-lint: ignore\ndef f():\n    modal.App()\n    if x:\n        modal.App()\nmodal.App()\n', ['7 app']],
    ['a decorated class with all of it', '# modal-lint: ignore\n@modal.App()\nclass C:\n    x = modal.App()\nmodal.App()\n', ['6 app']],
    ['between decorators: the next one', '@modal.App()\n# modal-lint: ignore\n@modal.App()\ndef f():\n    modal.App()\n', ['2 app', '6 app']],
    ['before a header: its suite, too', '@modal.App()\n# modal-lint: ignore\ndef f():\n    modal.App()\n', ['2 app']],
    ['a branch', 'if x:\n    modal.App()\n# modal-lint: ignore\nelse:\n    modal.App()\nmodal.App()\n', ['3 app', '7 app']],
    ['inside a suite', 'def f():\n    # modal-lint: ignore\n    modal.App()\n    modal.App()\n', ['5 app']],
    ['one rule of a block', '# modal-lint: ignore[app]\ndef f():\n    modal.App()\n    modal.Queue()\n', ['5 queue']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, body, expected) => {
    expect(await found(body)).toEqual(expected);
  });
});

describe('a suppression for a file', () => {
  const table: [title: string, body: string, expected: string[]][] = [
    ['all rules', 'modal.App()\n# modal-lint: ignore-file\nmodal.Queue()\n', []],
    ['one rule', '# modal-lint: ignore-file[app]\nmodal.App()\nmodal.Queue()\n', ['4 queue']],
    ['also what is not Python', '# modal-lint: ignore-file\nx = = 1\n', []],
  ];
  test.each(table)('%s', async (_, body, expected) => {
    expect(await found(body)).toEqual(expected);
  });
});

describe('what a suppression comment gets wrong', () => {
  const table: [title: string, body: string, expected: string[]][] = [
    ['it suppresses nothing', 'x = 1  # modal-lint: ignore\n', ['No finding is suppressed here; remove the comment.']],
    ['its rule is not found', 'x = 1  # modal-lint: ignore[app]\n', ['`app` is not found here; remove the comment.']],
    ['none of its rules is found', 'x = 1  # modal-lint: ignore[app, gpu]\n', ['`app`, `gpu` are not found here; remove the comment.']],
    ['one of its rules is not found', 'modal.App()  # modal-lint: ignore[app, gpu]\n', ['`gpu` is not found here; remove it from the comment.']],
    ['it names no rule', 'modal.App()  # modal-lint: ignore[]\n', ["`modal.App` is Modal's; write nothing.", 'The brackets name no rule; name one or remove the comment.']],
    ['it names an unknown rule', 'modal.App()  # modal-lint: ignore[app, gpus]\n', ['`gpus` is no rule; write `gpu`.']],
    ['it names nothing like a rule', 'modal.App()  # modal-lint: ignore[app, E501]\n', ['`E501` is no rule; `modal-lint rules` lists them.']],
    ['it is misspelled', 'modal.App()  # modal-lint: ignroe[app]\n', ["`modal.App` is Modal's; write nothing.", '`ignroe` suppresses nothing; write `modal-lint: ignore`.']],
    ['nothing: a sentence', 'x = 1  # modal-lint: see the guide\n', []],
    ['nothing: it says so itself', 'x = 1  # modal-lint: ignore[app, unused-suppression]\n', []],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, body, expected) => {
    expect((await lint(HEAD + body)).map(({ message }) => message)).toEqual(expected);
  });

  it('is not said of rules that do not run', async () => {
    const source = `${HEAD}x = 1  # modal-lint: ignore[app]\n`;
    const { files } = await readProgram([{ path: 'app.py', source }], SDK);
    const config = { ignore: ['app'], severity: new Map() };
    expect(files.flatMap((file) => lintFile(file, RULES, config))).toEqual([]);
  });
});

describe('the fix of an unused suppression', () => {
  const table: [title: string, body: string, after: string][] = [
    ['takes the comment and the blanks before it', 'x = 1  # modal-lint: ignore\ny = 2\n', 'x = 1\ny = 2\n'],
    ['takes its reason, too', 'x = 1  # modal-lint: ignore[app] since 2024\n', 'x = 1\n'],
    ['takes the line where it stands alone', 'x = 1\n    # modal-lint: ignore\ny = 2\n', 'x = 1\ny = 2\n'],
    ['keeps the comment after it', 'x = 1  # modal-lint: ignore # noqa\n', 'x = 1  # noqa\n'],
    ['keeps the comment before it', 'x = 1  # noqa  # modal-lint: ignore\n', 'x = 1  # noqa\n'],
    ['takes the last id', 'modal.App()  # modal-lint: ignore[app, gpu]\n', 'modal.App()  # modal-lint: ignore[app]\n'],
    ['takes the first id', 'modal.App()  # modal-lint: ignore[gpu, app] why\n', 'modal.App()  # modal-lint: ignore[app] why\n'],
    ['takes two ids before one', 'modal.App()  # modal-lint: ignore[gpu,queue,app]\n', 'modal.App()  # modal-lint: ignore[app]\n'],
    ['takes two ids after one', 'modal.App()  # modal-lint: ignore[app , gpu , queue]\n', 'modal.App()  # modal-lint: ignore[app]\n'],
    ['takes ids on both sides', 'modal.App()  # modal-lint: ignore[gpu, app, queue]\n', 'modal.App()  # modal-lint: ignore[app]\n'],
    ['keeps CRLF', 'x = 1  # modal-lint: ignore\r\ny = 2\r\n', 'x = 1\r\ny = 2\r\n'],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, body, after) => {
    const source = HEAD + body;
    const edits = (await lint(source)).flatMap(({ fix }) => fix?.edits['app.py'] ?? []);
    const fixed = edits.reduceRight(
      (text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end),
      source,
    );
    expect(fixed).toBe(HEAD + after);
    expect((await lint(fixed)).filter(({ rule }) => rule === 'unused-suppression')).toEqual([]);
  });
});

describe('a baseline', () => {
  const old = `${HEAD}modal.App()\nmodal.App()\nmodal.Queue()\n`;
  const prints = async (source: string): Promise<Map<Diagnostic, string>> =>
    fingerprints(await lint(source), () => source);
  const table: [title: string, now: string, news: string[]][] = [
    ['knows what it recorded', old, []],
    ['knows it in other lines', `\n\n# moved\n${old}`, []],
    ['knows it with another indentation', `${HEAD}if x:\n    modal.App()\n    modal.App()\n    modal.Queue()\n`, []],
    ['does not know a third of the same', `${old}modal.App()\n`, ['5 app']],
    ['does not know another line', `${old}modal.App("x")\n`, ['5 app']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, now, news) => {
    const recorded: unknown = JSON.parse(
      JSON.stringify(baselineOf(await prints(old), (file) => file)),
    );
    const baseline = readBaseline(recorded);
    if (!baseline) throw new Error('The baseline does not read back.');
    const left = unknownTo(baseline, await prints(now));
    expect(left.map(({ start, rule }) => `${start.line} ${rule}`)).toEqual(news);
  });

  it('holds no text of the program', async () => {
    const source = `${HEAD}modal.Secret.from_dict({"A": "hunter2"})\n`;
    expect(JSON.stringify(baselineOf(await prints(source), (file) => file))).not.toContain(
      'hunter',
    );
  });

  test.each([[null], [[]], [{ version: 2, findings: [] }], [{ version: 1, findings: [{}] }]])(
    'is not %j',
    (value) => {
      expect(readBaseline(value)).toBeUndefined();
    },
  );
});
