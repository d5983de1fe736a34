import { addressRule } from '../lint/addresses.ts';
import { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { OldAddress, UnitReport } from '../report/plan/report.ts';
import { findAddresses, mayHoldAddress } from '../text/addresses.ts';
import { isRecord } from '../text/records.ts';
import { isChanged, type ConvertedFile } from './convert.ts';
import type { Source } from './files/read.ts';
import type { Keeper } from './keeper.ts';

/** The addresses of Modal's that the files of a run still name when they are converted, and what those that the run moved are now. */
export function oldAddresses(
  sources: readonly Source[],
  files: readonly ConvertedFile[],
  units: readonly UnitReport[],
  { rules }: RuleSet,
  keeper: Keeper,
): OldAddress[] {
  const rule = addressRule(rules)?.id;
  if (rule === undefined) return [];
  const changed = new Map(
    files.flatMap((file) => (isChanged(file) ? [[file.source.path, file.after]] : [])),
  );
  const now = movedTo(units);
  return sources.flatMap(({ path, text: before, language }): OldAddress[] => {
    const source = changed.get(path) ?? before;
    // What a record names nobody calls.
    if (!mayHoldAddress(source) || isRecord(path)) return [];
    const lines = new Lines(source);
    const text = { path, source, language };
    return findAddresses(source).flatMap(({ text: address, span, label }): OldAddress[] => {
      if (keeper.text(path, text, rule, span.start)) return [];
      const to = label === undefined ? undefined : now.get(label.replace(/-dev$/, ''));
      const place = { file: path, line: lines.position(span.start).line, address };
      if (to === undefined) return [place];
      return [{ ...place, now: /^wss?:/i.test(address) ? to.replace(/^https/, 'wss') : to }];
    });
  });
}

/** By what stands behind the workspace in Modal's address of an endpoint, its address on fal. */
function movedTo(units: readonly UnitReport[]): ReadonlyMap<string, string> {
  return new Map(
    units.flatMap(({ endpoints, outcome }) =>
      endpoints.flatMap(({ modal, fal }): [string, string][] => {
        if (modal.by !== 'http' || outcome === 'left') return [];
        const label = findAddresses(modal.url)[0]?.label;
        return label === undefined ? [] : [[label, fal.url]];
      }),
    ),
  );
}
