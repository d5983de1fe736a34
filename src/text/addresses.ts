import type { Span } from '../model/span.ts';
import { isInMark } from './in-mark.ts';

/** The address of something that Modal serves, as a text writes it. */
export interface Address {
  /** `https://acme--desk-ask.modal.run`: what stands before and behind may be nobody's business. */
  readonly text: string;
  readonly span: Span;
  /** What stands behind the workspace: `desk-ask`; absent where there is no `--`. */
  readonly label?: string;
}

const HOST = '.modal.run';
/** A name in a URL has 253 signs at most; holes may be longer. */
const LONGEST = 300;
const CLOSING = new Map([
  ['}', '{'],
  ['>', '<'],
  [']', '['],
]);

/** Whether a text can hold an address of Modal's: cheap, may say yes in vain. */
export function mayHoldAddress(source: string): boolean {
  return source.includes(HOST);
}

/** Every address of Modal's in a text of whatever language, in order; those that `modal curl` asks are part of the command. */
export function findAddresses(source: string): Address[] {
  const found: Address[] = [];
  for (let at = source.indexOf(HOST); at !== -1; at = source.indexOf(HOST, at + HOST.length)) {
    const address = addressAt(source, at);
    if (address) found.push(address);
  }
  return found;
}

/** The address whose `.modal.run` is at an offset; an attribute and another host are none. */
function addressAt(source: string, at: number): Address | undefined {
  const end = at + HOST.length;
  if (/^(?:[\w(-]|\.\w)/.test(source.slice(end, end + 2))) return undefined;
  const start = hostStart(source, at);
  const host = source.slice(start, at);
  if (host === '' || /\s/.test(host.at(-1) ?? '')) return undefined;
  const before = source.slice(Math.max(start - LONGEST, 0), start);
  const scheme = /(?:https?|wss?):\/\/$/i.exec(before)?.[0];
  const isSigned = /(?:https?|wss?):\/\/[^\s/@"'`]*@$/i.test(before);
  const dashes = host.indexOf('--');
  if (scheme === undefined && !isSigned && dashes === -1) return undefined;
  if (/\bmodal[ \t]+curl\b[^\n]*$/.test(before) || isInMark(source, at)) return undefined;
  const span = { start: start - (scheme?.length ?? 0), end };
  const label = dashes === -1 ? {} : { label: host.slice(dashes + 2) };
  return { text: source.slice(span.start, end), span, ...label };
}

/** Where the name of a host starts that ends at an offset: letters, and holes for what only the program or the reader knows. */
function hostStart(source: string, end: number): number {
  const limit = Math.max(end - LONGEST, 0);
  let at = end;
  while (at > limit) {
    const sign = source[at - 1] ?? '';
    const open = CLOSING.get(sign);
    const hole = open === undefined ? at - 1 : holeStart(source, at - 1, open, limit);
    if (hole === undefined || (open === undefined && !/[\w.$%-]/.test(sign))) break;
    at = hole;
  }
  // `https://*.modal.run` is all of them.
  return at === end && source.startsWith('*', at - 1) ? at - 1 : at;
}

/** Where the `{…}`, `<…>` or `[…]` starts that is closed at an offset, on the same line. */
function holeStart(source: string, close: number, open: string, limit: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= limit && source[at] !== '\n'; at--) {
    if (source[at] === source[close]) depth++;
    if (source[at] === open && --depth === 0) return at;
  }
  return undefined;
}
