/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from `least` to `most`. */
  within(least: number, most: number): number;
  chance(of: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const within = (least: number, most: number): number => {
    return least + Math.floor(next() * (most - least + 1));
  };
  return {
    within,
    chance: (of) => next() < of,
    pick: (items) => items[within(0, items.length - 1)] ?? items[0],
  };
}
