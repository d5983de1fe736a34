import type { LayerCall } from '../../program/image.ts';
import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Span } from '../../model/span.ts';
import type { CallExpr, Expr, Module } from '../../python/syntax.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import { contains } from '../../python/walk.ts';
import { holdsCredential } from '../../program/secret-names.ts';

/** What the user says of one of the texts that a step is given. */
export interface WordRemark {
  readonly word: string;
  readonly above: readonly string[];
  readonly behind?: string;
  /** Others that are no longer used, behind the last one. */
  readonly below: readonly string[];
}

/** What the user says of one step of an image. */
export interface Remarks {
  readonly above: readonly string[];
  readonly words: readonly WordRemark[];
  /** What follows the last step: others that are no longer used. */
  readonly below: readonly string[];
  /** What is said of the image as a whole, where its name stands. */
  readonly home?: readonly string[];
}

/** All that is said of a word. */
export function linesOf({ above, behind, below }: WordRemark): readonly string[] {
  return [...above, ...(behind === undefined ? [] : [behind]), ...below];
}

/** All that is said of a step. */
export function allLines(remarks: Remarks | undefined): readonly string[] {
  if (!remarks) return [];
  return [...remarks.above, ...remarks.words.flatMap(linesOf), ...remarks.below];
}

/** Is said to tools, of the line on which it stands. */
const DIRECTIVE = /^#\s*(?:noqa|type:|pylint:|pyright:|pyrefly:|fmt:|isort:|ruff:|trunk-ignore)/;

/** The comments around and inside of one call of an image's chain. */
export function remarksOf({ call, names, scope, frame }: LayerCall): Remarks {
  const { module } = names;
  const around = aroundCall(module, call);
  const elements = elementsOf(call).map(({ span, expr }): Element => {
    const text = expr && textOf(constantAt({ names, scope, expr, ...(frame && { frame }) }));
    return { span, ...(text !== undefined && { text }) };
  });
  const inner = insideSpan(module, call.argsSpan, elements);
  return {
    above: [...around.above, ...inner.above].filter(isForPeople),
    words: inner.words,
    below: around.below.filter(isForPeople),
  };
}

/** What is said of the entries of a dict. */
export function entryRemarks(names: Names, expr: Expr, scope: Scope): readonly WordRemark[] {
  const elements = itemsOf(expr).map(({ span, expr: key }): Element => {
    const text = key && textOf(constantAt({ names, scope, expr: key }));
    return { span, ...(text !== undefined && { text }) };
  });
  return insideSpan(names.module, expr.span, elements).words;
}

/** The comment on the line behind something, if it is said to people. */
export function commentBehind({ source, comments }: Module, { end }: Span): string | undefined {
  const found = comments.find(
    ({ start }) => start >= end && /^[ \t]*,?[ \t]*$/.test(source.slice(end, start)),
  );
  const text = found && textOfComment(source, found);
  return text !== undefined && isForPeople(text) ? text : undefined;
}

/** Whether a comment is said to people, and may be told at another place. */
export function isForPeople(comment: string): boolean {
  return !DIRECTIVE.test(comment) && !holdsCredential(comment);
}

interface Around {
  readonly above: readonly string[];
  readonly below: readonly string[];
}

/** Comments between the step before and this one, behind this one, and between the last one and the end of the chain. */
function aroundCall(module: Module, call: CallExpr): Around {
  const { source } = module;
  const { func } = call;
  const value = func.kind === 'attribute' ? func.value : func;
  const isHead = value.kind !== 'call';
  const before = isHead ? headComments(module, value) : [];
  const from = endOf(value);
  const to = func.kind === 'attribute' ? func.attrSpan.start : func.span.end;
  const between = module.comments.filter(
    (comment) => contains({ start: from, end: to }, comment) && isAlone(source, comment),
  );
  const rest = commentsAfter(module, call.span.end);
  const next = source.slice(rest.end).trimStart().charAt(0);
  const isInside = call.parens !== undefined && rest.end < call.parens.end;
  const following = next === '.' || isInside ? rest.comments : [];
  const behind = following.filter((comment) => !isAlone(source, comment));
  const below = next === '.' ? [] : following.filter((comment) => isAlone(source, comment));
  const texts = (spans: readonly Span[]): string[] =>
    spans.map((span) => textOfComment(source, span));
  return { above: texts([...before, ...between, ...behind]), below: texts(below) };
}

/** `( # comments` before the first word of a chain. */
function headComments({ source, comments }: Module, { span }: Expr): Span[] {
  const found: Span[] = [];
  let at = span.start;
  for (const comment of comments.toReversed()) {
    if (comment.end > at) continue;
    if (source.slice(comment.end, at).trim() !== '') break;
    found.unshift(comment);
    at = comment.start;
  }
  return source.slice(0, at).trimEnd().endsWith('(') ? found : [];
}

/** Comments behind a place that only white space parts, and where they end. */
function commentsAfter(
  { source, comments }: Module,
  start: number,
): { readonly comments: readonly Span[]; readonly end: number } {
  const found: Span[] = [];
  let end = start;
  for (const comment of comments) {
    if (comment.start < end) continue;
    if (source.slice(end, comment.start).trim() !== '') break;
    found.push(comment);
    end = comment.end;
  }
  return { comments: found, end };
}

/** One of the things that a step is given: only plain texts can be found again. */
export interface Element {
  readonly span: Span;
  readonly text?: string;
}

function elementsOf({ args }: CallExpr): { readonly span: Span; readonly expr?: Expr }[] {
  return args.flatMap(({ name, star, value, span }) => {
    if (name !== undefined || star !== '') return [{ span }];
    const items = itemsOf(value);
    return items.length > 0 ? items : [{ span, expr: value }];
  });
}

function itemsOf(value: Expr): { readonly span: Span; readonly expr?: Expr }[] {
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.map((expr) => ({ span: outerSpan(expr), expr }));
  if (value.kind !== 'dict') return [];
  return value.entries.map(({ key, value: of }) => ({
    span: { start: (key ?? of).span.start, end: endOf(of) },
    ...(key && { expr: key }),
  }));
}

/** Comments between arguments or parameters: each speaks of the one before it on its line, or of the next one. */
export function insideSpan(
  { source, comments }: Module,
  within: Span,
  elements: readonly Element[],
): Pick<Remarks, 'above' | 'words'> {
  const above: string[] = [];
  const words = new Map<string, WordRemark>();
  const add = (word: string, change: (known: WordRemark) => WordRemark): void => {
    words.set(word, change(words.get(word) ?? { word, above: [], below: [] }));
  };
  for (const comment of comments) {
    const text = textOfComment(source, comment);
    if (!contains(within, comment) || !isForPeople(text)) continue;
    const before = elements.findLast(({ span }) => span.end <= comment.start);
    const next = elements.find(({ span }) => span.start >= comment.end);
    const isBehind = before && !source.slice(before.span.end, comment.start).includes('\n');
    if (isBehind && before.text !== undefined) {
      add(before.text, (known) => ({ ...known, behind: text }));
    } else if (!isBehind && next?.text !== undefined && isAlone(source, comment)) {
      add(next.text, (known) => ({ ...known, above: [...known.above, text] }));
    } else if (!isBehind && !next && before?.text !== undefined) {
      add(before.text, (known) => ({ ...known, below: [...known.below, text] }));
    } else above.push(text);
  }
  return { above, words: [...words.values()] };
}

/** Whether nothing stands before a comment on its line. */
function isAlone(source: string, { start }: Span): boolean {
  return source.slice(source.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

function textOfComment(source: string, { start, end }: Span): string {
  return source.slice(start, end).trimEnd();
}

function outerSpan(expr: Expr): Span {
  return expr.parens ?? expr.span;
}

function endOf(expr: Expr): number {
  return outerSpan(expr).end;
}
