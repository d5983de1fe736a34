import type { Span } from '../../model/span.ts';
import type { Expr, SimpleStmt, Stmt } from '../syntax.ts';
import type { ExpressionReader } from './expression.ts';

const KEYWORDS = new Map<string, SimpleStmt['kind']>(
  (['return', 'del', 'raise', 'assert', 'pass', 'break', 'continue'] as const).map((word) => [
    word,
    word,
  ]),
);
const AUGMENTED = /^(?:[-+*/%@&|^]|\/\/|\*\*|>>|<<)=$/;

/** Reads the statement in `span` that begins with `word`; what comes after it is left unread. */
export function readSimpleStatement(reader: ExpressionReader, word: string, span: Span): Stmt {
  if (word === 'import') return readImport(reader, span);
  if (word === 'from') return readImportFrom(reader, span);
  if (word === 'global' || word === 'nonlocal') return readOuterNames(reader, word, span);
  const keyword = KEYWORDS.get(word);
  if (keyword) return readKeywordStatement(reader, keyword, span);
  if (word === 'type' && reader.peek(1).kind === 'name') return readTypeAlias(reader, span);
  return readExpressionStatement(reader, span);
}

function readImport(reader: ExpressionReader, span: Span): Stmt {
  reader.next();
  const names: { module: string; as?: string; span: Span }[] = [];
  do {
    const { start } = reader.peek();
    const module = readDotted(reader);
    const as = reader.accept('as') ? reader.next().text : undefined;
    names.push({ module, ...(as !== undefined && { as }), span: { start, end: reader.lastEnd } });
  } while (reader.accept(','));
  return { kind: 'import', names, span };
}

function readDotted(reader: ExpressionReader): string {
  if (reader.peek().kind !== 'name') reader.fail();
  let name = reader.next().text;
  while (reader.accept('.')) name += `.${reader.next().text}`;
  return name;
}

function readImportFrom(reader: ExpressionReader, span: Span): Stmt {
  reader.next();
  let level = 0;
  while (reader.is('.') || reader.is('...')) level += reader.next().text.length;
  const module = reader.is('import') ? '' : readDotted(reader);
  reader.expect('import');
  const parens = reader.accept('(') !== undefined;
  const names: { name: string; as?: string; span: Span }[] = [];
  while (!reader.done && !reader.is(')')) {
    const { start, text } = reader.next();
    const as = reader.accept('as') ? reader.next().text : undefined;
    names.push({
      name: text,
      ...(as !== undefined && { as }),
      span: { start, end: reader.lastEnd },
    });
    if (!reader.accept(',')) break;
  }
  if (parens) reader.expect(')');
  return { kind: 'import-from', module, level, names, span };
}

function readOuterNames(reader: ExpressionReader, kind: 'global' | 'nonlocal', span: Span): Stmt {
  reader.next();
  const names: string[] = [];
  while (!reader.done) {
    const { kind: token, text } = reader.next();
    if (token === 'name') names.push(text);
  }
  return { kind, names, span };
}

function readKeywordStatement(
  reader: ExpressionReader,
  kind: SimpleStmt['kind'],
  span: Span,
): Stmt {
  reader.next();
  const exprs: Expr[] = [];
  while (!reader.done) {
    const before = reader.peek().start;
    exprs.push(reader.expressions());
    if (!reader.accept('from') && !reader.accept(',') && reader.peek().start === before) break;
  }
  return { kind, exprs, span };
}

function readTypeAlias(reader: ExpressionReader, span: Span): Stmt {
  reader.next();
  const name = reader.element();
  reader.accept('=');
  return { kind: 'type', exprs: reader.done ? [name] : [name, reader.expression()], span };
}

function readExpressionStatement(reader: ExpressionReader, span: Span): Stmt {
  const first = reader.expressions();
  if (reader.accept(':')) {
    const annotation = reader.element();
    const value = reader.accept('=') ? reader.expressions() : undefined;
    return { kind: 'assign', op: '=', targets: [first], annotation, ...(value && { value }), span };
  }
  const op = reader.peek().text;
  if (op.length > 1 && AUGMENTED.test(op)) {
    reader.next();
    return { kind: 'assign', op, targets: [first], value: reader.expressions(), span };
  }
  if (!reader.is('=')) return { kind: 'expr', exprs: [first], span };
  const values = [first];
  while (reader.accept('=')) values.push(reader.expressions());
  const value = values.pop() ?? first;
  return { kind: 'assign', op: '=', targets: values, value, span };
}
