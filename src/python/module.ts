import type { Span } from '../model/span.ts';
import { shapes, shapesAsync, type Shape } from './engine.ts';
import { ExpressionReader } from './expression.ts';
import { isClosed, stringPiece } from './strings.ts';
import type {
  Block,
  Clause,
  CompoundStmt,
  Decorator,
  Expr,
  Module,
  SimpleStmt,
  Stmt,
} from './syntax.ts';
import { tokenize, type Token } from './tokens.ts';

const COMPOUND = new Map<string, CompoundStmt['kind']>([
  ['if_statement', 'if'],
  ['for_statement', 'for'],
  ['while_statement', 'while'],
  ['try_statement', 'try'],
  ['with_statement', 'with'],
  ['match_statement', 'match'],
]);
const CLAUSES = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
]);
const SIMPLE = new Map<string, SimpleStmt['kind']>(
  (['return', 'del', 'raise', 'assert', 'pass', 'break', 'continue'] as const).map((word) => [
    word,
    word,
  ]),
);
const AUGMENTED = /^(?:[-+*/%@&|^]|\/\/|\*\*|>>|<<)=$/;

/** Reads a whole file. Never throws: what is no Python is in `errors`, and the statements around it are there. */
export function readModule(source: string): Module {
  return new ModuleReader(source, shapes(source)).module();
}

/** As `readModule`, with the parser on another thread. */
export async function readModuleAsync(source: string): Promise<Module> {
  return new ModuleReader(source, await shapesAsync(source)).module();
}

class ModuleReader {
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private readonly comments: readonly Span[];
  /** Statements by their start, each with its clauses (not those of statements inside it). */
  private readonly shapes = new Map<number, { shape: Shape; clauses: Shape[] }>();
  private readonly errors: Span[];
  /** Index of the next token that belongs to no statement yet. */
  private at = 0;

  constructor(source: string, found: readonly Shape[]) {
    this.source = source;
    ({ tokens: this.tokens, comments: this.comments } = tokenize(source));
    this.errors = found
      .filter((shape) => shape.kind === 'ERROR')
      .map(({ start, end }) => ({ start, end }));
    this.nest(found);
    const open = this.tokens.filter(
      (t) => t.kind === 'string' && !isClosed(stringPiece(source, t)),
    );
    this.errors.push(...open.map(({ start, end }) => ({ start, end })));
  }

  /** `found` is in source order, outer before inner: a clause belongs to the innermost statement that is still open. */
  private nest(found: readonly Shape[]): void {
    const open: { shape: Shape; clauses: Shape[] }[] = [];
    for (const shape of found) {
      if (shape.kind === 'ERROR') continue;
      while ((open.at(-1)?.shape.end ?? Infinity) <= shape.start) open.pop();
      if (CLAUSES.has(shape.kind)) open.at(-1)?.clauses.push(shape);
      else {
        const entry = { shape, clauses: [] };
        this.shapes.set(shape.start, entry);
        open.push(entry);
      }
    }
  }

  module(): Module {
    const body = this.readBody();
    const errors = this.errors.toSorted((a, b) => a.start - b.start);
    return { source: this.source, body, comments: this.comments, errors };
  }

  private readBody(): readonly Stmt[] {
    try {
      return this.statements(this.source.length);
    } catch (error) {
      // Only the call stack can end here: brackets nested thousands deep.
      if (!(error instanceof RangeError)) throw error;
      this.errors.push({ start: 0, end: 0 });
      return [];
    }
  }

  private token(): Token | undefined {
    return this.tokens[this.at];
  }

  /** Reads statements up to the offset `end`. */
  private statements(end: number): Stmt[] {
    const found: Stmt[] = [];
    for (let token = this.token(); token && token.start < end; token = this.token()) {
      if (token.text === ';' && token.kind === 'op') this.at++;
      else found.push(this.statement(token));
    }
    return found;
  }

  private statement(token: Token): Stmt {
    if (token.text === '@' && token.kind === 'op') return this.decorated(token);
    const found = this.shapes.get(token.start);
    if (!found) return this.simple();
    const { shape, clauses } = found;
    if (shape.kind === 'function_definition') return this.functionDef(shape, []);
    if (shape.kind === 'class_definition') return this.classDef(shape, []);
    return this.compound(shape, clauses, COMPOUND.get(shape.kind) ?? 'if');
  }

  private decorated(first: Token): Stmt {
    const decorators: Decorator[] = [];
    for (let token = this.token(); token?.text === '@'; token = this.token()) {
      const end = this.lineEnd();
      const reader = this.reader(token.start + 1, end);
      const expr = reader.element();
      this.finish(reader, end);
      decorators.push({ expr, span: { start: token.start, end: reader.lastEnd } });
    }
    const shape = this.shapes.get(this.token()?.start ?? -1)?.shape;
    if (shape?.kind === 'function_definition') return this.functionDef(shape, decorators);
    if (shape?.kind === 'class_definition') return this.classDef(shape, decorators);
    const span = { start: first.start, end: decorators.at(-1)?.span.end ?? first.end };
    this.errors.push(span);
    return { kind: 'broken', exprs: decorators.map(({ expr }) => expr), span };
  }

  private reader(start: number, end: number): ExpressionReader {
    return new ExpressionReader(this.source, this.tokens, start, end, this.at);
  }

  /** Moves on to the offset `end`; what the reader left unread is an error. */
  private finish(reader: ExpressionReader, end: number): void {
    if (!reader.done) reader.fail();
    this.errors.push(...reader.errors);
    this.skipTo(end);
  }

  private skipTo(offset: number): void {
    for (let token = this.token(); token && token.start < offset; token = this.token()) this.at++;
  }

  /** End of the last token of the logical line that starts at the current token, or of the part of it before `;`. */
  private lineEnd(): number {
    let depth = 0;
    let end = this.token()?.end ?? this.source.length;
    for (let i = this.at; i < this.tokens.length; i++) {
      const token = this.tokens[i];
      if (!token) break;
      if (depth === 0 && i > this.at && (token.text === ';' || this.breaksLine(end, token.start)))
        return end;
      if (token.kind === 'op') depth = Math.max(0, depth + nesting(token.text));
      end = token.end;
    }
    return end;
  }

  private breaksLine(from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      const code = this.source.charCodeAt(i);
      if (code === 10 || code === 13) return !/^[ \t\f]*\\\r?\n/.test(this.source.slice(from, to));
    }
    return false;
  }

  private simple(): Stmt {
    const first = this.token();
    const start = first?.start ?? 0;
    const end = this.lineEnd();
    const reader = this.reader(start, end);
    const stmt = this.simpleFrom(reader, first?.kind === 'name' ? first.text : '', { start, end });
    this.finish(reader, end);
    return stmt;
  }

  private simpleFrom(reader: ExpressionReader, word: string, span: Span): Stmt {
    if (word === 'import') return readImport(reader, span);
    if (word === 'from') return readImportFrom(reader, span);
    if (word === 'global' || word === 'nonlocal') {
      const names = this.tokens.filter(
        (t) => t.kind === 'name' && t.start > span.start && t.end <= span.end,
      );
      while (!reader.done) reader.next();
      return { kind: word, names: names.map((t) => t.text), span };
    }
    const keyword = SIMPLE.get(word);
    if (keyword) return readKeywordStatement(reader, keyword, span);
    if (word === 'type' && reader.peek(1).kind === 'name') {
      reader.next();
      const name = reader.element();
      reader.accept('=');
      return { kind: 'type', exprs: reader.done ? [name] : [name, reader.expression()], span };
    }
    return readExpressionStatement(reader, span);
  }

  private functionDef(shape: Shape, decorators: readonly Decorator[]): Stmt {
    const reader = this.reader(shape.start, shape.end);
    const async = reader.accept('async') !== undefined;
    reader.expect('def');
    const name = reader.next();
    skipTypeParams(reader);
    const open = reader.peek().start;
    reader.expect('(');
    const params = reader.params(')');
    reader.expect(')');
    const paramsSpan = { start: open, end: reader.lastEnd };
    const returns = reader.accept('->') ? reader.expressions() : undefined;
    const header = this.header(reader, shape.start);
    const body = this.block(header.end, shape.end);
    return {
      kind: 'function',
      name: name.text,
      nameSpan: { start: name.start, end: name.end },
      async,
      decorators,
      params,
      paramsSpan,
      ...(returns && { returns }),
      header,
      body,
      span: { start: decorators[0]?.span.start ?? shape.start, end: body.span.end },
    };
  }

  private classDef(shape: Shape, decorators: readonly Decorator[]): Stmt {
    const reader = this.reader(shape.start, shape.end);
    reader.expect('class');
    const name = reader.next();
    skipTypeParams(reader);
    const open = reader.peek().start;
    const args = reader.is('(') ? reader.args() : undefined;
    const argsSpan = { start: open, end: reader.lastEnd };
    const header = this.header(reader, shape.start);
    const body = this.block(header.end, shape.end);
    return {
      kind: 'class',
      name: name.text,
      nameSpan: { start: name.start, end: name.end },
      decorators,
      args: args ?? [],
      ...(args && { argsSpan }),
      header,
      body,
      span: { start: decorators[0]?.span.start ?? shape.start, end: body.span.end },
    };
  }

  /** Ends a header at its colon and moves on to the suite. */
  private header(reader: ExpressionReader, start: number): Span {
    reader.expect(':');
    this.errors.push(...reader.errors);
    this.skipTo(reader.lastEnd);
    return { start, end: reader.lastEnd };
  }

  private block(start: number, end: number): Block {
    const body = this.statements(end);
    const first = body[0]?.span.start ?? start;
    const last = body.at(-1)?.span.end ?? start;
    if (body.length === 0) this.errors.push({ start, end: start });
    return {
      body,
      span: { start: first, end: last },
      indented: /[\r\n]/.test(this.source.slice(start, first)),
    };
  }

  private compound(shape: Shape, own: readonly Shape[], kind: CompoundStmt['kind']): Stmt {
    const async = this.token()?.text === 'async';
    if (kind === 'match') return this.matchStatement(shape, own);
    const parts = [shape, ...own];
    const ends = [...parts.slice(1).map((part) => part.start), shape.end];
    const clauses = parts.map((part, i) => this.clause(part, ends[i] ?? shape.end));
    this.skipTo(shape.end);
    return { kind, async, clauses, span: spanOf(shape, clauses) };
  }

  private matchStatement(shape: Shape, cases: readonly Shape[]): Stmt {
    const reader = this.reader(shape.start, shape.end);
    reader.next();
    const subject = reader.expressions();
    const header = this.header(reader, shape.start);
    const empty: Block = { body: [], span: { start: header.end, end: header.end }, indented: true };
    const first: Clause = { keyword: 'match', header, exprs: [subject], targets: [], body: empty };
    const clauses = cases.map((part) => this.clause(part, part.end));
    this.skipTo(shape.end);
    return {
      kind: 'match',
      async: false,
      clauses: [first, ...clauses],
      span: spanOf(shape, clauses),
    };
  }

  private clause(shape: Shape, end: number): Clause {
    const reader = this.reader(shape.start, shape.end);
    if (reader.is('async')) reader.next();
    const keyword = reader.next().text;
    const { exprs, targets } = readClauseHeader(reader, keyword);
    const header = this.header(reader, shape.start);
    return { keyword, header, exprs, targets, body: this.block(header.end, end) };
  }
}

function nesting(text: string): number {
  if (text === '(' || text === '[' || text === '{') return 1;
  return text === ')' || text === ']' || text === '}' ? -1 : 0;
}

/** A statement ends with its last suite: the parser's node may go on to a comment after it. */
function spanOf({ start, end }: Shape, clauses: readonly Clause[]): Span {
  return { start, end: clauses.at(-1)?.body.span.end ?? end };
}

interface Header {
  readonly exprs: Expr[];
  readonly targets: Expr[];
}

function readClauseHeader(reader: ExpressionReader, keyword: string): Header {
  if (keyword === 'for') return readForHeader(reader);
  if (keyword === 'with') return readWithHeader(reader);
  if (keyword === 'except') return readExceptHeader(reader);
  if (keyword === 'case') return readCaseHeader(reader);
  if (keyword === 'if' || keyword === 'elif' || keyword === 'while')
    return { exprs: [reader.element()], targets: [] };
  return { exprs: [], targets: [] };
}

function readForHeader(reader: ExpressionReader): Header {
  const target = reader.targets();
  reader.expect('in');
  return { exprs: [reader.expressions()], targets: [target] };
}

function readWithHeader(reader: ExpressionReader): Header {
  const grouped = reader.is('(') && isGrouped(reader);
  if (grouped) reader.next();
  const header: Header = { exprs: [], targets: [] };
  while (!reader.done && !reader.is(grouped ? ')' : ':')) {
    header.exprs.push(reader.element());
    if (reader.accept('as')) header.targets.push(reader.element());
    if (!reader.accept(',')) break;
  }
  if (grouped) reader.expect(')');
  return header;
}

/** `with (a as b, c):`: the parenthesis closes right before the colon and holds an `as` or a comma of its own. */
function isGrouped(reader: ExpressionReader): boolean {
  let depth = 0;
  let items = false;
  for (let i = 0; ; i++) {
    const { text, kind, end } = reader.peek(i);
    if (end === 0) return false;
    if (kind === 'op') depth += nesting(text);
    if (depth === 1 && (text === 'as' || text === ',')) items = true;
    if (depth === 0) return items && reader.peek(i + 1).text === ':';
  }
}

function readExceptHeader(reader: ExpressionReader): Header {
  reader.accept('*');
  if (reader.is(':')) return { exprs: [], targets: [] };
  const exprs = [reader.expressions()];
  return { exprs, targets: reader.accept('as') ? [reader.element()] : [] };
}

/** A pattern is no expression: its captures are the names that are neither called, dotted, keywords nor wildcards. */
function readCaseHeader(reader: ExpressionReader): Header {
  const targets: Expr[] = [];
  let depth = 0;
  let previous = '';
  while (!reader.done && !(depth === 0 && (reader.is(':') || reader.is('if')))) {
    const { kind, text, start, end } = reader.next();
    if (kind === 'op') depth += nesting(text);
    const captures =
      kind === 'name' && previous !== '.' && !['.', '(', '='].includes(reader.peek().text);
    if (captures && !['as', '_', 'None', 'True', 'False'].includes(text)) {
      targets.push({ kind: 'name', id: text, span: { start, end } });
    }
    previous = text;
  }
  return { exprs: reader.accept('if') ? [reader.element()] : [], targets };
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

function readExpressionStatement(reader: ExpressionReader, span: Span): Stmt {
  const first = reader.expressions();
  if (reader.accept(':')) {
    const annotation = reader.element();
    const value = reader.accept('=') ? reader.expressions() : undefined;
    return { kind: 'assign', op: '=', targets: [first], annotation, ...(value && { value }), span };
  }
  if (AUGMENTED.test(reader.peek().text)) {
    const op = reader.next().text;
    return { kind: 'assign', op, targets: [first], value: reader.expressions(), span };
  }
  if (!reader.is('=')) return { kind: 'expr', exprs: [first], span };
  const values = [first];
  while (reader.accept('=')) values.push(reader.expressions());
  const value = values.pop() ?? first;
  return { kind: 'assign', op: '=', targets: values, value, span };
}

/** `def f[T: int](…)`: the parameters of a generic definition are passed over. */
function skipTypeParams(reader: ExpressionReader): void {
  if (!reader.is('[')) return;
  let depth = 0;
  do {
    const { text } = reader.next();
    if (text === '[') depth++;
    if (text === ']') depth--;
  } while (depth > 0 && !reader.done);
}
