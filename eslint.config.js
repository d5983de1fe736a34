import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import markdown from '@eslint/markdown';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const doors = JSON.parse(readFileSync(new URL('./test/doors.json', import.meta.url), 'utf8'));

/** The doors of one room, as an editor can show them; test/doors.test.ts holds them to the letter. */
function roomConfig([room, { rooms }]) {
  const allowed = [room, ...rooms].join('|');
  const regex = `^(?:\\.\\./)+(?!(?:${allowed})/)[a-z-]+/`;
  const message = `\`${room}\` may import: ${rooms.join(', ') || 'no other room'} (test/doors.json).`;
  return {
    files: [`src/${room}/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
  };
}

// Names of the browser's window that a forgotten import or variable would silently become.
const windowNames = ['name', 'event', 'status', 'length', 'parent', 'top', 'self', 'open', 'close'];
const moreWindowNames = ['stop', 'print', 'find', 'origin', 'location', 'history', 'external'];

export default defineConfig(
  {
    ignores: [
      'dist/',
      'dist-site/',
      '.venv/',
      '.astro/',
      '.cache/',
      'rules/',
      'content/sdk/',
      'examples/',
      'test/corpus/',
      'test/fixtures/',
      '**/*.d.ts',
    ],
  },
  {
    files: ['**/*.{js,mjs,ts}'],
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { URL: 'readonly', process: 'readonly', console: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      'no-restricted-globals': ['error', ...windowNames, ...moreWindowNames],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // `while (true)` with an early return reads better than a flag.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A tree of nodes is better told by `node.kind === 'x'` blocks with indexes than by these.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/prefer-regexp-exec': 'off',
      '@typescript-eslint/class-literal-property-style': 'off',
    },
  },
  {
    files: ['src/site/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  ...Object.entries(doors).map(roomConfig),
  {
    files: ['content/**/*.md', '*.md', 'docs/**/*.md'],
    plugins: { markdown },
    extends: ['markdown/recommended'],
    language: 'markdown/gfm',
    languageOptions: { frontmatter: 'yaml' },
    rules: {
      // `[tool.modal-lint]` and `ignore[rule]` are words here, not links.
      'markdown/no-missing-label-refs': 'off',
      // A page's title stands in its frontmatter.
      'markdown/no-multiple-h1': 'off',
    },
  },
);
