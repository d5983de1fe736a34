import type { CallSite, Unit } from '../../program/units.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { statements } from '../../python/walk.ts';
import type { Span } from '../../model/span.ts';
import { appId, endpointPath, kebab, OWNER_PLACEHOLDER } from '../naming.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { isSettled } from '../constructors/handed.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { deployedCall, deployedClass, lookedUp } from './deployed.ts';
import { calledUnit, differs, manual, type CallShape } from './shape.ts';
import type { Reason } from '../plan.ts';

/** Where a method is served, and what `fal_client` must be told to call it. */
export interface Target {
  /** `owner/app`, as Python source. */
  readonly id: string;
  /** `arguments={…}` and the like, as Python source. */
  readonly args: readonly string[];
  readonly reasons: readonly Reason[];
  /** Statements that made the object which is not needed any more: `model = Model()`. */
  readonly removed: readonly Span[];
  /** What the arguments need. */
  readonly needs: readonly Need[];
  /** The entries of `arguments`, where they are known one by one. */
  readonly pairs: readonly string[];
}

/** The address of a call on a class's method, with arguments that are a dict in Python source. */
export function requestTarget(
  context: CallContext,
  site: CallSite,
  shape: Pick<CallShape, 'target'>,
  argumentsSource: string,
): Target | Part {
  const unit = calledUnit(context, site);
  const method = site.method ?? methodName(shape);
  const address = unit ? ofUnit(context, unit, method) : ofDeployed(context, site, shape, method);
  if (!('path' in address)) return address;
  const object = objectOf(context, site, shape, unit);
  if (!('gone' in object)) return object;
  const q = context.style.quote;
  const args = [`arguments=${argumentsSource}`];
  if (address.path !== '/') args.push(`path=${q}${address.path}${q}`);
  return {
    id: `${q}${address.id}${q}`,
    args,
    reasons: address.why,
    removed: object.gone,
    needs: [],
    pairs: [],
  };
}

/** The name by which the method is called. */
export function methodName({ target }: Pick<CallShape, 'target'>): string {
  return target.kind === 'attribute' ? target.attr : '';
}

interface Address {
  readonly id: string;
  readonly path: string;
  readonly why: readonly Reason[];
}

function ofUnit(context: CallContext, unit: Unit, method: string): Address {
  const stmt = unit.methods.find((each) => each.stmt.name === method)?.stmt;
  const plain = endpointPath(unit, method);
  const path = stmt && isGenerator(stmt) && plain === '/' ? '/stream' : plain;
  return { id: appId(unit, context.units, context.options), path, why: [] };
}

/** `modal.Cls.from_name("app", "Model")().generate`: the app stands in another deployment. */
function ofDeployed(
  context: CallContext,
  site: CallSite,
  shape: Pick<CallShape, 'target'>,
  method: string,
): Address | Part {
  const unit = deployedClass(context.units, site);
  if (unit) {
    const { id, path } = ofUnit(context, unit, method);
    const message = `the app is \`${unit.name}\` of \`${unit.file.path}\`: \`${id}\` is where it will be once it is deployed on fal`;
    return { id, path, why: [differs(context, site, message)] };
  }
  const made = deployedCall(site);
  if (!made)
    return manual(
      context,
      site,
      `\`${methodName(shape)}\` is called on an object of which class is not known here`,
    );
  const name = lookedUp(made, 0, ['app_name']);
  if (name === undefined)
    return manual(
      context,
      site,
      'the name of the deployed app is not known before the program runs',
    );
  const owner = context.options.owner ?? OWNER_PLACEHOLDER;
  const message = `the app \`${name}\` is deployed elsewhere: \`${owner}/${kebab(name)}\` is where it will be if it is converted too`;
  return { id: `${owner}/${kebab(name)}`, path: '/', why: [differs(context, site, message)] };
}

/** The object that the method is called on: made in place, or by an assignment that is not needed any more. */
function objectOf(
  context: CallContext,
  site: CallSite,
  { target }: Pick<CallShape, 'target'>,
  unit: Unit | undefined,
): { gone: Span[] } | Part {
  const object = target.kind === 'attribute' ? target.value : target;
  const { names } = site.file;
  const made =
    object.kind === 'name' ? assignmentOf(site, object) : { value: object, span: undefined };
  if (!made) return { gone: [] };
  const { value, span } = made;
  if (
    value.kind === 'call' &&
    value.args.length > 0 &&
    (unit ?? deployedCall(site)) &&
    !isFromName(names, site, value) &&
    !isSettledIn(context, value, unit ?? deployedClass(context.units, site))
  ) {
    return manual(
      context,
      site,
      'a fal app takes no constructor arguments: send them with each request, or set them on the class',
    );
  }
  return { gone: span ? [span] : [] };
}

function isSettledIn({ program }: CallContext, call: CallExpr, unit: Unit | undefined): boolean {
  return unit !== undefined && isSettled(program, unit, call);
}

function isFromName(names: CallSite['file']['names'], { scope }: CallSite, value: Expr): boolean {
  return (
    value.kind === 'call' &&
    (names.symbolOf(value.func, scope)?.symbol.name ?? '').endsWith('from_name')
  );
}

/** `model = Model()`, where every read of `model` is a call of one of its methods. */
function assignmentOf(
  { file, scope }: CallSite,
  object: Extract<Expr, { kind: 'name' }>,
): { value: Expr; span: Span | undefined } | undefined {
  const { names } = file;
  const [binding, second] = bindingsOf(object.id, scope, object.span.start);
  if (!binding || second || binding.how.kind !== 'assign') return undefined;
  const { value, stmt } = binding.how;
  const sites = new Set(
    file.uses.filter((use) => use.receiver?.definition?.owner).map((use) => use.span.start),
  );
  const reads = names.scopes.exprs.filter(
    ({ expr, scope: at }) =>
      expr.kind === 'name' &&
      expr.id === object.id &&
      expr.span.start !== binding.span.start &&
      bindingsOf(expr.id, at, expr.span.start).includes(binding),
  );
  const alone = reads.every(({ expr }) => sites.has(expr.span.start));
  const home = stmt && [...statements(names.module.body)].includes(stmt) ? stmt.span : undefined;
  return { value, span: alone ? home : undefined };
}
