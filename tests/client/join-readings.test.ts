import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readingsOut } from '../../src/api/wire-readings.ts';
import type { ReadingColumns } from '../../src/client/index.ts';
import { joinReadings } from '../../src/client/index.ts';
import { columnsOf } from '../../src/client/reading-columns.ts';
import type { ListedReading } from '../../src/engine/reading-answers.ts';

const head = { position: 99, recordedAt: 0 };
const sent = (readings: readonly ListedReading[]) => readingsOut({ head, inAll: 0, exact: true, readings });
const ordered = (readings: readonly ListedReading[]) =>
  readings.toSorted((a, b) => a.from - b.from || a.fact - b.fact || a.position - b.position);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const readingArbitrary: fc.Arbitrary<ListedReading> = fc
  .record({
    position: fc.integer({ min: 1, max: 60 }),
    before: fc.nat(9),
    ends: maybe(fc.integer({ min: 1, max: 9 })),
    from: fc.integer({ min: -100, max: 100 }).map((day) => day * 86_400_000),
    wide: fc.nat(9),
    to: maybe(fc.nat(9)),
    status: fc.constantFrom('stated', 'corrected', 'retracted', 'reinstated'),
    qualifier: fc.constantFrom(undefined, 'uncertain', 'approximate', 'uncertain-and-approximate'),
    isOpen: fc.boolean(),
    type: fc.constantFrom('A', 'B'),
    stream: fc.constantFrom('s-1', 's-2', 's-3'),
    lanes: fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 }),
  })
  .map(({ position, before, ends, from, wide, to, ...rest }) => ({
    ...rest,
    position,
    fact: Math.max(1, position - before),
    recordedTo: ends === undefined ? undefined : position + ends,
    recordedAt: position * 1000,
    from,
    fromLatest: from + wide,
    to: to === undefined ? undefined : from + to,
    toLatest: to === undefined ? undefined : from + to + wide,
    id: `id-${position}`,
    title: `title ${position}`,
  }));
/** One reading a position: an event makes one. */
const readingsArbitrary = fc
  .uniqueArray(readingArbitrary, { selector: ({ position }) => position, maxLength: 30 })
  .map(ordered);

describe('the columns of readings', () => {
  test('say of each reading what the server does', () => {
    fc.assert(
      fc.property(readingsArbitrary, (readings) => {
        expect(readOut(columnsOf(sent(readings)))).toEqual(readings);
      }),
    );
  });

  test('are joined in history order, and the later answer counts', () => {
    fc.assert(
      fc.property(readingsArbitrary, readingsArbitrary, fc.array(fc.nat(29)), (one, other, again) => {
        const ended = again
          .flatMap((index) => one[index % Math.max(1, one.length)] ?? [])
          .map((reading) => ({ ...reading, recordedTo: reading.position + 7 }));
        const known = new Set(one.map(({ position }) => position));
        const later = new Map(
          [...other.filter(({ position }) => !known.has(position)), ...ended].map((reading) => [
            reading.position,
            reading,
          ]),
        );
        const joined = joinReadings(columnsOf(sent(one)), sent(ordered([...later.values()])));
        const expected = [...one.filter(({ position }) => !later.has(position)), ...later.values()];
        expect(readOut(joined)).toEqual(ordered(expected));
        expect(new Set(joined.lanes).size).toBe(joined.lanes.length);
      }),
    );
  });

  test('begin with the first answer, and stay as they are where nothing changed', () => {
    const [none, some] = [sent([]), sent(fc.sample(readingsArbitrary, { seed: 7, numRuns: 1 })[0] ?? [])];
    const columns = joinReadings(undefined, some);
    expect(columns.count).toBeGreaterThan(0);
    expect(joinReadings(joinReadings(undefined, none), some)).toEqual(columns);
    expect(joinReadings(columns, none)).toBe(columns);
  });

  test('have titles only where both answers have', () => {
    const [one, other] = fc.sample(readingArbitrary, { seed: 7, numRuns: 2 });
    if (one === undefined || other === undefined) throw new Error('there are two');
    const { id: _, title: __, ...bare } = { ...other, position: 61 };
    const joined = joinReadings(columnsOf(sent([one])), sent([bare]));
    expect(joined.titles).toBeUndefined();
    expect(joinReadings(columnsOf(sent([one])), sent([{ ...other, position: 61 }])).titles).toHaveLength(2);
  });
});

const statuses = ['stated', 'corrected', 'retracted', 'reinstated'] as const;
const qualifiers = [undefined, 'uncertain', 'approximate', 'uncertain-and-approximate'] as const;

function numberAt(column: ArrayLike<number>, index: number): number | undefined {
  const value = column[index];
  return value === undefined || Number.isNaN(value) || value === Infinity ? undefined : value;
}

/** Reads the columns back, reading by reading. */
function readOut(columns: ReadingColumns): unknown {
  return Array.from({ length: columns.count }, (_, index) => ({
    position: columns.position[index],
    fact: columns.fact[index],
    recordedTo: numberAt(columns.recordedTo, index),
    recordedAt: columns.recordedAt[index],
    from: columns.from[index],
    fromLatest: columns.fromLatest[index],
    to: numberAt(columns.to, index),
    toLatest: numberAt(columns.toLatest, index),
    isOpen: columns.isOpen[index] === 1,
    status: statuses[columns.status[index] ?? 0],
    qualifier: qualifiers[columns.qualifier[index] ?? 0],
    type: columns.types[columns.type[index] ?? 0],
    stream: columns.streams[columns.stream[index] ?? 0],
    lanes: [...columns.laneOf.subarray(columns.laneStart[index], columns.laneStart[index + 1])].map(
      (lane) => columns.lanes[lane],
    ),
    id: columns.ids?.[index],
    title: columns.titles?.[index],
  }));
}
