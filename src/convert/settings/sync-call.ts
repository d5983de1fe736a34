import type { CallSite } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { reason } from './reasons.ts';
import { withoutSync } from './syncs.ts';

/** Takes `volume.commit()` or `volume.reload()` out where it is a statement. */
export function syncCall(context: UnitContext, { file, use }: CallSite): Part {
  const edit = withoutSync(file, use);
  if (edit) return { edits: [edit] };
  const { call, span } = use;
  const { source } = file.names.module;
  const text = source.slice(call?.span.start ?? span.start, call?.span.end ?? span.end);
  const message = `\`/data\` needs no \`${text}\`: take it out of the expression`;
  return { reasons: [reason(context, 'manual', message, span)] };
}
