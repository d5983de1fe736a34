import type { Setting } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { fieldAt } from '../quotes.ts';
import { reason } from '../settings/reasons.ts';
import { cargoOf } from '../travel/cargo.ts';
import type { GpuSpec } from './gpus.ts';

/**
 * What the code of a unit asks of the object that its `gpu=` names: `GPU.count` → `2`, and `f"on {GPU}"` → `f"on GPU-H100"`
 * where it is known which machine that is. Other mentions stay, for a person.
 */
export function gpuObjectPart(
  context: UnitContext,
  setting: Setting,
  { count }: GpuSpec,
  machine: string | undefined,
): Part {
  const { unit, program } = context;
  const asked = originOf(setting.names.valueOf(setting.value, setting.scope));
  if (!asked) return {};
  const { names } = unit.file;
  const mentions = cargoOf(program, unit).references.filter(
    (mention) =>
      mention.names === names && originOf(names.valueOf(mention.expr, mention.scope)) === asked,
  );
  return mergeParts(
    mentions.map(({ expr }): Part => {
      const outer = parentOf(names, expr);
      if (outer?.kind === 'attribute' && outer.attr === 'count')
        return { edits: [{ span: outer.span, text: String(count) }] };
      const field = fieldAt(names, expr.span);
      if (!field || machine === undefined) return {};
      const text = count === 1 ? machine : `${count} x ${machine}`;
      const message = `what is printed says the machine type of fal, \`${text}\``;
      return {
        edits: [{ span: field, text }],
        reasons: [reason(context, 'rewrite-unsafe', message, expr.span)],
      };
    }),
  );
}

/** The call that made an object. */
function originOf(value: Value): Expr | undefined {
  return value.kind === 'instance' ? value.origin?.expr : undefined;
}
