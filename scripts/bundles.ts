import { join, relative } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, OnLoadResult, OnResolveArgs, Plugin } from 'esbuild';

/** What a plain `check` needs; every other part of the command line that is loaded when it is asked for is in `more.js`. */
const common = [
  'src/cli/commands/check-command.ts',
  'src/cli/files/gitignore.ts',
  'src/report/concise.ts',
  'src/report/full.ts',
];

/** A bundle of its own, in ESM as the packages are that it imports. */
const verify = 'src/verify/verify-content.ts';

/** Only `verify` reads markdown, and only where its author has these: users' command lines carry no markdown parser. */
const markdownPackages = ['unified', 'remark-*', 'unist-util-visit', 'yaml'];

/** Only the runs with a configuration file, with globs in it, or over a folder load these. */
const lazyPackages = ['smol-toml', 'picomatch', 'ignore'];

const external = ['@ast-grep/napi', ...markdownPackages];

/** CommonJS has no `import.meta`, and code that was kept from an earlier run (`src/cli/entry.ts`) no `import()`. */
const commonJs = {
  format: 'cjs',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' },
  banner: { js: "'use strict';" },
} as const satisfies BuildOptions;

/** `src/cli/entry.ts` runs it: as a module, or as a script, whose value it is; to put the function around it there copies the text. */
const asFunction = {
  banner: {
    js: `(typeof module === 'object' ? module : {}).exports = function (require, __filename, __dirname) {${commonJs.banner.js}`,
  },
  footer: { js: '}' },
} as const satisfies BuildOptions;

/** Making an address of a path takes a moment, which no plain `check` needs. */
const withUrl = {
  ...commonJs,
  define: { ...commonJs.define, 'import.meta.url': 'importMetaUrl' },
  banner: {
    js: `${commonJs.banner.js}\nconst importMetaUrl = require('node:url').pathToFileURL(__filename).href;`,
  },
} as const satisfies BuildOptions;

/**
 * Bundles the command line as few CommonJS files: a module of ESM costs a short run half a millisecond, and there are a hundred.
 * `main.js` holds what a plain `check` needs and no more: also code that does not run is read by the engine.
 */
export async function bundle(root: string, target: string): Promise<Metafile['inputs']> {
  const lazy = new Set<string>();
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir: target,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    minify: true,
    metafile: true,
    external,
    logLevel: 'warning',
  };
  const inputs = async (options: BuildOptions): Promise<Metafile['inputs']> =>
    (await build({ ...shared, ...options })).metafile?.inputs ?? {};
  const entry = await inputs({ ...commonJs, entryPoints: { 'modal-lint': 'src/cli/entry.ts' } });
  const first = await inputs({
    ...commonJs,
    ...asFunction,
    entryPoints: { main: 'src/cli/main.ts' },
    plugins: [packagesApart, prebuiltGrammar(root), partsLater(root, lazy)],
  });
  const more = await inputs({
    ...withUrl,
    supported: {}, // `verify.mjs` is no CommonJS
    stdin: { contents: doorTo([...lazy].sort()), resolveDir: root, sourcefile: 'more.js' },
    entryNames: 'more',
    plugins: [packagesApart, prebuiltGrammar(root), verifyApart(root)],
  });
  const packages = await inputs({
    ...commonJs,
    entryPoints: Object.fromEntries(lazyPackages.map((name) => [name, name])),
  });
  const last = await inputs({
    format: 'esm',
    entryPoints: { verify },
    outExtension: { '.js': '.mjs' },
    plugins: [prebuiltGrammar(root)],
  });
  return { ...entry, ...first, ...more, ...packages, ...last };
}

const packagesApart: Plugin = {
  name: 'packages-apart',
  setup(plugin) {
    plugin.onResolve({ filter: new RegExp(`^(?:${lazyPackages.join('|')})$`) }, ({ path }) => {
      return { path: `./${path}.js`, external: true };
    });
  },
};

/** The built program has its own grammar libraries: the package that they come from is not installed with it. */
function prebuiltGrammar(root: string): Plugin {
  return {
    name: 'prebuilt-grammar',
    setup(plugin) {
      plugin.onResolve({ filter: /^\.\/grammar\.ts$/ }, () => {
        return { path: join(root, 'src/python/prebuilt-grammar.ts') };
      });
    },
  };
}

function verifyApart(root: string): Plugin {
  return {
    name: 'verify-apart',
    setup(plugin) {
      plugin.onResolve({ filter: /^\./ }, (args) => {
        return partOf(root, args) === verify ? { path: './verify.mjs', external: true } : undefined;
      });
    },
  };
}

/** Leaves out what is loaded later, and notes its name. */
function partsLater(root: string, lazy: Set<string>): Plugin {
  return {
    name: 'parts-later',
    setup(plugin) {
      plugin.onResolve({ filter: /^\./ }, (args) => {
        const part = partOf(root, args);
        if (part === undefined || common.includes(part)) return undefined;
        lazy.add(part);
        return { path: part, namespace: 'later' };
      });
      plugin.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }): OnLoadResult => {
        return { contents: `module.exports = require('./more.js')(${JSON.stringify(path)});` };
      });
      plugin.onResolve({ filter: /^\.\/more\.js$/, namespace: 'later' }, ({ path }) => {
        return { path, external: true };
      });
    },
  };
}

/** The module that an `import()` asks for, by its path in the project. */
function partOf(root: string, { kind, path, resolveDir }: OnResolveArgs): string | undefined {
  if (kind !== 'dynamic-import') return undefined;
  return relative(root, join(resolveDir, path)).replaceAll('\\', '/');
}

/** The function through which `main.js` gets the parts of `more.js`; a part that nobody asks for does not run. */
function doorTo(parts: readonly string[]): string {
  const cases = parts.map((part) => {
    return `case ${JSON.stringify(part)}: return require(${JSON.stringify(`./${part}`)});`;
  });
  return `module.exports = (part) => { switch (part) {\n${cases.join('\n')}\n} };`;
}
