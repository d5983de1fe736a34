import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { AttributeExpr, CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';
import { LOST, type Certain } from './certain.ts';
import { BYTES, PLAIN } from './shape.ts';

/** Reads what a call is made of. */
export interface Reader {
  value(expr: Expr, scope: Scope): Certain;
  result(names: Names, stmt: FunctionStmt): Certain;
}

/** Functions of other packages that give bytes. */
const GIVE_BYTES = new Set(
  `
  base64.b64decode base64.b64encode base64.decodebytes base64.encodebytes base64.urlsafe_b64decode
  base64.urlsafe_b64encode binascii.a2b_base64 bz2.compress bz2.decompress cloudpickle.dumps
  gzip.compress gzip.decompress lzma.compress lzma.decompress marshal.dumps orjson.dumps os.urandom
  pickle.dumps secrets.token_bytes struct.pack zlib.compress zlib.decompress
`
    .trim()
    .split(/\s+/),
);
/** Functions that give text. */
const GIVE_TEXT = new Set(['str', 'repr', 'json.dumps', 'ascii', 'chr', 'hex', 'format']);
/** Methods of which other objects have none with another result. */
const BYTES_METHODS = new Set(['read_bytes', 'tobytes', 'to_bytes']);
const RESPONSES = /^(?:requests|httpx)\.(?:get|post|put|patch|delete|request)$/;

/** What gives the result itself. */
const WAITING = new Set(['modal.Function.remote', 'modal.Function.local']);
/** What a call gives, as far as the text tells. */
export function ofCall(names: Names, call: CallExpr, scope: Scope, reader: Reader): Certain {
  const full = externalName(names, call.func, scope) ?? '';
  if (full === 'bytes' || GIVE_BYTES.has(full)) return BYTES;
  if (GIVE_TEXT.has(full)) return PLAIN;
  if (full === 'io.BytesIO') return LOST;
  if (full === 'list' || full === 'sorted') {
    const [items] = call.args;
    return items && reader.value(items.value, scope);
  }
  const own = ofFunction(names, call, scope, reader);
  if (own) return own;
  return call.func.kind === 'attribute' ? ofMethod(names, call.func, scope, reader) : undefined;
}

function ofMethod(
  names: Names,
  { attr, value }: AttributeExpr,
  scope: Scope,
  reader: Reader,
): Certain {
  if (BYTES_METHODS.has(attr)) return BYTES;
  const made = makerOf(value, scope);
  if (made && (attr === 'getvalue' || attr === 'read')) {
    const gives = contentOf(names, made.call, made.scope);
    return attr === 'getvalue' && gives !== 'memory' ? undefined : gives && BYTES;
  }
  if (attr === 'encode' && isText(value, scope, reader)) return BYTES;
  if (attr === 'join' && reader.value(value, scope)?.kind === 'bytes') return BYTES;
  if (attr === 'decode' && reader.value(value, scope)?.kind === 'bytes') return PLAIN;
  return undefined;
}

/** `"text"`, `f"{x}"`, `json.dumps(x)`: what `encode` makes bytes of. Models have an `encode` too. */
function isText(expr: Expr, scope: Scope, reader: Reader): boolean {
  if (expr.kind === 'fstring' || (expr.kind === 'string' && expr.value !== undefined)) return true;
  if (expr.kind === 'call') return reader.value(expr, scope)?.kind === 'plain';
  if (expr.kind !== 'name') return false;
  const bindings = bindingsOf(expr.id, scope, expr.span.start);
  return (
    bindings.length > 0 &&
    bindings.every(({ how, scope: at }) => {
      if (how.kind === 'assign') return isText(how.value, at, reader);
      const annotation = how.kind === 'param' ? how.param.annotation : undefined;
      return annotation?.kind === 'name' && annotation.id === 'str';
    })
  );
}

interface Made {
  readonly call: CallExpr;
  readonly scope: Scope;
}

/** The call that made the object which a name stands for: `io.BytesIO()`, `open(path, "rb")`. */
function makerOf(expr: Expr, scope: Scope): Made | undefined {
  if (expr.kind === 'call') return { call: expr, scope };
  if (expr.kind !== 'name') return undefined;
  const [binding, second] = bindingsOf(expr.id, scope, expr.span.start);
  const { how } = binding ?? {};
  const value = how?.kind === 'assign' || how?.kind === 'with' ? how.value : undefined;
  return binding && !second && value?.kind === 'call'
    ? { call: value, scope: binding.scope }
    : undefined;
}

/** What reading from a file gives bytes of: one in memory, or one that was opened as binary. */
function contentOf(names: Names, call: CallExpr, scope: Scope): 'memory' | 'file' | undefined {
  const full = externalName(names, call.func, scope) ?? '';
  if (full === 'io.BytesIO') return 'memory';
  const isTemporary = /^tempfile\.(?:Named|Spooled)?TemporaryFile$/.test(full);
  const isMethod = call.func.kind === 'attribute' && call.func.attr === 'open';
  if (full !== 'open' && !isTemporary && !isMethod) return undefined;
  const place = full === 'open' ? 1 : 0;
  const positional = call.args[place];
  const mode =
    call.args.find(({ name }) => name === 'mode') ??
    (positional?.name === undefined ? positional : undefined);
  if (!mode) return isTemporary ? 'file' : undefined;
  return textOf(constantOf(names, mode.value, scope))?.includes('b') ? 'file' : undefined;
}

/** `requests.get(url).content`. */
export function isResponse(names: Names, { value }: AttributeExpr, scope: Scope): boolean {
  const made = makerOf(value, scope);
  return (
    made !== undefined && RESPONSES.test(externalName(names, made.call.func, made.scope) ?? '')
  );
}

/** A call of a function of the tree, or of a method that is called through Modal. */
function ofFunction(names: Names, call: CallExpr, scope: Scope, reader: Reader): Certain {
  const value = names.valueOf(call.func, scope);
  const used = names.symbolOf(call.func, scope);
  const waits = used !== undefined && WAITING.has(used.symbol.name);
  const definition =
    value.kind === 'definition' ? value : waits ? used.receiver?.definition : undefined;
  if (definition?.stmt.kind !== 'function') return undefined;
  return reader.result(definition.names, definition.stmt);
}
