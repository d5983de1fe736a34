import type { LayerCall } from '../../program/image.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Stmt } from '../../python/syntax.ts';
import { isSdkObject } from '../../python/values.ts';
import { contains } from '../../python/walk.ts';
import { lineEnd, lineStart, nextLine, textAt } from '../layout.ts';
import type { UnitContext } from '../part.ts';
import { commentAbove, isHeading, isLabel } from './above.ts';
import { isForPeople, remarksOf, type Remarks } from './remarks.ts';

/** What the user says of an image, step by step; what a loop repeats is said once. */
export function imageRemarks(
  { units, unit, file }: UnitContext,
  setting: Setting,
  layers: readonly LayerCall[],
): readonly (Remarks | undefined)[] {
  const home = setting.names === file.names ? homeOf(setting) : undefined;
  const isFirst =
    units.find((one) => one.kind !== 'entrypoint' && sharesName(one, setting)) === unit;
  const seen = new Set<CallExpr>();
  return layers.map((layer) => {
    if (seen.has(layer.call)) return undefined;
    seen.add(layer.call);
    const own = remarksOf(layer);
    const stmt = statementOf(layer);
    const said = stmt ? saidOfStatement(layer.names, stmt) : [];
    if (!stmt || stmt !== home) return { ...own, above: [...said, ...own.above] };
    return isFirst ? { ...own, home: said } : own;
  });
}

/** The statement that gives a unit's image its name, where a converted image may stand. */
function homeOf({ names, value }: Setting): Stmt | undefined {
  if (value.kind !== 'name') return undefined;
  const last = names.scopes.module.bindings.get(value.id)?.at(-1);
  return last?.how.kind === 'assign' ? last.how.stmt : undefined;
}

function sharesName({ settings }: Unit, { names, value }: Setting): boolean {
  const other = settings.get('image');
  if (other?.names !== names) return false;
  if (value.kind !== 'name') return other.value === value;
  return other.value.kind === 'name' && other.value.id === value.id;
}

/** The statement that a chain begins in. */
function statementOf({ call, names }: LayerCall): Stmt | undefined {
  const isHead = call.func.kind !== 'attribute' || call.func.value.kind !== 'call';
  if (!isHead) return undefined;
  return names.scopes.stmts.findLast(
    ({ kind, span }) => (kind === 'assign' || kind === 'return') && contains(span, call.span),
  );
}

/** The comments above and behind a statement that go with it. */
function saidOfStatement(names: Names, stmt: Stmt): readonly string[] {
  const { source, comments } = names.module;
  const { span } = stmt;
  const above = commentAbove(source, lineStart(source, span.start));
  const isAbout = !isLabel(above) && !isHeading(above) && isFree(names, stmt);
  const line = { start: span.end, end: lineEnd(source, span.end) };
  const behind = comments.filter((comment) => contains(line, comment));
  return [
    ...(isAbout ? above : []),
    ...behind.map((comment) => textAt(source, comment)).filter(isForPeople),
  ];
}

/** Whether nothing stays right below a statement that its comment could speak of. */
function isFree(names: Names, { span }: Stmt): boolean {
  const { source } = names.module;
  const start = nextLine(source, span.end);
  const line = source.slice(start, lineEnd(source, start)).trim();
  if (line === '' || line.startsWith('#')) return true;
  const next = names.scopes.stmts.find((stmt) => stmt.span.start >= start);
  if (next?.kind !== 'assign' || !next.value) return false;
  return isSdkObject(names.valueOf(next.value, names.scopes.placeOf(next).scope));
}
