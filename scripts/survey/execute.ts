import { existsSync, readFileSync } from 'node:fs';
import { ImportFinder } from '../../src/cli/imports.ts';
import type { FileResult } from '../../src/convert/plan.ts';
import type { Program, ProgramFile } from '../../src/program/program.ts';
import type { Answer, FalView } from '../../src/verify/answers.ts';
import type { Files, Sdk } from '../../src/verify/client.ts';
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
  const answer = await sdk.compile({ [result.file]: result.after });
  const problem = answer.ok ? answer.value[0] : answer.error;
  if (problem) return { compiles: 'failed', imports: 'not asked', error: problem.message };
  if (!subject) return { compiles: 'ok', imports: 'not asked' };
  return { compiles: 'ok', ...(await importIt(subject, sdk)) };
}

async function importIt(
  { file, before, after }: Subject,
  sdk: Sdk,
): Promise<Pick<Checks, 'imports' | 'error'>> {
  const entry = file.path;
  const options = { autoStandins: true, limitMs: LIMIT_MS };
  const fal = await sdk.importFal({ files: around(after, entry), entry }, options);
  const error = falError(fal);
  if (error === undefined) return { imports: 'ok' };
  // Data files that are not there, code of the user's that fails at import: no work of the converter's.
  const modal = await sdk.importModal({ files: around(before, entry), entry }, options);
  const same = !modal.ok && !fal.ok && modal.error.type === fal.error.type;
  return { imports: same ? 'too' : 'failed', error };
}

function falError(answer: Answer<FalView>): string | undefined {
  if (!answer.ok) return tell(answer.error);
  const { apps, functions } = answer.value;
  const [problem] = [...apps, ...functions].flatMap(({ name, problems }) =>
    problems.map(({ stage, error }) => `${name}: ${stage}: ${tell(error)}`),
  );
  if (problem !== undefined) return problem;
  const [unknown] = apps.flatMap(({ name, unknownAttributes }) =>
    unknownAttributes.map((attribute) => `${name}: \`${attribute}\` is no setting that fal knows`),
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
