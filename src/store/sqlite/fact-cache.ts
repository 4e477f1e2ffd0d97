import type { FactRead } from '../../domain/reading.ts';

/** Facts that were read lately, by the position of the reading that they are of: as a reading makes it a fact never changes. */
export interface FactCache {
  get(position: number): FactRead | undefined;
  /** Keeps a fact that is read again at once, or was read a while ago, too; `bytes` is the length of its text. */
  keep(position: number, fact: FactRead, bytes: number, isReadAgain: boolean): void;
}

interface Kept {
  readonly fact: FactRead;
  readonly bytes: number;
}

/** What a decoded fact takes in memory for each byte of its text, and beside it: measured on V8, about. */
const bytesPerByte = 2;
const bytesBeside = 700;

/** How many positions that were read once are remembered: eighteen hours of an event a second. */
const onceMax = 2 ** 16;

/**
 * Keeps about so many bytes of facts: what was not asked for while half of them came in anew is forgotten.
 *
 * What is read once may never be read again, as where the past is looked at here and there. To keep that costs more than it brings: V8 copies
 * and marks it until it is forgotten, half of the time that such an answer takes at the slowest.
 */
export function createFactCache(bytesMax: number): FactCache {
  let young = new Map<number, Kept>();
  let old = new Map<number, Kept>();
  let youngBytes = 0;

  const keep = (position: number, kept: Kept): void => {
    young.set(position, kept);
    youngBytes += kept.bytes;
    if (youngBytes <= bytesMax / 2) return;
    old = young;
    young = new Map();
    youngBytes = 0;
  };

  /** Each position has its place, where it stays until another one of the same place is read. */
  const readOnce = new Float64Array(onceMax);

  return {
    get(position) {
      const kept = young.get(position);
      if (kept !== undefined) return kept.fact;
      const found = old.get(position);
      if (found === undefined) return undefined;
      old.delete(position);
      keep(position, found);
      return found.fact;
    },
    keep(position, fact, bytes, isReadAgain) {
      const place = position % onceMax;
      if (isReadAgain || readOnce[place] === position)
        keep(position, { fact, bytes: bytes * bytesPerByte + bytesBeside });
      readOnce[place] = position;
    },
  };
}
