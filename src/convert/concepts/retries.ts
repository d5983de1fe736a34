import { numberOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Edit } from '../../model/span.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Scope } from '../../python/scopes.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { indentOf, insertion } from '../layout.ts';
import { webDecorator } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { follow } from '../../python/follow.ts';
import type { Located } from '../../python/place.ts';
import { only, reason, written } from '../settings/reasons.ts';

/**
 * fal repeats requests whose runner was lost, never those that raised: `retry` of its toolkit does, around the function itself.
 *
 *     @fal.function()
 *     @retry(max_retries=4, backoff_type="fixed")
 *     def f(): …
 */
export function setting(context: UnitContext, setting: Setting): Part {
  const policy = policyOf(follow({ ...setting, expr: setting.value }));
  if (policy?.retries === 0) return {};
  // `max_retries` of fal's helper counts the first attempt too.
  const attempts = policy ? policy.retries + 1 : 'n + 1';
  const stmts = retried(context.unit);
  if (!policy || !stmts || isTaken(context)) {
    const message = `\`${written(setting)}\` repeats calls that raised, which fal does not: put \`fal.toolkit.utils.retry.retry(max_retries=${attempts})\` on the function that may fail`;
    return only(context, setting, 'manual', message);
  }
  const { source } = context.file.names.module;
  const text = decorator(policy, context.style.quote);
  const message = `\`${written(setting)}\` starts the call anew, elsewhere if need be: \`@retry\` tries again in the same runner, and \`request_timeout\` counts for all tries together`;
  return {
    edits: stmts.map((stmt): Edit => {
      const at = below(context, stmt, context.file.names.scopeOf(stmt));
      return insertion(at, `${text}\n${indentOf(source, at)}`);
    }),
    needs: [{ module: 'fal.toolkit.utils.retry', name: 'retry' }],
    reasons: [reason(context, 'rewrite-unsafe', message, setting.value.span)],
  };
}

/** How often a call is repeated, and how long Modal waits before. */
interface Policy {
  readonly retries: number;
  readonly delay: number;
  readonly longest: number;
  readonly doubles: boolean;
}

/** Reads `retries=3`, `retries=modal.Retries(max_retries=3)`; nothing where it is not known, or waits as `retry` cannot. */
function policyOf({ names, scope, expr }: Located): Policy | undefined {
  const constant = constantOf(names, expr, scope);
  const plain = { delay: 1, longest: 60, doubles: false };
  if (constant.kind === 'value' && constant.value === null) return { ...plain, retries: 0 };
  const number = numberOf(constant);
  if (number !== undefined) return { ...plain, retries: number };
  const value = names.valueOf(expr, scope);
  const origin =
    value.kind === 'instance' && value.of === 'modal.Retries' ? value.origin : undefined;
  if (origin?.expr.kind !== 'call') return undefined;
  const { args } = origin.expr;
  const read = (name: string): number | undefined => {
    const argument = args.find((arg) => arg.name === name);
    return argument && numberOf(constantOf(origin.names, argument.value, origin.scope));
  };
  const told = args.every(({ name }) => name !== undefined && read(name) !== undefined);
  const retries = read('max_retries');
  const factor = read('backoff_coefficient') ?? 2;
  if (!told || retries === undefined || (factor !== 1 && factor !== 2)) return undefined;
  return {
    retries,
    delay: read('initial_delay') ?? 1,
    longest: read('max_delay') ?? 60,
    doubles: factor === 2,
  };
}

function decorator({ retries, delay, longest, doubles }: Policy, quote: string): string {
  const args = [
    `max_retries=${retries + 1}`,
    ...(delay === 1 ? [] : [`base_delay=${delay}`]),
    ...(longest === 60 ? [] : [`max_delay=${longest}`]),
    ...(doubles ? [] : [`backoff_type=${quote}fixed${quote}`]),
  ];
  return `@retry(${args.join(', ')})`;
}

/** What Modal calls again; nothing where calls in the same process would be repeated too, which Modal does not do. */
function retried({ stmt, methods, inherited, sites, ...unit }: Unit): FunctionStmt[] | undefined {
  const isLocal = sites.some(
    ({ use: { symbol } }) =>
      !/^modal\.(?:Function\.(?:remote|spawn|map|starmap|for_each)$|FunctionCall\.)/.test(
        symbol.name,
      ),
  );
  if (isLocal || inherited.length > 0) return undefined;
  const found =
    stmt.kind === 'function'
      ? [stmt]
      : methods.filter(({ role }) => role === 'method').map((method) => method.stmt);
  const web = webDecorator({ stmt, methods, inherited, sites, ...unit });
  return web === undefined && found.length > 0 && !found.some(isGenerator) ? found : undefined;
}

/** The file means something else by `retry`, or FastAPI would look up names of annotations in another module. */
function isTaken({ file, unit }: UnitContext): boolean {
  const { scopes, module } = file.names;
  const late = module.body.some(
    (stmt) => stmt.kind === 'import-from' && stmt.module === '__future__',
  );
  return scopes.module.bindings.has('retry') || (late && unit.stmt.kind === 'class');
}

/** Below the decorators of Modal's, above those of the user's. */
function below(
  { file: { names } }: UnitContext,
  { decorators, header }: FunctionStmt,
  scope: Scope,
): number {
  const last = decorators.findLastIndex((each) => names.decoratorSymbol(each, scope) !== undefined);
  return decorators[last + 1]?.span.start ?? header.start;
}
