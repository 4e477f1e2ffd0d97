import type { ListedReading, ReadingsAnswer } from '../engine/reading-answers.ts';
import type { Sent } from './contract/parts.ts';
import type { readingColumnsSchema, readingsSchema } from './contract/readings.ts';
import { headOut } from './wire.ts';

/** A page of readings, as sent. */
export type ReadingsOut = Sent<typeof readingsSchema>;

/** Readings by columns, as sent: most of them as differences. */
export type ReadingColumnsOut = Sent<typeof readingColumnsSchema>;

/** The numbers that stand for a status. */
const statusCode = { stated: 0, corrected: 1, retracted: 2, reinstated: 3 } as const;

/** The numbers that stand for a qualifier. */
const qualifierCode = { uncertain: 1, approximate: 2, 'uncertain-and-approximate': 3 } as const;

/** Returns a page of readings in the form that is sent: differences are shorter than what they are between. */
export function readingsOut({ head, inAll, exact, readings, next }: ReadingsAnswer): ReadingsOut {
  const [types, streams, lanes] = [createPlaces(), createPlaces(), createPlaces()];
  const columns = {
    position: differences(readings, ({ position }) => position),
    recordedTo: readings.map(({ recordedTo, position }) => distance(position, recordedTo)),
    recordedAt: differences(readings, ({ recordedAt }) => recordedAt),
    fact: readings.map(({ position, fact }) => position - fact),
    from: differences(readings, ({ from }) => from),
    fromLatest: readings.map(({ from, fromLatest }) => fromLatest - from),
    to: readings.map(({ from, to }) => distance(from, to)),
    toLatest: readings.map(({ to, toLatest }) => distance(to ?? 0, toLatest)),
    isOpen: readings.map(({ isOpen }) => (isOpen ? 1 : 0)),
    status: readings.map(({ status }) => statusCode[status]),
    qualifier: readings.map(({ qualifier }) => (qualifier === undefined ? 0 : qualifierCode[qualifier])),
    type: readings.map(({ type }) => types.placeOf(type)),
    stream: readings.map(({ stream }) => streams.placeOf(stream)),
    laneCount: readings.map((reading) => reading.lanes.length),
    laneOf: readings.flatMap((reading) => reading.lanes.map(lanes.placeOf)),
    ...titlesOf(readings),
  };
  return {
    head: headOut(head),
    inAll,
    exact,
    types: types.names(),
    streams: streams.names(),
    lanes: lanes.names(),
    readings: columns,
    ...(next === undefined ? {} : { next }),
  };
}

/** All of them have titles, or none. */
function titlesOf(readings: readonly ListedReading[]): Pick<ReadingColumnsOut, 'id' | 'title'> {
  if (readings[0]?.title === undefined) return {};
  return { id: readings.map(({ id = '' }) => id), title: readings.map(({ title = '' }) => title) };
}

function distance(from: number, to: number | undefined): number | null {
  return to === undefined ? null : to - from;
}

function differences(
  readings: readonly ListedReading[],
  valueOf: (reading: ListedReading) => number,
): readonly number[] {
  let before = 0;
  return readings.map((reading) => {
    const value = valueOf(reading);
    const difference = value - before;
    before = value;
    return difference;
  });
}

/** Gives each name a place, in the order in which they come. */
function createPlaces() {
  const places = new Map<string, number>();
  return {
    placeOf(name: string): number {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, places.size);
      return places.size - 1;
    },
    names: () => [...places.keys()],
  };
}
