import { pythonString } from '../settings/literals.ts';
import type { Span } from '../../model/span.ts';
import { asText } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { step } from '../../python/follow.ts';
import type { Names } from '../../python/names.ts';
import { deeper, isUnknown, TOO_DEEP, type Located, type Unknown } from '../../python/place.ts';
import { bindingsOf, owner, type Binding, type How } from '../../python/scopes.ts';
import type { Expr, NameExpr } from '../../python/syntax.ts';
import { isSdk } from '../../python/values.ts';
import { childExprs, contains } from '../../python/walk.ts';
import { BUILTINS } from '../finishing/builtins.ts';
import { importsFrom } from '../modules/imports-from.ts';
import type { Need } from '../part.ts';
import { isCalm } from './calm.ts';
import { isFree, isSettled, statementsIn, type Place, type Stretch } from './place.ts';
import { changedText, type Change } from './source-text.ts';

/** A Python expression that was made for a place, with what it needs there. */
export interface Hole {
  readonly code: string;
  readonly needs: readonly Need[];
  /** The text that it gives where no variable is set. */
  readonly usual?: string;
  /** It gives a text: no `str()` is needed where one is put together. */
  readonly isText?: boolean;
}

/** An expression of the program as it is written at another place, where it means the same. */
export function writtenAt(at: Located, place: Place): Hole | Unknown {
  const writer = new Writer(place);
  const code = writer.write(at);
  if (typeof code !== 'string') return code;
  return { code, needs: writer.needs };
}

class Writer {
  readonly needs: Need[] = [];
  private readonly place: Place;
  /** What is being written: variables of its own comprehensions go along. */
  private whole: Span = { start: 0, end: 0 };

  constructor(place: Place) {
    this.place = place;
  }

  write(from: Located): string | Unknown {
    const at = deeper(from);
    if (!at) return { unknown: TOO_DEEP };
    const { names, expr } = at;
    const changes: Change[] = [];
    const outer = this.whole;
    this.whole = expr.span;
    const problem = this.visit(at, '', changes);
    this.whole = outer;
    if (problem) return problem;
    const { source } = names.module;
    const text = source.slice(expr.span.start, expr.span.end);
    const isWritten = expr.kind === 'dict' ? text.startsWith('{') : text !== '';
    if (expr.kind !== 'string' && !isWritten) return { unknown: 'put together by a helper' };
    if (expr.kind === 'string' && expr.pieces.length === 0)
      return pythonString(expr.value ?? '', '"');
    return changedText(at, changes);
  }

  /** Collects what has to change in the text of an expression; why it cannot be written. */
  private visit(at: Located, quotes: string, changes: Change[]): Unknown | undefined {
    const { names, scope, expr } = at;
    if (/^(?:await|yield|named|lambda|broken)$/.test(expr.kind))
      return { unknown: `made by a ${expr.kind} expression` };
    if (isSdk(names.valueOf(expr, scope))) return { unknown: 'made of what Modal gives' };
    if (expr.kind === 'name') return this.name(at, expr, quotes, changes);
    if (expr.kind === 'call' && !isCalm(names, expr, scope))
      return this.replaced(at, quotes, changes);
    const member = expr.kind === 'attribute' && isOfParameter(at) && step(at);
    if (member && !isUnknown(member)) return this.replaced(at, quotes, changes);
    const environment = this.environment(at);
    if (environment) return environment;
    const inner = expr.kind === 'comprehension' ? names.scopes.inside(expr) : scope;
    const first = expr.kind === 'comprehension' ? expr.clauses[0]?.iterable : undefined;
    const pieces = expr.kind === 'fstring' ? expr.pieces.map(({ quote }) => quote).join('') : '';
    for (const child of childExprs(expr)) {
      const found = this.visit(
        { ...at, expr: child, scope: child === first ? scope : inner },
        quotes + pieces,
        changes,
      );
      if (found) return found;
    }
    return undefined;
  }

  /** The environment is read later at the place: nothing may have changed it in between. */
  private environment({ names, scope, expr }: Located): Unknown | undefined {
    if (!/^os\.(?:environ|getenv)/.test(externalName(names, expr, scope) ?? '')) return undefined;
    const { names: own, at } = this.place;
    const between = [
      textIn(names, this.stretchTo(names, expr.span.start)),
      ...(names === own ? [] : [textIn(own, { from: 0, to: at })]),
    ];
    const changed = between.some((text) =>
      /environ(?:\[[^\]]*\]\s*=(?!=)|\.(?:update|setdefault|pop|clear)\b)|\b(?:putenv|load_dotenv)\b/.test(
        text,
      ),
    );
    return changed ? { unknown: 'read from an environment that the program changes' } : undefined;
  }

  private name(
    at: Located,
    expr: NameExpr,
    quotes: string,
    changes: Change[],
  ): Unknown | undefined {
    const { names, scope } = at;
    const { id, span } = expr;
    const home = owner(id, scope);
    if (!home) return this.builtin(id, names.starSource(id) !== undefined);
    if (home.node && home.kind !== 'module' && contains(this.whole, home.node.span))
      return undefined;
    const [latest] = bindingsOf(id, scope, span.start);
    if (latest && this.place.loops?.includes(latest.span)) return undefined;
    if (home.kind === 'module') {
      const stretch = this.stretchTo(names, span.start);
      const settled = isSettled(names, id, stretch);
      if (names === this.place.names) {
        if (settled && !this.place.hidden.has(id)) return undefined;
      } else {
        const imported = this.imported(at, expr, settled);
        if (imported !== undefined) return this.change(expr, imported, quotes, changes);
      }
    } else {
      const [binding] = bindingsOf(id, scope, span.start);
      const external = binding && this.external(binding);
      if (external !== undefined) return this.change(expr, external, quotes, changes);
    }
    return this.replaced(at, quotes, changes);
  }

  /** From where a name is read to where it is to be read, or to the end of another file. */
  private stretchTo(names: Names, start: number): Stretch {
    if (names !== this.place.names) return { from: start, to: names.module.source.length };
    const { at } = this.place;
    return { from: Math.min(start, at), to: Math.max(start, at) };
  }

  private builtin(id: string, starred: boolean): Unknown | undefined {
    const known = BUILTINS.has(id) && !starred && isFree(this.place, id, () => false);
    return known ? undefined : { unknown: `\`${id}\`, which is defined nowhere` };
  }

  /** A name of another file, imported into this one. */
  private imported(at: Located, { id, span }: NameExpr, settled: boolean): string | undefined {
    const { names, scope } = at;
    const [binding, second] = bindingsOf(id, scope, span.start);
    if (binding && !second) {
      const external = this.external(binding);
      if (external !== undefined) return external;
    }
    const folded = constantAt({ ...at, expr: { kind: 'name', id, span } });
    if (folded.kind === 'value' || !settled) return undefined;
    const module = moduleName(this.place.names, names);
    if (module === undefined) return undefined;
    const isSame = ({ how }: Binding): boolean =>
      how.kind === 'import-from' &&
      how.name === id &&
      this.place.names.open(how.stmt.module, how.stmt.level) === names;
    if (!isFree(this.place, id, isSame)) return undefined;
    this.needs.push({ module, name: id });
    return id;
  }

  /** What another package gives, imported under its own name. */
  private external({ how }: Binding): string | undefined {
    const need = needOf(how);
    if (!need || (how.kind === 'import-from' && how.stmt.level > 0)) return undefined;
    const { place } = this;
    if (place.names.open(need.module, 0)) return undefined;
    const name = need.name ?? need.module.split('.')[0] ?? '';
    const isSame = (one: Binding): boolean => {
      const other = needOf(one.how);
      return other?.module === need.module && other.name === need.name && one.name === name;
    };
    if (!isFree(place, name, isSame)) return undefined;
    this.needs.push(need);
    return name;
  }

  /** What stands for an expression that means nothing at the place: its value, or what it leads to. */
  private replaced(at: Located, quotes: string, changes: Change[]): Unknown | undefined {
    const folded = constantAt(at);
    if (folded.kind === 'value') {
      const text =
        typeof folded.value === 'string' ? pythonString(folded.value, '"') : asText(folded);
      if (text !== undefined) return this.change(at.expr, text, quotes, changes);
    }
    const next = step(at);
    if (!next || isUnknown(next))
      return (
        next ?? { unknown: folded.kind === 'unknown' ? folded.why : 'made when the program runs' }
      );
    const text = this.write(next);
    if (typeof text !== 'string') return text;
    // All of it is this one: what it stands in does not matter.
    if (contains(at.expr.span, this.whole)) return this.change(at.expr, text, quotes, changes);
    const atom = /^(?:name|attribute|call|subscript|string|number|constant|list|dict|set)$/;
    const whole = atom.test(next.expr.kind) ? text : `(${text})`;
    return this.change(at.expr, whole, quotes, changes);
  }

  private change(
    { span }: Expr,
    made: string,
    quotes: string,
    changes: Change[],
  ): Unknown | undefined {
    const swaps = quotes.includes('"') && !/['\\]/.test(made);
    const text = swaps ? made.replaceAll('"', "'") : made;
    const clashes =
      quotes !== '' &&
      (/[\\\n]/.test(text) || Array.from(quotes).some((quote) => text.includes(quote)));
    if (clashes) return { unknown: 'in quotes that it cannot be written in' };
    changes.push({ ...span, text });
    return undefined;
  }
}

/** `self.x`, `config.x` of an object that only a helper knows. */
function isOfParameter({ names, scope, expr }: Located): boolean {
  if (expr.kind !== 'attribute' || expr.value.kind !== 'name') return false;
  const home = owner(expr.value.id, scope);
  if (home?.kind !== 'function') return false;
  const [binding] = bindingsOf(expr.value.id, scope, expr.value.span.start);
  return binding?.how.kind === 'param' && names.scopes.module !== home;
}

function needOf(how: How): Need | undefined {
  if (how.kind === 'import') {
    const whole = how.stmt.names.find(
      ({ module }) => module === how.module || module.startsWith(`${how.module}.`),
    );
    return { module: whole?.module ?? how.module };
  }
  return how.kind === 'import-from' ? { module: how.stmt.module, name: how.name } : undefined;
}

/** The module as which a file imports another one of the tree. */
export function moduleName(from: Names, other: Names): string | undefined {
  for (const stmt of from.scopes.stmts) {
    if (stmt.kind !== 'import-from' || from.open(stmt.module, stmt.level) !== other) continue;
    return stmt.level === 0
      ? stmt.module
      : importsFrom(from).absolute(from, stmt.level, stmt.module);
  }
  return undefined;
}

/** The text of the simple statements of a stretch. */
function textIn(names: Names, stretch: Stretch): string {
  const { source } = names.module;
  return statementsIn(names, stretch)
    .map(({ span }) => source.slice(span.start, span.end))
    .join('\n');
}
