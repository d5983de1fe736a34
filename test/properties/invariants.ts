import { migrate } from '../../src/convert/migrate.ts';
import { BUILTINS } from '../../src/convert/finishing/builtins.ts';
import { overlap } from '../../src/convert/apply.ts';
import type { Migration } from '../../src/convert/plan.ts';
import { DEFAULT_CONFIG } from '../../src/lint/config.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { Span } from '../../src/model/span.ts';
import { readProgram, type Program, type SourceFile } from '../../src/program/program.ts';
import { readUnits } from '../../src/program/read-units.ts';
import type { Names } from '../../src/python/names.ts';
import { owner } from '../../src/python/scopes.ts';
import type { Sdk } from '../../src/python/sdk.ts';
import type { Expr, Module, Stmt } from '../../src/python/syntax.ts';
import { blocksOf, childExprs, ownExprs } from '../../src/python/walk.ts';

/** What the properties are asked of. */
export interface Tools {
  readonly rules: RuleSet;
  readonly sdk: Sdk;
}

export interface Outcome {
  readonly before: Program;
  readonly migration: Migration;
  /** Every file after the conversion, by path. */
  readonly after: ReadonlyMap<string, string>;
}

/** Converts a program, and says all that must never be. */
export async function broken(
  sources: readonly SourceFile[],
  { rules, sdk }: Tools,
): Promise<{ problems: string[]; outcome: Outcome }> {
  const before = await readProgram(sources, sdk);
  const migration = await migrate(before, rules, { level: 'all' });
  const after = new Map(sources.map(({ path, source }) => [path, source]));
  for (const result of migration.results) after.set(result.file, result.after);
  const outcome = { before, migration, after };
  const problems = [
    ...before.files.flatMap(({ names }) => nestingProblems(names.module)),
    ...before.files.flatMap((file) => findingProblems(file, rules)),
    ...planProblems(outcome),
    ...(await resultProblems(outcome, { rules, sdk })),
  ];
  return { problems, outcome };
}

/** Statements lie in their suites one after the other, and in a text that parses expressions in their statements. */
export function nestingProblems({ source, body, comments, errors }: Module): string[] {
  const whole = { start: 0, end: source.length };
  return [
    ...suiteProblems(body, whole, errors.length === 0),
    ...comments.flatMap((span) => insideProblem(span, whole)),
  ];
}

function suiteProblems(body: readonly Stmt[], outer: Span, parsed: boolean): string[] {
  return body.flatMap((stmt, index) => {
    const previous = body[index - 1];
    const order =
      previous && previous.span.end > stmt.span.start
        ? [`a statement at ${stmt.span.start} begins before the one above it ends`]
        : [];
    return [
      ...order,
      ...insideProblem(stmt.span, outer),
      ...(parsed ? ownExprs(stmt).flatMap((expr) => exprProblems(expr, stmt.span)) : []),
      ...blocksOf(stmt).flatMap((block) => [
        ...insideProblem(block.span, stmt.span),
        ...suiteProblems(block.body, block.span, parsed),
      ]),
    ];
  });
}

function exprProblems(expr: Expr, outer: Span): string[] {
  const around = expr.parens ?? expr.span;
  return [
    ...insideProblem(expr.span, around),
    ...insideProblem(around, outer),
    ...childExprs(expr).flatMap((child) => exprProblems(child, expr.span)),
  ];
}

function insideProblem({ start, end }: Span, outer: Span): string[] {
  const inside = outer.start <= start && start <= end && end <= outer.end;
  return inside ? [] : [`[${start}, ${end}) leaves [${outer.start}, ${outer.end})`];
}

/** Findings lie in the text, in its order. */
function findingProblems(file: Program['files'][number], rules: RuleSet): string[] {
  const whole = { start: 0, end: file.names.module.source.length };
  const found = lintFile(file, rules, DEFAULT_CONFIG);
  return found.flatMap(({ rule, span }, index) => {
    const previous = found[index - 1];
    const order =
      previous && previous.span.start > span.start ? [`\`${rule}\` is out of order`] : [];
    return [...order, ...insideProblem(span, whole)];
  });
}

/** Every unit has a plan, and edits of a plan never overlap. */
function planProblems({ before, migration }: Outcome): string[] {
  const key = (file: string, unit: string): string => `${file} ${unit}`;
  const planned = new Set(migration.plans.map(({ file, unit }) => key(file, unit)));
  const lost = readUnits(before).filter(({ file, name }) => !planned.has(key(file.path, name)));
  const overlaps = migration.plans.flatMap(({ unit, edits, refused }) =>
    Object.values(edits).flatMap((list) => {
      const pair = refused === undefined ? overlap(list) : undefined;
      return pair ? [`two edits of \`${unit}\` overlap at ${pair[1].span.start}`] : [];
    }),
  );
  return [...lost.map(({ name }) => `\`${name}\` is in no plan`), ...overlaps];
}

async function resultProblems(
  { before, after, migration }: Outcome,
  { rules, sdk }: Tools,
): Promise<string[]> {
  const sources = [...after].map(([path, source]) => ({ path, source }));
  const now = await readProgram(sources, sdk, before);
  const again = await migrate(now, rules, { level: 'all' });
  return [
    ...now.files.flatMap(({ path, names }, index) => {
      const old = before.files[index]?.names;
      return old ? fileProblems(path, old, names) : [];
    }),
    ...again.results.flatMap(({ file, before: first, after: second }) =>
      first === second ? [] : [`converting \`${file}\` again changes it:\n${second}`],
    ),
    ...migration.results.flatMap(({ file, before: first, after: second, refused }) =>
      refused !== undefined && first !== second ? [`\`${file}\` is refused, and changes`] : [],
    ),
  ];
}

function fileProblems(path: string, old: Names, now: Names): string[] {
  if (old.module.errors.length > 0)
    return old.module.source === now.module.source
      ? []
      : [`\`${path}\` did not parse, and changes`];
  const broken = now.module.errors.length > 0 ? [`\`${path}\` does not parse any more`] : [];
  const known = unknownNames(old);
  const lost = [...unknownNames(now)].filter((name) => !known.has(name));
  return [...broken, ...lost.map((name) => `\`${name}\` is undefined in \`${path}\``)];
}

function unknownNames({ scopes }: Names): Set<string> {
  const found = scopes.exprs.flatMap(({ expr, scope }) =>
    expr.kind === 'name' && !owner(expr.id, scope) && !BUILTINS.has(expr.id) ? [expr.id] : [],
  );
  return new Set(found);
}

/** Chunks that are not there any more to the byte, in their order. */
export function lostChunks(text: string, kept: readonly string[]): string[] {
  let at = 0;
  return kept.flatMap((chunk) => {
    const found = text.indexOf(chunk, at);
    if (found >= 0) at = found + chunk.length;
    return found < 0 ? [`this is gone:\n${chunk}`] : [];
  });
}
