import type { Span } from '../model/span.ts';
import { shapes, shapesAsync, type Shape } from './engine.ts';
import { readArguments } from './parse/arguments.ts';
import { readClauseHeader } from './parse/clause-header.ts';
import { ExpressionReader } from './parse/expression.ts';
import { lineEnd } from './parse/logical-line.ts';
import { nestShapes, type NestedShape } from './parse/nested-shapes.ts';
import { readParams } from './parse/parameters.ts';
import { readSimpleStatement } from './parse/simple-statement.ts';
import { misplaced } from './indents.ts';
import { isClosed, stringPiece } from './strings.ts';
import type { Block, Clause, CompoundStmt, Decorator, Module, Stmt } from './syntax.ts';
import { tokenize, type Token } from './tokens.ts';

const COMPOUND = new Map<string, CompoundStmt['kind']>([
  ['if_statement', 'if'],
  ['for_statement', 'for'],
  ['while_statement', 'while'],
  ['try_statement', 'try'],
  ['with_statement', 'with'],
  ['match_statement', 'match'],
]);

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
  private readonly shapes: ReadonlyMap<number, NestedShape>;
  private readonly errors: Span[];
  /** Index of the next token that belongs to no statement yet. */
  private at = 0;

  constructor(source: string, found: readonly Shape[]) {
    this.source = source;
    ({ tokens: this.tokens, comments: this.comments } = tokenize(source));
    this.errors = found
      .filter((shape) => shape.kind === 'ERROR')
      .map(({ start, end }) => ({ start, end }));
    this.shapes = nestShapes(found);
    const open = this.tokens.filter(
      (t) => t.kind === 'string' && !isClosed(stringPiece(source, t)),
    );
    this.errors.push(...open.map(({ start, end }) => ({ start, end })));
  }

  module(): Module {
    const body = this.readBody();
    this.errors.push(...misplaced(this.source, body));
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
      const end = lineEnd(this.source, this.tokens, this.at);
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

  private simple(): Stmt {
    const first = this.token();
    const start = first?.start ?? 0;
    const end = lineEnd(this.source, this.tokens, this.at);
    const reader = this.reader(start, end);
    const stmt = readSimpleStatement(reader, first?.kind === 'name' ? first.text : '', {
      start,
      end,
    });
    this.finish(reader, end);
    return stmt;
  }

  private functionDef(shape: Shape, decorators: readonly Decorator[]): Stmt {
    const reader = this.reader(shape.start, shape.end);
    const async = reader.accept('async') !== undefined;
    reader.expect('def');
    const name = reader.next();
    skipTypeParams(reader);
    const open = reader.peek().start;
    reader.expect('(');
    const params = readParams(reader, ')');
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
    const args = reader.is('(') ? readArguments(reader) : undefined;
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

/** A statement ends with its last suite: the parser's node may go on to a comment after it. */
function spanOf({ start, end }: Shape, clauses: readonly Clause[]): Span {
  return { start, end: clauses.at(-1)?.body.span.end ?? end };
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
