import { lookedUp } from '../../program/looked-up.ts';
import { receiverOf } from '../../program/owner.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { AttributeExpr, CallExpr, Expr, Param } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import { isRequested } from '../endpoints/requested.ts';
import type { CallContext, Part } from '../part.ts';
import type { Reason } from '../plan.ts';

/** The pieces of `target.verb(args)`, `await target.verb.aio(args)`, or of a direct call `target(args)`. */
export interface CallShape {
  readonly call: CallExpr;
  /** `f.remote` without `.aio`; absent in a direct call. */
  readonly verb?: AttributeExpr;
  /** `f`, or `Model().generate`. */
  readonly target: Expr;
  readonly aio: boolean;
  /** The `await` around the call, where there is one. */
  readonly awaited?: Expr;
  /** What an edit of the whole call replaces. */
  readonly whole: Expr;
}

/** Takes a call site apart; nothing where the method is only mentioned (`f.remote` as a value). */
export function callShape({ file, use }: CallSite): CallShape | undefined {
  const { call } = use;
  if (call && isDirect(use)) return { call, target: call.func, aio: false, whole: call };
  if (call?.func.kind !== 'attribute') return undefined;
  const aio = call.func.attr === 'aio';
  const verb = aio ? call.func.value : call.func;
  if (verb.kind !== 'attribute') return undefined;
  const parent = parentOf(file.names, call);
  const awaited = parent?.kind === 'await' ? parent : undefined;
  return {
    call,
    verb,
    target: verb.value,
    aio,
    ...(awaited && { awaited }),
    whole: awaited ?? call,
  };
}

/** `f(x)`: until 0.55 a function decorated for Modal was called in its own process like that (modal-client, pull request 755). */
function isDirect({ symbol }: CallSite['use']): boolean {
  return symbol.legacy?.endsWith('.__call__') === true;
}

/** The unit that a call site belongs to: the one in hand, or another of the program. */
export function calledUnit(
  { units }: Pick<CallContext, 'units'>,
  { file, use }: CallSite,
): Unit | undefined {
  const definition = use.receiver?.definition;
  const stmt = definition?.owner ?? definition?.stmt;
  return stmt ? units.find((unit) => unit.stmt === stmt) : lookedUp(units, file, use)?.unit;
}

/** Whether a call of a function is a request on fal: of a method, or of a function that is an app. */
export function isRequest(context: Pick<CallContext, 'units'>, site: CallSite): boolean {
  const unit = calledUnit(context, site);
  return unit !== undefined && (unit.kind === 'class' || isRequested(unit));
}

/** Whether the call is `self.method.remote(…)` inside the class itself. */
export function isOnSelf({ file, use }: CallSite, { target }: CallShape): boolean {
  if (target.kind !== 'attribute') return false;
  return (
    receiverOf(use) === 'method' && file.names.valueOf(target.value, use.scope).kind === 'self'
  );
}

/** An argument of a call, by the name of its parameter; `**more` has none, and gives its own. */
export interface NamedArgument {
  readonly name: string | undefined;
  readonly text: string;
  readonly value: Expr;
}

/** Arguments by the callee's parameter names, as source; nothing where `*args` or too many of them hide the names. */
export function namedArguments(
  source: string,
  call: CallExpr,
  params: readonly Param[] | undefined,
): readonly NamedArgument[] | undefined {
  const found: NamedArgument[] = [];
  for (const [i, arg] of call.args.entries()) {
    const text = textOfExpr(source, arg.value);
    if (arg.star === '**') {
      found.push({ name: undefined, text, value: arg.value });
      continue;
    }
    const name = arg.name ?? params?.[i]?.name;
    if (arg.star !== '' || name === undefined || params?.[i]?.star === '*') return undefined;
    found.push({ name, text, value: arg.value });
  }
  return found;
}

/** Parameters of a unit's function or of one of its methods, `self` left out. */
export function paramsOf(
  unit: Unit | undefined,
  method: string | undefined,
): readonly Param[] | undefined {
  if (unit?.stmt.kind === 'function') return unit.stmt.params;
  const found = unit?.methods.find(({ stmt }) => stmt.name === method);
  return found?.stmt.params.slice(1);
}

/** A part that only says why a person has to do it. */
export function manual({ rule }: CallContext, { use }: CallSite, message: string): Part {
  const reason: Reason = { rule: rule.id, verdict: 'manual', message, span: use.span };
  return { reasons: [reason] };
}

/** A reason that the result may behave differently. */
export function differs({ rule }: CallContext, { use }: CallSite, message: string): Reason {
  return { rule: rule.id, verdict: 'rewrite-unsafe', message, span: use.span };
}

/** The text between the parentheses of a call, comments and layout kept. */
export function argumentsText(source: string, { argsSpan }: CallExpr): string {
  return source.slice(argsSpan.start + 1, argsSpan.end - 1);
}
