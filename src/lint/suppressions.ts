import type { Lines } from '../model/lines.ts';
import type { Edit, Span } from '../model/span.ts';
import type { Draft, OwnDraft } from './draft.ts';
import type { Directive, NamedRule } from './directives.ts';
import { code } from './messages.ts';
import { nearest } from '../text/nearest.ts';
import { isAlone, type Reach } from './reach.ts';

const rule = 'unused-suppression';
const WORDS = ['ignore', 'ignore-file'];

/** A directive with what it covers. */
export interface Suppression {
  readonly directive: Directive;
  /** Offsets of the findings that it is about. */
  readonly covers: Span;
}

/** What the rules are, for judging the ids that a comment names. */
export interface KnownRules {
  readonly all: ReadonlySet<string>;
  readonly enabled: ReadonlySet<string>;
}

/** Gives each directive its reach; words that are none are left out. */
export function suppressionsOf(directives: readonly Directive[], reach: Reach): Suppression[] {
  return directives.flatMap((directive): Suppression[] => {
    if (directive.word === 'ignore-file')
      return [{ directive, covers: { start: 0, end: Infinity } }];
    return directive.word === 'ignore' ? [{ directive, covers: reach.of(directive.span) }] : [];
  });
}

/** Whether a finding of `id` at `at` is suppressed. */
export function isSuppressed(
  suppressions: readonly Suppression[],
  id: string,
  at: number,
): boolean {
  return suppressions.some((suppression) => suppresses(suppression, id, at));
}

function suppresses({ directive, covers }: Suppression, id: string, at: number): boolean {
  const inside = covers.start <= at && at <= covers.end;
  return inside && (!directive.ids || directive.ids.some((named) => named.id === id));
}

/** What is wrong with the suppressions of a file, given all its findings before suppression. */
export function unusedSuppressions(
  directives: readonly Directive[],
  suppressions: readonly Suppression[],
  found: readonly Draft[],
  known: KnownRules,
  lines: Lines,
): Draft[] {
  const wrong = directives.flatMap((directive) => wrongWord(directive));
  const unused = suppressions.flatMap((suppression) => {
    const hits = found.filter((draft) => suppresses(suppression, draft.rule, draft.span.start));
    return unusedIn(suppression.directive, new Set(hits.map((hit) => hit.rule)), known, lines);
  });
  return [...wrong, ...unused];
}

/** `ignroe[gpu]` suppresses nothing; a sentence about the linter is left alone. */
function wrongWord({ word, span }: Directive): Draft[] {
  if (WORDS.includes(word)) return [];
  const meant = nearest(word, WORDS);
  if (meant === undefined) return [];
  return [
    { rule, span, message: `\`${word}\` suppresses nothing; write \`modal-lint: ${meant}\`.` },
  ];
}

function unusedIn(
  directive: Directive,
  used: ReadonlySet<string>,
  known: KnownRules,
  lines: Lines,
): Draft[] {
  const { ids, span } = directive;
  if (!ids) return used.size > 0 ? [] : [unusedWhole(directive, lines)];
  if (ids.some(({ id }) => id === rule)) return [];
  if (ids.length === 0) {
    return [{ rule, span, message: 'The brackets name no rule; name one or remove the comment.' }];
  }
  const unknown = ids.filter(({ id }) => !known.all.has(id));
  const idle = ids.filter(({ id }) => known.enabled.has(id) && !used.has(id));
  if (idle.length === ids.length) return [unusedWhole(directive, lines)];
  return [
    ...unknown.map((named) => unknownRule(named, known)),
    ...idle.map((named) => unusedRule(named, ids, idle, lines)),
  ];
}

function unusedWhole(directive: Directive, lines: Lines): Draft {
  const { span, ids } = directive;
  const what = ids ? ids.map(({ id }) => code(id)).join(', ') : 'No finding';
  const message = ids
    ? `${what} ${ids.length > 1 ? 'are' : 'is'} not found here; remove the comment.`
    : `${what} is suppressed here; remove the comment.`;
  return { rule, span, message, fix: fixOf('Remove the comment', removal(span, lines)) };
}

function unknownRule({ id, span }: NamedRule, { all }: KnownRules): Draft {
  const meant = nearest(id, all);
  const hint = meant === undefined ? '`modal-lint rules` lists them' : `write \`${meant}\``;
  return { rule, span, message: `\`${id}\` is no rule; ${hint}.` };
}

function unusedRule(
  named: NamedRule,
  ids: readonly NamedRule[],
  idle: readonly NamedRule[],
  lines: Lines,
): Draft {
  const { id, span } = named;
  const message = `\`${id}\` is not found here; remove it from the comment.`;
  const index = ids.indexOf(named);
  const follows = ids.slice(0, index).some((other) => !idle.includes(other));
  const text = withComma(span, follows ? undefined : ids[index + 1], lines.source);
  return { rule, span, message, fix: fixOf(`Remove \`${id}\``, { span: text, text: '' }) };
}

/** An id with the comma that parts it from the ones that stay: `gpu, ` before the next one, else `, gpu`. */
function withComma(span: Span, next: NamedRule | undefined, source: string): Span {
  if (next) return { start: span.start, end: next.span.start };
  const comma = source.lastIndexOf(',', span.start);
  return { start: source.slice(0, comma).trimEnd().length, end: span.end };
}

/** The comment with the white space before it; with its whole line where it stands alone. */
function removal(span: Span, lines: Lines): Edit {
  const { source } = lines;
  const { line } = lines.position(span.start);
  const row = lines.span(line);
  const rest = source.slice(span.end, row.end);
  if (isAlone(span, lines) && rest.trim() === '') {
    return { span: { start: row.start, end: lines.starts[line] ?? source.length }, text: '' };
  }
  // Another comment follows: it takes this one's place.
  const after = span.end + (rest.length - rest.trimStart().length);
  if (rest.trim() !== '') return { span: { start: span.start, end: after }, text: '' };
  const before = source.slice(row.start, span.start).trimEnd().length;
  return { span: { start: row.start + before, end: row.end }, text: '' };
}

/** The file is filled in when the finding gets its place. */
function fixOf(title: string, edit: Edit): NonNullable<OwnDraft['fix']> {
  return { applicability: 'safe', title, edits: { '': [edit] } };
}
