import type { Choices } from '../convert/plan.ts';
import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { Edit } from '../model/span.ts';
import { lineEdits } from '../report/diff.ts';
import { convertSources, type Conversion } from './convert.ts';
import { groupsOf } from './files/groups.ts';
import { Hider } from './output/hide.ts';
import { Keeper } from './keeper.ts';
import type { LintRun } from './lint-sources.ts';
import type { Sources } from './files/sources.ts';

/**
 * Gives the first finding of each file the conversion of that file.
 * Units share imports and images, so a program that applies one fix alone gets whole files.
 */
export async function attachFixes(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  { ruleSet, configFor }: Pick<LintRun, 'ruleSet' | 'configFor'>,
  choices: Choices,
): Promise<readonly Diagnostic[]> {
  const options = { ...choices, level: 'unsafe' } as const;
  const conversion = await convertSources(
    sources,
    ruleSet,
    options,
    new Keeper(ruleSet, configFor),
  );
  const fixes = fixesOf(conversion, sources);
  const given = new Set<string>();
  return diagnostics.map((diagnostic) => {
    const { file, verdict } = diagnostic;
    const fix = fixes.get(file);
    if (!fix || verdict === undefined || given.has(file)) return diagnostic;
    given.add(file);
    return { ...diagnostic, fix };
  });
}

/** One fix a program: the files that import each other change together. */
function fixesOf({ files, plans, programs }: Conversion, sources: Sources): Map<string, Fix> {
  const hider = new Hider(programs, sources.texts);
  const changed = new Map(
    files.filter(({ refused }) => refused === undefined).map((f) => [f.source, f]),
  );
  const fixes = new Map<string, Fix>();
  for (const group of groupsOf([...sources.python, ...sources.beside], sources.imports)) {
    const edits: Record<string, readonly Edit[]> = {};
    for (const source of group) {
      const file = changed.get(source);
      if (file) edits[source.path] = lineEdits(source.text, file.after);
    }
    const paths = Object.keys(edits);
    // What is printed holds no value of a secret, and a fix with stars in it is none.
    if (paths.some((path) => edits[path]?.some(({ text }) => hider.holds(text)))) continue;
    const unsafe = plans.some(
      ({ applicability, file }) => applicability === 'unsafe' && paths.includes(file),
    );
    for (const path of paths) {
      const title = `Convert ${paths.map((each) => `\`${each}\``).join(', ')} to fal`;
      fixes.set(path, { applicability: unsafe ? 'unsafe' : 'safe', title, edits });
    }
  }
  return fixes;
}
