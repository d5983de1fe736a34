import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { initFields, initOf } from './fields.ts';
import { handedTo } from './handed.ts';
import { settledReason } from './settled-reason.ts';

/** How a function makes the object of a class that stays a plain class, `__init__` and all. */
export interface MadeObject {
  /** The arguments, as source. */
  readonly args: readonly string[];
  readonly reasons: readonly Reason[];
  readonly refused?: string;
}

/** What all callers give the constructor; a reason why not, where they give different things. */
export function madeObject({ program, unit }: UnitContext): MadeObject {
  const handed = handedTo(program, unit);
  const fields = initFields(unit).map((field) => ({ field, given: handed.get(field.name) }));
  const starred = initOf(unit)?.params.some(({ star }) => star !== '') === true;
  const unknown = fields.some(({ given }) => given === undefined);
  return {
    args: fields.flatMap(({ field, given }) =>
      given?.by === 'callers' ? [`${field.name}=${given.text}`] : [],
    ),
    reasons: fields.map(({ field, given }) => ({
      rule: 'parameter',
      ...settledReason(field.name, given),
      span: unit.stmt.nameSpan,
    })),
    ...((unknown || starred) && {
      refused: 'its `__init__` takes arguments, and nothing tells what it is served with',
    }),
  };
}
