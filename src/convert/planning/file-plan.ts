import type { Span } from '../../model/span.ts';
import { usesWithin } from '../../program/uses-within.ts';
import { contains } from '../../python/walk.ts';
import { holdsModal } from '../finishing/cleanup.ts';
import { statementAt } from '../marks.ts';
import type { Use } from '../../python/uses.ts';
import type { UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { instancesPart } from './instances.ts';
import { openPart } from './open.ts';
import type { UnitPlan } from './unit-plan.ts';
import { planUses } from './unit-plan.ts';
import { sitesOf } from './use-part.ts';

type FileBase = Omit<UnitContext, 'rule' | 'collected' | 'unit'>;

/** Plans what belongs to no unit of the tree: calls of deployed functions, `with app.run():`, `with image.imports():`. */
export function planFile(base: FileBase): UnitPlan | undefined {
  const { file, units } = base;
  const own = units.filter((unit) => unit.file.path === file.path);
  // A decorator may be called elsewhere: `remote_work = app.function(…)(work)`.
  const spans = own.flatMap(({ stmt, decorators }) => [
    stmt.span,
    ...decorators.map(({ decorator }) => decorator.span),
  ]);
  const inUnits = new Set(spans.flatMap((span) => usesWithin(file, span)));
  const sites = sitesOf(units);
  const loose = file.uses.filter((use: Use) => {
    const plain = use.role === 'import' || use.role === 'keyword';
    return (
      !inUnits.has(use) &&
      !plain &&
      !sites.has(use) &&
      !inDefinition(base, use) &&
      !isHook(base, use)
    );
  });
  const isLoose = (span: Span): boolean => !own.some(({ stmt }) => contains(stmt.span, span));
  const open = mergeParts([
    openPart(base.program, file, isLoose),
    instancesPart(base.program, file, units, isLoose),
  ]);
  return planUses(base, loose, open);
}

/** A hook in a base class goes with the units that inherit it. */
function isHook({ file, units }: FileBase, { span, role }: Use): boolean {
  if (role !== 'decorator') return false;
  const hooks = units.flatMap((unit) => unit.inherited);
  return hooks.some(
    ({ names, decorators }) =>
      names === file.names && decorators.some(({ decorator }) => contains(decorator.span, span)),
  );
}

/** `image = modal.Image…` outside of functions: units read it, and it goes when none needs it. */
function inDefinition({ file }: FileBase, { span, scope }: Use): boolean {
  const { names } = file;
  const stmt = scope.kind === 'module' ? statementAt(names.module.body, span.start) : undefined;
  return (
    stmt?.kind === 'assign' && stmt.value !== undefined && holdsModal(names, stmt.value, scope)
  );
}
