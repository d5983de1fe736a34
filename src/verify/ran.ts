import type { Example } from '../concepts/topic.ts';

/** How far the tests execute an example: what they go by, and what the pages tell. */
export type Ran =
  /** Both sides are called and give the same. */
  | 'called'
  /** Both sides are run as scripts and print the same. */
  | 'run'
  | 'imported'
  /** A person must finish it: only the Modal side is imported. */
  | 'modal'
  /** Nothing may be found in it. */
  | 'silent'
  /** No Python: linted and converted as text. */
  | 'text'
  | 'skipped';

/** How an example is executed, and why not further. */
export function ranOf(example: Example): { readonly ran: Ran; readonly why?: string } {
  const { before, kind, calls, noCall, skipSdk } = example;
  const python = before.filter(({ language }) => language === 'python');
  if (kind === 'unchanged') return { ran: 'silent' };
  if (python.length === 0) return { ran: 'text' };
  if (skipSdk !== undefined) return { ran: 'skipped', why: skipSdk };
  if (kind === 'manual') return { ran: 'modal', ...(noCall !== undefined && { why: noCall }) };
  if (calls.length > 0) return { ran: 'called' };
  if (noCall !== undefined) return { ran: 'imported', why: noCall };
  const isScript = python.some(({ code }) => /@\w+\.local_entrypoint|__main__/.test(code));
  return { ran: isScript ? 'run' : 'imported' };
}
