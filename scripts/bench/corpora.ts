import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { programText, sharedText } from './program-text.ts';
import { seeded } from './random.ts';

/** What the commands run over. */
export interface Corpora {
  /** The machine's own Python libraries, and among them the sample programs of this project. */
  readonly tree: Corpus;
  /** The same libraries, with generated programs of 90 to 280 lines among them. */
  readonly crowded: Corpus;
  /** Generated Modal programs only. */
  readonly dense: Corpus;
  /** One generated program whose files import from each other, with four or five units in each. */
  readonly program: Corpus;
  /** The sample programs of this project alone: two units a file, as real ones have. */
  readonly samples: Corpus;
  /** A sample program, and a generated one that is four times as long. */
  readonly file: string;
  readonly longFile: string;
}

export interface Corpus {
  readonly folders: readonly string[];
  /** Python files in it, and how many of them are Modal programs. */
  readonly files: number;
  readonly programs: number;
}

/** How much there is of everything. */
export interface Sizes {
  readonly tree: number;
  readonly crowd: number;
  readonly dense: number;
  readonly program: number;
}

/** Writes the generated files below `folder`, and looks for libraries until there are enough. */
export function makeCorpora(root: string, folder: string, sizes: Sizes): Corpora {
  const libraries = pythonLibraries(sizes.tree);
  const dense = writePrograms(join(folder, 'dense'), sizes.dense, 2);
  const samples = copySamples(root, join(folder, 'samples'));
  return {
    tree: together(libraries, samples),
    crowded: together(libraries, writePrograms(join(folder, 'crowd'), sizes.crowd, 1)),
    dense,
    program: writeProgram(join(folder, 'program'), sizes.program),
    samples,
    file: join(root, 'examples/captions/app.py'),
    longFile: join(folder, 'dense/part0/program0.py'),
  };
}

function together(a: Corpus, b: Corpus): Corpus {
  return {
    folders: [...a.folders, ...b.folders],
    files: a.files + b.files,
    programs: a.programs + b.programs,
  };
}

/** The programs that the tests convert, and the example. */
function copySamples(root: string, folder: string): Corpus {
  const samples = [...globSync('test/corpus/*/before', { cwd: root }), 'examples/captions'];
  for (const sample of samples) {
    cpSync(join(root, sample), join(folder, sample.replace(/\/before$/, '')), { recursive: true });
  }
  const files = globSync('**/*.py', { cwd: folder }).length;
  return { folders: [folder], files, programs: files };
}

/** Programs that stand alone, forty to a folder. */
function writePrograms(folder: string, files: number, seed: number): Corpus {
  const random = seeded(seed);
  for (let index = 0; index < files; index++) {
    const part = join(folder, `part${Math.floor(index / 40)}`);
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, `program${index}.py`), programText(random, 'own'));
  }
  return { folders: [folder], files, programs: files };
}

function writeProgram(folder: string, files: number): Corpus {
  const random = seeded(3);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'common.py'), sharedText(random));
  for (let index = 1; index < files; index++) {
    writeFileSync(join(folder, `job${index}.py`), programText(random, 'shared'));
  }
  return { folders: [folder], files, programs: files };
}

/** Library folders of the Pythons of this machine, as many as are needed. */
function pythonLibraries(least: number): Corpus {
  const folders: string[] = [];
  let files = 0;
  for (const folder of libraryFolders()) {
    if (files >= least) break;
    folders.push(folder);
    files += countPython(folder);
  }
  return { folders, files, programs: 0 };
}

function libraryFolders(): string[] {
  const versions = join(homedir(), '.pyenv/versions/*/lib/python3*');
  const places = ['/usr/lib/python3*', '/usr/local/lib/python3*', versions];
  return places.flatMap((place) => globSync(place).sort()).filter((folder) => existsSync(folder));
}

function countPython(folder: string): number {
  const script =
    'import os, sys; print(sum(n.endswith(".py") for _, _, ns in os.walk(sys.argv[1]) for n in ns))';
  return Number(execFileSync('python3', ['-c', script, folder], { encoding: 'utf8' }));
}
