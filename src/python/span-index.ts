import type { Span } from '../model/span.ts';

/** Things of a file by where they stand: those in a span are found without a look at all others. */
export class SpanIndex<T> {
  private readonly items: readonly T[];
  /** Indexes of the items by where they start. Numbers, not objects: a program has a hundred thousand expressions. */
  private readonly order: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    const spans = items.map(spanOf);
    const startOf = (index: number): number => spans[index]?.start ?? 0;
    this.items = items;
    this.order = Uint32Array.from(items.keys()).sort((a, b) => startOf(a) - startOf(b));
    this.starts = this.order.map(startOf);
    this.ends = this.order.map((index) => spans[index]?.end ?? 0);
  }

  /** What lies in a span, in the order in which it was given. */
  within({ start, end }: Span): T[] {
    const found: number[] = [];
    for (let at = this.firstFrom(start); at < this.order.length; at++) {
      if ((this.starts[at] ?? 0) > end) break;
      if ((this.ends[at] ?? 0) <= end) found.push(this.order[at] ?? 0);
    }
    return found.sort((a, b) => a - b).flatMap((index) => this.items[index] ?? []);
  }

  private firstFrom(start: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? Infinity) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
