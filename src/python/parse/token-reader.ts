import type { Span } from '../../model/span.ts';
import type { Token } from '../tokens.ts';

const END: Token = { kind: 'op', text: '', start: 0, end: 0 };

/** Goes through the tokens between two offsets of a source string. Never throws: what was expected and is not there is in `errors`. */
export class TokenReader {
  readonly errors: Span[] = [];
  protected readonly source: string;
  private at: number;
  /** What `peek` gives, kept because it is asked for all the time. */
  private current: Token;
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

  /** From `start` to the end of the last token that was read. */
  from(start: number): Span {
    return { start, end: this.lastEnd };
  }
}

function firstTokenFrom(tokens: readonly Token[], offset: number, from: number): number {
  let at = Math.min(from, tokens.length);
  while ((tokens[at]?.start ?? offset) < offset) at++;
  while ((tokens[at - 1]?.start ?? -1) >= offset) at--;
  return at;
}
