import type { Expr, FunctionStmt } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import { modelName } from '../naming.ts';
import type { Need, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { listed } from '../settings/literals.ts';
import { carried, isBinary } from './annotations.ts';
import { carriedInstead, uncarriedIn, uncarriedResult, uncarriedWords } from './arrays.ts';
import type { BytesType } from './bytes-type.ts';
import { bytesWithin } from './bytes-within.ts';
import { missedNones, resultFits } from './fits.ts';
import { yieldedBy } from './outcomes.ts';
import { allowsNone, makesNumbers, promisedBy } from './promised.ts';
import type { Wire } from './wire.ts';

/** What writes bytes as base64 text where an endpoint answers. */
const ENCODED = 'Annotated[bytes, PlainSerializer(Base64Encoder.encode)]';
const ENCODED_NEEDS: readonly Need[] = [
  { module: 'typing', name: 'Annotated' },
  { module: 'pydantic', name: 'Base64Encoder' },
  { module: 'pydantic', name: 'PlainSerializer' },
];

/** What an endpoint says that it returns. */
export interface Answer {
  /** The annotation; nothing where FastAPI could not read it. */
  readonly text: string | undefined;
  /** Statements that it needs before it. */
  readonly before: readonly string[];
  readonly needs: readonly Need[];
  readonly reasons: readonly Reason[];
}

/** What becomes of a method's return annotation. */
export function returnPart(context: UnitContext, stmt: FunctionStmt, wire: Wire): Part {
  const { returns } = stmt;
  const { text, before, needs, reasons } = answerOf(context, stmt, wire);
  const start = stmt.paramsSpan.end;
  const span = { start, end: returns ? (returns.parens ?? returns.span).end : start };
  const written = returns && textOfExpr(context.file.names.module.source, returns);
  const isKept = before.length === 0 && text === written;
  const edits = isKept ? [] : [{ span, text: text === undefined ? '' : ` -> ${text}` }];
  return { edits, before, needs, reasons };
}

/** The return annotation of the endpoint that a function or method becomes. */
export function answerOf(context: UnitContext, stmt: FunctionStmt, wire: Wire): Answer {
  return wire.result ? encoded(context, stmt, wire.result) : plain(context, stmt);
}

/**
 * Bytes leave as base64 text, and the body stays as it is: calls within the class get bytes as before.
 *
 *     MakeOutput = Annotated[bytes, PlainSerializer(Base64Encoder.encode)]
 */
function encoded(context: UnitContext, stmt: FunctionStmt, result: BytesType): Answer {
  const name = outputName(context, stmt);
  const type = result.text(ENCODED);
  const isAny = !stmt.returns && /\bAny\b/.test(type);
  return {
    text: name,
    before: [`${name} = ${type}`],
    needs: isAny ? [...ENCODED_NEEDS, { module: 'typing', name: 'Any' }] : ENCODED_NEEDS,
    reasons: [],
  };
}

/** `MakeInput` → `MakeOutput`. */
function outputName({ unit, units, file }: UnitContext, { name }: FunctionStmt): string {
  const plain = modelName(unit, name, units).replace(/Input$/, 'Output');
  const taken = file.names.scopes.module.bindings.has(plain);
  return taken ? `${unit.name}${plain}` : plain;
}

/** FastAPI makes a response model of a return annotation: what it cannot read is dropped. */
function plain(context: UnitContext, stmt: FunctionStmt): Answer {
  const { returns } = stmt;
  const kept = { before: [], needs: [], reasons: [] };
  if (!returns) return { ...kept, text: undefined };
  const { names } = context.file;
  const scope = names.scopes.inside(stmt).parent ?? context.unit.scope;
  const text = textOfExpr(names.module.source, returns);
  if (carried(names, returns, scope).json) return { ...kept, ...checked(context, stmt, returns) };
  const manual = isBinary(names, returns, scope);
  const message = manual
    ? `\`${stmt.name}\` returns \`${text}\`, which JSON cannot carry: return a \`fal.toolkit.Image\`, \`File\`, \`Audio\` or \`Video\``
    : `FastAPI makes no response of \`${text}\`: the return annotation of \`${stmt.name}\` is dropped`;
  const verdict = manual ? 'manual' : 'rewrite-unsafe';
  const reason: Reason = { rule: context.rule.id, verdict, message, span: returns.span };
  return { ...kept, text: undefined, reasons: [reason] };
}

/**
 * Modal never looks at a return annotation, FastAPI holds the result to it: it stays where all that is returned surely fits, and
 * where it makes plain numbers of NumPy's.
 */
function checked(
  { rule, file: { names } }: UnitContext,
  stmt: FunctionStmt,
  returns: Expr,
): Pick<Answer, 'text' | 'reasons'> {
  const text = textOfExpr(names.module.source, returns);
  const promised = promisedBy(names, returns, names.scopeOf(stmt));
  const fits = resultFits(names, stmt, promised);
  if (fits.every((fit) => fit === 'surely')) return { text, reasons: [] };
  const isNumeric = makesNumbers(promised) && fits.includes('perhaps');
  const strays = fits.filter((fit) => fit === 'never').length > missedNones(stmt, promised);
  if (!isNumeric || strays) return { text: undefined, reasons: [] };
  const kept = allowsNone(promised) ? text : `${text} | None`;
  const message = `FastAPI answers with an error where \`${stmt.name}\` returns anything but \`${kept}\`, which Modal never looks at: take the annotation off if it may`;
  return {
    text: kept,
    reasons: [{ rule: rule.id, verdict: 'rewrite-unsafe', message, span: returns.span }],
  };
}

/** What callers outside of the tree must know, and what no type carries. */
export function wireReasons(context: UnitContext, stmt: FunctionStmt, wire: Wire): Reason[] {
  const rule = context.rule.id;
  const { names } = context.file;
  const reasons: Reason[] = wire.lost.map(({ name, span }) => {
    const message = `\`${name}\` is bytes in one call and not known in another: annotate it, and JSON carries it as base64 text`;
    return { rule, verdict: 'manual', message, span };
  });
  if (wire.lostResult) {
    const text = shortened(textOfExpr(names.module.source, wire.lostResult));
    const message = `\`${stmt.name}\` returns bytes in \`${text}\`, which JSON cannot carry: return a \`fal.toolkit.Image\`, \`File\`, \`Audio\` or \`Video\``;
    reasons.push({ rule, verdict: 'manual', message, span: wire.lostResult.span });
  }
  reasons.push(...modelReasons(context, stmt), ...uncarriedReasons(context, stmt));
  const told = crossing(stmt, wire, yieldedBy(stmt).length > 0);
  return told === undefined
    ? reasons
    : [...reasons, { rule, verdict: 'rewrite-unsafe', message: told, span: stmt.nameSpan }];
}

/** Arrays, tables and images, also inside of a tuple or a dict. */
function uncarriedReasons({ rule, file: { names } }: UnitContext, stmt: FunctionStmt): Reason[] {
  // The annotation says it already.
  if (stmt.returns && !carried(names, stmt.returns, names.scopeOf(stmt)).json) return [];
  const scope = names.scopes.inside(stmt);
  const yielded = yieldedBy(stmt).map(({ value }) => value && uncarriedIn(names, value, scope));
  const found = uncarriedResult(names, stmt) ?? yielded.find((each) => each);
  if (!found) return [];
  const verb = yielded.length > 0 ? 'yields' : 'returns';
  const message = `\`${stmt.name}\` ${verb} ${uncarriedWords(names, found)}, which JSON cannot carry: ${carriedInstead(found)}`;
  return [{ rule: rule.id, verdict: 'manual', message, span: found.expr.span }];
}

/** Classes of the tree whose fields are bytes: no conversion touches what they mean elsewhere. */
function modelReasons({ rule, file: { names } }: UnitContext, stmt: FunctionStmt): Reason[] {
  const scope = names.scopeOf(stmt);
  const types = [...stmt.params.map(({ annotation }) => annotation), stmt.returns];
  return types.flatMap((type): Reason[] => {
    const field = type && bytesWithin(names, type, scope);
    if (!type || field === undefined) return [];
    const message = `JSON cannot carry the bytes of \`${field}\`: let that field hold base64 text`;
    return [{ rule: rule.id, verdict: 'manual', message, span: type.span }];
  });
}

function crossing(
  { name }: FunctionStmt,
  { fields, result }: Wire,
  isStream: boolean,
): string | undefined {
  const taken = fields.size > 0 ? `takes ${listed([...fields.keys()])}` : undefined;
  const given = result && (isStream ? 'gives each item' : 'gives its result');
  const both = [taken, given].filter((part) => part !== undefined).join(' and ');
  if (both === '') return undefined;
  const how = taken === undefined ? 'decode' : given === undefined ? 'encode' : 'encode and decode';
  return `\`${name}\` ${both} as base64 text: callers that are not in this tree have to ${how} it`;
}

/** One line, however long the expression is. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
