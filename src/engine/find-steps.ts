import { setImmediate } from 'node:timers/promises';

import { valueAt } from '../domain/json-pointer.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryPlace } from '../store/port.ts';
import { countsOf } from './counters.ts';
import type { Depending } from './depending.ts';
import { startOf } from './fold.ts';
import type { Starts } from './states.ts';
import type { Step } from './stepping.ts';
import { foldSteps } from './stepping.ts';

/** Fewest facts that are gone back over at first; after that it is twice as many each time. */
const backMin = 64;
/** Facts that are read at a time. */
const factsAtATime = 1000;

/** What steps are looked for with. */
export interface FindOptions {
  readonly store: EventLog;
  readonly projection: Projection;
  readonly moment: ResolvedMoment;
  readonly key: string | undefined;
  readonly path: readonly string[];
  /** Most steps to find: the latest. */
  readonly limit: number;
  readonly starts: Starts;
  readonly depending: Depending;
}

/** The steps that were found. */
export interface FoundSteps {
  /** The value as of the moment. */
  readonly value: unknown;
  /** The latest steps, in history order. */
  readonly steps: readonly Step[];
  readonly areAll: boolean;
}

/** Works backwards from the moment, each time twice as far, until there are steps enough or no more facts; throws `projection-faulted`. */
export async function findSteps(options: FindOptions): Promise<FoundSteps> {
  const { limit } = options;
  let facts = Math.max(backMin, limit + 1);
  let part = await stepsOfPart(options, undefined, facts);
  const { value } = part;
  let steps = part.steps;
  while (steps.length <= limit && part.before !== undefined) {
    facts *= 2;
    await setImmediate();
    part = await stepsOfPart(options, part.before, facts);
    steps = [...part.steps, ...steps];
  }
  return { value, steps: steps.slice(-limit), areAll: steps.length <= limit };
}

interface Part {
  /** The value at the end of the part. */
  readonly value: unknown;
  /** The last steps in it, one more than the limit where there are so many. */
  readonly steps: readonly Step[];
  /** The place before which there may be more steps; undefined when there are none. */
  readonly before: HistoryPlace | undefined;
}

/** Goes over about so many facts that come before a place, from a state that is known on. */
async function stepsOfPart(
  { store, projection, moment, key, path, limit, starts, depending }: FindOptions,
  end: HistoryPlace | undefined,
  facts: number,
): Promise<Part> {
  const beginning = await placeBack(depending, moment, end, facts);
  const saved = beginning === undefined ? undefined : starts.before(moment, beginning.from - 1);
  const start = saved ?? startOf(projection);
  const after =
    saved === undefined ? undefined : { from: saved.occurredMs, position: Number.MAX_SAFE_INTEGER };
  const isFirst = depending.since !== undefined && valueAt(start.state, depending.since) === undefined;
  const reader = depending.read({ moment, after, to: end?.from });
  let last: Step[] = [];
  const onStep = (step: Step) => {
    last.push(step);
    if (last.length > 2 * limit + 1) last = last.slice(-limit - 1);
  };
  let now = { state: start.state, value: valueAt(start.state, path) };
  for (;;) {
    const some = await reader.take(factsAtATime);
    countsOf(store).foldedEvents += some.length;
    now = foldSteps(projection, now, some, { path, key, onStep });
    if (some.length < factsAtATime) break;
    await setImmediate();
  }
  return { value: now.value, steps: last, before: isFirst ? undefined : after };
}

/** Returns the place of the fact that is so many before a place; undefined when there are not so many. */
async function placeBack(
  depending: Depending,
  moment: ResolvedMoment,
  end: HistoryPlace | undefined,
  facts: number,
): Promise<HistoryPlace | undefined> {
  const reader = depending.read({ moment, order: 'newest-first', after: end });
  let last: FactRead | undefined;
  for (let left = facts; left > 0; left -= factsAtATime) {
    const wanted = Math.min(left, factsAtATime);
    const some = await reader.take(wanted);
    if (some.length < wanted) return undefined;
    last = some.at(-1);
  }
  return last === undefined ? undefined : { from: last.when.from, position: last.position };
}
