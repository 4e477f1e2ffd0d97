import { setImmediate } from 'node:timers/promises';

import { minInstantMs } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { FactRead } from '../domain/reading.ts';
import type { SeriesEnd, SeriesPlan, SeriesPlanOptions } from './series-plan.ts';
import { checkRange, evenTimes } from './series-plan.ts';

/** Returns where a series along occurred time ends: at `asOf` unless a time is given. */
export function occurredEnd(moment: ResolvedMoment, to: number = moment.asOf): SeriesEnd {
  return { moment: { ...moment, asOf: to }, to };
}

/** Plans a series along occurred time; throws `invalid-query`. */
export async function planOccurred(options: SeriesPlanOptions): Promise<SeriesPlan> {
  const { end, pointsMax } = options;
  const from = options.from ?? (await firstOccurred(options));
  checkRange(from, end.to);
  const changes =
    end.moment.certainty === 'possible'
      ? await begunBetween(options, from)
      : await certainBetween(options, from);
  const times = changes ?? evenTimes(from, end.to, pointsMax).slice(1);
  const places = [from, ...times].map((at) => ({ at, moment: { ...end.moment, asOf: at } }));
  return { from, isExact: changes !== undefined, places };
}

/** Of a fact without a known start nobody can say when it occurred: a range does not begin with it. */
async function firstOccurred({ end: { moment, to }, whole }: SeriesPlanOptions): Promise<number> {
  const [first] = await whole.read({ moment, from: minInstantMs + 1 }).take(1);
  return Math.min(first?.when.from ?? to, to);
}

/** Lists the instants at which facts begin after a time; undefined when there are too many facts. */
async function begunBetween(
  { end: { moment }, pointsMax, depending }: SeriesPlanOptions,
  from: number,
): Promise<readonly number[] | undefined> {
  const facts = await depending
    .read({ moment, after: { from, position: Number.MAX_SAFE_INTEGER } })
    .take(pointsMax + 1);
  return facts.length > pointsMax ? undefined : [...new Set(facts.map(({ when }) => when.from))];
}

/** Lists the instants after a time at which facts come to be certain, in their order; undefined when there are too many facts. */
async function certainBetween(
  options: SeriesPlanOptions,
  from: number,
): Promise<readonly number[] | undefined> {
  const { end, pointsMax, depending } = options;
  const moment = { ...end.moment, certainty: 'possible' as const };
  const begun = uncertainFrom(options, from);
  const after = begun === undefined ? undefined : { from, position: Number.MAX_SAFE_INTEGER };
  const reader = depending.read({ moment, after });
  const facts = [...(begun ?? [])];
  for (;;) {
    const some = await reader.take(pointsMax + 1);
    facts.push(...some.filter(({ when }) => from < when.fromLatest && when.fromLatest <= end.to));
    if (facts.length > pointsMax) return undefined;
    if (some.length <= pointsMax) break;
    await setImmediate();
  }
  const times = facts.map(({ when }) => when.fromLatest).filter((at) => from < at && at <= end.to);
  return [...new Set(times)].toSorted((a, b) => a - b);
}

/** Lists the facts that had begun by a time, but not for certain; undefined when that is not known without going over all. */
function uncertainFrom(
  { store, projection, end: { moment }, depending }: SeriesPlanOptions,
  from: number,
): readonly FactRead[] | undefined {
  if (projection.seesRetracted === true) return undefined;
  return store
    .spanning(moment.position, from)
    .filter((fact) => from < fact.when.fromLatest && depending.passes(fact));
}
