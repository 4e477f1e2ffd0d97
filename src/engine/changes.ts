import type { ResolvedMoment } from '../domain/moment.ts';
import type { FactRead } from '../domain/reading.ts';
import { matchesFilter } from '../store/filter.ts';
import type { HistoryFilter } from '../store/port.ts';
import { checkQuery } from './ask.ts';
import { isNow } from './asked.ts';
import { createChannel } from './channel.ts';
import type { Point, Subject } from './channel.ts';
import { differencesBetween } from './differences.ts';
import { readHistory } from './fold.ts';
import { following } from './following.ts';
import type { ChangesOptions, FactsChange, TimelineChange } from './live-answers.ts';
import { takePlace } from './place.ts';
import type { Place } from './place.ts';
import type { Timeline } from './timeline.ts';
import { isTouched } from './touched.ts';
import { towards } from './towards.ts';
import { createIdWriter, momentSeen, readUpdateId } from './update-id.ts';
import type { FollowingOptions } from './updates.ts';

/** What a subscription to the timeline is of: it has no versions. */
const one = {};

/** Creates subscriptions to the timeline. */
export function createChanges(options: FollowingOptions): Timeline['changes'] {
  const { store, asked, channels } = options;
  return async function* changes(query = {}) {
    const { asOf, certainty, after, minPosition = 0, signal, ...filter } = query;
    checkQuery(filter);
    const seen = after === undefined ? undefined : readUpdateId(after);
    const moment = await asked.resolve({
      asOf,
      certainty,
      minPosition: Math.max(minPosition, seen?.position ?? 0),
    });
    const isMoving = isNow(asOf);
    const subject = createTimelineSubject(options, filter, isMoving ? undefined : moment.asOf, moment);
    const { channel, release } = channels.take(
      JSON.stringify(['timeline', filter, isMoving ? null : moment.asOf, moment.certainty]),
      () =>
        createChannel<undefined, TimelineChange>({
          ...options,
          subject,
          // Facts are kept by the store, too.
          weightOf: (told) => (told.kind === 'changes' ? 10 * told.changes.length : 1),
        }),
    );
    const place = takePlace(channel, signal);
    const idOf = createIdWriter(store, isMoving);
    try {
      const { point } = await channel.ready();
      if (place.isOver()) return;
      const now = point.moment;
      const id = idOf(now, 1);
      const from = seen && momentSeen(store, seen, now, isMoving);
      if (from === undefined) yield* entriesOf(store, now, id, filter, place);
      else yield* changesSince(subject, { ...point, moment: from }, now, place);
      if (place.isOver()) return;
      yield { kind: 'caught-up', id, moment: now };
      yield* following(channel, subject, place, point);
    } catch (error) {
      // What was under way when it ended may fail.
      if (!place.isOver()) throw error;
    } finally {
      place.leave();
      release();
    }
  };
}

/** Tells what changed up to a moment, some at a time. */
async function* changesSince(
  subject: Subject<undefined, TimelineChange>,
  from: Point,
  end: ResolvedMoment,
  place: Place,
): AsyncGenerator<TimelineChange> {
  for (let at = from; at.moment !== end && !place.isOver();) {
    const to = subject.towards(at.moment, end);
    const { told } = await subject.advance(at, to, undefined);
    if (told !== undefined) yield told;
    at = { ...at, moment: to };
  }
}

type Filter = HistoryFilter & Pick<ChangesOptions, 'withRetracted'>;

async function* entriesOf(
  store: FollowingOptions['store'],
  moment: ResolvedMoment,
  id: string,
  filter: Filter,
  place: Place,
): AsyncGenerator<TimelineChange> {
  let last: readonly FactRead[] = [];
  for await (const entries of readHistory(store, moment, filter)) {
    if (last.length > 0) yield { kind: 'entries', moment, entries: last };
    if (place.isOver()) return;
    last = entries;
  }
  yield { kind: 'entries', id, moment, entries: last };
}

function createTimelineSubject(
  { store }: FollowingOptions,
  filter: Filter,
  asOf: number | undefined,
  { certainty }: ResolvedMoment,
): Subject<undefined, TimelineChange> {
  const { withRetracted = false } = filter;
  const idOf = createIdWriter(store, asOf === undefined);
  const concerns = (fact: FactRead) => matchesFilter(fact, filter);
  return {
    asOf,
    certainty,
    current: () => one,
    begin: async () => undefined,
    isTouched: (after, through, at) => isTouched(store, { after, through, asOf: at }, concerns),
    towards: (from, to) => towards(store, from, to),
    async advance(from: Point, to) {
      const limit = Number.POSITIVE_INFINITY;
      const { changes } = await differencesBetween(store, from.moment, to, {
        withRetracted,
        concerns,
        limit,
      });
      const told: FactsChange | undefined =
        changes.length === 0
          ? undefined
          : { kind: 'changes', id: idOf(to, 1), from: from.moment, moment: to, changes };
      return { held: undefined, told };
    },
    reset: async () => notOf('reset'),
    healed: () => undefined,
    fault: () => notOf('fault'),
  };
}

function notOf(what: string): never {
  throw new Error(`the timeline has no ${what}: it is of no projection`);
}
