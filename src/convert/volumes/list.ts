import { attributeAt } from '../../python/lookup.ts';
import { truthOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import type { Mention } from '../../python/lookup.ts';
import { parentOf } from '../../python/lookup.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Edit } from '../../model/span.ts';
import type { CallSite } from '../../program/units.ts';
import { differs } from '../calls/shape.ts';
import type { CallContext, Need, Part } from '../part.ts';
import { quoteAt } from '../quotes.ts';
import { builtinAround, loopOver, readsOf, variableOf } from './consumers.ts';
import { placeOf } from './place.ts';
import { argumentOf, volumeSite, type VolumeSite } from './site.ts';

/** `volume.listdir(path)` where all that is read of the entries is known: the directory's own entries take their place. */
export function listed(context: CallContext, use: CallSite): Part | undefined {
  const site = volumeSite(context, use);
  const path = site && argumentOf(site.call, 'path', 0);
  if (!site || !path) return undefined;
  const deep = isDeep(site, use.use.symbol.name);
  const edits = deep === undefined ? undefined : entryEdits(site);
  if (!edits || (deep === true && !site.onRunner)) return undefined;
  const { code } = placeOf(site, path);
  const walk = deep === true ? 'rglob("*")' : 'iterdir()';
  const text = site.onRunner
    ? `sorted(Path(${code}).${walk.replaceAll('"', quoteAt(site.names, site.call.span, site.style))})`
    : // The client keeps what it has listed.
      `FalFileSystem(skip_instance_cache=True).ls(${code})`;
  const need: Need = site.onRunner
    ? { module: 'pathlib', name: 'Path' }
    : { module: 'fal.files', name: 'FalFileSystem' };
  const message = site.onRunner
    ? 'the entries are those of the directory, in the order of their names, and a path that is a file is not listed'
    : 'the entries come from `fal.files`, with the key of who runs the program';
  return {
    edits: [{ span: site.whole.parens ?? site.whole.span, text }, ...edits],
    needs: [need],
    reasons: [differs(context, use, message)],
  };
}

/** Whether the listing goes into directories; nothing where that is not known. */
function isDeep({ names, scope, call }: VolumeSite, symbol: string): boolean | undefined {
  const recursive = argumentOf(call, 'recursive', 1);
  if (!recursive) return symbol.endsWith('.iterdir');
  return truthOf(constantAt({ names, scope, expr: recursive }));
}

/** Edits of all that is read of the entries; nothing where one goes somewhere else. */
function entryEdits(site: VolumeSite): readonly Edit[] | undefined {
  const { names, whole } = site;
  const variable = variableOf(names, whole);
  if (!variable) return loopEdits(site, whole);
  const reads = readsOf(names, variable, whole);
  if (!reads) return undefined;
  return all(reads.map(({ expr }) => (isTest(names, expr) ? [] : loopEdits(site, expr))));
}

/** `len(entries)`, `not entries`: only how many there are. */
function isTest(names: VolumeSite['names'], expr: Expr): boolean {
  const parent = parentOf(names, expr);
  if (parent?.kind === 'unary' && parent.op === 'not') return true;
  const isHeader = names.scopes.stmts.some(
    (stmt) =>
      (stmt.kind === 'if' || stmt.kind === 'while') &&
      stmt.clauses.some(({ exprs }) => exprs.includes(expr)),
  );
  return isHeader || builtinAround(names, expr) === 'len';
}

function loopEdits(site: VolumeSite, iterable: Expr): readonly Edit[] | undefined {
  const { names } = site;
  if (builtinAround(names, iterable) === 'len') return [];
  const wraps = builtinAround(names, iterable) === 'list';
  const outer = wraps ? parentOf(names, iterable) : iterable;
  const loop = outer && loopOver(names, outer);
  const reads = loop && readsOf(names, loop.target, outer);
  const edits = reads && all(reads.map((mention) => entryEdit(site, mention)));
  return edits && [...loop.edits, ...edits];
}

function all(lists: readonly (readonly Edit[] | undefined)[]): readonly Edit[] | undefined {
  const found: Edit[] = [];
  for (const list of lists) {
    if (!list) return undefined;
    found.push(...list);
  }
  return found;
}

/** What `entry.path`, `entry.type == FileEntryType.FILE`, `entry.size` and `entry.mtime` are in a directory's own entry. */
function entryEdit(site: VolumeSite, { expr, scope }: Mention): readonly Edit[] | undefined {
  const { names, directory, onRunner } = site;
  const read = parentOf(names, expr);
  if (read?.kind !== 'attribute' || read.value !== expr || names.isTarget(read)) return undefined;
  const quote = quoteAt(names, read.span, site.style);
  const q = (text: string): string => `${quote}${text}${quote}`;
  const at = (text: string): Edit[] => [{ span: read.parens ?? read.span, text }];
  const { id } = expr;
  if (read.attr === 'path')
    return at(
      onRunner
        ? `${id}.relative_to(${q(directory)}).as_posix()`
        : `${id}[${q('name')}].removeprefix(${q(`${directory}/`)})`,
    );
  if (read.attr === 'size') return at(onRunner ? `${id}.stat().st_size` : `${id}[${q('size')}]`);
  if (read.attr === 'mtime' && onRunner) return at(`int(${id}.stat().st_mtime)`);
  const test = read.attr === 'type' ? typeTest(site, read, scope) : undefined;
  if (!test) return undefined;
  const isDirectory = test.type === 'DIRECTORY';
  if (!onRunner) {
    const operator = test.negated ? '!=' : '==';
    const type = q(isDirectory ? 'directory' : 'file');
    return [{ span: test.whole.span, text: `${id}[${q('type')}] ${operator} ${type}` }];
  }
  const asked = `${id}.is_${isDirectory ? 'dir' : 'file'}()`;
  const outer = parentOf(names, test.whole);
  const isAlone = outer === undefined || outer.kind === 'comprehension' || test.whole.parens;
  const text = test.negated ? (isAlone ? `not ${asked}` : `(not ${asked})`) : asked;
  return [{ span: test.whole.span, text }];
}

interface TypeTest {
  readonly whole: Expr;
  readonly type: string;
  readonly negated: boolean;
}

/** `entry.type == FileEntryType.FILE`. */
function typeTest(
  { names }: Pick<VolumeSite, 'names'>,
  read: Expr,
  scope: Mention['scope'],
): TypeTest | undefined {
  const whole = parentOf(names, read);
  if (whole?.kind !== 'binary' || !/^(?:==|!=|is|is not)$/.test(whole.op)) return undefined;
  const other = whole.left === read ? whole.right : whole.left;
  const name = names.symbolOf(other, scope)?.symbol.name ?? '';
  const type = /\bFileEntryType\.(FILE|DIRECTORY)$/.exec(name)?.[1];
  return type === undefined
    ? undefined
    : { whole, type, negated: whole.op === '!=' || whole.op === 'is not' };
}

/** Whether a mention of `FileEntryType.FILE` goes with the listing whose entry it is compared with. */
export function goesWithListing(context: CallContext, { file, use }: CallSite): boolean {
  const { names } = file;
  const mention = attributeAt(names, use.span);
  const whole = mention && parentOf(names, mention.expr);
  if (whole?.kind !== 'binary') return false;
  const read = whole.left === mention?.expr ? whole.right : whole.left;
  if (read.kind !== 'attribute' || read.attr !== 'type' || read.value.kind !== 'name') return false;
  const { id, span } = read.value;
  return bindingsOf(id, mention?.scope ?? use.scope, span.start).some(({ how }) => {
    if (how.kind !== 'each') return false;
    const listing = file.uses.find(
      ({ call, symbol }) =>
        call && /\.(?:listdir|iterdir)$/.test(symbol.name) && isListing(names, how.iterable, call),
    );
    return (
      listing !== undefined &&
      listed(context, { file, use: listing, scope: listing.scope }) !== undefined
    );
  });
}

/** Whether what is iterated is the call, awaited or not, in `list(…)` or by its variable. */
function isListing(names: VolumeSite['names'], iterable: Expr, call: Expr): boolean {
  const inner =
    iterable.kind === 'call' && builtinAround(names, iterable.args[0]?.value ?? iterable) === 'list'
      ? (iterable.args[0]?.value ?? iterable)
      : iterable;
  const value = inner.kind === 'await' ? inner.value : inner;
  if (value === call) return true;
  if (inner.kind !== 'name') return false;
  const parent = parentOf(names, call);
  const whole = parent?.kind === 'await' ? parent : call;
  const variable = variableOf(names, whole);
  const reads = variable && readsOf(names, variable, whole);
  return reads?.some(({ expr }) => expr === inner) === true;
}
