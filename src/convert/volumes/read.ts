import { parentOf } from '../../python/lookup.ts';
import type { CompoundStmt, Expr, Stmt } from '../../python/syntax.ts';
import type { CallSite } from '../../program/units.ts';
import { differs } from '../calls/shape.ts';
import { textOfExpr } from '../layout.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { loopOver } from './consumers.ts';
import { placeOf } from './place.ts';
import { argumentOf, volumeSite, type VolumeSite } from './site.ts';

const PATH: Need = { module: 'pathlib', name: 'Path' };
const FILES: Need = { module: 'fal.files', name: 'FalFileSystem' };

/** `volume.read_file(path)`: on a runner the file itself, elsewhere a download to where its bytes go. */
export function read(context: CallContext, use: CallSite): Part | undefined {
  const site = volumeSite(context, use);
  const path = site && argumentOf(site.call, 'path', 0);
  if (!site || !path) return undefined;
  return site.onRunner ? opened(context, use, site, path) : downloaded(context, use, site, path);
}

function opened(
  context: CallContext,
  use: CallSite,
  site: VolumeSite,
  path: Expr,
): Part | undefined {
  const { names, call } = site;
  const { source } = names.module;
  const bytes = `Path(${placeOf(site, path).code}).read_bytes()`;
  const reasons = [differs(context, use, 'the file is read in one piece, from the directory')];
  const joined = joinAround(site);
  const file = fileArgument(site, use);
  const loop = loopOver(names, call);
  const [whole, text] = joined
    ? [joined, bytes]
    : file
      ? [site.whole, `${textOfExpr(source, file)}.write(${bytes})`]
      : [call, loop ? `[${bytes}]` : `iter([${bytes}])`];
  if (!joined && !file && !loop && site.aio) return undefined;
  const edits = [
    { span: whole.parens ?? whole.span, text },
    ...(joined ? [] : (loop?.edits ?? [])),
  ];
  return { edits, needs: [PATH], reasons };
}

/** The file object of `volume.read_file_into_fileobj(path, file)`. */
function fileArgument({ call }: VolumeSite, { use }: CallSite): Expr | undefined {
  return use.symbol.name.endsWith('.read_file_into_fileobj')
    ? argumentOf(call, 'fileobj', 1)
    : undefined;
}

/** `b"".join(volume.read_file(path))`. */
function joinAround({ names, call }: VolumeSite): Expr | undefined {
  const outer = parentOf(names, call);
  if (outer?.kind !== 'call' || outer.func.kind !== 'attribute') return undefined;
  const { attr, value } = outer.func;
  const isEmpty =
    value.kind === 'string' && value.value === undefined && value.pieces.every(isEmptyPiece);
  return attr === 'join' && isEmpty && outer.args[0]?.value === call ? outer : undefined;
}

function isEmptyPiece({ body }: { readonly body: { start: number; end: number } }): boolean {
  return body.start === body.end;
}

/** Where `/data` is not: `fal.files` writes the file to the disk, so its path has to stand there. */
function downloaded(
  context: CallContext,
  use: CallSite,
  site: VolumeSite,
  path: Expr,
): Part | undefined {
  const { names } = site;
  const target = writtenWhole(site) ?? writtenIn(site, use);
  if (!target) return undefined;
  const { stmt, local } = target;
  const text = `FalFileSystem().get_file(${placeOf(site, path).code}, ${textOfExpr(names.module.source, local)})`;
  const message =
    'the file comes by `fal.files`, with the key of who runs the program; where there is none, the error is one of fal';
  return {
    edits: [{ span: stmt.span, text }],
    needs: [FILES],
    reasons: [differs(context, use, message)],
  };
}

interface Target {
  readonly stmt: Stmt;
  readonly local: Expr;
}

/** `local.write_bytes(b"".join(volume.read_file(path)))`. */
function writtenWhole(site: VolumeSite): Target | undefined {
  const { names } = site;
  const joined = joinAround(site);
  const write = joined && parentOf(names, joined);
  if (write?.kind !== 'call' || write.func.kind !== 'attribute') return undefined;
  if (write.func.attr !== 'write_bytes' || write.args.length !== 1) return undefined;
  const stmt = statementAt(names.module.body, write.span.start);
  const isAll = stmt?.kind === 'expr' && stmt.exprs.length === 1 && stmt.exprs[0] === write;
  return isAll ? { stmt, local: write.func.value } : undefined;
}

/** `with open(local, "wb") as file:` whose body only writes what is read. */
function writtenIn(site: VolumeSite, use: CallSite): Target | undefined {
  const { names } = site;
  const stmt = names.scopes.stmts.find(
    (one): one is CompoundStmt =>
      one.kind === 'with' &&
      one.clauses[0]?.exprs.length === 1 &&
      one.clauses[0].body.body.length === 1 &&
      one.clauses[0].body.span.start <= site.call.span.start &&
      site.call.span.end <= one.clauses[0].body.span.end,
  );
  const [clause] = stmt?.clauses ?? [];
  const [inner] = clause?.body.body ?? [];
  const [target] = clause?.targets ?? [];
  const [opener] = clause?.exprs ?? [];
  if (!stmt || !inner || target?.kind !== 'name' || !opener) return undefined;
  const local = openedPath(opener);
  return local && copies(site, use, inner, target.id) ? { stmt, local } : undefined;
}

/** The path of `open(path, "wb")` and of `path.open("wb")`. */
function openedPath(opener: Expr): Expr | undefined {
  if (opener.kind !== 'call') return undefined;
  const { func, args } = opener;
  const isFunction = func.kind === 'name' && func.id === 'open';
  const isMethod = func.kind === 'attribute' && func.attr === 'open';
  const [path, mode] = isFunction ? args : [undefined, args[0]];
  const isPlain = args.length === (isFunction ? 2 : 1) && args.every(({ star }) => star === '');
  const writes = mode?.value.kind === 'string' && mode.value.value === 'wb';
  if (!isPlain || !writes) return undefined;
  return isFunction ? path?.value : isMethod ? func.value : undefined;
}

/** `for chunk in volume.read_file(path): file.write(chunk)`, and the same in one call. */
function copies(site: VolumeSite, use: CallSite, stmt: Stmt, file: string): boolean {
  const { call, whole } = site;
  const given = fileArgument(site, use);
  if (given) return isOnly(stmt, whole) && given.kind === 'name' && given.id === file;
  const joined = joinAround(site);
  if (joined) return isWrite(stmt, file, (value) => value === joined);
  const [clause] = stmt.kind === 'for' ? stmt.clauses : [];
  const [target] = clause?.targets ?? [];
  const [inner, second] = clause?.body.body ?? [];
  if (stmt.kind !== 'for' || stmt.clauses.length > 1 || clause?.exprs[0] !== call) return false;
  if (target?.kind !== 'name' || !inner || second) return false;
  return isWrite(inner, file, (value) => value.kind === 'name' && value.id === target.id);
}

function isOnly(stmt: Stmt, expr: Expr): boolean {
  return stmt.kind === 'expr' && stmt.exprs.length === 1 && stmt.exprs[0] === expr;
}

function isWrite(stmt: Stmt, file: string, of: (value: Expr) => boolean): boolean {
  const [expr] = stmt.kind === 'expr' ? stmt.exprs : [];
  if (expr?.kind !== 'call' || expr.func.kind !== 'attribute' || !isOnly(stmt, expr)) return false;
  const { attr, value } = expr.func;
  const [written, second] = expr.args;
  const isTo = attr === 'write' && value.kind === 'name' && value.id === file;
  return isTo && written !== undefined && !second && of(written.value);
}
