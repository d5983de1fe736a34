import type { Edit } from '../../model/span.ts';
import { textOf, truthOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { follow } from '../../python/follow.ts';
import { mentionsOf, parentOf } from '../../python/lookup.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, CompoundStmt, Expr, NameExpr, Stmt } from '../../python/syntax.ts';
import type { CallSite } from '../../program/units.ts';
import { differs } from '../calls/shape.ts';
import { dedentEdits } from '../dedent.ts';
import { indentOf, insertion, lineStart, textOfExpr } from '../layout.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { pythonString } from '../settings/literals.ts';
import { isUnder } from '../mounts/mounts.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { placeOf } from './place.ts';
import { argumentOf, volumeSite, type VolumeSite } from './site.ts';

/** `with volume.batch_upload() as batch:`. */
interface Batch {
  readonly site: VolumeSite;
  readonly stmt: CompoundStmt;
  readonly name: NameExpr;
  readonly puts: readonly Put[];
}

/** One file or directory that goes into a batch. */
interface Put {
  readonly call: CallExpr;
  readonly stmt: Stmt;
  readonly isDirectory: boolean;
  readonly local: Expr;
  readonly remote: Expr;
  /** `data` of `io.BytesIO(data)`, or a variable that is one. */
  readonly bytes?: Expr;
}

/** What a put becomes. */
interface Written {
  readonly edits: readonly Edit[];
  readonly needs: readonly Need[];
}

/** A batch whose puts are all known: copies on a runner, and uploads with `fal.files` elsewhere. */
export function uploaded(context: CallContext, use: CallSite): Part | undefined {
  const batch = batchOf(context, use);
  if (!batch) return undefined;
  const { site, stmt, name, puts } = batch;
  const { names, onRunner } = site;
  const written = puts.map((put) => (onRunner ? copied(context, batch, put) : sent(site, put)));
  const [clause] = stmt.clauses;
  if (!clause || written.some((found) => !found)) return undefined;
  const lines = written.flatMap((found) => found?.edits ?? []);
  const [header, ...moves] = dedentEdits(names.module, clause.header, clause.body.span);
  if (!header || !clause.body.indented) return undefined;
  const opened = onRunner
    ? header
    : {
        span: { start: stmt.span.start, end: clause.header.end },
        text: `${name.id} = FalFileSystem()`,
      };
  const message = onRunner
    ? 'each file is there at once, and takes the place of one that is there'
    : 'each file goes up at once by `fal.files`, with the key of who runs the program, and takes the place of one that is there';
  return {
    edits: [opened, ...moves, ...lines],
    needs: [
      ...written.flatMap((found) => found?.needs ?? []),
      ...(onRunner ? [] : [{ module: 'fal.files', name: 'FalFileSystem' }]),
    ],
    reasons: [differs(context, use, message)],
  };
}

/** Whether a put goes with the batch that it is put into. */
export function goesWithBatch(context: CallContext, { file, use }: CallSite): boolean {
  const { call } = use;
  if (!call) return false;
  return file.uses.some(
    (other) =>
      other.symbol.name.endsWith('.batch_upload') &&
      batchOf(context, { file, use: other, scope: other.scope })?.puts.some(
        (put) => put.call === call,
      ) === true &&
      uploaded(context, { file, use: other, scope: other.scope }) !== undefined,
  );
}

function batchOf(context: CallContext, use: CallSite): Batch | undefined {
  const site = volumeSite(context, use);
  const stmt = site?.names.scopes.stmts.find(
    (one): one is CompoundStmt =>
      one.kind === 'with' &&
      one.clauses[0]?.exprs.length === 1 &&
      one.clauses[0].exprs[0] === site.whole,
  );
  const [name, second] = stmt?.clauses[0]?.targets ?? [];
  if (!site || !stmt || name?.kind !== 'name' || second) return undefined;
  const puts: Put[] = [];
  for (const { expr, scope } of mentionsOf(site.names, name.id)) {
    if (expr === name) continue;
    const bindings = bindingsOf(name.id, scope, expr.span.start);
    if (!bindings.some(({ span }) => span.start === name.span.start)) continue;
    const put = bindings.length === 1 ? putOf(site, expr) : undefined;
    if (!put) return undefined;
    puts.push(put);
  }
  return { site, stmt, name, puts };
}

/** `batch.put_file(local, remote)` as a statement of its own. */
function putOf(site: VolumeSite, name: Expr): Put | undefined {
  const { names, scope } = site;
  const method = parentOf(names, name);
  const call = method && parentOf(names, method);
  if (method?.kind !== 'attribute' || call?.kind !== 'call' || call.func !== method)
    return undefined;
  const stmt = statementAt(names.module.body, call.span.start);
  const isOnly = stmt?.kind === 'expr' && stmt.exprs.length === 1 && stmt.exprs[0] === call;
  const isDirectory = method.attr === 'put_directory';
  if (!isOnly || (!isDirectory && method.attr !== 'put_file')) return undefined;
  const local = argumentOf(call, isDirectory ? 'local_path' : 'local_file', 0);
  const remote = argumentOf(call, 'remote_path', 1);
  const third = argumentOf(call, isDirectory ? 'recursive' : 'mode', 2);
  const isDeep = third && truthOf(constantAt({ names, scope, expr: third })) === true;
  if (!local || !remote || (third && !(isDirectory && isDeep))) return undefined;
  const bytes = bytesOf(site, local);
  return { call, stmt, isDirectory, local, remote, ...(bytes && { bytes }) };
}

/** What holds the bytes of a file that is no path. */
function bytesOf({ names, scope }: VolumeSite, local: Expr): Expr | undefined {
  const made = follow({ names, scope, expr: local });
  if (made.expr.kind !== 'call') return undefined;
  const callee = externalName(made.names, made.expr.func, made.scope) ?? '';
  if (!/^(?:io\.)?BytesIO$/.test(callee)) return undefined;
  if (made.expr !== local) return local;
  const [data, second] = made.expr.args;
  return data && !second && data.name === undefined ? data.value : local;
}

/** On a runner: the file or the directory is copied to where the volume's files are. */
function copied(context: CallContext, { site, stmt: outer }: Batch, put: Put): Written | undefined {
  const { names, scope, style } = site;
  const { local, remote, isDirectory, bytes, stmt } = put;
  const { source } = names.module;
  const to = placeOf(site, remote);
  const from = textOf(constantAt({ names, scope, expr: local }));
  const mounts = context.unit ? mountsOf(context.unit) : [];
  const isElsewhere = from !== undefined && !mounts.some(({ path }) => isUnder(from, path));
  if (isDirectory)
    return from === undefined || isElsewhere
      ? {
          edits: around(stmt, local, ['shutil.copytree(', `, ${to.code}, dirs_exist_ok=True)`]),
          needs: [{ module: 'shutil' }],
        }
      : undefined;
  const folder =
    to.path === undefined
      ? `os.path.dirname(${to.code})`
      : pythonString(to.path.slice(0, to.path.lastIndexOf('/')), style.quote);
  // A second line goes before one that stands alone on its own.
  if (source.slice(lineStart(source, stmt.span.start), stmt.span.start).trim() !== '')
    return undefined;
  const [first] = outer.clauses[0]?.body.body ?? [];
  const dedent = first
    ? indentOf(source, first.span.start).length - indentOf(source, outer.span.start).length
    : 0;
  const indent = indentOf(source, stmt.span.start).slice(dedent);
  const made = insertion(stmt.span.start, `os.makedirs(${folder}, exist_ok=True)\n${indent}`);
  const get = bytes === local ? '.getvalue()' : '';
  // A file may be uploaded to where it lies, and `copyfile` does not copy onto itself.
  const ends: readonly [string, string] = bytes
    ? [`Path(${to.code}).write_bytes(`, `${get})`]
    : isElsewhere
      ? ['shutil.copyfile(', `, ${to.code})`]
      : [`Path(${to.code}).write_bytes(Path(`, ').read_bytes())'];
  const need: Need =
    !bytes && isElsewhere ? { module: 'shutil' } : { module: 'pathlib', name: 'Path' };
  return {
    edits: [made, ...around(stmt, bytes ?? local, ends)],
    needs: [{ module: 'os' }, need],
  };
}

/** What a path says stays as it is written: paths under a mount move there. */
function around(stmt: Stmt, kept: Expr, [before, after]: readonly [string, string]): Edit[] {
  const { start, end } = kept.parens ?? kept.span;
  return [
    { span: { start: stmt.span.start, end: start }, text: before },
    { span: { start: end, end: stmt.span.end }, text: after },
  ];
}

/** Elsewhere: `fal.files` sends it. */
function sent(site: VolumeSite, put: Put): Written | undefined {
  const { names, style } = site;
  const { call, stmt, local, remote, isDirectory, bytes } = put;
  if (bytes) return undefined;
  const { source } = names.module;
  const batch = call.func.kind === 'attribute' ? textOfExpr(source, call.func.value) : '';
  const to = placeOf(site, remote);
  if (!isDirectory)
    return { edits: around(stmt, local, [`${batch}.put_file(`, `, ${to.code})`]), needs: [] };
  // Slashes at both ends: what is in the directory goes there, not the directory itself.
  const folder = withSlash(site, local);
  const target =
    to.path === undefined
      ? /^f?(["'])/.test(to.code) && !to.code.includes(' + ')
        ? `${to.code.slice(0, -1)}/${to.code.slice(-1)}`
        : undefined
      : pythonString(`${to.path}/`, style.quote);
  return folder === undefined || target === undefined
    ? undefined
    : {
        edits: [{ span: stmt.span, text: `${batch}.put(${folder}, ${target}, recursive=True)` }],
        needs: [],
      };
}

/** `"./weights"` → `"./weights/"`, `folder` → `f"{folder}/"`. */
function withSlash({ names, style }: VolumeSite, local: Expr): string | undefined {
  const { source } = names.module;
  if (local.kind === 'string' && local.value !== undefined)
    return pythonString(`${local.value.replace(/\/+$/, '')}/`, style.quote);
  const text = textOfExpr(source, local);
  return /^[\w.()[\], ]+$/.test(text) ? `f${style.quote}{${text}}/${style.quote}` : undefined;
}
