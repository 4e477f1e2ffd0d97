import { storeError } from './errors.ts';
import type { Reads } from './reads.ts';

/** Makes every read wait for `before`, and every error of SQLite in it an error of the catalogue. */
export function guardedReads(
  name: string,
  reads: Reads,
  before: (query?: { readonly text?: string | undefined }) => void,
): Reads {
  const guarded =
    <Parameters extends readonly unknown[], Result>(read: (...values: Parameters) => Result) =>
    (...values: Parameters): Result => {
      try {
        before();
        return read(...values);
      } catch (error) {
        throw storeError(error, name);
      }
    };
  return {
    head: guarded(reads.head),
    positionAt: guarded(reads.positionAt),
    recordedAtOf: guarded(reads.recordedAtOf),
    event: guarded(reads.event),
    readLog: guarded(reads.readLog),
    readStream: guarded(reads.readStream),
    streams: guarded(reads.streams),
    audit: guarded(reads.audit),
    history: guarded((query) => {
      before(query);
      return reads.history(query);
    }),
    historyPlaces: guarded(reads.historyPlaces),
    spanning: guarded(reads.spanning),
    touches: guarded(reads.touches),
    readingsMade: guarded(reads.readingsMade),
    frontierAt: guarded(reads.frontierAt),
    lastTouch: guarded(reads.lastTouch),
    countFacts: guarded(reads.countFacts),
    countOccurred: guarded(reads.countOccurred),
    sampleOccurred: guarded(reads.sampleOccurred),
    shifts: guarded(reads.shifts),
    commits: guarded(reads.commits),
    recordedBy: guarded(reads.recordedBy),
    listReadings: guarded((query) => {
      before(query);
      return reads.listReadings(query);
    }),
    countReadings: guarded((filter, most) => {
      before(filter);
      return reads.countReadings(filter, most);
    }),
    fact: guarded(reads.fact),
    effectsOf: guarded(reads.effectsOf),
  };
}
