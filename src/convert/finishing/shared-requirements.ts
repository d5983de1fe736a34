import type { Edit } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { editedText } from '../apply.ts';
import { falUnits, type FalUnit } from '../fal-units.ts';
import { styleOf } from '../layout.ts';
import { aboveComment } from '../remarks/above.ts';
import { settingEdit } from './setting-edit.ts';

/** Packages that units get beside those of their image. */
const ADDED = /^["'](?:fal|fal-client|fastapi|uvicorn|python-multipart|websockets|a2wsgi)["'],$/;
/** Shorter lists stay where they are. */
const WORTH = 3;

/** The list of packages of a unit, a row each: texts and comments. */
interface Listed {
  readonly unit: FalUnit;
  readonly expr: Expr;
  readonly rows: readonly string[];
}

/**
 * Each unit was given the packages of its image as a list. Where several have the same long one, it gets a name above the first of them,
 * and what one of them needs besides is put behind it: `[*REQUIREMENTS, "uvicorn"]`. It is a new list each time, as fal puts what it
 * needs itself into the one that it is given (fal 1.72.3: `Options.add_requirements`). What was fal's in `old` stays as it is. `edits`
 * are those of the same text; they come back with what is new.
 */
export function sharedRequirements(
  old: Names,
  names: Names,
  edits: readonly Edit[],
): readonly Edit[] {
  const units = falUnits(names);
  const own = new Set(falUnits(old).map(({ name }) => name));
  const listed = units.flatMap((unit) => (own.has(unit.name) ? [] : (listOf(unit, edits) ?? [])));
  // Inside of a class, a name may mean one of its members.
  const scopes = [names.scopes.module, ...units.map(({ scope }) => scope)];
  const taken = new Set(scopes.flatMap(({ bindings }) => [...bindings.keys()]));
  const written: Edit[] = [];
  for (const base of listed.toSorted((a, b) => a.rows.length - b.rows.length)) {
    const isLeft = ({ expr }: Listed): boolean =>
      !written.some(({ span }) => contains(span, expr.span));
    const group = isLeft(base)
      ? listed.filter((one) => isLeft(one) && extrasOf(base, one) !== undefined)
      : [];
    const [first, second] = group;
    if (!first || !second) continue;
    const name = freeName(first.unit, taken);
    taken.add(name);
    written.push(madeAbove(names, first, name, base));
    for (const one of group) {
      const extras = extrasOf(base, one) ?? [];
      const text = `[*${[name, ...extras].join(', ')}]`;
      written.push(settingEdit(names, one, text, edits));
    }
  }
  const kept = edits.filter(({ span }) => !written.some((edit) => contains(edit.span, span)));
  return [...kept, ...written];
}

/** A list at the top level of a file that is long enough, with what other edits put into it. */
function listOf(unit: FalUnit, edits: readonly Edit[]): Listed | undefined {
  const expr = unit.settings.get('requirements');
  const { module } = unit.names;
  if (expr?.kind !== 'list' || !module.body.includes(unit.stmt)) return undefined;
  const text = editedText(module.source, expr.span, edits);
  const rows = text.split(/\r?\n/).map((row) => row.trim());
  const isPlain = expr.items.every(({ kind }) => kind === 'string');
  if (!isPlain || rows[0] !== '[' || rows.at(-1) !== ']' || rows.length < WORTH + 2)
    return undefined;
  return { unit, expr, rows: rows.slice(1, -1) };
}

/** What a list has beside the rows of another; nothing where it does not have them all, or has more than units are given. */
function extrasOf(base: Listed, { rows }: Listed): string[] | undefined {
  const extras: string[] = [];
  let at = 0;
  for (const row of rows) {
    if (row === base.rows[at]) at++;
    else if (ADDED.test(row)) extras.push(row.slice(0, -1));
    else return undefined;
  }
  return at === base.rows.length ? extras : undefined;
}

/** `REQUIREMENTS`; of a second list, the name of a unit before it. */
function freeName({ name }: FalUnit, taken: ReadonlySet<string>): string {
  const snake = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
  let free = 'REQUIREMENTS';
  while (taken.has(free)) free = free === 'REQUIREMENTS' ? `${snake}_REQUIREMENTS` : `${free}_`;
  return free;
}

function madeAbove(names: Names, { unit }: Listed, name: string, { rows }: Listed): Edit {
  const { source } = names.module;
  const { indent } = styleOf(names);
  const lines = rows.map((row) => `${indent}${row}\n`).join('');
  const text = `${name} = [\n${lines}]\n\n\n`;
  return { span: aboveComment(source, unit.stmt.span), text };
}
