import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { programText, sharedText } from './program-text.ts';
import { seeded } from './random.ts';

/** What the commands run over. */
export interface Corpora {
  /** The machine's own Python libraries, and a folder of generated programs. */
  readonly tree: Corpus;
  /** Generated Modal programs only. */
  readonly dense: Corpus;
  /** One generated program of 100 files that import from each other. */
  readonly program: Corpus;
  readonly file: string;
}

export interface Corpus {
  readonly folders: readonly string[];
  /** Python files in it. */
  readonly files: number;
}

const TREE_FILES = 10_000;
const SPRINKLED = 100;
const DENSE_FILES = 1_000;
const PROGRAM_FILES = 100;

/** Writes the generated files below `folder`, and looks for libraries until there are enough. */
export function makeCorpora(folder: string): Corpora {
  const sprinkled = writePrograms(join(folder, 'sprinkled'), SPRINKLED, 1);
  const dense = writePrograms(join(folder, 'dense'), DENSE_FILES, 2);
  const program = writeProgram(join(folder, 'program'));
  const libraries = pythonLibraries();
  return {
    tree: {
      folders: [...libraries.folders, ...sprinkled.folders],
      files: libraries.files + sprinkled.files,
    },
    dense,
    program,
    file: join(folder, 'dense/part0/program0.py'),
  };
}

/** Programs that stand alone, forty to a folder. */
function writePrograms(folder: string, files: number, seed: number): Corpus {
  const random = seeded(seed);
  for (let index = 0; index < files; index++) {
    const part = join(folder, `part${Math.floor(index / 40)}`);
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, `program${index}.py`), programText(random, 'own'));
  }
  return { folders: [folder], files };
}

function writeProgram(folder: string): Corpus {
  const random = seeded(3);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'common.py'), sharedText(random));
  for (let index = 1; index < PROGRAM_FILES; index++) {
    writeFileSync(join(folder, `job${index}.py`), programText(random, 'shared'));
  }
  return { folders: [folder], files: PROGRAM_FILES };
}

/** Library folders of the Pythons of this machine, as many as are needed. */
function pythonLibraries(): Corpus {
  const folders: string[] = [];
  let files = 0;
  for (const folder of libraryFolders()) {
    if (files >= TREE_FILES) break;
    folders.push(folder);
    files += countPython(folder);
  }
  return { folders, files };
}

function libraryFolders(): string[] {
  const versions = join(homedir(), '.pyenv/versions/*/lib/python3*');
  const places = ['/usr/lib/python3*', '/usr/local/lib/python3*', versions];
  return places.flatMap((place) => globSync(place).sort()).filter((folder) => existsSync(folder));
}

function countPython(folder: string): number {
  const script = 'import os, sys; print(sum(n.endswith(".py") for _, _, ns in os.walk(sys.argv[1]) for n in ns))'; // prettier-ignore
  return Number(execFileSync('python3', ['-c', script, folder], { encoding: 'utf8' }));
}
