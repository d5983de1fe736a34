import type { Method } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { isDissolved } from '../constructors/constructor.ts';
import { atBodyStart, indentOf, insertion } from '../layout.ts';
import { hasEndpointClass } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { servedMethod } from '../web/served-method.ts';
import type { Startup } from './build-function.ts';
import { stepEdit, type BuildStep } from './build-step.ts';
import { firstLines } from './first-lines.ts';
import { startsOf } from './starts.ts';
import { variableLines } from './variables.ts';

/** Calls, at the start of a unit, what its image ran while it was built. */
export function startupPart(context: UnitContext): Part {
  const { steps, startups, reasons } = startsOf(context);
  const { stmt } = context.unit;
  const built = stepPart(context, steps);
  const variables = variableLines(context);
  // The class that serves a function has them in its `setup`.
  const isEndpoint = hasEndpointClass(context.unit);
  const calls = isEndpoint ? [] : startups;
  const lines = isEndpoint ? [] : [...variables, ...calls.map(({ text }) => text)];
  if (lines.length === 0) {
    const needs = variables.length > 0 ? [{ module: 'os' }] : [];
    return mergeParts([built, { needs, reasons }]);
  }
  const start: Start = { lines, usesOs: variables.length > 0 };
  const part = stmt.kind === 'class' ? inSetup(context, start) : inBody(context, stmt, start);
  return mergeParts([built, part, cachedPart(context, calls), { reasons }]);
}

/** The programs of an image's steps, each made once in the file. */
function stepPart(context: UnitContext, steps: readonly BuildStep[]): Part {
  if (steps.length === 0) return {};
  const { file, style } = context;
  return mergeParts(
    steps.map((step): Part => {
      const edits = [stepEdit(step.names.module.source, step, style)];
      const needs = [{ module: 'inspect' }];
      if (step.names === file.names) return { edits, needs };
      const home = step.names.file;
      return { elsewhere: { [home]: edits }, needsElsewhere: { [home]: needs } };
    }),
  );
}

/** What a unit does first. */
interface Start {
  readonly lines: readonly string[];
  readonly usesOs: boolean;
}

/** Once a runner, before all else that `setup` does. */
function inSetup(context: UnitContext, start: Start): Part {
  const { unit, style } = context;
  const own = unit.methods.filter(({ role, stmt }) => role === 'enter' && !isDissolved(unit, stmt));
  const rank = ({ stmt, snap }: Method): number => (stmt.name === '__init__' ? 0 : snap ? 1 : 2);
  const [first] = own.toSorted((a, b) => rank(a) - rank(b));
  // A class that a function serves has no hooks but its own.
  const begins = first ?? servedMethod(unit);
  if (begins) return inBody(context, begins.stmt, start);
  const body = start.lines.map((line) => style.indent + line);
  const needs = start.usesOs ? [{ module: 'os' }] : [];
  return { members: [['def setup(self):', ...body].join('\n')], needs };
}

function inBody({ file, style }: UnitContext, stmt: FunctionStmt, { lines, usesOs }: Start): Part {
  if (usesOs) return firstLines(file.names, stmt, lines, style);
  return { edits: [atBodyStart(file.names.module.source, stmt, lines, style.indent)] };
}

/** Once a process: `fal.cached` keeps the result of the first call. */
function cachedPart({ unit, file }: UnitContext, startups: readonly Startup[]): Part {
  if (unit.stmt.kind === 'class' || startups.length === 0) return {};
  const { source } = file.names.module;
  const edits = startups.map(({ stmt: { span } }) =>
    insertion(span.start, `@fal.cached\n${indentOf(source, span.start)}`),
  );
  return { edits, needs: [{ module: 'fal' }] };
}
