import type { Data, EntryData } from '../../model/program-data.ts';

/** Whether a value is a list, tuple or set. */
export function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Whether a value is a dict. */
export function isDict(value: Data): value is { readonly entries: readonly EntryData[] } {
  return typeof value === 'object' && value !== null && !isList(value) && 'entries' in value;
}

/** Whether nothing is known of a value. */
export function isUnknown(value: Data): value is { readonly unknown: string } {
  return typeof value === 'object' && value !== null && !isList(value) && 'unknown' in value;
}
