/** How a file that is not Python code carries shell commands; `python` stands for its comments and strings. */
export type TextLanguage =
  | 'shell'
  | 'dockerfile'
  | 'makefile'
  | 'justfile'
  | 'procfile'
  | 'yaml'
  | 'toml'
  | 'json'
  | 'markdown'
  | 'python'
  | 'text'
  /** Code of other languages, files of variables: only addresses are looked for. */
  | 'other';

const byExtension: ReadonlyMap<string, TextLanguage> = new Map<string, TextLanguage>([
  ...entries('shell', 'sh bash zsh ksh fish envrc'),
  ...entries('yaml', 'yml yaml'),
  ...entries('markdown', 'md mdx markdown qmd rmd'),
  ...entries('json', 'json jsonc json5 ipynb code-workspace'),
  ...entries('toml', 'toml'),
  ...entries('python', 'py pyi'),
  ...entries('makefile', 'mk mak'),
  ...entries('justfile', 'just'),
  ...entries('dockerfile', 'dockerfile containerfile'),
  ...entries('text', 'txt rst adoc asciidoc org bat cmd ps1 cfg ini'),
  ...entries('other', 'ts tsx mts cts js jsx mjs cjs vue svelte html env tf go swift dart kt'),
]);

const byName: ReadonlyMap<string, TextLanguage> = new Map<string, TextLanguage>([
  ...entries('dockerfile', 'dockerfile containerfile'),
  ...entries('makefile', 'makefile gnumakefile bsdmakefile'),
  ...entries('justfile', 'justfile .justfile'),
  ...entries('procfile', 'procfile'),
  ...entries('shell', '.envrc .bashrc .zshrc .profile .bash_profile .bash_aliases'),
  ...entries('toml', 'pipfile'),
  ...entries('other', '.env'),
  ...entries('text', 'readme install contributing'),
]);

/** Written by tools, never by hand: what stands there is changed by running the tool again. */
const generated = /^(?:package-lock|npm-shrinkwrap|composer\.lock|pnpm-lock|yarn\.lock)/u;

function entries(language: TextLanguage, names: string): [string, TextLanguage][] {
  return names.split(' ').map((name) => [name, language]);
}

/** Names the language in which the file at `path` carries shell commands, by its name alone. */
export function textLanguageOf(path: string): TextLanguage | undefined {
  const name = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .toLowerCase();
  if (!name.endsWith('.py') && generated.test(name)) return undefined;
  const stem = name.slice(0, !name.includes('.', 1) ? undefined : name.indexOf('.', 1));
  const whole = byName.get(name);
  if (whole !== undefined) return whole;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const known = extension === name ? undefined : byExtension.get(extension);
  if (known !== undefined) return known;
  // `Dockerfile.gpu`, `Procfile.dev`, `Makefile.am`, `.env.example`
  const family = byName.get(stem);
  const hasFamily = family !== undefined && /^(?:dockerfile|procfile|makefile|other)$/.test(family);
  return hasFamily ? family : undefined;
}

/** Whether a text can hold a `modal` command or requirement at all: cheap, may say yes in vain. */
export function mayHoldCommand(content: string | Uint8Array): boolean {
  return typeof content === 'string' ? inText(content) : inBytes(content);
}

function inText(text: string): boolean {
  for (let at = text.indexOf('modal'); at !== -1; at = text.indexOf('modal', at + 5)) {
    if (!isNamePart(text.charCodeAt(at - 1)) && !isWordPart(text.charCodeAt(at + 5))) return true;
  }
  return false;
}

function inBytes(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(109); at !== -1; at = bytes.indexOf(109, at + 1)) {
    if (bytes[at + 1] !== 111 || bytes[at + 2] !== 100) continue;
    if (bytes[at + 3] !== 97 || bytes[at + 4] !== 108) continue;
    if (!isNamePart(bytes[at - 1]) && !isWordPart(bytes[at + 5])) return true;
  }
  return false;
}

/** A letter, a digit or `_`. */
function isWordPart(unit: number | undefined): boolean {
  if (unit === undefined) return false;
  if (unit >= 97) return unit <= 122;
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95;
}

/** What stands before the name when `modal` is the end of another one; a `\n` of a JSON string ends in a letter. */
function isNamePart(unit: number | undefined): boolean {
  return isWordPart(unit) && unit !== 110 && unit !== 116;
}
