import type { WrittenReading } from './marks.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is generated. */
export interface Many {
  readonly count: number;
  readonly seed?: number;
  /** The first occurred time, and over how long they are spread. */
  readonly start?: number;
  readonly spread?: number;
  readonly lanes?: number;
}

const types = [
  'AttackReported',
  'InterceptionReported',
  'AlertStarted',
  'StatementMade',
  'CallHeld',
  'DamageReported',
];

/**
 * Generates readings of all kinds, the same for the same seed: instants, days, nights, intervals with and without an end,
 * corrections, retractions, late reports, and facts in two lanes; a few lanes have most of them.
 */
export function manyReadings({
  count,
  seed = 1,
  start = Date.UTC(2025, 0, 1),
  spread = 200 * day,
  lanes = 24,
}: Many): WrittenReading[] {
  const random = randomFrom(seed);
  const readings: WrittenReading[] = [];
  const times = Float64Array.from(
    { length: count },
    () => start + Math.floor((random() * spread) / 1000) * 1000,
  ).toSorted();
  let position = 0;
  for (const from of times) {
    if (readings.length >= count) break;
    position += 1;
    const fact = position;
    const recordedAt = from + (random() < 0.06 ? 2 * day + random() * 9 * day : random() * 3 * hour);
    const reading = { ...base(from, random), ...inLanes(lanes, random), fact, position, recordedAt };
    const kind = random();
    if (kind > 0.03 || readings.length + 2 > count) readings.push(reading);
    else {
      position += 1;
      const moved = kind < 0.01 ? { from: from - hour, fromLatest: reading.fromLatest - hour } : {};
      readings.push(
        { ...reading, recordedTo: position },
        { ...reading, ...moved, position, recordedAt: recordedAt + hour, status: kind < 0.012 ? 2 : 1 },
      );
    }
  }
  return readings;
}

function base(from: number, random: () => number) {
  const kind = random();
  const type = types[Math.floor(random() * types.length)] ?? 'CallHeld';
  const qualifier = random() < 0.05 ? 1 + Math.floor(random() * 3) : 0;
  if (kind < 0.45) return { type, from, fromLatest: from, qualifier };
  if (kind < 0.55) {
    const midnight = Math.floor(from / day) * day;
    return { type, from: midnight, fromLatest: midnight + day - 1, qualifier };
  }
  if (kind < 0.6)
    return {
      type,
      from,
      fromLatest: from + 2 * hour,
      to: from + 5 * hour,
      toLatest: from + 7 * hour,
      qualifier,
    };
  if (kind < 0.602) return { type, from, fromLatest: from, isOpen: true, qualifier };
  const to = from + (10 + Math.floor(random() * 110)) * minute;
  return { type, from, fromLatest: from, to, toLatest: to, qualifier };
}

function inLanes(lanes: number, random: () => number) {
  const lane = () => `place:region-${String(Math.floor(random() ** 1.8 * lanes) + 1).padStart(2, '0')}`;
  const own = lane();
  const other = random() < 0.04 ? lane() : own;
  return { stream: own, lanes: own === other ? [own] : [own, other] };
}

/** Returns a generator of numbers from 0 to 1 (mulberry32), the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
