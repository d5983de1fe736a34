import type { Span } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import { attributesOf, mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { AttributeExpr, Stmt } from '../../python/syntax.ts';
import { contains, statements } from '../../python/walk.ts';
import { holdsModal } from '../finishing/cleanup.ts';
import { needsPerson, statementAt } from '../marks.ts';
import type { Reason } from '../plan.ts';
import type { UnitPlan } from '../planning/unit-plan.ts';

/** A name that stands somewhere. */
export interface Mentioned {
  readonly names: Names;
  readonly span: Span;
  readonly name: string;
}

/** What the plans of a pass do about the places of a program. */
export interface Doing {
  /** Whether the plans take a mention away, or write something else in its place. */
  takes(mention: Mentioned): boolean;
  /** Whether an edit writes the text around an offset anew. */
  covers(names: Names, at: number): boolean;
  /** What the plans ask of a person in the statement of a mention, or in the whole function around it. */
  marked(mention: Mentioned, around: 'statement' | 'function'): readonly Marked[];
}

interface Marked {
  readonly reason: Reason;
  readonly plan: UnitPlan;
}

/** Puts together what plans do; `plans` are those that go in. */
export function doingOf(program: Program, plans: readonly UnitPlan[]): Doing {
  const trees = new Map(program.files.map(({ path, names }) => [path, names.module]));
  const marks = new Map<string, (Marked & { readonly stmt: Stmt })[]>();
  for (const plan of plans) {
    for (const reason of plan.reasons) {
      const file = reason.file ?? plan.file;
      const tree = needsPerson(reason) ? trees.get(file) : undefined;
      const stmt = tree && statementAt(tree.body, reason.span.start);
      if (stmt) marks.set(file, [...(marks.get(file) ?? []), { reason, plan, stmt }]);
    }
  }
  const changing = new Map<string, UnitPlan[]>();
  for (const plan of plans)
    for (const file of Object.keys(plan.edits))
      changing.set(file, [...(changing.get(file) ?? []), plan]);
  const isTaken = ({ names, span, name }: Mentioned): boolean =>
    (changing.get(names.file) ?? []).some((plan) => takesAway(plan, names.file, span, name));
  return {
    takes: (mention) => isTaken(mention) || isUnreadMaker(mention, isTaken),
    covers: ({ file }, at) =>
      (changing.get(file) ?? [])
        .flatMap((plan) => plan.edits[file] ?? [])
        .some(({ span }) => span.start < at && at < span.end),
    marked: ({ names, span }, around) => {
      const { body } = names.module;
      const place = around === 'statement' ? statementAt(body, span.start) : functionAt(body, span);
      if (!place) return [];
      return (marks.get(names.file) ?? []).filter(
        ({ stmt }) => stmt === place || (around === 'function' && contains(place.span, stmt.span)),
      );
    },
  };
}

/** The innermost function around a place. */
function functionAt(body: readonly Stmt[], span: Span): Stmt | undefined {
  const around = [...statements(body)].filter(
    (stmt) => stmt.kind === 'function' && contains(stmt.span, span),
  );
  return around.at(-1);
}

/** Whether an edit covers a mention in a plan that does not write the name anew: code may only have moved. */
function takesAway({ edits }: UnitPlan, file: string, span: Span, name: string): boolean {
  const list = edits[file] ?? [];
  if (!list.some((edit) => contains(edit.span, span))) return false;
  const written = new RegExp(`(?<![\\w./\`"'-])${name}(?![\\w/\`"'-]|\\s*=(?!=))`);
  return !list.some(({ text }) => written.test(withoutComments(text)));
}

/** `model = modal.Cls.from_name(…)()`, of which every mention goes: the cleaning up takes the statement. */
function isUnreadMaker(
  { names, span }: Mentioned,
  isTaken: (mention: Mentioned) => boolean,
): boolean {
  const stmt = statementAt(names.module.body, span.start);
  if (stmt?.kind !== 'assign' || !stmt.value || !contains(stmt.value.span, span)) return false;
  const [target, second] = stmt.targets;
  if (target?.kind === 'attribute' && !second) return isUnaskedHolder(names, target, isTaken);
  if (target?.kind !== 'name' || second) return false;
  const read = mentionsOf(names, target.id).filter(({ expr, scope }) =>
    bindingsOf(target.id, scope, expr.span.start).some(
      (binding) =>
        binding.span.start === target.span.start && binding.span.start !== expr.span.start,
    ),
  );
  return (
    read.length > 0 &&
    holdsModal(names, stmt.value, read[0]?.scope ?? names.scopes.module) &&
    read.every(({ expr }) => isTaken({ names, span: expr.span, name: target.id }))
  );
}

/** `self.model = modal.Cls.from_name(…)()`, where every mention of `.model` goes. */
function isUnaskedHolder(
  names: Names,
  target: AttributeExpr,
  isTaken: (mention: Mentioned) => boolean,
): boolean {
  const { attr } = target;
  const others = attributesOf(names, attr).filter(({ expr }) => expr !== target);
  return (
    others.length > 0 && others.every(({ expr: { span } }) => isTaken({ names, span, name: attr }))
  );
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, '');
}
