/** Chance that is the same for the same seed. */
export interface Chance {
  /** Returns a whole number from 0 and below `limit`. */
  below(limit: number): number;
  /** Returns true in a share of all cases, from 0 to 1. */
  hits(share: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** The seed of all fault tests: ASOF_SEED, or the day that the founding timeline is about. */
export const faultSeed = Number(process.env['ASOF_SEED'] ?? 20_250_703);

/** Makes chance out of a seed (mulberry32). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    hits: (share) => next() < share,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
