import * as fc from 'fast-check';

import type { Marks } from '../../src/web/model.ts';
import { noMarks } from '../../src/web/model/readings.ts';

/** One reading of a fact. */
export interface HandReading {
  readonly position: number;
  readonly recordedTo: number;
  readonly fact: number;
  readonly from: number;
  /** The latest it may have begun; when it began where left out. */
  readonly fromLatest?: number;
  readonly status: number;
}

/** Facts stated, corrected and retracted at the positions 1, 2, 3 …, with many ties of occurred time. */
export const someReadings: fc.Arbitrary<readonly HandReading[]> = fc
  .array(
    fc.record({
      of: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
      from: fc.integer({ min: 0, max: 12 }),
      isRetraction: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((events) => {
    const readings: HandReading[] = [];
    for (const [index, { of, from, isRetraction }] of events.entries()) {
      const position = index + 1;
      const facts = [...new Set(readings.map(({ fact }) => fact))];
      const fact = of === undefined ? undefined : facts[of];
      const last = readings.findLast((reading) => reading.fact === fact);
      if (last === undefined || fact === undefined)
        readings.push({ position, recordedTo: Infinity, fact: position, from, status: 0 });
      else {
        readings[readings.indexOf(last)] = { ...last, recordedTo: position };
        const status = isRetraction ? 2 : 1;
        readings.push({
          position,
          recordedTo: Infinity,
          fact,
          from: isRetraction ? last.from : from,
          status,
        });
      }
    }
    return readings;
  });

/** Puts readings into columns in history order. */
export function marksByHand(readings: readonly HandReading[]): Marks {
  const sorted = readings.toSorted(
    (one, other) => one.from - other.from || one.fact - other.fact || one.position - other.position,
  );
  const column = (name: Exclude<keyof HandReading, 'fromLatest'>) =>
    Float64Array.from(sorted, (reading) => reading[name]);
  const count = sorted.length;
  return {
    ...noMarks,
    count,
    position: column('position'),
    recordedTo: column('recordedTo'),
    recordedAt: column('position'),
    fact: column('fact'),
    from: column('from'),
    fromLatest: Float64Array.from(sorted, ({ from, fromLatest = from }) => fromLatest),
    to: new Float64Array(count).fill(Number.NaN),
    toLatest: new Float64Array(count).fill(Number.NaN),
    isOpen: new Uint8Array(count),
    status: Uint8Array.from(sorted, ({ status }) => status),
    qualifier: new Uint8Array(count),
    type: new Uint16Array(count),
    stream: new Uint32Array(count),
    types: ['NoteAdded'],
    streams: ['notes-a'],
  };
}

/** Lists the readings that make up the past of a moment, the naive way. */
export function pastOf(readings: readonly HandReading[], asOf: number, position: number) {
  return readings.filter(
    (reading) =>
      reading.position <= position &&
      position < reading.recordedTo &&
      reading.status !== 2 &&
      reading.from <= asOf,
  );
}
