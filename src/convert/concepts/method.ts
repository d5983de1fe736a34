import { endpoint } from '../endpoints/endpoint.ts';
import { eagerAnnotations } from '../endpoints/eager.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';

/** `@modal.method()` becomes `@fal.endpoint(path)` with one input model. */
export function unit(context: UnitContext): Part {
  const methods = context.unit.methods.filter(({ role }) => role === 'method');
  const parts = methods.map((method) => {
    const fields = method.stmt.params.slice(1);
    return endpoint(context, method, {
      decorator: 'modal.method',
      fields,
      kept: [],
      served: false,
    });
  });
  return mergeParts([...parts, eagerAnnotations(context)]);
}
