import type { Names } from './names.ts';
import type { Binding, Scope } from './scopes.ts';
import type { Expr, Param } from './syntax.ts';

/** An expression, and where it is to be read. */
export interface Located {
  readonly names: Names;
  readonly scope: Scope;
  readonly expr: Expr;
  /** Absent at the top of a file. */
  readonly frame?: Frame;
  readonly walk?: Walk;
}

/** What the parameters of the functions around a place were called with, and the loop variables around it stand for. */
export type Frame = ReadonlyMap<Param | Binding, Located>;

/** One question that is followed through a program. */
export interface Walk {
  /** Shared by all its steps: what takes more is nobody's code. */
  readonly budget: { left: number };
  readonly depth: number;
  /** Whether the environment is taken to be empty. */
  readonly unset: boolean;
}

/** What keeps something from being known: the end of the sentence "`x` is …". */
export interface Unknown {
  readonly unknown: string;
}

/** Why nothing is known of what goes on for too long. */
export const TOO_DEEP = 'too deep to follow';
const MAX_STEPS = 4000;
const MAX_DEPTH = 60;

/** Whether the answer is that nothing is known. */
export function isUnknown(value: object): value is Unknown {
  return 'unknown' in value;
}

/** The place one step further in, unless the question has gone on for too long. */
export function deeper(at: Located): Located | undefined {
  const walk = at.walk ?? { budget: { left: MAX_STEPS }, depth: 0, unset: false };
  walk.budget.left--;
  if (walk.budget.left < 0 || walk.depth > MAX_DEPTH) return undefined;
  return { ...at, walk: { ...walk, depth: walk.depth + 1 } };
}

/** The place, asked about a world in which no variable is set. */
export function withoutEnvironment(at: Located): Located {
  return { ...at, walk: { budget: { left: MAX_STEPS }, depth: 0, unset: true } };
}

/** A name of another file, as it is at that file's end. */
export function exported(names: Names, name: string, from: Located): Located {
  const end = names.module.source.length;
  const expr: Expr = { kind: 'name', id: name, span: { start: end, end } };
  return { ...from, names, scope: names.scopes.module, expr };
}
