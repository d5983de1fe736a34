import type { Position } from './diagnostic.ts';
import type { Span } from './span.ts';

/** The lines of a text: `\n`, `\r\n` and a lone `\r` end one, as in Python. */
export class Lines {
  readonly source: string;
  private found: readonly number[] | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** Offsets at which lines start. */
  get starts(): readonly number[] {
    return (this.found ??= lineStarts(this.source));
  }

  /** 1-based line and column of an offset. */
  position(offset: number): Position {
    const index = this.indexAt(offset);
    return { line: index + 1, column: offset - (this.starts[index] ?? 0) + 1 };
  }

  /** Offset of a 1-based position; past the end of its line, that end. */
  offset({ line, column }: Position): number {
    const { start, end } = this.span(line);
    return Math.min(start + column - 1, end);
  }

  /** A 1-based line without its line end. */
  span(line: number): Span {
    const start = this.starts[line - 1] ?? this.source.length;
    let end = this.starts[line] ?? this.source.length;
    if (end > start && this.source[end - 1] === '\n') end--;
    if (end > start && this.source[end - 1] === '\r') end--;
    return { start, end };
  }

  /** A 1-based line without its line end. */
  text(line: number): string {
    const { start, end } = this.span(line);
    return this.source.slice(start, end);
  }

  private indexAt(offset: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1))
    starts.push(at + 1);
  if (!source.includes('\r')) return starts;
  for (const { index } of source.matchAll(/\r(?!\n)/g)) starts.push(index + 1);
  return starts.sort((a, b) => a - b);
}
