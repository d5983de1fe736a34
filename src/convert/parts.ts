import type { Edit, Span } from '../model/span.ts';
import type { FalSetting, Need, Part } from './part.ts';
import type { Reason } from './plan.ts';

/** One part of several; the first refusal counts. */
export function mergeParts(parts: readonly Part[]): Part {
  const all = {
    settings: [] as FalSetting[],
    edits: [] as Edit[],
    removed: [] as Span[],
    needs: [] as Need[],
    before: [] as string[],
    after: [] as string[],
    bottom: [] as string[],
    members: [] as string[],
    instead: [] as string[],
    reasons: [] as Reason[],
  };
  const elsewhere: Record<string, Edit[]> = {};
  const needsElsewhere: Record<string, Need[]> = {};
  const keeps: Record<string, string[]> = {};
  // One by one: most parts are empty but for a list or two, and there are tens of thousands of them.
  for (const part of parts) {
    put(all.settings, part.settings);
    put(all.edits, part.edits);
    put(all.removed, part.removed);
    put(all.needs, part.needs);
    put(all.before, part.before);
    put(all.after, part.after);
    put(all.bottom, part.bottom);
    put(all.members, part.members);
    put(all.instead, part.instead);
    put(all.reasons, part.reasons);
    putByFile(elsewhere, part.elsewhere);
    putByFile(needsElsewhere, part.needsElsewhere);
    putByFile(keeps, part.keeps);
  }
  const refused = parts.find((part) => part.refused !== undefined)?.refused;
  return {
    ...all,
    elsewhere,
    needsElsewhere,
    keeps,
    ...(refused !== undefined && { refused }),
  };
}

function put<T>(list: T[], items: readonly T[] | undefined): void {
  if (items) for (const item of items) list.push(item);
}

function putByFile<T>(
  lists: Record<string, T[]>,
  map: Readonly<Record<string, readonly T[]>> | undefined,
): void {
  if (!map) return;
  for (const [file, items] of Object.entries(map)) put((lists[file] ??= []), items);
}
