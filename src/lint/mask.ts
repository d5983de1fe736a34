import type { Span } from '../model/span.ts';
import type { ProgramFile } from '../program/program.ts';
import { namesSecret } from '../program/secret-names.ts';
import { bindingsOf, type Scope } from '../python/scopes.ts';
import type { Expr } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import { expressions } from '../python/walk.ts';
import { findAddresses } from '../text/addresses.ts';
import { findCommands } from '../text/command.ts';
import { mayHoldCommand, type TextLanguage } from '../text/language.ts';

/** Where a program writes the values of secrets into its text. */
const SECRET_SOURCES = new Set(['modal.Secret.from_dict', 'modal.Secret.create_deployed']);

/** A Python file as output may show it: values of secrets are stars, every offset stays true. */
export function shownSource(file: Pick<ProgramFile, 'names' | 'uses'>): string {
  return mask(file.names.module.source, hiddenIn(file));
}

/** The values of secrets that a Python file holds: what no output may show. */
export function secretValues(file: Pick<ProgramFile, 'names' | 'uses'>): string[] {
  const { source } = file.names.module;
  return hiddenIn(file).map(({ start, end }) => source.slice(start, end));
}

/** The same of a text that can hold commands. */
export function commandValues(source: string, language: TextLanguage): string[] {
  return [...commandSecrets(source, language), ...addressSecrets(source)].map(({ start, end }) =>
    source.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2'),
  );
}

function hiddenIn({ names, uses }: Pick<ProgramFile, 'names' | 'uses'>): Span[] {
  const { source } = names.module;
  const spans = [
    ...secretSpans(uses),
    ...commandSecrets(source, 'python'),
    ...addressSecrets(source),
  ];
  return spans.filter(({ start, end }) => end > start);
}

/** A text that can hold commands, as output may show it. */
export function shownText(source: string, language: TextLanguage): string {
  return mask(source, [...commandSecrets(source, language), ...addressSecrets(source)]);
}

/** Whether a value is what a page writes where readers put their own: `<token>`, `your-key`, `...`, `$KEY`. */
export function isPlaceholder(value: string): boolean {
  return /^["']?(?:\$.*|<[^<>]*>|\.{2,}|…|x{3,}|your[-_ ].*)["']?$/is.test(value);
}

/** `value` of `modal secret create name KEY=value`. */
function commandSecrets(source: string, language: TextLanguage): Span[] {
  if (!/\bsecret\W+create\b/.test(source) || !mayHoldCommand(source)) return [];
  return findCommands(source, language).flatMap(({ name, words }) => {
    if (name !== 'modal secret create') return [];
    return words.flatMap(({ raw, span }) => {
      const equals = raw.indexOf('=');
      return equals < 0 || isPlaceholder(raw.slice(equals + 1))
        ? []
        : [{ start: span.start + equals + 1, end: span.end }];
    });
  });
}

/** `user:password@` before the host of an address, and `value` of `?token=value` behind it. */
function addressSecrets(source: string): Span[] {
  return findAddresses(source).flatMap(({ span }) => {
    const user = /:\/\/([^\s/@"'`]+)@$/.exec(
      source.slice(Math.max(span.start - 300, 0), span.start),
    );
    const end = span.start - 1;
    const before = user ? [{ start: end - (user[1]?.length ?? 0), end }] : [];
    const [rest = ''] = /^[^\s"'`<>)]*/.exec(source.slice(span.end, span.end + 1000)) ?? [];
    const behind = [...rest.matchAll(/[?&]([\w-]+)=([^&#]+)/g)].flatMap((pair) => {
      const [whole, name = '', value = ''] = pair;
      if (!namesSecret(name) || isPlaceholder(value) || /^[{%]/.test(value)) return [];
      const stop = span.end + pair.index + whole.length;
      return [{ start: stop - value.length, end: stop }];
    });
    return [...before, ...behind];
  });
}

function secretSpans(uses: readonly Use[]): Span[] {
  return uses.flatMap(({ symbol, call, role, keyword, scope }) => {
    const follow = (expr: Expr): Span[] => valueSpans(expr, scope, MAX_STEPS);
    if (role === 'keyword')
      return keyword?.name === 'env' && UNITS.test(symbol.name)
        ? valueSpans(keyword.argument.value, scope, MAX_STEPS, holdsSecret)
        : [];
    if (!call || !SECRET_SOURCES.has(symbol.name)) return [];
    return call.args.flatMap(({ value }) => follow(value));
  });
}

const UNITS = /^modal\.(?:App|Function|Cls|Sandbox)\b/;
/** Names that lead to names: longer chains are nobody's code. */
const MAX_STEPS = 5;

/** Whether a variable of `env=` may hold a secret; one whose name is not known may. */
function holdsSecret(key: string | undefined): boolean {
  return key === undefined || namesSecret(key);
}

/** The texts that a dict of secrets holds, wherever in the file they are written. */
function valueSpans(
  expr: Expr,
  scope: Scope,
  steps: number,
  hides: (key: string | undefined) => boolean = () => true,
): Span[] {
  if (steps === 0) return [];
  const further = (value: Expr): Span[] => textSpans(value, scope, steps - 1);
  const inner = (value: Expr): Span[] => valueSpans(value, scope, steps - 1, hides);
  if (expr.kind === 'dict') {
    return expr.entries.flatMap(({ key, value }) => {
      if (!key) return inner(value);
      return hides(key.kind === 'string' ? key.value : undefined) ? further(value) : [];
    });
  }
  if (expr.kind === 'binary') return [expr.left, expr.right].flatMap(inner);
  if (expr.kind === 'call') {
    return expr.args.flatMap(({ name, value }) => {
      if (name === undefined) return inner(value);
      return hides(name) ? further(value) : [];
    });
  }
  return assigned(expr, scope).flatMap((made) =>
    valueSpans(made.value, made.scope, steps - 1, hides),
  );
}

/** The literals in an expression, and those behind its names; what names a variable to be read holds no value. */
function textSpans(value: Expr, scope: Scope, steps: number): Span[] {
  if (steps === 0) return [];
  const all = [...expressions(value)];
  const keys = all.flatMap((expr) => keyRead(expr) ?? []);
  const behind = all
    .filter((expr) => !keys.includes(expr))
    .flatMap((expr) => assigned(expr, scope))
    .flatMap((made) => textSpans(made.value, made.scope, steps - 1));
  const own = literalBodies(value).filter(
    ({ start, end }) => !keys.some(({ span }) => span.start <= start && end <= span.end),
  );
  return [...own, ...behind];
}

/** The `"X"` of `os.environ["X"]`, `os.getenv("X")` and `os.environ.get("X")`. */
function keyRead(expr: Expr): Expr | undefined {
  if (expr.kind === 'subscript') return expr.index;
  if (expr.kind !== 'call') return undefined;
  const { func, args } = expr;
  const name = func.kind === 'attribute' ? func.attr : func.kind === 'name' ? func.id : '';
  return name === 'getenv' || name === 'get' ? args[0]?.value : undefined;
}

interface Assigned {
  readonly value: Expr;
  readonly scope: Scope;
}

function assigned(expr: Expr, scope: Scope): Assigned[] {
  if (expr.kind !== 'name') return [];
  return bindingsOf(expr.id, scope, expr.span.start).flatMap((binding) =>
    binding.how.kind === 'assign' ? [{ value: binding.how.value, scope: binding.scope }] : [],
  );
}

function mask(source: string, spans: readonly Span[]): string {
  let masked = source;
  for (const { start, end } of spans) {
    const hidden = masked.slice(start, end).replace(/[^\r\n]/g, '*');
    masked = masked.slice(0, start) + hidden + masked.slice(end);
  }
  return masked;
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
