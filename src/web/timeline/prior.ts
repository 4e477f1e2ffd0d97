import type { Marks } from '../model.ts';

/**
 * Finds for each reading the one before it, in history order, of the same fact; -1 where there is none.
 *
 * Facts are positions: they are hashed into a table of twice their number at least, so that 100,000 take some milliseconds.
 */
export function priorReadings(marks: Marks): Int32Array {
  const prior = new Int32Array(marks.count).fill(-1);
  const bits = Math.max(4, Math.ceil(Math.log2(marks.count + 1)) + 1);
  const table = new Int32Array(1 << bits).fill(-1);
  const mask = table.length - 1;
  for (let reading = 0; reading < marks.count; reading += 1) {
    const fact = marks.fact[reading] ?? 0;
    let place = Math.imul(fact % 4_294_967_291, 0x9e3779b1) >>> (32 - bits);
    let there = table[place] ?? -1;
    while (there >= 0 && marks.fact[there] !== fact) {
      place = (place + 1) & mask;
      there = table[place] ?? -1;
    }
    prior[reading] = there;
    table[place] = reading;
  }
  return prior;
}
