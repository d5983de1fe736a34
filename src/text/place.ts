import type { TextLanguage } from './language.ts';
import type { Phrase, Site, Trust } from './phrase.ts';
import type { Word } from './command.ts';

/** What a command stands in: how its words are parted and what may be put beside it. */
export interface Place {
  readonly language: TextLanguage;
  readonly trust: Trust;
  /** `list`: each word is an element of a list of quoted strings. */
  readonly form: 'shell' | 'list';
  /** Puts another command behind this one; absent where only one can stand. */
  readonly next?: string;
  /** Another command stands before or behind it on its line. */
  readonly joined: boolean;
  /** Others hang on its output or result: several need this around them. */
  readonly group?: { readonly open: string; readonly close: string };
  /** Quotes around the text that the command stands in, from the outside in. */
  readonly quotes: string;
  /** Where a comment line can be put above it. */
  readonly comment?: CommentPlace;
}

/** A comment line is `lead`, `# …`, `newline`, put in at `at`. */
export interface CommentPlace {
  readonly at: number;
  readonly lead: string;
  readonly newline: string;
}

/** Says what can be done around the command that `prefix` leads and `words` are. */
export function placeOf(
  source: string,
  phrase: Phrase,
  prefix: readonly Word[],
  words: readonly Word[],
): Place {
  const { site, form } = phrase;
  const first = prefix[0] ?? words[0];
  const last = words.at(-1);
  const group = groupOf(phrase);
  const base = {
    ...(group === undefined ? {} : { group }),
    language: site.language,
    trust: site.trust,
    joined: isJoint(phrase.before) || isJoint(phrase.after),
    form,
    quotes: site.quotes,
  };
  if (form === 'list' || first === undefined || last === undefined) return base;
  if (prefix.some((word) => word.text === 'xargs')) return base;
  const lead = lineLead(source, first.span.start);
  const newline = newlineAt(source, first.span.start);
  const alone = group === undefined && isAlone(source, phrase, lead, last.span.end);
  const next = alone ? newline + lead.text : ' && ';
  if (!site.commentable || !isMargin(lead.text) || hangsOn(phrase)) return { ...base, next };
  return { ...base, next, comment: { at: lead.start, lead: lead.text, newline } };
}

/** Braces in a script; elsewhere they may be a map of YAML or a hole of an f-string. */
function groupOf({ bound, before, after, site }: Phrase): Place['group'] {
  const grouped = bound || before === '|' || before === '||' || after === '|' || after === '&';
  if (!grouped) return undefined;
  if (/^(?:shell|dockerfile|makefile|markdown)$/u.test(site.language)) {
    return { open: '{ ', close: '; }' };
  }
  return { open: before === '(' ? ' (' : '(', close: ')' };
}

function isJoint(joint: Phrase['before']): boolean {
  return joint === '&&' || joint === '||' || joint === ';' || joint === '|' || joint === '&';
}

/** It goes on from the line above. */
function hangsOn({ before, led }: Phrase): boolean {
  return led || before === '&&' || before === '||' || before === '|';
}

/** As far as a line is looked at: longer ones are left as they are. */
const widest = 200;

interface LineLead {
  readonly start: number;
  readonly text: string;
}

function lineLead(source: string, at: number): LineLead {
  const from = Math.max(at - widest, 0);
  const start = from + source.slice(from, at).lastIndexOf('\n') + 1;
  return { start, text: source.slice(start, at).replace('\ufeff', '') };
}

function isMargin(lead: string): boolean {
  return /^[\s#>]*$/u.test(lead);
}

/** Whether nothing but marks stands before the command on its line and nothing but a comment behind it. */
function isAlone(source: string, phrase: Phrase, lead: LineLead, end: number): boolean {
  const { site, after } = phrase;
  if (!site.lines || hangsOn(phrase) || after === '&&' || after === '||') return false;
  if (lead.text.length >= widest || !/^[\s#>*/$%!@+-]*$/u.test(lead.text)) return false;
  const [line = ''] = source.slice(end, end + widest).split('\n', 1);
  const behind = line.trim();
  return behind === '' || (behind.startsWith('#') && hasComments(site));
}

function hasComments({ trust }: Site): boolean {
  return trust !== 'prose';
}

function newlineAt(source: string, at: number): string {
  return source.slice(Math.max(at - widest, 0), at + 2 * widest).includes('\r\n') ? '\r\n' : '\n';
}
