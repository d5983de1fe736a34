import type { Span } from '../../model/span.ts';
import { fstringParts, isFormatted, stringPiece, stringValue } from '../strings.ts';
import type { Expr, StringPiece } from '../syntax.ts';
import { tokenize, type Token } from '../tokens.ts';
import { startOf } from '../walk.ts';
import { readArguments } from './arguments.ts';
import { readBraces, readList, readParenthesised, readSubscript } from './brackets.ts';
import { readParams } from './parameters.ts';
import { TokenReader } from './token-reader.ts';

/** How strongly operators bind; what binds stronger than all of these is no loop but a call. */
const POWERS = new Map([
  ['or', 1],
  ['and', 2],
  ...['<', '>', '==', '>=', '<=', '!=', 'in', 'is', 'not'].map((op) => [op, 4] as const),
  ['|', 5],
  ['^', 6],
  ['&', 7],
  ['<<', 8],
  ['>>', 8],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
  ['//', 10],
  ['%', 10],
  ['@', 10],
]);
/** `not` binds weaker than comparisons and stronger than `and`. */
const NOT = 3;
const COMPARISON = 4;
const ARITHMETIC = 5;
/** Words that cannot be a name in an expression. */
const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/**
 * Reads expressions from the tokens of a source string, between two offsets.
 * Never throws: text that is no expression becomes `broken`, and `errors` says where.
 */
export class ExpressionReader extends TokenReader {
  /** `a, *b, c := d`: one expression, or a tuple without parentheses. */
  expressions(): Expr {
    const first = this.element();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) {
      if (!this.startsExpression()) break;
      items.push(this.element());
    }
    return { kind: 'tuple', items, span: this.from(startOf(first)) };
  }

  private startsExpression(): boolean {
    const { kind, text } = this.peek();
    if (kind === 'op') return ['(', '[', '{', '-', '+', '~', '*', '**', '...'].includes(text);
    if (kind === 'name')
      return !KEYWORDS.has(text) || ['not', 'lambda', 'await', 'yield'].includes(text);
    return !this.done;
  }

  /** `*x`, `x := y`, `yield x` or a plain expression. */
  element(): Expr {
    const star = this.accept('*') ?? this.accept('**');
    if (star) return this.unary('starred', star, this.starred());
    const value = this.expression();
    if (value.kind !== 'name' || !this.accept(':=')) return value;
    const right = this.expression();
    return { kind: 'named', target: value, value: right, span: this.from(value.span.start) };
  }

  /** One expression without top-level commas. */
  expression(): Expr {
    if (this.is('lambda')) return this.lambda();
    if (this.is('yield')) return this.yieldExpression();
    const then = this.disjunction();
    if (!this.accept('if')) return then;
    const test = this.disjunction();
    this.expect('else');
    const otherwise = this.expression();
    return { kind: 'conditional', test, then, else: otherwise, span: this.from(startOf(then)) };
  }

  private unary(kind: 'unary' | 'await' | 'yield' | 'starred', op: Token, value?: Expr): Expr {
    return { kind, op: op.text, ...(value && { value }), span: this.from(op.start) };
  }

  private yieldExpression(): Expr {
    const op = this.next();
    const from = this.accept('from');
    const value = this.startsExpression() ? this.expressions() : undefined;
    return this.unary('yield', from ? { ...op, text: 'yield from' } : op, value);
  }

  private lambda(): Expr {
    const { start } = this.next();
    const params = readParams(this, ':');
    this.expect(':');
    const body = this.expression();
    return { kind: 'lambda', params, body, span: this.from(start) };
  }

  /** An expression that is neither a condition nor a lambda. */
  disjunction(): Expr {
    return this.operation(1);
  }

  /** What may stand after a star. */
  starred(): Expr {
    return this.operation(ARITHMETIC);
  }

  /** Operands and the operators between them that bind at least as strongly as `least`. */
  private operation(least: number): Expr {
    let left = this.operand(least);
    for (;;) {
      const { kind, text } = this.peek();
      if (kind === 'string' || kind === 'number') return left;
      const power = POWERS.get(text);
      if (power === undefined || power < least) return left;
      const op = power === COMPARISON ? this.comparison() : this.next().text;
      const right = this.operation(power + 1);
      left = { kind: 'binary', op, left, right, span: this.from(startOf(left)) };
    }
  }

  private operand(least: number): Expr {
    const op = least <= NOT ? this.accept('not') : undefined;
    return op ? this.unary('unary', op, this.operation(NOT)) : this.factor();
  }

  private comparison(): string {
    const op = this.next().text;
    if (op === 'not') return `not ${this.expect('in')?.text ?? ''}`;
    return op === 'is' && this.accept('not') ? 'is not' : op;
  }

  private factor(): Expr {
    const { kind, text } = this.peek();
    if (kind === 'op' && (text === '-' || text === '+' || text === '~')) {
      return this.unary('unary', this.next(), this.factor());
    }
    const left = this.awaited();
    if (!this.accept('**')) return left;
    const right = this.factor();
    return { kind: 'binary', op: '**', left, right, span: this.from(startOf(left)) };
  }

  private awaited(): Expr {
    const op = this.accept('await');
    return op ? this.unary('await', op, this.awaited()) : this.primary();
  }

  /** A name, a literal or brackets, with all attributes, calls and subscripts after it. */
  primary(): Expr {
    let value = this.atom();
    for (;;) {
      if (this.is('.')) value = this.attribute(value);
      else if (this.is('(')) value = this.call(value);
      else if (this.is('[')) value = readSubscript(this, value);
      else return value;
    }
  }

  private attribute(value: Expr): Expr {
    this.next();
    const attr = this.peek();
    if (attr.kind !== 'name') {
      this.fail();
      return value;
    }
    this.next();
    const attrSpan = { start: attr.start, end: attr.end };
    return { kind: 'attribute', value, attr: attr.text, attrSpan, span: this.from(startOf(value)) };
  }

  private call(func: Expr): Expr {
    const open = this.peek().start;
    const args = readArguments(this);
    return { kind: 'call', func, args, argsSpan: this.from(open), span: this.from(startOf(func)) };
  }

  private atom(): Expr {
    const token = this.peek();
    const span = { start: token.start, end: token.end };
    if (token.kind === 'string') return this.string();
    if (token.kind === 'number') return this.number();
    if (token.text === '(') return readParenthesised(this);
    if (token.text === '[') return readList(this);
    if (token.text === '{') return readBraces(this);
    if (token.text === '...') return { kind: 'constant', value: (this.next(), '...'), span };
    if (token.kind !== 'name' || KEYWORDS.has(token.text)) return this.broken(token.start);
    this.next();
    if (token.text === 'None') return { kind: 'constant', value: null, span };
    if (token.text === 'True' || token.text === 'False') {
      return { kind: 'constant', value: token.text === 'True', span };
    }
    return { kind: 'name', id: token.text, span };
  }

  /** What is no expression: says so, and goes on after the token that is in the way. */
  broken(start: number): Expr {
    this.fail();
    if (!this.done && !this.is(')') && !this.is(']') && !this.is('}') && !this.is(',')) this.next();
    return { kind: 'broken', span: { start, end: Math.max(start, this.lastEnd) } };
  }

  private number(): Expr {
    const { start, end, text } = this.next();
    const clean = text.replaceAll('_', '').replace(/[jJlL]$/, '');
    const float = /[.]|^\d[^xX]*[eE]/.test(clean);
    return { kind: 'number', value: Number(clean), float, span: { start, end } };
  }

  private string(): Expr {
    const { start } = this.peek();
    const pieces: StringPiece[] = [];
    while (this.peek().kind === 'string') pieces.push(stringPiece(this.source, this.next()));
    const span = this.from(start);
    if (pieces.some((piece) => isFormatted(piece.prefix))) {
      const parts = fstringParts(this.source, pieces, readPlaceholder);
      const broken = parts.some((part) => {
        return part.kind === 'placeholder' && part.value.kind === 'broken';
      });
      if (broken) this.errors.push(span);
      return { kind: 'fstring', parts, pieces, span };
    }
    const value = stringValue(this.source, pieces);
    return { kind: 'string', ...(value !== undefined && { value }), pieces, span };
  }
}

function readPlaceholder(source: string, { start, end }: Span): Expr {
  const { tokens } = tokenize(source.slice(start, end), start);
  return new ExpressionReader(source, tokens, start, end).expressions();
}
