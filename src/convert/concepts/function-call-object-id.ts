import { attributeAt } from '../../python/lookup.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import { deployedClass } from '../calls/deployed.ts';
import { hasSharedIds } from '../calls/shared-ids.ts';
import { receivedBy, spawnBehind, UNSPAWNED } from '../calls/spawned.ts';
import { calledUnit, differs, manual } from '../calls/shape.ts';
import { appName } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';

const NAME = 'object_id';

/** `call.object_id` → `handle.request_id`. */
export function call(context: CallContext, site: CallSite): Part {
  const received = receivedBy(context, site);
  if (received === 'none') return manual(context, site, UNSPAWNED);
  const kind = received?.kind;
  const { end } = site.use.span;
  if (kind === 'future')
    return manual(
      context,
      site,
      'a future has no id by which another process finds it: make the function an app, whose requests have a `request_id`',
    );
  if (kind === undefined || site.file.names.module.source.slice(end - NAME.length, end) !== NAME)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a handle has a `request_id`, a future has no id',
    );
  const spawned = spawnBehind(site, site.use.receiver);
  const of = spawned && { ...site, use: spawned };
  const unit = of && (calledUnit(context, of) ?? deployedClass(context.units, of));
  if (unit && hasSharedIds(context.units, unit)) return namedId(context, site, unit);
  const message =
    'the id is that of a request: whoever asks for it by its id has to name the app too';
  return {
    edits: [{ span: { start: end - NAME.length, end }, text: 'request_id' }],
    reasons: [differs(context, site, message)],
  };
}

/** `call.object_id` → `f"jobs-train:{call.request_id}"`, where calls of several units are found by their ids. */
function namedId(context: CallContext, site: CallSite, unit: Unit): Part {
  const { names } = site.file;
  const mention = attributeAt(names, site.use.span)?.expr;
  const app = appName(unit, context.units);
  if (mention?.kind !== 'attribute' || mention.value.kind !== 'name')
    return manual(context, site, `the id has to say its app: put \`${app}:\` before it`);
  const { quote: q } = context.style;
  const message = `the id says its app, \`${app}\`, as calls of several are found by their ids`;
  return {
    edits: [{ span: mention.span, text: `f${q}${app}:{${mention.value.id}.request_id}${q}` }],
    reasons: [differs(context, site, message)],
  };
}
