import type { FunctionStmt } from '../../python/syntax.ts';
import { eagerAnnotations } from '../endpoints/eager.ts';
import { inputModel } from '../endpoints/input-model.ts';
import { reachedHow, type Reached } from '../endpoints/requested.ts';
import { answerOf, wireReasons } from '../endpoints/returns.ts';
import { wireOf } from '../endpoints/wire.ts';
import { modelName } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { startsOf } from '../startup/starts.ts';
import { variableLines } from '../startup/variables.ts';
import { endpointClassText } from './endpoint-class.ts';
import { endpointClass } from './names.ts';

const WHY: Readonly<Record<Reached, string>> = {
  'by name': 'is looked up by its name',
  'by id': 'has calls that are known by their ids',
  'not at all': 'is spawned by a runner that does not keep the call, and may end before it',
};

/**
 * A function that others find by its name, or whose calls they find by their ids, stays a plain function; a `fal.App` with one
 * endpoint answers requests with what it gives.
 */
export function requestedFunction(context: UnitContext, stmt: FunctionStmt): Part {
  const { unit, units, collected } = context;
  const wire = wireOf(unit, stmt.name);
  const fields = stmt.params;
  const model =
    fields.length > 0
      ? inputModel(context, modelName(unit, stmt.name, units), fields, unit.scope, wire.fields)
      : undefined;
  const answer = answerOf(context, stmt, wire);
  const setup = [
    ...variableLines(context),
    ...startsOf(context).startups.map((startup) => startup.text),
  ];
  const text = endpointClassText(context, stmt, {
    name: endpointClass(unit, units),
    settings: collected,
    taken: { fields, kept: [], reasons: [] },
    model,
    answer: answer.text,
    setup,
  });
  const gone = unit.decorators.filter(({ symbol }) => symbol?.name === 'modal.App.function');
  return mergeParts([
    {
      removed: gone.map(({ decorator }) => decorator.span),
      after: [...(model ? [model.text] : []), ...answer.before, text],
      needs: [{ module: 'fal' }, ...(model?.needs ?? []), ...answer.needs],
      reasons: [
        appReason(context, stmt),
        ...(model?.reasons ?? []),
        ...answer.reasons,
        ...wireReasons(context, stmt, wire),
      ],
    },
    eagerAnnotations(context),
  ]);
}

function appReason({ rule, unit }: UnitContext, { nameSpan }: FunctionStmt): Reason {
  const why = WHY[reachedHow(unit) ?? 'by name'];
  const message = `\`${unit.name}\` ${why}, so it becomes an app: its arguments and results cross as JSON, where Modal sends the objects themselves`;
  return { rule: rule.id, verdict: 'rewrite-unsafe', message, span: nameSpan };
}
