import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call, Files } from '../../src/verify/client.ts';

export const corpus: string = fileURLToPath(new URL('../corpus', import.meta.url));

/** `test/corpus/<name>/case.json`: how a program is executed, and why it is not where it is not. */
export interface CaseInfo {
  /** Chapter and era of the program. */
  readonly shape: string;
  /** What is called and run; the only Python file by default. */
  readonly entry?: string;
  /** Made on both sides, with equal results. */
  readonly calls?: readonly Call[];
  /** Words after the entry's name, a run each; both sides print the same. */
  readonly run?: readonly (readonly string[])[];
  /** What the runs print, where Modal's side cannot be asked. */
  readonly prints?: readonly string[];
  readonly launcher?: 'modal' | 'python';
  /** The first word of each run names an entrypoint: `modal run f.py::name`, `python f.py name`. */
  readonly choose?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The program does not convert whole: it keeps marks. */
  readonly marks?: boolean;
  /** Why Modal's side is not asked; with a folder `twin/` that is asked instead. */
  readonly skipModal?: string;
  /** Why fal's side is not asked. */
  readonly skipFal?: string;
  /** Units that have another name on fal. */
  readonly falUnits?: Readonly<Record<string, string>>;
  /** Why nothing is called. */
  readonly noCall?: string;
}

export interface Case {
  readonly name: string;
  readonly info: CaseInfo;
  readonly before: Files;
  readonly after: Files;
  /** The same program for today's SDK. */
  readonly twin?: Files;
  readonly entry: string;
}

/** All programs of the corpus. */
export function readCases(): Case[] {
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCase(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string): Case {
  const folder = `${corpus}/${name}`;
  const info = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as CaseInfo;
  const before = filesIn(`${folder}/before`);
  const twin = filesIn(`${folder}/twin`);
  const python = Object.keys(before).filter((file) => file.endsWith('.py'));
  return {
    name,
    info,
    before,
    after: filesIn(`${folder}/after`),
    ...(Object.keys(twin).length > 0 && { twin }),
    entry: info.entry ?? python[0] ?? '',
  };
}

function filesIn(folder: string): Files {
  const paths = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.pyc'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(`${folder}/${path}`, 'utf8')]));
}
