import type { Marks } from '../../../src/web/model.ts';

/** A reading as tests write it; what is left out is plain: an exact instant, stated, recorded as it occurred. */
export interface WrittenReading {
  readonly position: number;
  readonly from: number;
  readonly recordedTo?: number;
  readonly recordedAt?: number;
  readonly fact?: number;
  readonly fromLatest?: number;
  readonly to?: number;
  readonly toLatest?: number;
  readonly isOpen?: boolean;
  readonly status?: number;
  readonly qualifier?: number;
  readonly type?: string;
  readonly stream?: string;
  readonly lanes?: readonly string[];
}

/** Puts readings into columns, in history order. */
export function marksOf(written: readonly WrittenReading[]): Marks {
  const readings = written
    .map((one) => ({ fact: one.position, lanes: [one.stream ?? 'a'], ...one }))
    .toSorted((a, b) => a.from - b.from || a.fact - b.fact || a.position - b.position);
  const numbers = (of: (one: (typeof readings)[number]) => number) => Float64Array.from(readings, of);
  const small = (of: (one: (typeof readings)[number]) => number) => Uint8Array.from(readings, of);
  const types = [...new Set(readings.map(({ type = 'CallHeld' }) => type))];
  const streams = [...new Set(readings.map(({ stream = 'a' }) => stream))];
  const lanes = [...new Set(readings.flatMap((one) => one.lanes))];
  const places = new Map(lanes.map((name, place) => [name, place]));
  const laneStart = new Uint32Array(readings.length + 1);
  for (const [index, one] of readings.entries())
    laneStart[index + 1] = (laneStart[index] ?? 0) + one.lanes.length;
  return {
    count: readings.length,
    position: numbers(({ position }) => position),
    recordedTo: numbers(({ recordedTo = Infinity }) => recordedTo),
    recordedAt: numbers(({ recordedAt, from }) => recordedAt ?? from),
    fact: numbers(({ fact }) => fact),
    from: numbers(({ from }) => from),
    fromLatest: numbers(({ fromLatest, from }) => fromLatest ?? from),
    to: numbers(({ to = Number.NaN }) => to),
    toLatest: numbers(({ toLatest, to = Number.NaN }) => toLatest ?? to),
    isOpen: small(({ isOpen = false }) => Number(isOpen)),
    status: small(({ status = 0 }) => status),
    qualifier: small(({ qualifier = 0 }) => qualifier),
    type: Uint16Array.from(readings, ({ type = 'CallHeld' }) => types.indexOf(type)),
    stream: Uint32Array.from(readings, ({ stream = 'a' }) => streams.indexOf(stream)),
    types,
    streams,
    lanes,
    laneStart,
    laneOf: Uint32Array.from(readings.flatMap((one) => one.lanes.map((name) => places.get(name) ?? 0))),
  };
}
