import { asText, textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { step } from '../../python/follow.ts';
import {
  deeper,
  isUnknown,
  TOO_DEEP,
  withoutEnvironment,
  type Located,
  type Unknown,
} from '../../python/place.ts';
import type { CallExpr, FStringExpr } from '../../python/syntax.ts';
import type { Place } from '../written/place.ts';
import { isIterator, shapeOf } from '../written/shape.ts';
import { writtenAt, type Hole } from '../written/write.ts';
import { joinedBy, type Line } from './template.ts';

/** A text as far as it is known, with holes for the rest: `f"git clone --branch {BRANCH}"`. */
export function openText(at: Located, place: Place): Line | Unknown {
  return readText(at, place, true);
}

/** In an f-string, what a hole gives may be anything. */
function readText(from: Located, place: Place, isText: boolean): Line | Unknown {
  const at = deeper(from);
  if (!at) return { unknown: TOO_DEEP };
  const { expr } = at;
  const folded = constantAt(at);
  const text = textOf(folded);
  if (text !== undefined) return text;
  if (folded.kind !== 'unknown') return { unknown: 'no string' };
  switch (expr.kind) {
    case 'fstring':
      return ofFString(at, expr, place);
    case 'binary': {
      if (expr.op !== '+' || shapeOf(at) !== 'text') break;
      return together('', [expr.left, expr.right], (side) =>
        openText({ ...at, expr: side }, place),
      );
    }
    case 'call': {
      const found = ofJoin(at, expr, place);
      if (found) return found;
      break;
    }
    default:
  }
  const hole = writtenAt(at, place);
  const sure = isText || shapeOf(at) === 'text';
  const holed = isUnknown(hole) ? hole : [{ ...hole, isText: sure, ...usualOf(at) }];
  if (!isUnknown(hole) && isAsWritten(at, hole)) return holed;
  const next = step(at);
  if (next && !isUnknown(next)) {
    const inner = readText(next, place, sure);
    if (!isOpen(inner)) return inner;
  }
  return holed;
}

/** A list that is not known, which may be asked for twice. */
export function openList(at: Located, place: Place): Hole | Unknown {
  const hole = writtenAt(at, place);
  if (isUnknown(hole) || !isIterator(at)) return hole;
  if (at.expr.kind === 'name') return { unknown: 'gone through once' };
  return { ...hole, code: `list(${hole.code.replace(/^\((.*)\)$/s, '$1')})` };
}

function usualOf(at: Located): Pick<Hole, 'usual'> {
  const usual = textOf(constantAt(withoutEnvironment(at)));
  return usual === undefined ? {} : { usual };
}

/** Whether a text cannot be written at all. */
export function isOpen(line: Line | Unknown): line is Unknown {
  return typeof line !== 'string' && 'unknown' in line;
}

/** Whether an expression stands at the place word for word. */
function isAsWritten({ names, expr }: Located, { code }: Hole): boolean {
  return names.module.source.slice(expr.span.start, expr.span.end) === code;
}

function ofFString(at: Located, { parts }: FStringExpr, place: Place): Line | Unknown {
  const whole = parts.some((part) => part.kind === 'placeholder' && part.formatted)
    ? writtenAt(at, place)
    : undefined;
  if (whole) return isUnknown(whole) ? whole : [{ ...whole, isText: true }];
  return together('', parts, (part) => {
    if (part.kind === 'text') return part.value;
    const inner = { ...at, expr: part.value };
    const known = asText(constantAt(inner));
    return known ?? readText(inner, place, false);
  });
}

/** `" && ".join(["a", f"b {X}"])`. */
function ofJoin(at: Located, { func, args }: CallExpr, place: Place): Line | Unknown | undefined {
  const [list, second] = args;
  if (func.kind !== 'attribute' || func.attr !== 'join' || !list || second) return undefined;
  const separator = textOf(constantAt({ ...at, expr: func.value }));
  const { value } = list;
  const isDisplay = value.kind === 'list' || value.kind === 'tuple';
  if (separator === undefined || !isDisplay) return undefined;
  if (value.items.some((item) => item.kind === 'starred')) return undefined;
  return together(separator, value.items, (item) => openText({ ...at, expr: item }, place));
}

function together<T>(
  separator: string,
  parts: readonly T[],
  read: (part: T) => Line | Unknown,
): Line | Unknown {
  const lines: Line[] = [];
  for (const part of parts) {
    const line = read(part);
    if (isOpen(line)) return line;
    lines.push(line);
  }
  return joinedBy(separator, lines);
}
