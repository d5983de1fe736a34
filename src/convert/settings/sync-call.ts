import type { CallSite } from '../../program/units.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { syncStatement } from './syncs.ts';

/** Takes `volume.commit()` or `volume.reload()` out where it is a statement of a unit; helpers follow the units that call them. */
export function syncCall({ rule, unit }: CallContext, { file, use }: CallSite): Part {
  if (!unit) return {};
  const { module } = file.names;
  const span = syncStatement(module, use);
  if (span) return { removed: [span] };
  const text = use.call ? textOfExpr(module.source, use.call) : use.symbol.name;
  const message = `\`/data\` needs no \`${text}\`: take it out of the expression`;
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
}
