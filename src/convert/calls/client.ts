import type { CallSite, Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { appId, endpointPath, OWNER_PLACEHOLDER } from '../naming.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { lookUpOf, nameIn } from '../../program/look-up.ts';
import { kebab } from '../../text/case.ts';
import { deployedClass } from './deployed.ts';
import { objectOf } from './object.ts';
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
  const method = calledName(site, shape, unit);
  const address = unit
    ? site.lookedUp
      ? ofElsewhere(context, site, unit, method)
      : ofUnit(context, unit, method)
    : ofDeployed(context, site, shape, method);
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

/** The name of what is called: a method, or a function. */
export function calledName(
  { method }: CallSite,
  { target }: Pick<CallShape, 'target'>,
  unit: Unit | undefined,
): string {
  if (method !== undefined) return method;
  if (unit?.kind === 'function') return unit.name;
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
  if (unit) return ofElsewhere(context, site, unit, method);
  const made = lookUpOf(site.file.names, site.use);
  if (!made)
    return manual(
      context,
      site,
      `\`${calledName(site, shape, unit)}\` is called on an object of which class is not known here`,
    );
  const name = nameIn(made, 0, ['app_name']);
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

/** A unit of this tree that is found as something deployed. */
function ofElsewhere(context: CallContext, site: CallSite, unit: Unit, method: string): Address {
  const { id, path } = ofUnit(context, unit, method);
  const message = `the app is \`${unit.name}\` of \`${unit.file.path}\`: \`${id}\` is where it will be once it is deployed on fal`;
  return { id, path, why: [differs(context, site, message)] };
}
