import type { CallSite, Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { CallExpr, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { differs, manual } from '../calls/shape.ts';
import { mainBlockOf } from '../entrypoint/existing.ts';
import { indentOf, lineStart, styleOf } from '../layout.ts';
import { statementAt } from '../marks.ts';
import { hasEndpointClass, isHttp } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import { listed } from '../settings/literals.ts';
import { ruleReason } from '../verdict.ts';
import { endpointClass } from '../web/names.ts';
import { isServer, serverName } from '../web/server-names.ts';

/** `app.deploy()` as a statement → `fal deploy` of all that the App has in this file. */
export function call(context: CallContext, site: CallSite): Part {
  const { use, file } = site;
  const { names } = file;
  const stmt = statementAt(names.module.body, use.span.start);
  const origin = use.receiver?.origin?.expr;
  const own = context.units.filter(
    ({ app, kind }) => app?.call === origin && kind !== 'entrypoint',
  );
  if (use.symbol.name !== 'modal.App.deploy' || context.unit || !use.call || own.length === 0)
    return { reasons: [ruleReason(context.rule, use.span)] };
  const apps = own.filter(isHttp);
  const commands = apps.map((unit) => `fal deploy ${unit.file.path}::${deployed(context, unit)}`);
  const alone = stmt?.kind === 'expr' && stmt.exprs[0] === use.call && !use.aio;
  if (!alone || isNamed(site, use.call, own) || own.some((unit) => unit.file !== file))
    return manual(context, site, `the command line deploys: ${listed(commands)}`);
  if (runsAtImport(site))
    return manual(
      context,
      site,
      `\`fal deploy\` reads the file, and would come here again: deploy it with ${listed(commands)}`,
    );
  if (apps.length === 0) return { removed: [stmt.span], reasons: [goes(context, site)] };
  const message = `\`fal deploy\` takes one app at a time, as \`${use.symbol.legacy ?? 'app.deploy()'}\` took all: ${listed(commands)}`;
  return {
    edits: [{ span: stmt.span, text: runText(context, site, stmt, apps) }],
    needs: [{ module: 'subprocess' }, { module: 'sys' }],
    reasons: [differs(context, site, message)],
  };
}

function goes(context: CallContext, site: CallSite): ReturnType<typeof differs> {
  const message =
    'nothing of the App is called over HTTP, and a `fal.function` needs no deployment: `app.deploy()` goes';
  return differs(context, site, message);
}

/** What `fal deploy file.py::…` calls a unit. */
function deployed({ units }: CallContext, unit: Unit): string {
  if (hasEndpointClass(unit)) return endpointClass(unit, units);
  return isServer(unit) ? serverName(unit, units) : unit.name;
}

/** Whether the deployment gets another name than the App has, or goes elsewhere. */
function isNamed(
  { file: { names }, use }: CallSite,
  call: CallExpr,
  [unit]: readonly Unit[],
): boolean {
  return call.args.some(({ name = 'name', star, value }) => {
    const given = textOf(constantOf(names, value, use.scope));
    const same = given !== undefined && unit?.app && given === textOf(unit.app.name);
    return star !== '' || name !== 'name' || !same;
  });
}

/** Whether importing the file comes to the call: at the top, or in a function that the top calls. */
function runsAtImport({ file: { names }, use }: CallSite): boolean {
  const main = mainBlockOf(names);
  if (main && contains(main.span, use.span)) return false;
  const top = names.module.body.find(({ span }) => contains(span, use.span));
  if (top?.kind !== 'function') return true;
  return names.scopes.exprs.some(
    ({ expr, scope }) =>
      scope.kind === 'module' &&
      expr.kind === 'call' &&
      expr.func.kind === 'name' &&
      expr.func.id === top.name &&
      !(main && contains(main.span, expr.span)),
  );
}

function runText(
  context: CallContext,
  { file }: CallSite,
  stmt: Stmt,
  apps: readonly Unit[],
): string {
  const { module } = file.names;
  const { quote: q, newline } = styleOf(file.names);
  const { start } = stmt.span;
  const outer = indentOf(module.source, start);
  const isFirst = module.source.slice(lineStart(module.source, start), start).trim() === '';
  const runs = apps.map(
    (unit) =>
      `subprocess.run([sys.executable, ${q}-m${q}, ${q}fal${q}, ${q}deploy${q}, f${q}{__file__}::${deployed(context, unit)}${q}], check=True)`,
  );
  return runs.join(isFirst ? newline + outer : '; ');
}
