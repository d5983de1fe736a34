import type { Choices } from '../convert/plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Edit } from '../model/span.ts';
import type { Program } from '../program/program.ts';
import type { Failure } from '../report/check-report.ts';
import { convertSources, withTexts } from './convert.ts';
import { Keeper } from './keeper.ts';
import { lintSources, type LintRun } from './lint-sources.ts';
import type { Source } from './files/read.ts';
import type { Sources } from './files/sources.ts';

/** What `--fix` makes of a run: new texts, nothing written yet. */
export interface Fixed {
  /** By the file as it was read. */
  readonly texts: ReadonlyMap<Source, string>;
  /** What stayed as it was though it was planned, and why. */
  readonly refused: readonly { readonly file: string; readonly message: string }[];
  readonly failures: readonly Failure[];
  /** What was converted, as it was before. */
  readonly programs: readonly Program[];
}

export interface FixOptions {
  readonly unsafe: boolean;
  readonly choices: Choices;
}

/** Removing a comment can bring another finding; more rounds than this are a circle of ours. */
const MAX_ROUNDS = 5;

/** Converts what may be converted, then mends what the linter's own rules can mend. */
export async function fixSources(
  sources: Sources,
  run: LintRun,
  { unsafe, choices }: FixOptions,
): Promise<Fixed> {
  const options = { ...choices, level: unsafe ? 'unsafe' : 'safe' } as const;
  const { files, failures, programs } = await convertSources(
    sources,
    run.ruleSet,
    options,
    new Keeper(run.ruleSet, run.configFor),
  );
  const texts = new Map(files.map(({ source, after }) => [source, after]));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { diagnostics } = await lintSources(withTexts(sources, texts), run);
    if (!mendAll([...sources.python, ...sources.texts], texts, diagnostics)) break;
  }
  for (const [source, text] of texts) if (text === source.text) texts.delete(source);
  const refused = files.flatMap(({ source, refused: message }) => {
    return message === undefined ? [] : [{ file: source.path, message }];
  });
  return { texts, refused, failures, programs };
}

/** Applies the safe fixes of the findings; tells whether there were any. */
function mendAll(
  sources: readonly Source[],
  texts: Map<Source, string>,
  diagnostics: readonly Diagnostic[],
): boolean {
  const edits = new Map<string, Edit[]>();
  for (const { fix, file } of diagnostics) {
    if (fix?.applicability !== 'safe') continue;
    edits.set(file, [...(edits.get(file) ?? []), ...(fix.edits[file] ?? [])]);
  }
  for (const source of sources) {
    const own = edits.get(source.path);
    if (own) texts.set(source, spliced(texts.get(source) ?? source.text, own));
  }
  return edits.size > 0;
}

/** A text with edits put in; of two that overlap, the first. */
function spliced(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: put } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    if (span.start < at) continue;
    result += text.slice(at, span.start) + put;
    at = span.end;
  }
  return result + text.slice(at);
}
