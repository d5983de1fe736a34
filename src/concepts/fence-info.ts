import type { Report } from './message.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import type { FenceRole, Place } from './topic.ts';

/** The info string of a fence behind its language. */
export interface FenceInfo {
  readonly role?: FenceRole;
  readonly options: FenceOptions;
}

export type FenceOptions = ReadonlyMap<OptionName, FenceOption>;

export interface FenceOption {
  readonly value: string;
  readonly place: Place;
}

export type OptionName = (typeof OPTIONS)[number];

const OPTIONS = [
  'file',
  'name',
  'lines',
  'call',
  'no-call',
  'skip-sdk',
  'config',
  'rule',
  'title',
] as const;

/** What an `after` may say: the rest is said once, where the example starts. */
const OF_AFTER: readonly OptionName[] = ['file', 'name', 'title', 'skip-sdk'];

const ROLES: readonly FenceRole[] = ['before', 'after', 'unchanged', 'manual'];

/** Whether a word is the role of a fence. */
export function isRole(word: string): word is FenceRole {
  return ROLES.some((role) => role === word);
}

/** Reads `before file=app.py call="f(x=1)"`, which starts at the column of `at`. */
export function readFenceInfo(meta: string, at: Place, report: Report): FenceInfo {
  const options = new Map<OptionName, FenceOption>();
  let role: FenceRole | undefined;
  for (const { text, start, key, value } of words(meta)) {
    const column = at.column + start;
    const place = { line: at.line, column, endColumn: column + text.length };
    if (key !== undefined) readOption(key, { value, place }, options, report);
    else if (!isRole(text)) reportUnknownRole(text, place, report);
    else if (role) {
      const message = `The fence has two roles, \`${role}\` and \`${text}\`; keep one`;
      report('fence-role-twice', place, message);
    } else role = text;
  }
  if (role === 'after') reportMisplaced(options, report);
  return { ...(role && { role }), options };
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly key: string | undefined;
  readonly value: string;
}

const WORD = /\s*(?:([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S*))|(\S+))/g;

function words(meta: string): Word[] {
  return [...meta.matchAll(WORD)].map((match) => {
    const text = match[0].trimStart();
    const [, key, double, single, bare = ''] = match;
    const value = (double ?? single)?.replace(/\\(["'\\])/g, '$1') ?? bare;
    return { text, start: match.index + match[0].length - text.length, key, value };
  });
}

function readOption(
  key: string,
  option: FenceOption,
  options: Map<OptionName, FenceOption>,
  report: Report,
): void {
  const { value, place } = option;
  const name = OPTIONS.find((known) => known === key);
  if (!name) {
    const near = nearest(key, OPTIONS);
    const known = OPTIONS.map((other) => `\`${other}=\``).join(', ');
    const end = near === undefined ? `; write one of ${known}` : didYouMean(near);
    report('fence-option-unknown', place, `\`${key}=\` is no option of a fence${end}`);
  } else if (value === '') {
    const message = `\`${key}=\` has no value; write \`${key}="…"\` or leave it out`;
    report('fence-option-empty', place, message);
  } else if (/^["']/.test(value)) {
    const message = `The quote of \`${key}=\` is never closed; write \`${key}="…"\``;
    report('fence-option-quote', place, message);
  } else if (options.has(name)) {
    report('fence-option-twice', place, `\`${key}=\` stands here twice; keep one`);
  } else options.set(name, option);
}

function reportUnknownRole(text: string, place: Place, report: Report): void {
  const near = nearest(text, ROLES);
  const known = ROLES.map((role) => `\`${role}\``).join(', ');
  const end = near === undefined ? `; write one of ${known}` : didYouMean(near);
  report('fence-role-unknown', place, `\`${text}\` is no role of a fence${end}`);
}

function reportMisplaced(options: FenceOptions, report: Report): void {
  for (const [name, { place }] of options) {
    if (OF_AFTER.includes(name)) continue;
    const message = `\`${name}=\` has no meaning on an \`after\`; write it on the \`before\``;
    report('fence-option-misplaced', place, message);
  }
}
