import type { Program, ProgramFile } from '../../program/program.ts';
import { openCalls, type OpenCall } from '../../program/open-calls.ts';
import { contains } from '../../python/walk.ts';
import type { UnitPlan } from './unit-plan.ts';
import type { Part } from '../part.ts';
import type { Reason } from '../plan.ts';
import { textOfExpr } from '../layout.ts';
import type { Span } from '../../model/span.ts';

const known = new WeakMap<Program, ReadonlyMap<ProgramFile, readonly OpenCall[]>>();

/** Marks for calls in a file of what may be a unit, or nothing: they stay as they are. */
export function openPart(
  program: Program,
  file: ProgramFile,
  isOwn: (span: Span) => boolean,
): Part {
  const all = known.get(program) ?? readOpen(program);
  known.set(program, all);
  const { source } = file.names.module;
  const reasons = (all.get(file) ?? [])
    .filter(({ call }) => isOwn(call.span))
    .map(({ call, target, verb }): Reason => {
      const name = textOfExpr(source, target).replace(/\s+/g, ' ');
      const message = `which function \`${name}\` is shows only when the program runs, and on fal nothing has \`${verb}\`: call each function by its name`;
      return { rule: 'cannot-resolve', verdict: 'manual', message, span: call.span };
    });
  return reasons.length === 0 ? {} : { reasons };
}

/** Whether the text of a plan holds such a call. */
export function holdsOpenCall(program: Program, { file, of }: UnitPlan): boolean {
  const own = program.files.find(({ path }) => path === file);
  const calls = (own && known.get(program)?.get(own)) ?? [];
  return calls.some(({ call }) => !of || contains(of.stmt.span, call.span));
}

function readOpen({ files }: Program): ReadonlyMap<ProgramFile, readonly OpenCall[]> {
  const all = files.map(({ names }) => names);
  return new Map(files.map((file) => [file, openCalls(file.names, all)]));
}
