import type { Span } from '../model/span.ts';

/** Things of a file by where they stand: those in a span are found without a look at all others. */
export class SpanIndex<T> {
  private readonly items: readonly T[];
  /** Indexes of the items by where they start. Numbers, not objects: a program has a hundred thousand expressions. */
  private readonly order: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    this.items = items;
    this.order = new Uint32Array(items.length);
    this.starts = new Uint32Array(items.length);
    this.ends = new Uint32Array(items.length);
    const spans = items.map(spanOf);
    // Numbers that hold start and index: those are sorted without a call for each pair.
    const keys = Float64Array.from(spans, ({ start }, index) => start * items.length + index);
    for (const [at, key] of keys.sort().entries()) {
      const index = key % items.length;
      this.order[at] = index;
      this.starts[at] = spans[index]?.start ?? 0;
      this.ends[at] = spans[index]?.end ?? 0;
    }
  }

  /** What lies in a span, in the order in which it was given. */
  within({ start, end }: Span): T[] {
    const found: number[] = [];
    let isSorted = true;
    let last = -1;
    for (let at = this.firstFrom(start); at < this.order.length; at++) {
      if ((this.starts[at] ?? 0) > end) break;
      if ((this.ends[at] ?? 0) > end) continue;
      const index = this.order[at] ?? 0;
      isSorted &&= index > last;
      last = index;
      found.push(index);
    }
    if (!isSorted) found.sort((a, b) => a - b);
    return found.flatMap((index) => this.items[index] ?? []);
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
