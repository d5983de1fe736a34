import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edit } from '../src/model/span.ts';
import { findCommands } from '../src/text/command.ts';
import { convertCommand } from '../src/text/convert.ts';
import { findInstalls } from '../src/text/installs.ts';
import { mayHoldCommand } from '../src/text/language.ts';
import type { TextLanguage } from '../src/text/language.ts';
import { convertRequirement } from '../src/text/requirement.ts';
import type { RequirementKind } from '../src/text/requirement.ts';
import { findRequirements } from '../src/text/requirement-files.ts';
import type { DeployTargets } from '../src/text/targets.ts';
import { applied } from './text-apply.ts';

const numRuns = Number(process.env.FUZZ ?? 2000);

const languages: readonly TextLanguage[] = [
  'shell',
  'dockerfile',
  'makefile',
  'justfile',
  'procfile',
  'yaml',
  'toml',
  'json',
  'markdown',
  'python',
  'text',
];

const kinds: readonly RequirementKind[] = [
  'requirements',
  'pyproject',
  'pipfile',
  'setup-cfg',
  'setup-py',
  'conda',
  'script',
  'lock',
];

const targets: DeployTargets = new Map([
  [
    'app.py',
    { path: 'app.py', units: [{ name: 'Model', kind: 'app', appName: 'm' }], entrypoints: [] },
  ],
  [
    'two.py',
    {
      path: 'two.py',
      units: [
        { name: 'A', kind: 'app', appName: 'a' },
        { name: 'B', kind: 'app', appName: 'b' },
      ],
      entrypoints: [{ name: 'main' }],
    },
  ],
  [
    'pkg.mod',
    { path: 'pkg/mod.py', units: [{ name: 'f', kind: 'function', appName: 'f' }], entrypoints: [] },
  ],
]);

/** Parts of commands, of the languages that hold them, and of what looks like either. */
const parts = [
  ...[
    'modal',
    'modal ',
    'run ',
    'deploy ',
    'serve ',
    'setup',
    'secret create g ',
    'K=v ',
    'K=- ',
    'volume put v ',
  ],
  ...[
    'volume ls ',
    '-f ',
    '-m ',
    '--env ',
    '--env=dev ',
    '-q ',
    '--name x ',
    'app.py',
    'two.py ',
    'pkg.mod',
    '::A',
  ],
  ...[
    '::main',
    '--n 3',
    '$X ',
    '${{ a }} ',
    '{x} ',
    '<file> ',
    '"',
    "'",
    '`',
    '``',
    '```',
    '```sh\n',
    '```\n',
    '\n',
  ],
  ...[
    '\n\n',
    '\r\n',
    '\\\n',
    '\\',
    '# ',
    '#',
    '$ ',
    '> ',
    '>',
    '<<EOF\n',
    'EOF\n',
    ' ',
    ' && ',
    '; ',
    ' | ',
    '|',
    '\t',
  ],
  ...[
    '\n\t',
    '  ',
    '- ',
    '- run: ',
    'run: ',
    '\n  ',
    ': ',
    'run: |\n',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '$(',
    ', ',
  ],
  ...[
    '"modal", ',
    '"run", ',
    '"app.py"',
    '["modal", "deploy", "two.py"]',
    'uv run ',
    '--with ',
    'python -m ',
    'sudo ',
  ],
  ...[
    'xargs ',
    'A=1 ',
    'cd x && ',
    'pip install ',
    'modal>=1',
    'modal-client',
    'fal ',
    'RUN ',
    'CMD ',
    '[project]\n',
  ],
  ...[
    'dependencies = ',
    'modal = "^1"',
    '; python_version<"3"',
    '--hash=sha256:a',
    'install_requires=',
    '"""',
    'f"',
  ],
  ...['# /// script\n', '# ///\n', '\ufeff', 'é', '😀', 'the modal dialog ', 'bash -c "'],
];

const commandLine = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      'uv run ',
      'python3 -m ',
      'A=1 ',
      'sudo ',
      'cd x && ',
      '! ',
      'uv run --with modal ',
      '$R ',
    ),
    fc.constantFrom(
      'modal run ',
      'modal deploy ',
      'modal serve ',
      'modal volume put ',
      'modal secret create ',
      'modal token new ',
      'pip install ',
      'modal app stop ',
    ),
    fc.array(
      fc.constantFrom(
        '-q ',
        '-m ',
        '--env dev ',
        '-e=x ',
        '-f ',
        '\\\n ',
        '--name "a b" ',
        '--json ',
        "'x y' ",
      ),
      { maxLength: 3 },
    ),
    fc.constantFrom(
      'app.py',
      'two.py',
      'pkg.mod',
      'two.py::A',
      'two.py::main --n 3',
      'v a b',
      'g K=v',
      '"$X"',
      '',
      'modal>=1',
      'modal fal',
    ),
    fc.constantFrom('', '', '\n', ' | tee x', ' && y', ' # why', '.', '; z', ' > out'),
  )
  .map(([lead, name, flags, target, end]) => lead + name + flags.join('') + target + end);

/** Where a command line stands. */
const placed = fc
  .tuple(
    commandLine,
    fc.constantFrom(
      '%',
      '  %\n',
      'run: %\n',
      'run: |\n  %\n',
      '- "%"\n',
      '```sh\n$ %\n```\n',
      '`%`',
      '# %\n',
      '"%"',
      'RUN %\n',
      'x:\n\t@%\n',
      'Use %\n',
      '"""\n%\n"""\n',
      'x=$(%)',
      "bash -c '%'",
    ),
  )
  .map(([line, place]) => place.replace('%', () => line));

const soup = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...parts) },
      { weight: 4, arbitrary: placed },
      { weight: 1, arbitrary: fc.string() },
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));

function editsFor(source: string, language: TextLanguage): Edit[] {
  return findCommands(source, language).flatMap((command) => [
    ...convertCommand(command, targets).edits,
  ]);
}

function installEdits(source: string, language: TextLanguage): Edit[] {
  const versions = { fal: '1.72.3', falClient: '1.0.0' };
  return findInstalls(source, language).flatMap((one) => [
    ...convertRequirement(one, versions).edits,
  ]);
}

function fileEdits(source: string, kind: RequirementKind): Edit[] {
  const versions = { fal: '1.72.3', falClient: '1.0.0' };
  return findRequirements(source, kind).flatMap((one) => [
    ...convertRequirement(one, versions).edits,
  ]);
}

describe('any text', () => {
  test.each(languages)('commands in %s: edits fit together and settle', (language) => {
    fc.assert(
      fc.property(soup, (source) => {
        const pass = (text: string) => applied(text, editsFor(text, language));
        const once = pass(source);
        if (once !== source) expect(mayHoldCommand(source)).toBe(true);
        // A command around another waits for it; what one pass joins on a line the next may read another way.
        const twice = pass(once);
        expect(pass(twice)).toBe(twice);
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });

  test.each(languages)('commands and packages in %s do not get in each other’s way', (language) => {
    fc.assert(
      fc.property(soup, (source) => {
        const pass = (text: string) =>
          applied(text, [...editsFor(text, language), ...installEdits(text, language)]);
        // What one pass joins on a line may be read another way by the next.
        const twice = pass(pass(source));
        expect(pass(twice)).toBe(twice);
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });

  test.each(kinds)('requirements in %s: edits fit together and settle', (kind) => {
    fc.assert(
      fc.property(soup, (source) => {
        const once = applied(source, fileEdits(source, kind));
        expect(applied(once, fileEdits(once, kind))).toBe(once);
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });

  test('spans and words lie in the text, in order', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...languages), (source, language) => {
        let start = 0;
        for (const { span, prefix, words, nameSpan } of findCommands(source, language)) {
          expect(span.start).toBeGreaterThanOrEqual(start);
          start = span.start;
          expect(span.end).toBeLessThanOrEqual(source.length);
          expect(prefix.at(-1)?.span.end ?? 0).toBeLessThanOrEqual(start);
          expect(nameSpan.start).toBe(start);
          for (const word of words)
            expect(source.slice(word.span.start, word.span.end)).toBe(word.raw);
        }
      }),
      { numRuns },
    );
  });
});

/** Each is repeated to a long text: none may take more than time in step with its length. */
const burdens: readonly string[] = [
  ...[
    "'",
    '"',
    '`',
    '$(',
    '${',
    '{',
    '{{',
    '<a',
    '\\',
    '(',
    '[',
    '#',
    '=',
    ' ',
    '\t',
    '\n',
    '<<A\n',
    '``` ',
  ],
  ...[
    'modal ',
    'modal setup;',
    'modal run a.py --x ',
    'run modal setup ',
    '"modal", ',
    '["modal", ',
    '"modal" ',
  ],
  ...[
    'modal run "',
    "modal run '",
    'modal `',
    '`modal setup` ',
    '# modal\n',
    '- modal\n',
    'a: "modal\n',
    '> ',
  ],
  ...[
    '```sh\nmodal\n',
    '"\\n", "modal ',
    'x = "modal\n',
    'modal @ ',
    'modal>=1,',
    'pip install modal ',
    '[modal',
  ],
  ...[
    'modal \\\n',
    '<code>modal',
    'bash -c "modal a" ',
    'modal@',
    '$((',
    'modal [',
    'RUN modal \\\n',
    '"modal==1", ',
  ],
];

describe('long texts', () => {
  const size = 50_000;

  test.each(burdens)('%j, over and over', (burden) => {
    const source = `modal setup\n${burden.repeat(Math.ceil(size / burden.length))}`;
    const start = performance.now();
    for (const language of languages) {
      editsFor(source, language);
      installEdits(source, language);
    }
    for (const kind of kinds) fileEdits(source, kind);
    // 30 readings of 50 kB take half a second; what is quadratic takes longer than this.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
