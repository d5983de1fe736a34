import { Names } from '../python/names.ts';
import type { Context } from './context.ts';
import { checkFalModule } from './fal-cell.ts';
import { placeInCode, type RoleFence } from './fences.ts';
import type { Report } from './message.ts';
import { didYouMean } from '../text/nearest.ts';
import { unknownNames } from './unknown-names.ts';

/** Reports SDK names in Python examples that the SDK does not have: Modal's before, fal's after. */
export function checkFences(fences: readonly RoleFence[], context: Context, report: Report): void {
  for (const { fence, module } of fences) {
    if (!module || module.errors.length > 0) continue;
    for (const { id, text, start, end } of checkFalModule(module, context.fal)) {
      report(id, placeInCode(fence.code, fence.line, { start, end }), text);
    }
    if (fence.role === 'after') continue;
    const names = new Names(module, context.modal.sdk);
    for (const { name, span, near } of unknownNames(names, context.modal)) {
      const end = near === undefined ? '; write one that it has' : didYouMean(near);
      const place = placeInCode(fence.code, fence.line, span);
      report('modal-unknown-name', place, `\`${name}\` is no name of Modal${end}`);
    }
  }
}
