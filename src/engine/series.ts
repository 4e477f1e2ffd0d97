import { setImmediate } from 'node:timers/promises';

import { isEqualJson } from '../domain/equal-json.ts';
import { TimelineError } from '../domain/errors.ts';
import { frozen } from '../domain/frozen.ts';
import { maxInstantMs, minInstantMs } from '../domain/instant.ts';
import { stepsOfPointer } from '../domain/json-pointer.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { checkKey, numberAsked } from './asked.ts';
import type { SeriesPoint } from './change-answers.ts';
import { dependingOn } from './depending.ts';
import type { Faults } from './faults.ts';
import type { Projecting } from './projecting.ts';
import { occurredEnd, planOccurred } from './series-occurred.ts';
import type { SeriesPlace } from './series-plan.ts';
import { checkRange } from './series-plan.ts';
import { planRecorded, recordedEnd } from './series-recorded.ts';
import { checkKeyIsKnown } from './states.ts';
import type { Timeline } from './timeline.ts';
import { createWalk } from './walk.ts';
import { answerWeightMax, weightOf } from './weight.ts';

/** What answering for series needs. */
export interface SeriesAskingOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly faults: Faults;
  readonly asked: Asked;
}

/** Creates the part of a timeline that tells how values went along an axis. */
export function createSeriesAsking({
  store,
  projecting: { states },
  faults,
  asked: { projectionOf, resolve },
}: SeriesAskingOptions): Pick<Timeline, 'series'> {
  return {
    async series(name, { path: pointer, key, axis = 'occurred', from, to, points, ...query }) {
      const projection = projectionOf(name);
      checkKey(projection, key);
      const path = stepsOfPointer(pointer);
      if (axis !== 'occurred' && axis !== 'recorded')
        throw new TimelineError('invalid-query', 'axis is neither occurred nor recorded', {
          parameter: 'axis',
        });
      const pointsMax = numberAsked('points', points, { min: 2, max: 1000, usual: 100 });
      checkTimes({ from, to });
      const moment = await resolve(query);
      return faults.watch(projection, moment, async () => {
        const isOccurred = axis === 'occurred';
        const end = isOccurred ? occurredEnd(moment, to) : recordedEnd(store, moment, { from, to });
        const asked = { moment: end.moment, key };
        const found = await states.folding(projection, asked, async (starts) => {
          const { series, knownFrom = Number.POSITIVE_INFINITY } = starts;
          if (key !== undefined) checkKeyIsKnown(projection, key, knownFrom <= end.moment.position);
          const depending = dependingOn(store, projection, { path, key, series });
          const whole = dependingOn(store, projection, { path: undefined, key, series });
          const options = { store, projection, knownFrom, end, from, pointsMax, depending, whole };
          const plan = await (isOccurred ? planOccurred : planRecorded)(options);
          const walk = createWalk({ store, projection, path, key, starts, depending });
          const valueAt = async (at: ResolvedMoment) =>
            at.position < knownFrom ? undefined : walk.valueAt(at);
          return { ...plan, points: await pointsAt(plan.places, valueAt) };
        });
        return {
          projection: name,
          version: projection.version,
          ...(key === undefined ? {} : { key }),
          path: pointer,
          axis,
          moment: end.moment,
          from: found.from,
          to: end.to,
          exact: found.isExact,
          points: found.points,
        };
      });
    },
  };
}

function checkTimes(times: { readonly from: number | undefined; readonly to: number | undefined }): void {
  for (const [parameter, time] of Object.entries(times))
    numberAsked(parameter, time, { min: minInstantMs, max: maxInstantMs, usual: 0 });
  const { from = minInstantMs, to = maxInstantMs } = times;
  checkRange(from, to);
}

/** A place where the value is what it was at the one before has no point of its own. */
async function pointsAt(
  places: readonly SeriesPlace[],
  valueAt: (moment: ResolvedMoment) => Promise<unknown>,
): Promise<readonly SeriesPoint[]> {
  const points: SeriesPoint[] = [];
  let left = answerWeightMax;
  for (const { at, moment } of places) {
    const value = await valueAt(moment);
    const last = points.at(-1);
    const isOther = last === undefined || !isEqualJson(value, last.value);
    if (isOther) left -= weightOf(value, left + 1);
    if (left < 0)
      throw new TimelineError(
        'invalid-query',
        'What stands at path is too large for so many points: ask for fewer, or for a part of it',
        { parameter: 'points' },
      );
    if (isOther)
      points.push({
        at,
        position: moment.position,
        ...(value === undefined ? {} : { value: frozen(value) }),
      });
    await setImmediate();
  }
  return points;
}
