import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Edit } from '../model/span.ts';
import { lineEdits } from '../report/diff.ts';
import { convertSources, type Conversion } from './convert.ts';
import { groupsOf } from './groups.ts';
import type { Sources } from './sources.ts';

/**
 * Gives the first finding of each file the conversion of that file.
 * Units share imports and images, so a program that applies one fix alone gets whole files.
 */
export async function attachFixes(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  ruleSet: RuleSet,
  owner: string | undefined,
): Promise<readonly Diagnostic[]> {
  const options = { level: 'unsafe', ...(owner !== undefined && { owner }) } as const;
  const conversion = await convertSources(sources, ruleSet, options);
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
function fixesOf({ files, plans }: Conversion, sources: Sources): Map<string, Fix> {
  const changed = new Map(files.filter(({ refused }) => refused === undefined).map((f) => [f.source, f])); // prettier-ignore
  const fixes = new Map<string, Fix>();
  for (const group of groupsOf([...sources.python, ...sources.beside], sources.imports)) {
    const edits: Record<string, readonly Edit[]> = {};
    for (const source of group) {
      const file = changed.get(source);
      if (file) edits[source.path] = lineEdits(source.text, file.after);
    }
    const paths = Object.keys(edits);
    const unsafe = plans.some(({ applicability, file }) => applicability === 'unsafe' && paths.includes(file)); // prettier-ignore
    for (const path of paths) {
      const title = `Convert ${paths.map((each) => `\`${each}\``).join(', ')} to fal`;
      fixes.set(path, { applicability: unsafe ? 'unsafe' : 'safe', title, edits });
    }
  }
  return fixes;
}
