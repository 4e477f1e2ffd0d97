import { setImmediate } from 'node:timers/promises';

import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';
import { readOfTypes } from './depending.ts';
import type { SeriesEnd, SeriesPlace, SeriesPlan, SeriesPlanOptions } from './series-plan.ts';
import { evenTimes } from './series-plan.ts';

/** Events that are gone over at a time, and at most, to find out which of them may change a value. */
const readingsAtATime = 500;
const readingsMax = 2000;

/** Returns where a series along recorded time ends: at `knownAt` unless a time is given, and never after the head. */
export function recordedEnd(
  store: EventLog,
  moment: ResolvedMoment,
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
): SeriesEnd {
  const head = store.head().recordedAt;
  const asked = to ?? moment.knownAt;
  if (head === null || asked === null) return { moment, to: to ?? from ?? moment.asOf };
  if (to === undefined) return { moment, to: Math.min(asked, head) };
  const { position, instant } = store.positionAt(Math.min(to, head));
  return { moment: { ...moment, position, knownAt: instant }, to: instant };
}

/** Plans a series along recorded time. */
export async function planRecorded(options: SeriesPlanOptions): Promise<SeriesPlan> {
  const { store, end, pointsMax } = options;
  const { position } = end.moment;
  const first = position === 0 ? end.to : (store.recordedAtOf(1) ?? end.to);
  const from = Math.min(options.from ?? first, end.to);
  const start = placeAt(options, from);
  const changes = await changesAfter(options, start.moment.position);
  if (changes !== undefined && changes.length <= pointsMax)
    return { from, isExact: true, places: [start, ...changes.map((at) => placeAt(options, at))] };
  const places = evenTimes(from, end.to, pointsMax).map((at) => placeAt(options, at));
  // Where nothing was recorded between two times there is nothing to look at.
  const isOther = ({ moment }: SeriesPlace, index: number) =>
    index === 0 || moment.position !== places[index - 1]?.moment.position;
  return { from, isExact: false, places: places.filter(isOther) };
}

/** What was recorded at one instant cannot be told apart: the place stands after all of it. */
function placeAt({ store, end: { moment, to } }: SeriesPlanOptions, at: number): SeriesPlace {
  if (at >= to) return { at: to, moment };
  const { position } = store.positionAt(at);
  return { at, moment: { ...moment, position: Math.min(position, moment.position), knownAt: at } };
}

/** Lists the instants after a position at which something was recorded that may change the value; undefined when they are not to be had cheaply. */
async function changesAfter(
  options: SeriesPlanOptions,
  after: number,
): Promise<readonly number[] | undefined> {
  const { store, end, knownFrom } = options;
  const positions =
    end.moment.position - after <= readingsMax
      ? await touchedPositions(options, after)
      : await positionsOfTypes(options, after);
  if (positions === undefined) return undefined;
  // A key may come to be known by a fact that is not past by `asOf`.
  const known = knownFrom > after && knownFrom <= end.moment.position ? [knownFrom] : [];
  const instants = [...positions, ...known].map((position) => store.recordedAtOf(position) ?? end.to);
  return [...new Set(instants)].toSorted((a, b) => a - b);
}

/** Goes over all events after a position. */
async function touchedPositions(
  { store, end: { moment }, depending }: SeriesPlanOptions,
  start: number,
): Promise<readonly number[]> {
  const positions: number[] = [];
  for (let after = start; after < moment.position;) {
    const made = store.readingsMade({ after, through: moment.position, limit: readingsAtATime });
    for (const { position, touchedMs, fact, before } of made)
      if (touchedMs <= moment.asOf)
        if (depending.passes(fact) || (before !== undefined && depending.passes(before)))
          positions.push(position);
    after = made.at(-1)?.position ?? moment.position;
    await setImmediate();
  }
  return positions;
}

/** Goes over all facts of the types that the value depends on, whenever they occurred: their readings tell when they were recorded. */
async function positionsOfTypes(
  { store, end: { moment }, pointsMax, depending }: SeriesPlanOptions,
  after: number,
): Promise<readonly number[] | undefined> {
  const types = depending.filter?.types;
  if (types === undefined) return undefined;
  const facts = await readOfTypes(store, moment, types).take(pointsMax + 1);
  if (facts.length > pointsMax) return undefined;
  return facts
    .flatMap(({ earlier, reading }) => [...earlier, reading].map(({ recordedFrom }) => recordedFrom))
    .filter((position) => position > after);
}
