import type { Diagnostic } from '../model/diagnostic.ts';
import { Lines } from '../model/lines.ts';

/**
 * Names each finding by its rule, file, the text of its line and its place among those that are equal in all three.
 * It stays the same when lines are added or removed elsewhere.
 */
export function fingerprints(
  diagnostics: readonly Diagnostic[],
  sourceOf: (file: string) => string | undefined,
  nameOf: (file: string) => string = (file) => file,
): Map<Diagnostic, string> {
  const seen = new Map<string, number>();
  const lines = new Map<string, Lines>();
  const found = new Map<Diagnostic, string>();
  for (const diagnostic of diagnostics) {
    const { file, rule, start } = diagnostic;
    const known = lines.get(file) ?? new Lines(sourceOf(file) ?? '');
    lines.set(file, known);
    const text = known.text(start.line).replace(/\s+/g, ' ').trim();
    const key = [rule, nameOf(file), text].join('\n');
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    found.set(diagnostic, hash(`${key}\n${ordinal}`));
  }
  return found;
}

/** A 64-bit hash in hex: FNV-1a over UTF-16 units, as two halves with their own start. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code ^ (low >>> 15), 0x85ebca6b);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
