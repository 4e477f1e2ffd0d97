/** Stops at a broken promise of our own code: what it throws is a bug of Asof, never of its user. */
export function assert(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`Broken promise: ${promise}`);
}
