import type { Part, UnitContext } from '../part.ts';

/** The body takes lists that Modal gathers from many callers: no fal endpoint does that, so the unit stays. */
export function unit({ unit: of }: UnitContext): Part {
  return {
    refused: `\`${of.name}\` is handed batches by \`@modal.batched\`, which fal does only for unary \`@fal.realtime\` endpoints`,
  };
}
