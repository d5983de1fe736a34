import type { Use } from '../python/uses.ts';
import type { Program, ProgramFile } from './program.ts';
import type { CallSite } from './units.ts';

/** Uses of units, by the unit's statement. */
export function callSites(program: Program): Map<object, CallSite[]> {
  const found = new Map<object, CallSite[]>();
  for (const file of program.files) {
    for (const use of file.uses) {
      const site = siteOf(file, use);
      if (!site) continue;
      found.set(site.of, [...(found.get(site.of) ?? []), site.site]);
    }
  }
  return found;
}

function siteOf(file: ProgramFile, use: Use): { of: object; site: CallSite } | undefined {
  const { receiver, scope } = use;
  const definition = receiver?.definition;
  if (!definition) return undefined;
  const { owner, stmt } = definition;
  if (owner) return { of: owner, site: { file, use, scope, method: stmt.name } };
  return { of: stmt, site: { file, use, scope } };
}
