import { setImmediate } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs, minInstantMs } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { numberAsked } from './asked.ts';
import { bucketsOf } from './buckets.ts';
import type { Axis, DensityOptions } from './change-answers.ts';
import { createTallies } from './tallies.ts';
import type { Tallies } from './tallies.ts';
import type { Timeline } from './timeline.ts';

/** Bounds that are looked for in one go, before others get their turn. */
const boundsAtATime = 128;

/** What counting along the axes needs. */
export interface AxesOptions {
  readonly store: EventLog;
  readonly asked: Asked;
}

/** The part of a timeline that tells what there is along its two axes: for scrubbers. */
export function createAxes({ store, asked }: AxesOptions): Pick<Timeline, 'density' | 'commits'> {
  const tallies = createTallies(store);
  return {
    async density({ axis = 'occurred', from, to, buckets, ...query } = {}) {
      checkAxis(axis);
      checkRange(from, to);
      const bucketsMax = numberAsked('buckets', buckets, { min: 1, max: 1000, usual: 100 });
      const moment = await asked.resolve(query);
      const range = rangeOf({ from, to }, () =>
        axis === 'occurred' ? occurredEnds(store, moment) : recordedEnds(store, moment),
      );
      const { bucketMs, bounds } = bucketsOf(range, bucketsMax);
      const count = axis === 'occurred' ? tallies.count : recordedCounter(store);
      const counts = await count(moment.position, bounds);
      return { axis, moment, ...range, bucketMs, counts };
    },
    commits({ after, before, from, to, order = 'oldest-first', limit } = {}) {
      if (order !== 'oldest-first' && order !== 'newest-first')
        throw refused('order', 'is neither oldest-first nor newest-first');
      checkRange(from, to);
      checkPosition('after', after);
      checkPosition('before', before);
      const most = numberAsked('limit', limit, { min: 1, max: 1000, usual: 100 });
      const found = store.commits({ after, before, from, to, order, limit: most + 1 });
      const commits = found.slice(0, most);
      const last = commits.at(-1);
      return found.length > most && last !== undefined ? { commits, next: last.position } : { commits };
    },
  };
}

/** Counts the events up to a position that were recorded from each bound on and before the next. */
function recordedCounter(store: EventLog): Tallies['count'] {
  return async (position, bounds) => {
    const before: number[] = [];
    while (before.length < bounds.length) {
      if (before.length > 0) await setImmediate();
      const some = bounds.slice(before.length, before.length + boundsAtATime);
      before.push(
        ...store.recordedBy(
          some.map((bound) => bound - 1),
          position,
        ),
      );
    }
    return before.slice(1).map((events, index) => events - (before[index] ?? 0));
  };
}

type Asking = Pick<DensityOptions, 'from' | 'to'>;

interface Range {
  /** Milliseconds of the Unix epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** Fills in what was left out of a range; what was given stays, also where nothing is there. */
function rangeOf({ from, to }: Asking, ends: () => Range): Range {
  if (from !== undefined) return { from, to: to ?? Math.max(from, ends().to) };
  const all = ends();
  return to === undefined ? all : { from: Math.min(to, all.from), to };
}

/** Returns the earliest and the latest occurred time of the facts that are known, whether it has come or not. */
function occurredEnds(store: EventLog, { asOf, position }: ResolvedMoment): Range {
  const all = { position, asOf: maxInstantMs, certainty: 'possible', limit: 1 } as const;
  const [earliest] = store.history({ ...all, order: 'oldest-first' });
  const [latest] = store.history({ ...all, order: 'newest-first' });
  return { from: earliest?.when.from ?? asOf, to: latest?.when.from ?? asOf };
}

function recordedEnds(store: EventLog, { asOf, knownAt, position }: ResolvedMoment): Range {
  const [first] = position === 0 ? [] : store.commits({ order: 'oldest-first', limit: 1 });
  const from = first?.recordedAt ?? knownAt ?? asOf;
  return { from, to: first === undefined ? from : (store.recordedAtOf(position) ?? from) };
}

function checkAxis(axis: Axis): void {
  if (axis !== 'occurred' && axis !== 'recorded') throw refused('axis', 'is neither occurred nor recorded');
}

function checkRange(from: number | undefined, to: number | undefined): void {
  const instants = { min: minInstantMs, max: maxInstantMs, usual: 0 };
  const earliest = numberAsked('from', from, instants);
  const latest = numberAsked('to', to, instants);
  if (from !== undefined && to !== undefined && earliest > latest) throw refused('from', 'lies after to');
}

function checkPosition(parameter: string, position: number | undefined): void {
  numberAsked(parameter, position, { min: 0, max: Number.MAX_SAFE_INTEGER, usual: 0 });
}

function refused(parameter: string, why: string): TimelineError {
  return new TimelineError('invalid-query', `${parameter} ${why}`, { parameter });
}
