import type { Span } from '../model/span.ts';

/** Things of a file by where they stand: those in a span are found without a look at all others. */
export class SpanIndex<T> {
  private readonly sorted: readonly Ranked<T>[];

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    this.sorted = items
      .map((item, rank) => ({ item, rank, span: spanOf(item) }))
      .sort((a, b) => a.span.start - b.span.start);
  }

  /** What lies in a span, in the order in which it was given. */
  within({ start, end }: Span): T[] {
    const found: Ranked<T>[] = [];
    for (let at = this.firstFrom(start); at < this.sorted.length; at++) {
      const one = this.sorted[at];
      if (!one || one.span.start > end) break;
      if (one.span.end <= end) found.push(one);
    }
    return found.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  }

  private firstFrom(start: number): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle]?.span.start ?? Infinity) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Ranked<T> {
  readonly item: T;
  readonly rank: number;
  readonly span: Span;
}
