import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import { externalName } from '../../python/external.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr, Stmt } from '../../python/syntax.ts';
import { insertion, lineEnd, textOfExpr } from '../layout.ts';
import type { Need } from '../part.ts';
import type { Unpicklable } from './unpicklable.ts';

/** A line that tells `pickle` how to send objects of a class. */
export interface Registration {
  /** Absent where the line is there. */
  readonly edit?: Edit;
  readonly needs: readonly Need[];
}

const VARIABLE = 'contextvars.ContextVar';
/** What is empty in each new process, so that one of its own is as good as the one that stays behind. */
const EMPTY = /^(?:threading\.local|queue\.SimpleQueue|weakref\.Weak(?:Key|Value)Dictionary)$/;

/**
 * `copyreg.pickle(threading.local, lambda _: (threading.local, ()))`: a runner makes an object of its own, as each process does that
 * imports the file. Nothing for objects that are more than their class.
 */
export function registrationOf(
  program: Program,
  { home, stmt, maker }: Unpicklable,
): Registration | undefined {
  const call = madeAtTop(home, stmt);
  const type = call && textOfExpr(home.module.source, call.func);
  const sent = call && type !== undefined ? sentAs(program, maker, call, type) : undefined;
  if (type === undefined || !sent) return undefined;
  if (isRegistered(home, type)) return { needs: [] };
  const { source, body } = home.module;
  const last = body.findLast((one) => isMadeBy(home, one, maker)) ?? stmt;
  const line = `copyreg.pickle(${type}, ${sent.text})`;
  const edit = insertion(
    lineEnd(source, last.span.end),
    `\n# A runner makes its own: what is set here stays here.\n${line}`,
  );
  return { edit, needs: [{ module: 'copyreg' }, ...sent.needs] };
}

/** The call in `x = threading.local()` at the top of a file. */
function madeAtTop({ module }: Names, stmt: Stmt): CallExpr | undefined {
  if (stmt.kind !== 'assign' || stmt.value?.kind !== 'call') return undefined;
  return module.body.includes(stmt) ? stmt.value : undefined;
}

function isMadeBy(names: Names, stmt: Stmt, maker: string): boolean {
  const call = madeAtTop(names, stmt);
  return call !== undefined && externalName(names, call.func, names.scopes.module) === maker;
}

interface Sent {
  readonly text: string;
  readonly needs: readonly Need[];
}

function sentAs(program: Program, maker: string, call: CallExpr, type: string): Sent | undefined {
  if (EMPTY.test(maker) && call.args.length === 0)
    return { text: `lambda _: (${type}, ())`, needs: [] };
  const value = maker === VARIABLE ? onlyDefault(program) : undefined;
  if (value === undefined) return undefined;
  if (value === '') return { text: `lambda var: (${type}, (var.name,))`, needs: [] };
  const made = `functools.partial(${type}, default=${value})`;
  return { text: `lambda var: (${made}, (var.name,))`, needs: [{ module: 'functools' }] };
}

/** The default that all variables of the program share, '' for none: what is registered for a class is about all of them. */
function onlyDefault({ files }: Program): string | undefined {
  const defaults = files.flatMap(({ names }) =>
    exprsOf(names, 'call').flatMap(({ expr, scope }) => {
      if (externalName(names, expr.func, scope) !== VARIABLE) return [];
      const [, ...rest] = expr.args;
      const given = rest.find(({ name }) => name === 'default');
      if (!given) return [rest.length === 0 ? '' : undefined];
      return [isLiteral(given.value) ? textOfExpr(names.module.source, given.value) : undefined];
    }),
  );
  const [first, ...others] = defaults;
  return others.every((one) => one === first) ? first : undefined;
}

function isLiteral({ kind }: Expr): boolean {
  return kind === 'constant' || kind === 'string' || kind === 'number';
}

/** Whether the file says already how its objects are sent. */
function isRegistered({ module: { body, source } }: Names, type: string): boolean {
  return body.some((stmt) => {
    const [call] = stmt.kind === 'expr' ? stmt.exprs : [];
    if (call?.kind !== 'call') return false;
    const [first] = call.args;
    return (
      /(?:^|\.)pickle$/.test(textOfExpr(source, call.func)) &&
      first !== undefined &&
      textOfExpr(source, first.value) === type
    );
  });
}
