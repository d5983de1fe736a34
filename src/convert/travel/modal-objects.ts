import { ownerOf } from '../../program/owner.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { usesWithin } from '../../program/uses-within.ts';
import type { Rule } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import { stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { SdkSymbol } from '../../python/sdk.ts';
import { contains } from '../../python/walk.ts';
import { decoratorSpans } from '../settings/reach.ts';
import { storeOf } from '../stores/store.ts';
import { cargoOf } from './cargo.ts';
import type { Mentioned } from './leftover.ts';

/** Something of Modal's that would travel with a unit. */
export interface ModalThing {
  /** `progress`, `modal.Volume`. */
  readonly shown: string;
  /** Its class, or the name itself. */
  readonly symbol: SdkSymbol;
  readonly isObject: boolean;
  readonly mentions: readonly Mentioned[];
}

/** Modal objects behind the names that a unit comes to, and names of Modal itself in its code. */
export function modalThings(program: Program, unit: Unit): ModalThing[] {
  const found = new Map<string, ModalThing>();
  for (const thing of [...objectsIn(program, unit), ...symbolsIn(program, unit)]) {
    const key = `${thing.isObject} ${thing.shown}`;
    const mentions = [...(found.get(key)?.mentions ?? []), ...thing.mentions];
    found.set(key, { ...thing, mentions });
  }
  return [...found.values()];
}

function objectsIn(program: Program, unit: Unit): ModalThing[] {
  return cargoOf(program, unit).references.flatMap(({ names, scope, expr, target }) => {
    if (target.stmt.kind !== 'assign' || storeOf(program, target)) return [];
    const value = names.valueOf(expr, scope);
    if (value.kind !== 'instance' || value.definition) return [];
    const symbol = names.sdk.lookup(value.of);
    const shown = names.module.source.slice(expr.span.start, expr.span.end);
    const name = expr.kind === 'attribute' ? expr.attr : shown;
    return symbol
      ? [{ shown, symbol, isObject: true, mentions: [{ names, span: expr.span, name }] }]
      : [];
  });
}

/** `modal.Dict.from_name(…)` in a body, `volume: modal.Volume` in a signature. */
function symbolsIn(program: Program, unit: Unit): ModalThing[] {
  const skipped = decoratorSpans(unit);
  return cargoOf(program, unit).pieces.flatMap(({ names, span }) => {
    const file = program.files.find((each) => each.names === names);
    const uses = file ? usesWithin(file, span) : [];
    const unread = uses.length > 0 ? unreadSpans(names, span) : [];
    return uses.flatMap(({ symbol, role, receiver, span: at }): ModalThing[] => {
      const plain = (role === 'call' || role === 'reference') && receiver === undefined;
      const isOwn = names === unit.file.names && skipped.some((outer) => contains(outer, at));
      if (!plain || isOwn || unread.some((outer) => contains(outer, at))) return [];
      const [name = ''] = names.module.source.slice(at.start, at.end).split('.');
      const mentions = [{ names, span: at, name }];
      return [{ shown: symbol.legacy ?? symbol.name, symbol, isObject: false, mentions }];
    });
  });
}

/** Annotations that nothing evaluates: of local variables, and all under `from __future__ import annotations`. */
function unreadSpans(names: Names, within: Span): Span[] {
  const isFuture = names.module.body.some(
    (stmt) =>
      stmt.kind === 'import-from' &&
      stmt.module === '__future__' &&
      stmt.names.some(({ name }) => name === 'annotations'),
  );
  return stmtsWithin(names, within).flatMap((stmt): Span[] => {
    if (stmt.kind === 'assign') return stmt.annotation ? [stmt.annotation.span] : [];
    if (stmt.kind !== 'function' || !isFuture) return [];
    const types = [...stmt.params.map(({ annotation }) => annotation), stmt.returns];
    return types.flatMap((type) => (type ? [type.span] : []));
  });
}

/** The rule that is about a thing. */
export function ruleOf({ symbol, isObject }: ModalThing, rules: readonly Rule[]): Rule | undefined {
  return ownerOf({ symbol, role: isObject ? 'reference' : 'call' }, rules);
}

/** What to do instead, where the concept itself is about more than that. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [
    /^modal\.(?:Volume|NetworkFileSystem)\b/,
    'a directory under `/data` needs no object, so take it out',
  ],
  [/^modal\.Dict\b/, 'keep the entries in `fal.toolkit.KVStore`, or in a database'],
  [/^modal\.App\b/, 'write down what the code asks of it, such as its name'],
  [/^modal\.Secret\b/, 'read its variables from `os.environ`'],
  [/^modal\.(?:Function|Cls)\b/, 'call the app with `fal_client`'],
];

/** One sentence on what a thing is and what to do about it. */
export function messageOn({ shown, symbol, isObject }: ModalThing, rule: Rule): string {
  const what = isObject ? `\`${shown}\` is a \`${symbol.name}\`` : `\`${shown}\` is Modal's`;
  return `${what}, and a runner has no Modal: ${insteadOf(symbol, rule)}`;
}

function insteadOf({ name }: SdkSymbol, { verdict, reason, url }: Rule): string {
  const known = INSTEAD.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  if (reason !== undefined && (verdict === 'manual' || verdict === 'no-equivalent'))
    return reason.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase()).replace(/\.$/, '');
  return `see ${url}`;
}
