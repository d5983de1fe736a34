import type { Edit } from '../../model/span.ts';
import type { Setting } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import { isUnknown, withoutEnvironment } from '../../python/place.ts';
import type { Expr } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import { insertion, lineEnd, lineStart, textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import { gpuRequest } from './gpus.ts';
import { pythonString } from '../settings/literals.ts';
import { gpuFit, gpuTwins } from './machines.ts';
import { only, reason, written } from '../settings/reasons.ts';

const TABLE = 'MACHINE_TYPES';
const ABOVE = "# fal's machine types by the names that Modal has for its GPUs.";
/** What takes an attribute without parentheses around it. */
const PRIMARY = new Set<Expr['kind']>(['name', 'attribute', 'call', 'subscript', 'fstring']);

/**
 * `gpu=GPU` where `GPU` is read from the environment: its value is looked up in a table when the app is deployed.
 * Nothing where the value does not come from the environment alone, or cannot be read where the app is.
 */
export function environmentGpu(context: UnitContext, setting: Setting): Part | undefined {
  const { names, value, scope } = setting;
  const { file, style } = context;
  const usual = textOf(constantAt(withoutEnvironment({ names, scope, expr: value })));
  const request =
    usual === undefined ? undefined : gpuRequest({ names, scope, expr: literal(usual, value) });
  if (usual === undefined || !request || isUnknown(request) || request.kind !== 'one')
    return undefined;
  const fit = gpuFit(request.spec.type, context.options);
  if (!fit || fit.kind === 'none') {
    const message = `\`${written(setting)}\` is read from the environment and else \`${usual}\`, for which fal has no machine: write the \`machine_type\` that it stands for`;
    return only(context, setting, 'manual', message);
  }
  const here = names === file.names && scope.kind === 'module' && !isHidden(context, value);
  const isTaken = names.scopes.module.bindings.has(TABLE) && !hasTable(names);
  if (!here || isTaken) return undefined;
  const text = textOfExpr(names.module.source, value);
  const gpu = PRIMARY.has(value.kind) ? text : `(${text})`;
  const colon = pythonString(':', style.quote);
  const message = `\`${written(setting)}\` is read when fal deploys: \`${TABLE}\` has the GPUs that fal has too, and another one is a \`KeyError\``;
  return {
    settings: [
      { name: 'machine_type', value: `${TABLE}[${gpu}.partition(${colon})[0].upper()]` },
      { name: 'num_gpus', value: `int(${gpu}.partition(${colon})[2] or 1)` },
    ],
    edits: hasTable(names) ? [] : [tableEdit(context)],
    reasons: [reason(context, 'rewrite-unsafe', message, value.span)],
  };
}

function literal(value: string, { span }: Expr): Expr {
  return { kind: 'string', value, pieces: [], span };
}

/** Whether a name of the expression means something else in the body of the class. */
function isHidden({ unit, file }: UnitContext, value: Expr): boolean {
  if (unit.stmt.kind !== 'class') return false;
  const { bindings } = file.names.scopes.inside(unit.stmt);
  return [...expressions(value)].some((expr) => expr.kind === 'name' && bindings.has(expr.id));
}

/** Whether an earlier pass wrote the table. */
function hasTable(names: Names): boolean {
  return names.module.comments.some(
    ({ start, end }) => names.module.source.slice(start, end) === ABOVE,
  );
}

/** The table stands once in a file, behind the imports above its first unit. */
function tableEdit({ units, file, style, options }: UnitContext): Edit {
  const { source, body } = file.names.module;
  const starts = units.flatMap((unit) => (unit.file === file ? [unit.stmt.span.start] : []));
  const first = Math.min(...starts);
  const last = body.findLast(
    ({ kind, span }) => (kind === 'import' || kind === 'import-from') && span.end <= first,
  );
  const lines = gpuTwins(options).map(
    ([gpu, machine]) =>
      `${style.indent}${pythonString(gpu, style.quote)}: ${pythonString(machine, style.quote)},`,
  );
  const table = [ABOVE, `${TABLE} = {`, ...lines, '}'].join('\n');
  if (!last) return insertion(lineStart(source, first), `${table}\n\n\n`);
  const at = lineEnd(source, last.span.end);
  const blank = /^\r?\n[ \t]*\r?\n/.test(source.slice(at)) ? '' : '\n';
  return insertion(at, `\n\n${table}${blank}`);
}
