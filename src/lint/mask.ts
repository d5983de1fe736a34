import type { Span } from '../model/span.ts';
import type { ProgramFile } from '../program/program.ts';
import type { Expr } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import { expressions } from '../python/walk.ts';
import { findCommands } from '../text/command.ts';
import { mayHoldCommand, type TextLanguage } from '../text/language.ts';

/** Where a program writes the values of secrets into its text. */
const SECRET_SOURCES = new Set(['modal.Secret.from_dict', 'modal.Secret.create_deployed']);

/** A Python file as output may show it: values of secrets are stars, every offset stays true. */
export function shownSource({ names, uses }: Pick<ProgramFile, 'names' | 'uses'>): string {
  const { source } = names.module;
  const commands = commandSecrets(source, 'python');
  return mask(source, [...secretSpans(uses), ...commands]);
}

/** A text that can hold commands, as output may show it. */
export function shownText(source: string, language: TextLanguage): string {
  return mask(source, commandSecrets(source, language));
}

/** `value` of `modal secret create name KEY=value`. */
function commandSecrets(source: string, language: TextLanguage): Span[] {
  if (!/\bsecret\W+create\b/.test(source) || !mayHoldCommand(source)) return [];
  return findCommands(source, language).flatMap(({ name, words }) => {
    if (name !== 'modal secret create') return [];
    return words.flatMap(({ raw, span }) => {
      const equals = raw.indexOf('=');
      return equals < 0 ? [] : [{ start: span.start + equals + 1, end: span.end }];
    });
  });
}

function secretSpans(uses: readonly Use[]): Span[] {
  return uses.flatMap(({ symbol, call, role }) => {
    if (!call || role === 'keyword' || !SECRET_SOURCES.has(symbol.name)) return [];
    return call.args.flatMap(({ value }) => valuesOf(value).flatMap(literalBodies));
  });
}

function mask(source: string, spans: readonly Span[]): string {
  let masked = source;
  for (const { start, end } of spans) {
    const hidden = masked.slice(start, end).replace(/[^\r\n]/g, '*');
    masked = masked.slice(0, start) + hidden + masked.slice(end);
  }
  return masked;
}

function valuesOf(expr: Expr): readonly Expr[] {
  return expr.kind === 'dict' ? expr.entries.map(({ value }) => value) : [];
}

function literalBodies(value: Expr): Span[] {
  const found: Span[] = [];
  for (const expr of expressions(value)) {
    if (expr.kind === 'string' || expr.kind === 'fstring') {
      for (const { body } of expr.pieces) found.push(body);
    }
  }
  return found;
}
