import { existsSync, readFileSync } from 'node:fs';
import { ImportFinder } from '../../src/cli/files/imports.ts';
import { falUnits } from '../../src/convert/fal-units.ts';
import type { FileResult } from '../../src/convert/plan.ts';
import type { Program, ProgramFile } from '../../src/program/program.ts';
import type { Answer, FalView } from '../../src/verify/answers.ts';
import type { Files, Program as FalProgram, Sdk } from '../../src/verify/client.ts';
import { tell } from '../../src/verify/compare.ts';
import type { FileSurvey } from './survey.ts';

type Checks = Pick<FileSurvey, 'compiles' | 'imports' | 'error'>;

/** A converted file in its program. */
interface Subject {
  readonly file: ProgramFile;
  readonly before: Program;
  readonly after: Program;
}

const LIMIT_MS = 20_000;
const NOTHING: Checks = { compiles: 'not asked', imports: 'not asked' };

/** Compiles a result with CPython, and imports it under the fal SDK where nothing of Modal is left in it. */
export async function execute(
  subject: Subject | undefined,
  result: FileResult | undefined,
  sdk: Sdk | undefined,
): Promise<Checks> {
  if (!sdk || !result || result.before === result.after) return NOTHING;
  const error = await syntaxError(sdk, result.after);
  if (error !== undefined) {
    const was = await syntaxError(sdk, result.before);
    return { compiles: was === error ? 'too' : 'failed', imports: 'not asked', error };
  }
  if (!subject) return { compiles: 'ok', imports: 'not asked' };
  return { compiles: 'ok', ...(await importIt(subject, sdk)) };
}

async function syntaxError(sdk: Sdk, text: string): Promise<string | undefined> {
  const answer = await sdk.compile({ 'main.py': text });
  return answer.ok ? answer.value[0]?.message : answer.error.message;
}

async function importIt(subject: Subject, sdk: Sdk): Promise<Pick<Checks, 'imports' | 'error'>> {
  const { file, before, after } = subject;
  const entry = file.path;
  const options = { autoStandins: true, limitMs: LIMIT_MS };
  const files = around(after, entry);
  const own = classAttributes(before);
  let failed: Answer<FalView> | undefined;
  // `fal` looks for modules where it is started, which may be any folder above the file.
  for (const root of rootsOf(entry)) {
    const answer = await sdk.importFal(below(files, entry, root), options);
    if (falError(answer, own) === undefined) return { imports: 'ok' };
    if (!failed || !isLost(answer)) failed = answer;
    if (!isLost(answer)) break;
  }
  if (failed && isPartOfPackage(subject, failed)) {
    const answer = await sdk.importFal(asModule(files, entry), options);
    if (falError(answer, own) === undefined) return { imports: 'ok' };
    failed = answer;
  }
  const error = failed && falError(failed, own);
  // Data files that are not there, code of the user's that fails at import: no work of the converter's.
  const modal = await sdk.importModal({ files: around(before, entry), entry }, options);
  const isSame = !modal.ok && failed?.ok === false && modal.error.type === failed.error.type;
  // Results compile: it is in a file that stays as it was, and newer than this Python.
  const isNewer = failed?.ok === false && failed.error.type === 'SyntaxError';
  return { imports: isSame || isNewer ? 'too' : 'failed', ...(error !== undefined && { error }) };
}

/** Whether a file cannot be started, as it imports from its package; one without units is only imported, by others of it. */
function isPartOfPackage({ file, after }: Subject, answer: Answer<FalView>): boolean {
  const names = after.files.find(({ path }) => path === file.path)?.names;
  const isRelative = !answer.ok && answer.error.message.includes('attempted relative import');
  return isRelative && names !== undefined && falUnits(names).length === 0;
}

/** A program that imports one of its files as a module. */
function asModule(files: Files, path: string): FalProgram {
  const module = path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.');
  return { files: { ...files, [STARTER]: `import ${module}\n` }, entry: STARTER };
}

const STARTER = 'start_of_survey.py';

/** Whether a module was not found: it may be, from another folder. */
function isLost(answer: Answer<FalView>): boolean {
  return !answer.ok && /ModuleNotFound|ImportError/.test(answer.error.type);
}

/** The folders above a file, from the root of the repository on. */
function rootsOf(entry: string): string[] {
  const folders = entry.split('/').slice(0, -1);
  return ['', ...folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/`)];
}

/** A program as seen from a folder. */
function below(files: Files, entry: string, root: string): FalProgram {
  const inside = Object.entries(files).filter(([path]) => path.startsWith(root));
  return {
    files: Object.fromEntries(inside.map(([path, text]) => [path.slice(root.length), text])),
    entry: entry.slice(root.length),
  };
}

/** What is wrong with a file under fal; `own` are the attributes of the user's own classes, which the conversion leaves as they are. */
function falError(answer: Answer<FalView>, own: ReadonlySet<string>): string | undefined {
  if (!answer.ok) return tell(answer.error);
  const { apps, functions } = answer.value;
  const [problem] = [...apps, ...functions].flatMap(({ name, problems }) =>
    problems.map(({ stage, error }) => `${name}: ${stage}: ${tell(error)}`),
  );
  if (problem !== undefined) return problem;
  const [unknown] = apps.flatMap(({ name, unknownAttributes }) =>
    unknownAttributes
      .filter((attribute) => !own.has(attribute))
      .map((attribute) => `${name}: \`${attribute}\` is no setting that fal knows`),
  );
  return unknown;
}

/** A file of a program and all files of the repository that it imports. */
function around({ files }: Program, entry: string): Files {
  const texts = new Map(files.map(({ path, names }) => [path, names.module.source]));
  const finder = new ImportFinder();
  const found = new Map<string, string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    const text = texts.get(path) ?? readFileSync(path, 'utf8');
    found.set(path, text);
    queue.push(...finder.filesOf(path, text), ...packagesAbove(path));
  }
  return Object.fromEntries(found);
}

function packagesAbove(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  return folders
    .map((_, depth) => [...folders.slice(0, depth + 1), '__init__.py'].join('/'))
    .filter((file) => existsSync(file));
}

/** Names that the classes of a program bind. */
function classAttributes({ files }: Program): ReadonlySet<string> {
  const classes = files.flatMap(({ names }) =>
    names.scopes.stmts.flatMap((stmt) =>
      stmt.kind === 'class' ? [names.scopes.inside(stmt)] : [],
    ),
  );
  return new Set(classes.flatMap(({ bindings }) => [...bindings.keys()]));
}
