import type { FunctionStmt, Param } from '../../python/syntax.ts';
import { textAt } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { decoratorCall } from '../settings/settings-text.ts';

/** What the body of a generator is called once its name stands for the function on fal. */
export function generatorName(name: string): string {
  return `_${name}`;
}

/**
 * A result crosses to fal and back whole, so what a generator yields comes as a list. The generator keeps its body under a private
 * name, for calls in the same process.
 *
 *     def _count(n):  …  yield i
 *
 *     @fal.function()
 *     def count(n):
 *         return list(_count(n))
 */
export function listedGenerator(context: UnitContext, stmt: FunctionStmt): Part {
  const { file, unit, style, collected, rule } = context;
  const { source } = file.names.module;
  const inner = generatorName(stmt.name);
  if (file.names.scopes.module.bindings.has(inner))
    return { refused: `\`${stmt.name}\` is a generator, and \`${inner}\` is taken: rename that` };
  const main = unit.decorators.filter(({ symbol }) => symbol?.name === 'modal.App.function');
  if (unit.decorators.length > main.length)
    return { refused: `\`${stmt.name}\` is a generator under another decorator` };
  const call = `${inner}(${stmt.params.flatMap(passed).join(', ')})`;
  const items = stmt.async ? `[item async for item in ${call}]` : `list(${call})`;
  const message = `what \`${stmt.name}\` yields comes as one list when it has ended, where Modal hands over each item at once`;
  const reason: Reason = {
    rule: rule.id,
    verdict: endless(context, stmt) ? 'manual' : 'rewrite-unsafe',
    message: endless(context, stmt)
      ? `\`${stmt.name}\` yields without end, and a result comes back whole: make it a streaming endpoint`
      : message,
    span: stmt.nameSpan,
  };
  return {
    removed: main.map(({ decorator }) => decorator.span),
    edits: [{ span: stmt.nameSpan, text: inner }],
    after: [
      [
        `@${decoratorCall(collected, style)}`,
        `${stmt.async ? 'async ' : ''}def ${stmt.name}${textAt(source, stmt.paramsSpan)}:`,
        `${style.indent}return ${items}`,
      ].join('\n'),
    ],
    needs: [{ module: 'fal' }],
    reasons: [reason],
  };
}

/** `while True:` without a way out of it, at the top of the body. */
function endless({ file }: UnitContext, { body }: FunctionStmt): boolean {
  return body.body.some((stmt) => {
    const [clause] = stmt.kind === 'while' ? stmt.clauses : [];
    const test = clause?.exprs[0];
    if (!clause || test?.kind !== 'constant' || test.value !== true) return false;
    const text = textAt(file.names.module.source, clause.body.span);
    return !/\b(?:break|return|raise)\b/.test(text);
  });
}

function passed({ name, star, kind }: Param): string[] {
  if (name === '') return [];
  if (star !== '') return [star + name];
  return [kind === 'keyword-only' ? `${name}=${name}` : name];
}
