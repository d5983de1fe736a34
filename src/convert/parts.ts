import type { Edit } from '../model/span.ts';
import type { Need, Part } from './part.ts';

/** One part of several; the first refusal counts. */
export function mergeParts(parts: readonly Part[]): Part {
  const refused = parts.find((part) => part.refused !== undefined)?.refused;
  const elsewhere = byFile<Edit>(parts.map((part) => part.elsewhere));
  const keeps = byFile<string>(parts.map((part) => part.keeps));
  const needsElsewhere = byFile<Need>(parts.map((part) => part.needsElsewhere));
  return {
    settings: parts.flatMap((part) => part.settings ?? []),
    edits: parts.flatMap((part) => part.edits ?? []),
    removed: parts.flatMap((part) => part.removed ?? []),
    needs: parts.flatMap((part) => part.needs ?? []),
    before: parts.flatMap((part) => part.before ?? []),
    after: parts.flatMap((part) => part.after ?? []),
    bottom: parts.flatMap((part) => part.bottom ?? []),
    members: parts.flatMap((part) => part.members ?? []),
    instead: parts.flatMap((part) => part.instead ?? []),
    reasons: parts.flatMap((part) => part.reasons ?? []),
    elsewhere,
    needsElsewhere,
    keeps,
    ...(refused !== undefined && { refused }),
  };
}

function byFile<T>(
  maps: readonly (Readonly<Record<string, readonly T[]>> | undefined)[],
): Record<string, T[]> {
  const all: Record<string, T[]> = {};
  for (const map of maps) {
    for (const [file, items] of Object.entries(map ?? {}))
      all[file] = [...(all[file] ?? []), ...items];
  }
  return all;
}
