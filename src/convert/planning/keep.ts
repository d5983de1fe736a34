import { readImage } from '../../program/image.ts';
import type { Program, ProgramFile } from '../../program/program.ts';
import type { Setting, Unit } from '../../program/units.ts';
import { usesWithin } from '../../program/uses-within.ts';
import type { Span } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { contains, expressions } from '../../python/walk.ts';
import type { ConvertOptions } from '../plan.ts';
import { lookedUpBy } from './asked-for.ts';
import type { UnitPlan } from './unit-plan.ts';

/** A use that takes part in a unit, and the file that it stands in. */
interface Placed {
  readonly file: ProgramFile;
  readonly use: Use;
}

/**
 * A plan as the user's comments and configuration allow it. A unit converts whole or not at all, so one part that must stay (its
 * decorator, its image, a call of it) keeps all of it; an import that must stay keeps its names.
 */
export function keptBack(
  plan: UnitPlan,
  program: Program,
  units: readonly Unit[],
  { keepsUse, level }: ConvertOptions,
): UnitPlan {
  if (plan.refused !== undefined) return plan;
  // Fixes go in one by one: what asks Modal for the unit would find nothing any more, or what was deployed before.
  const caller = level !== 'all' && plan.of ? lookedUpBy(program, plan.of) : undefined;
  if (caller !== undefined)
    return { ...plan, refused: `\`${caller}\` looks it up by its name on Modal` };
  if (!keepsUse) return plan;
  const parts = plan.of ? partsOf(plan.of, program) : looseParts(plan, program, units);
  for (const { file, use } of parts) {
    const why = keepsUse(file, use);
    if (why !== undefined) return { ...plan, refused: why };
  }
  return { ...plan, keeps: withKeptImports(plan, program, keepsUse) };
}

/** What a unit is made of: its own text, the calls of it, and the objects that it takes from elsewhere. */
function partsOf(unit: Unit, program: Program): Placed[] {
  const decorators = unit.decorators.map(({ decorator }) => decorator.span);
  const own = usesIn(unit.file, [unit.stmt.span, ...decorators]);
  const sites = unit.sites.map(({ file, use }) => ({ file, use }));
  const made = takenFrom(unit);
  const taken = program.files.flatMap((file) => {
    return usesIn(
      file,
      made.flatMap(({ names, span }) => (names === file.names ? [span] : [])),
    );
  });
  return [...own, ...sites, ...taken];
}

/** What stands outside of every unit of its file, and is no import. */
function looseParts(
  { file: path }: UnitPlan,
  { files }: Program,
  units: readonly Unit[],
): Placed[] {
  const file = files.find((each) => each.path === path);
  if (!file) return [];
  const own = units.filter((unit) => unit.file === file);
  return file.uses
    .filter((use) => use.role !== 'import')
    .filter((use) => !own.some(({ stmt }) => contains(stmt.span, use.span)))
    .map((use) => ({ file, use }));
}

function usesIn(file: ProgramFile, spans: readonly Span[]): Placed[] {
  const found = new Set(spans.flatMap((span) => usesWithin(file, span)));
  return [...found].flatMap((use) => (use.role === 'import' ? [] : [{ file, use }]));
}

/** The expressions that make what a unit's settings name: its App, image, volumes, secrets. */
function takenFrom({ app, settings }: Unit): Made[] {
  const made = [...settings.values()].flatMap((setting) => madeBy(setting));
  return [...(app ? [{ names: app.names, span: app.call.span }] : []), ...made];
}

interface Made {
  readonly names: Names;
  readonly span: Span;
}

function madeBy(setting: Setting): Made[] {
  const { names, scope, value, base, name } = setting;
  const objects = [...expressions(value)].flatMap((expr) => origin(names, expr, scope));
  const chain = name === 'image' ? readImage(names, value, scope) : undefined;
  const layers = chain?.known === true ? chain.layers : [];
  return [
    ...objects,
    ...layers.map((layer) => ({ names: layer.names, span: layer.call.span })),
    ...(base ? madeBy(base) : []),
  ];
}

function origin(names: Names, expr: Expr, scope: Setting['scope']): Made[] {
  if (expr.kind !== 'name' && expr.kind !== 'attribute') return [];
  const value = names.valueOf(expr, scope);
  const made = value.kind === 'instance' ? value.origin : undefined;
  return made ? [{ names: made.names, span: made.expr.span }] : [];
}

/** `import modal  # modal-lint: ignore`: the names that it binds stay, whatever reads them. */
function withKeptImports(
  { keeps, edits }: UnitPlan,
  { files }: Program,
  keepsUse: NonNullable<ConvertOptions['keepsUse']>,
): UnitPlan['keeps'] {
  const kept: Record<string, readonly string[]> = { ...keeps };
  for (const file of files) {
    if (!(file.path in edits)) continue;
    const spans = file.uses.flatMap((use) =>
      use.role === 'import' && keepsUse(file, use) !== undefined ? [use.span] : [],
    );
    if (spans.length > 0)
      kept[file.path] = [...(kept[file.path] ?? []), ...namesBoundAt(file, spans)];
  }
  return kept;
}

function namesBoundAt({ names }: ProgramFile, spans: readonly Span[]): string[] {
  return names.scopes.stmts.flatMap((stmt) => {
    if (stmt.kind !== 'import' && stmt.kind !== 'import-from') return [];
    return stmt.names.flatMap((item) => {
      const hit = spans.some((span) => contains(item.span, span) || contains(span, item.span));
      const plain = 'module' in item ? (item.module.split('.')[0] ?? '') : item.name;
      return hit ? [item.as ?? plain] : [];
    });
  });
}
