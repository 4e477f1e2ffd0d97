import { changeOfOffset, instantOfWall, offsetAt } from '../format/wall.ts';
import type { ZoneChoice } from '../model.ts';
import { fineLabel, largeLabel } from './tick-labels.ts';
import type { Unit } from './tick-labels.ts';

/** A place on the axis of time with its name. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** The marks of the axis: the finer ones, and the larger units that they are in. */
export interface Axis {
  readonly fine: readonly Tick[];
  /** Where each larger unit begins; the first one has begun at the left edge or before it. */
  readonly large: readonly Tick[];
}

interface Step {
  readonly unit: Unit;
  readonly count: number;
  /** About how long it is, in milliseconds. */
  readonly ms: number;
}

const unitMs = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 2_629_746_000,
  year: 31_556_952_000,
} as const;

const counts: Readonly<Record<Unit, readonly number[]>> = {
  millisecond: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  second: [1, 2, 5, 10, 15, 30],
  minute: [1, 2, 5, 10, 15, 30],
  hour: [1, 2, 3, 6, 12],
  day: [1, 2, 5, 10],
  month: [1, 2, 3, 6],
  year: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000],
};

const units: readonly Unit[] = ['millisecond', 'second', 'minute', 'hour', 'day', 'month', 'year'];

const steps: readonly Step[] = units.flatMap((unit) =>
  counts[unit].map((count) => ({ unit, count, ms: count * unitMs[unit] })),
);

/** The unit that ticks of a unit are named within. */
const larger: Readonly<Record<Unit, Step | undefined>> = {
  millisecond: { unit: 'minute', count: 1, ms: unitMs.minute },
  second: { unit: 'minute', count: 1, ms: unitMs.minute },
  minute: { unit: 'day', count: 1, ms: unitMs.day },
  hour: { unit: 'day', count: 1, ms: unitMs.day },
  day: { unit: 'month', count: 1, ms: unitMs.month },
  month: { unit: 'year', count: 1, ms: unitMs.year },
  year: undefined,
};

/** How far apart fine ticks stand at least, in CSS pixels. */
const apartMin = 64;

/** Works out the ticks of a range of occurred time, by the clock of a zone; `width` is in CSS pixels. */
export function axisOf(from: number, to: number, width: number, zone: ZoneChoice): Axis {
  const wanted = ((to - from) / Math.max(1, width)) * apartMin;
  const step = steps.find(({ ms }) => ms >= wanted) ?? steps.at(-1) ?? steps[0];
  if (step === undefined) return { fine: [], large: [] };
  const above = larger[step.unit];
  return {
    fine: ticksOf(step, from, to, zone, fineLabel),
    large: above === undefined ? [] : ticksOf(above, from, to, zone, largeLabel),
  };
}

/** The most ticks there are of one kind: what is asked for beyond is a mistake in the range. */
const ticksMax = 400;

function ticksOf(
  step: Step,
  from: number,
  to: number,
  zone: ZoneChoice,
  label: (wall: Date, unit: Unit) => string,
): Tick[] {
  const ticks: Tick[] = [];
  let at = lastBy(step, Math.floor(from), zone);
  while (ticks.length < ticksMax && at <= to) {
    ticks.push({ at, label: label(new Date(at + offsetAt(at, zone)), step.unit) });
    at = following(step, at, zone);
  }
  return ticks;
}

/** Returns when a step of the clock on the wall began last by an instant. */
function lastBy(step: Step, ms: number, zone: ZoneChoice): number {
  const offset = offsetAt(ms, zone);
  const wall = floorTo(step, ms + offset);
  if (step.ms >= unitMs.day) return instantOfWall(wall, zone);
  if (offsetAt(wall - offset, zone) === offset) return wall - offset;
  // None began since the clock was changed.
  const before = changeOfOffset(wall - offset, ms, zone) - 1;
  return floorTo(step, before + offsetAt(before, zone)) - offsetAt(before, zone);
}

/** Returns when a step begins after another: hours that the clock shows twice begin twice, those that it leaves out never, and a day once. */
function following(step: Step, at: number, zone: ZoneChoice): number {
  const offset = offsetAt(at, zone);
  const wall = after(step, at + offset);
  if (step.ms >= unitMs.day) return instantOfWall(wall, zone);
  if (offsetAt(wall - offset, zone) === offset) return wall - offset;
  const change = changeOfOffset(at, wall - offset, zone);
  const since = offsetAt(change, zone);
  const then = Math.ceil((change + since) / step.ms) * step.ms - since;
  return then - at < step.ms / 2 ? following(step, then, zone) : then;
}

/** Returns the last beginning of a step by a time on the wall. Days are counted within their month, so that the first of it is always one. */
function floorTo({ unit, count, ms }: Step, wall: number): number {
  const date = new Date(wall);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'year') return utc(Math.floor(year / count) * count, 0, 1);
  if (unit === 'month') return utc(year, Math.floor(month / count) * count, 1);
  if (unit === 'day') return utc(year, month, dayTick(day, count, lastDay(year, month)));
  return Math.floor(wall / ms) * ms;
}

function after({ unit, count, ms }: Step, wall: number): number {
  const date = new Date(wall);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'year') return utc(year + count, 0, 1);
  if (unit === 'month') return utc(year, month + count, 1);
  if (unit !== 'day') return wall + ms;
  const next = day === 1 && count > 2 ? count : day + count;
  return next > lastTick(count, lastDay(year, month)) ? utc(year, month + 1, 1) : utc(year, month, next);
}

function dayTick(day: number, count: number, last: number): number {
  const tick = count <= 2 ? day - ((day - 1) % count) : Math.max(1, Math.floor(day / count) * count);
  return tick > lastTick(count, last) ? tick - count : tick;
}

/** The last days of a month have no tick where the first of the next would stand too close. */
function lastTick(count: number, last: number): number {
  return count > 1 ? last - count / 2 : last;
}

function lastDay(year: number, month: number): number {
  return new Date(utc(year, month + 1, 0)).getUTCDate();
}

/** As `Date.UTC`, which takes the years 0 to 99 for those of the last century. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
