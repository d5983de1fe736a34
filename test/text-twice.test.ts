// Commands around a program: what they become, and that a second run changes nothing of it.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { textLanguageOf } from '../src/text/language.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

type Files = Readonly<Record<string, string>>;

async function migrated(files: Files): Promise<Files> {
  const all = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(all.filter(({ path }) => path.endsWith('.py')), sdk);
  const texts = all.flatMap(({ path, source }) => {
    const language = textLanguageOf(path) ?? 'text';
    return language === 'python' ? [] : [{ path, source, language }];
  });
  const { results } = await migrate(program, rules, { level: 'all' }, texts);
  return { ...files, ...Object.fromEntries(results.map(({ file, after }) => [file, after])) };
} // prettier-ignore

const HEAD = 'import modal\n\napp = modal.App("desk")\n\n\n';
const FUNCTION = '@app.function()\ndef f(n=1):\n    return n\n\n\n';
const CLASS =
  '@app.cls()\nclass Model:\n    @modal.method()\n    def ask(self) -> str:\n        return ""\n\n\n';
const ENTRY = '@app.local_entrypoint()\ndef main(n: int = 1):\n    print(f.remote(n))\n';
const OWN =
  'def main(n=1):\n    print(f.remote(n))\n\n\nif __name__ == "__main__":\n    import argparse\n\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--n")\n    main(**vars(parser.parse_args()))\n';
const CALLS = 'def main():\n    print(f.remote(1))\n\n\nif __name__ == "__main__":\n    main()\n';
const HARNESS =
  'if __name__ == "__main__":\n    import sys\n\n    if len(sys.argv) < 2:\n        sys.exit(1)\n    print(f.local(int(sys.argv[1])))\n';
const DOC = (line: string): string => `"""Desk.\n\nRun:\n    ${line}\n"""\n\n`;

/** The app, a page with commands in a fence, and what those become; `TODO` is any mark. */
type Case = readonly [title: string, app: string, commands: string, become: string];

const CASES: readonly Case[] = [
  ['an entrypoint', FUNCTION + ENTRY, 'modal run app.py --n 2', 'python app.py --n 2'],
  ['a main block of its own', FUNCTION + OWN, 'modal run app.py --n 2', 'TODO\nmodal run app.py --n 2'],
  ['one that only calls', FUNCTION + CALLS, 'modal run app.py', 'fal run app.py::f'],
  ['a harness', FUNCTION + HARNESS, 'modal run app.py 2', 'TODO\nmodal run app.py 2'],
  ['a function with a value', FUNCTION, 'modal run app.py::f --n 2', 'TODO\nmodal run app.py::f --n 2'],
  ['a file of nobody', FUNCTION, 'modal deploy app.py\nmodal deploy other.py', 'fal deploy app.py::f\nTODO\nmodal deploy other.py'],
  ['a file of the reader', FUNCTION, 'modal deploy app.py\nmodal deploy your_app.py', 'fal deploy app.py::f\nfal deploy your_app.py'],
  ['a folder on another machine', FUNCTION, 'cd /home/me/desk\nmodal deploy app.py', 'cd /home/me/desk\nfal deploy app.py::f'],
  ['an app with one unit', CLASS, 'modal app stop desk', 'fal apps delete desk'],
  ['an app with two', CLASS + CLASS.replace('Model', 'Other'), 'modal app stop desk', 'fal apps delete desk-model\nfal apps delete desk-other'],
  ['an app without an address', FUNCTION, 'modal app stop desk', 'TODO\nmodal app stop desk'],
  ['an app of others', CLASS, 'modal deploy app.py\nmodal app stop elsewhere', 'fal deploy app.py::Model\nTODO\nmodal app stop elsewhere'],
]; // prettier-ignore

function withoutMarks(text: string): string {
  return text.replace(/# TODO\(modal-lint\).*/g, 'TODO');
}

describe('commands', () => {
  test.each(CASES)('%s', async (_, app, commands, become) => {
    const page = (lines: string): string => `# Desk\n\n\`\`\`sh\n${lines}\n\`\`\`\n`;
    const files = { 'app.py': HEAD + app, 'README.md': page(commands) };
    const once = await migrated(files);
    expect(withoutMarks(once['README.md'] ?? '')).toBe(page(become));
    expect(await migrated(once)).toEqual(once);
  });

  test.each([
    ['an entrypoint', FUNCTION + ENTRY, 'modal run app.py --n 2', 'python app.py --n 2'],
    ['a main block of its own', FUNCTION + OWN, 'modal run app.py --n 2', 'modal run app.py --n 2'],
    ['a harness', FUNCTION + HARNESS, 'modal run app.py --n 2', 'modal run app.py --n 2'],
  ])('of a docstring: %s', async (_, app, command, become) => {
    const once = await migrated({ 'app.py': DOC(command) + HEAD + app });
    expect(once['app.py']).toContain(DOC(become).trimEnd());
    expect(await migrated(once)).toEqual(once);
  });
});

describe('the header of a script', () => {
  const SCRIPT = '# /// script\n# dependencies = [\n#     "modal",\n# ]\n# ///\n';
  const STAYS = HEAD + '@app.function()\ndef g(x):\n    return modal.Sandbox.create()\n';

  test('is for that file alone', async () => {
    const files = { 'one.py': SCRIPT + HEAD + FUNCTION, 'two.py': SCRIPT + STAYS };
    const after = await migrated(files);
    expect(after['one.py']).toContain('dependencies = [\n#     "fal>=1.72.3",\n# ]\n');
    expect(after['two.py']).toContain(
      'dependencies = [\n#     "modal",\n#     "fal>=1.72.3",\n# ]\n',
    );
    expect(await migrated(after)).toEqual(after);
  });

  test('and for what it imports', async () => {
    const files = { 'one.py': `${SCRIPT}import two\n\n${HEAD}${FUNCTION}`, 'two.py': STAYS };
    const after = await migrated(files);
    expect(after['one.py']).toContain('"modal",\n#     "fal>=1.72.3",\n# ]\n');
  });
});
