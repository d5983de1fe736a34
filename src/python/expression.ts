import type { Span } from '../model/span.ts';
import type { Argument, Expr, NameExpr, Param, StringPiece } from './syntax.ts';
import { fstringParts, stringPiece, stringValue } from './strings.ts';
import { tokenize, type Token } from './tokens.ts';

type Clause = Extract<Expr, { kind: 'comprehension' }>['clauses'][number];

const END: Token = { kind: 'op', text: '', start: 0, end: 0 };
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
export class ExpressionReader {
  readonly errors: Span[] = [];
  private at: number;
  /** What `peek` gives, kept because it is asked for all the time. */
  private current: Token;
  private readonly source: string;
  private readonly tokens: readonly Token[];
  private readonly limit: number;

  /** Reads from the first token at or after `start`, which is near the token number `from`. */
  constructor(source: string, tokens: readonly Token[], start: number, end: number, from = 0) {
    this.source = source;
    this.tokens = tokens;
    this.at = firstTokenFrom(tokens, start, from);
    this.limit = end;
    this.current = this.ahead(0);
  }

  private ahead(count: number): Token {
    const token = this.tokens[this.at + count];
    return token && token.end <= this.limit ? token : END;
  }

  /** The token ahead; an empty one at the end of the range. */
  peek(ahead = 0): Token {
    return ahead === 0 ? this.current : this.ahead(ahead);
  }

  get done(): boolean {
    return this.current === END;
  }

  is(text: string): boolean {
    return this.current.text === text && this.current.kind !== 'string';
  }

  next(): Token {
    const token = this.current;
    if (token === END) return token;
    this.at++;
    this.current = this.ahead(0);
    return token;
  }

  accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  expect(text: string): Token | undefined {
    const token = this.accept(text);
    if (!token) this.fail();
    return token;
  }

  /** End of the last token that was read. */
  get lastEnd(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  fail(): void {
    const { start, end } = this.peek();
    this.errors.push(this.done ? { start: this.lastEnd, end: this.lastEnd } : { start, end });
  }

  /** `a, *b, c := d`: one expression, or a tuple without parentheses. */
  expressions(): Expr {
    const first = this.element();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',')) {
      if (!this.startsExpression()) break;
      items.push(this.element());
    }
    const start = items[0]?.parens?.start ?? first.span.start;
    return { kind: 'tuple', items, span: { start, end: this.lastEnd } };
  }

  private startsExpression(): boolean {
    const { kind, text } = this.peek();
    if (kind === 'op') return ['(', '[', '{', '-', '+', '~', '*', '**', '...'].includes(text);
    if (kind === 'name')
      return !KEYWORDS.has(text) || ['not', 'lambda', 'await', 'yield'].includes(text);
    return this.peek() !== END;
  }

  /** `*x`, `x := y`, `yield x` or a plain expression. */
  element(): Expr {
    const star = this.accept('*') ?? this.accept('**');
    if (star) return this.unary('starred', star, this.operation(ARITHMETIC));
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

  private from(start: number): Span {
    return { start, end: this.lastEnd };
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
    const params = this.params(':');
    this.expect(':');
    const body = this.expression();
    return { kind: 'lambda', params, body, span: this.from(start) };
  }

  private disjunction(): Expr {
    return this.operation(1);
  }

  /** Operands and the operators between them that bind at least as strongly as `least`. */
  private operation(least: number): Expr {
    let left = this.operand(least);
    for (;;) {
      const { kind, text } = this.current;
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
    const { kind, text } = this.current;
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

  private primary(): Expr {
    let value = this.atom();
    for (;;) {
      if (this.is('.')) value = this.attribute(value);
      else if (this.is('(')) value = this.call(value);
      else if (this.is('[')) value = this.subscript(value);
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
    const args = this.args();
    return { kind: 'call', func, args, argsSpan: this.from(open), span: this.from(startOf(func)) };
  }

  /** `(a, *b, c=d, **e)`, also the bases of a class. */
  args(): Argument[] {
    this.expect('(');
    const args: Argument[] = [];
    while (!this.done && !this.is(')')) {
      const before = this.at;
      args.push(this.argument());
      if (!this.accept(',')) break;
      if (this.at === before) break;
    }
    this.expect(')');
    return args;
  }

  private argument(): Argument {
    const { start, end, kind, text } = this.peek();
    const star = this.accept('**') ?? this.accept('*');
    if (star) {
      const value = this.expression();
      return { star: star.text === '*' ? '*' : '**', value, span: this.from(start) };
    }
    if (kind === 'name' && this.peek(1).text === '=' && this.peek(1).kind === 'op') {
      this.next();
      this.next();
      const value = this.expression();
      return { name: text, nameSpan: { start, end }, star: '', value, span: this.from(start) };
    }
    const value = this.element();
    const generator = this.comprehension([value], start);
    return { star: '', value: generator ?? value, span: this.from(start) };
  }

  private subscript(value: Expr): Expr {
    this.next();
    const { start } = this.peek();
    const items: Expr[] = [];
    while (!this.done && !this.is(']')) {
      items.push(this.slice());
      if (!this.accept(',')) break;
    }
    const [first] = items;
    const span = this.from(start);
    const index: Expr = first && items.length === 1 ? first : { kind: 'tuple', items, span };
    this.expect(']');
    return { kind: 'subscript', value, index, span: this.from(startOf(value)) };
  }

  private slice(): Expr {
    const { start } = this.peek();
    const parts: Expr[] = [];
    if (!this.is(':')) parts.push(this.element());
    if (!this.is(':')) return parts[0] ?? this.broken(start);
    while (this.accept(':'))
      if (!this.is(':') && !this.is(']') && !this.is(',')) parts.push(this.expression());
    return { kind: 'slice', parts, span: this.from(start) };
  }

  private atom(): Expr {
    const token = this.peek();
    const span = { start: token.start, end: token.end };
    if (token.kind === 'string') return this.string();
    if (token.kind === 'number') return this.number();
    if (token.text === '(') return this.parenthesised();
    if (token.text === '[') return this.display(']', 'list');
    if (token.text === '{') return this.braces();
    if (token.text === '...') return { kind: 'constant', value: (this.next(), '...'), span };
    if (token.kind !== 'name' || KEYWORDS.has(token.text)) return this.broken(token.start);
    this.next();
    if (token.text === 'None') return { kind: 'constant', value: null, span };
    if (token.text === 'True' || token.text === 'False') {
      return { kind: 'constant', value: token.text === 'True', span };
    }
    return { kind: 'name', id: token.text, span };
  }

  private broken(start: number): Expr {
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
    if (pieces.some((piece) => /[ft]/.test(piece.prefix))) {
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

  private parenthesised(): Expr {
    const { start } = this.next();
    if (this.accept(')')) return { kind: 'tuple', items: [], span: this.from(start) };
    const first = this.element();
    const generator = this.comprehension([first], startOf(first));
    const inner = generator ?? (this.is(',') ? this.tupleFrom(first) : first);
    this.expect(')');
    const parens = this.from(start);
    if (inner.kind === 'tuple' || generator) return { ...inner, span: parens };
    return { ...inner, parens };
  }

  private tupleFrom(first: Expr): Expr {
    const items = [first];
    while (this.accept(',')) {
      if (this.is(')') || this.done) break;
      items.push(this.element());
    }
    return { kind: 'tuple', items, span: this.from(startOf(first)) };
  }

  private display(close: string, kind: 'list' | 'set', open?: Token, first?: Expr): Expr {
    const start = (open ?? this.next()).start;
    const items: Expr[] = first ? [first] : [];
    const generator = first ? this.comprehension([first], start) : undefined;
    if (!generator && first) this.accept(',');
    while (!generator && !this.done && !this.is(close)) {
      const item = this.element();
      const listed = items.length === 0 ? this.comprehension([item], start) : undefined;
      if (listed) return this.closed(listed, close, start);
      items.push(item);
      if (!this.accept(',')) break;
    }
    if (generator) return this.closed(generator, close, start);
    this.expect(close);
    return { kind, items, span: this.from(start) };
  }

  private closed(value: Expr, close: string, start: number): Expr {
    this.expect(close);
    return { ...value, span: this.from(start) };
  }

  private braces(): Expr {
    const open = this.next();
    if (this.is('}')) {
      this.next();
      return { kind: 'dict', entries: [], span: this.from(open.start) };
    }
    if (this.is('**')) return this.dict(open.start, []);
    const first = this.element();
    if (!this.accept(':')) return this.display('}', 'set', open, first);
    const value = this.expression();
    const comprehension = this.comprehension([first, value], open.start);
    if (comprehension) return this.closed(comprehension, '}', open.start);
    this.accept(',');
    return this.dict(open.start, [{ key: first, value }]);
  }

  private dict(start: number, entries: { key?: Expr; value: Expr }[]): Expr {
    while (!this.done && !this.is('}')) {
      if (this.accept('**')) entries.push({ value: this.operation(ARITHMETIC) });
      else {
        const key = this.expression();
        this.expect(':');
        entries.push({ key, value: this.expression() });
      }
      if (!this.accept(',')) break;
    }
    this.expect('}');
    return { kind: 'dict', entries, span: this.from(start) };
  }

  private comprehension(element: readonly Expr[], start: number): Expr | undefined {
    const clauses: Clause[] = [];
    while (this.is('for') || (this.is('async') && this.peek(1).text === 'for')) {
      const async = this.accept('async') !== undefined;
      this.next();
      const target = this.targets();
      this.expect('in');
      const iterable = this.disjunction();
      const conditions: Expr[] = [];
      while (this.accept('if')) conditions.push(this.condition());
      clauses.push({ target, iterable, conditions, async });
    }
    return clauses.length > 0
      ? { kind: 'comprehension', element, clauses, span: this.from(start) }
      : undefined;
  }

  private condition(): Expr {
    const value = this.disjunction();
    if (value.kind !== 'name' || !this.accept(':=')) return value;
    const right = this.disjunction();
    return { kind: 'named', target: value, value: right, span: this.from(value.span.start) };
  }

  /** Assignment targets before `in`: `a, (b, *c)`. */
  targets(): Expr {
    const one = (): Expr => {
      const star = this.accept('*');
      return star ? this.unary('starred', star, this.primary()) : this.primary();
    };
    const first = one();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',') && !this.is('in') && !this.is('=')) items.push(one());
    return { kind: 'tuple', items, span: this.from(startOf(first)) };
  }

  /** Parameters up to `close` (`)` of a function, `:` of a lambda), which is left unread. */
  params(close: ')' | ':'): Param[] {
    const params: Param[] = [];
    let keywordOnly = false;
    while (!this.done && !this.is(close)) {
      if (this.accept('/'))
        params.forEach((param, i) => (params[i] = { ...param, kind: 'positional-only' }));
      else if (this.is('*') && [',', close].includes(this.peek(1).text))
        keywordOnly = this.next().text === '*';
      else {
        const param = this.param(close, keywordOnly ? 'keyword-only' : 'positional');
        if (!param) break;
        if (param.star === '*') keywordOnly = true;
        params.push(param);
      }
      if (!this.accept(',')) break;
    }
    return params;
  }

  private param(close: ')' | ':', kind: Param['kind']): Param | undefined {
    const { start } = this.peek();
    const star = this.accept('**') ?? this.accept('*');
    const name = this.peek();
    if (name.kind !== 'name') {
      this.fail();
      return undefined;
    }
    this.next();
    const annotation = close === ')' && this.accept(':') ? this.element() : undefined;
    const value = this.accept('=') ? this.expression() : undefined;
    return {
      name: name.text,
      nameSpan: { start: name.start, end: name.end },
      span: this.from(start),
      star: star ? (star.text === '*' ? '*' : '**') : '',
      kind,
      ...(annotation && { annotation }),
      ...(value && { default: value }),
    };
  }
}

/** Start of an expression with the parentheses around it. */
export function startOf(expr: Expr): number {
  return expr.parens?.start ?? expr.span.start;
}

/** Span of an expression with the parentheses around it: what an edit replaces. */
export function outerSpan(expr: Expr): Span {
  return expr.parens ?? expr.span;
}

/** Whether an expression is a plain name. */
export function isName(expr: Expr): expr is NameExpr {
  return expr.kind === 'name';
}

function readPlaceholder(source: string, { start, end }: Span): Expr {
  const { tokens } = tokenize(source.slice(start, end), start);
  return new ExpressionReader(source, tokens, start, end).expressions();
}

function firstTokenFrom(tokens: readonly Token[], offset: number, from: number): number {
  let at = Math.min(from, tokens.length);
  while ((tokens[at]?.start ?? offset) < offset) at++;
  while ((tokens[at - 1]?.start ?? -1) >= offset) at--;
  return at;
}
