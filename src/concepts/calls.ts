import { readModule } from '../python/module.ts';
import type { CallExpr, Expr, Module } from '../python/syntax.ts';
import { childExprs, statements } from '../python/walk.ts';
import type { RoleFence } from './fences.ts';
import type { Report } from './message.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import type { Place } from './topic.ts';

/** The calls of `call="Greeter.greet(name='Ann'); f()"`, each checked against the example's files. */
export function readCalls(
  { options }: RoleFence,
  files: readonly RoleFence[],
  report: Report,
): string[] {
  const option = options.get('call');
  if (!option) return [];
  const { value, place } = option;
  const { body, errors } = readModule(`${value}\n`);
  const exprs = body.flatMap((stmt) => (stmt.kind === 'expr' ? stmt.exprs : []));
  const calls = exprs.filter((expr) => expr.kind === 'call');
  if (errors.length > 0 || calls.length < body.length || calls.length === 0) {
    const message = `\`call="${value}"\` is no Python call; write \`call="Class.method(name='Ann')"\``;
    report('call-invalid', place, message);
    return [];
  }
  const units = unitsOf(files);
  const good = calls.filter((call) => isGood(call, value, units, place, report));
  return good.map(({ span }) => value.slice(span.start, span.end));
}

/** Names that can be called: functions, and methods as `Class.method`. */
interface Units {
  readonly names: ReadonlySet<string>;
  /** Classes whose methods may stand in another file. */
  readonly open: ReadonlySet<string>;
}

function isGood(call: CallExpr, text: string, units: Units, place: Place, report: Report): boolean {
  const name = text.slice(call.func.span.start, call.func.span.end);
  const [root = ''] = name.split('.');
  if (!units.names.has(name) && !units.open.has(root)) {
    const near = nearest(name, units.names);
    const known = [...units.names].map((unit) => `\`${unit}\``).join(', ');
    const end = near === undefined ? `; the example has ${known || 'none'}` : didYouMean(near);
    report('call-unknown', place, `\`${name}\` is no function or method of the example${end}`);
    return false;
  }
  const bad = call.args.find(({ name: key, star, value }) => {
    return key === undefined || star !== '' || !isLiteral(value);
  });
  if (!bad) return true;
  const argument = text.slice(bad.span.start, bad.span.end);
  const message = `\`${argument}\` in \`call=\` is no literal by keyword; write \`name='Ann'\``;
  report('call-argument', place, message);
  return false;
}

function isLiteral(expr: Expr): boolean {
  switch (expr.kind) {
    case 'string':
    case 'number':
    case 'constant':
      return true;
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
    case 'unary':
      return childExprs(expr).every(isLiteral);
    default:
      return false;
  }
}

function unitsOf(files: readonly RoleFence[]): Units {
  const modules = files.flatMap(({ module }) => (module ? [module] : []));
  const names = new Set(modules.flatMap(namesOf));
  const open = new Set(modules.flatMap(inheritingClasses));
  return { names, open };
}

function namesOf(module: Module): string[] {
  return [...statements(module.body)].flatMap((stmt) => {
    if (stmt.kind === 'function') return [stmt.name];
    if (stmt.kind !== 'class') return [];
    const methods = stmt.body.body.filter((member) => member.kind === 'function');
    return methods.map((method) => `${stmt.name}.${method.name}`);
  });
}

function inheritingClasses(module: Module): string[] {
  return [...statements(module.body)].flatMap((stmt) =>
    stmt.kind === 'class' && stmt.args.length > 0 ? [stmt.name] : [],
  );
}
