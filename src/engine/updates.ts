import { createHash } from 'node:crypto';

import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { checkIsKeyed, isNow } from './asked.ts';
import { createChannel } from './channel.ts';
import type { Channel, Point, Subject, Tip } from './channel.ts';
import type { Channels } from './channels.ts';
import { following } from './following.ts';
import { createKeysSubject } from './keys-subject.ts';
import type { FaultUpdate, Update, UpdatesOptions } from './live-answers.ts';
import { takePlace } from './place.ts';
import type { Place } from './place.ts';
import type { Projecting } from './projecting.ts';
import type { Pulse } from './pulse.ts';
import { createStateSubject, updateBase } from './state-subject.ts';
import type { Timeline } from './timeline.ts';
import type { IdWriter, Seen } from './update-id.ts';
import { createIdWriter, momentSeen, readUpdateId, writeUpdateId } from './update-id.ts';
import { weightOf } from './weight.ts';

/** What subscriptions need. */
export interface FollowingOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly asked: Asked;
  readonly pulse: Pulse;
  readonly channels: Channels;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** How often the clock is looked at while an event that is dated ahead is awaited, in milliseconds. */
  readonly lookEveryMs: number;
  /** How much of what was told is kept at most for those who are a little behind. */
  readonly keptMax: number;
}

/** A subscription that was understood. */
interface Subscription {
  readonly name: string;
  readonly key: string | undefined;
  /** Whether `asOf` moves with the clock. */
  readonly isMoving: boolean;
  readonly moment: ResolvedMoment;
  readonly seen: Seen | undefined;
  readonly idOf: IdWriter;
  readonly subject: StateSubject;
  readonly channel: Channel<unknown, Update>;
  readonly place: Place;
}

/** A subject that also gives the whole state at a point. */
interface StateSubject extends Subject<unknown, Update> {
  whole(tip: Pick<Tip<unknown, Update>, 'point' | 'held'>): Promise<unknown>;
}

/** Creates subscriptions to projections. */
export function createUpdates(options: FollowingOptions): Timeline['updates'] {
  return async function* updates(name, asked = {}) {
    const { signal } = asked;
    const subscription = await understood(options, name, asked);
    const { subject, isMoving, moment, key } = subscription;
    const { channel, release } = options.channels.take(
      JSON.stringify([name, key ?? null, isMoving ? null : moment.asOf, moment.certainty]),
      () =>
        createChannel<unknown, Update>({ ...options, subject, weightOf: (update) => weightOf(update, 1e6) }),
    );
    const place = takePlace(channel, signal);
    try {
      yield* told({ ...subscription, channel, place }, options);
    } catch (error) {
      // What was under way when it ended may fail.
      if (!place.isOver()) throw error;
    } finally {
      place.leave();
      release();
    }
  };
}

async function understood(
  options: FollowingOptions,
  name: string,
  { asOf, certainty, key, after, minPosition = 0 }: UpdatesOptions,
): Promise<Omit<Subscription, 'channel' | 'place'>> {
  const { store, asked } = options;
  const projection = asked.projectionOf(name);
  if (key !== undefined) checkIsKeyed(projection, key);
  const seen = after === undefined ? undefined : readUpdateId(after);
  const moment = await asked.resolve({
    asOf,
    certainty,
    minPosition: Math.max(minPosition, seen?.position ?? 0),
  });
  const isMoving = isNow(asOf);
  const idOf = createIdWriter(store, isMoving);
  const about = {
    store,
    asked,
    name,
    asOf: isMoving ? undefined : moment.asOf,
    certainty: moment.certainty,
    idOf,
  };
  return {
    name,
    key,
    isMoving,
    moment,
    // A position that a caller gives is one of the version there is; an id says of which version it is.
    seen: seen !== undefined && typeof after === 'number' ? { ...seen, version: projection.version } : seen,
    idOf,
    subject:
      key === undefined && projection.key !== undefined
        ? allKeys(options, about)
        : oneState({ ...about, key }),
  };
}

function oneState(about: Parameters<typeof createStateSubject>[0]): StateSubject {
  return { ...createStateSubject(about), whole: async ({ held }) => held };
}

function allKeys(
  { projecting }: FollowingOptions,
  about: Omit<Parameters<typeof createKeysSubject>[0], 'keysAt'>,
): StateSubject {
  const keysAt = async (projection: Projection, moment: ResolvedMoment) =>
    (await projecting.states.keys(projection, { moment, uncertain: about.asked.uncertainAt(moment) })).map(
      ({ key }) => key,
    );
  const { statesAt, ...subject } = createKeysSubject({ ...about, keysAt });
  return {
    ...subject,
    // Nothing of all keys is kept.
    advance: async (from, to) => subject.advance(from, to, undefined),
    reset: async (point) => subject.reset(point, undefined),
    whole: async ({ point }) => statesAt(point.of as Projection, point.moment),
  };
}

async function* told(
  subscription: Subscription,
  { store }: FollowingOptions,
): AsyncGenerator<Update, void, undefined> {
  const { channel, place, subject } = subscription;
  let failed: string | undefined;
  let begun: Begun | undefined;
  while (begun === undefined) {
    if (place.isOver()) return;
    try {
      begun = await beginning(subscription, store, await channel.ready());
    } catch (error) {
      if (place.isOver()) return;
      const fault = faultBefore(subscription, error);
      if (fault.error.message !== failed) yield fault;
      failed = fault.error.message;
      await place.changed();
    }
  }
  const { first, caughtUp, point } = begun;
  if (first !== undefined) yield first;
  if (place.isOver()) return;
  yield caughtUp;
  yield* following(channel, subject, place, point);
}

/** Returns the update for a projection that fails before anything could be told; throws what is no fault of it. */
function faultBefore({ subject, name, key, moment, seen }: Subscription, error: unknown): FaultUpdate {
  if (!(error instanceof TimelineError) || error.code !== 'projection-faulted') throw error;
  const { id, ...base } = updateBase(name, subject.current() as Projection, key, moment, () =>
    seen === undefined ? '' : writeUpdateId(seen),
  );
  return { kind: 'fault', ...base, ...(seen === undefined ? {} : { id }), error };
}

/** How a subscription begins. */
interface Begun {
  /** The whole state, or what changed since what was seen; nothing when nothing did. */
  readonly first: Update | undefined;
  readonly caughtUp: Update;
  readonly point: Point;
}

async function beginning(
  subscription: Subscription,
  store: EventLog,
  { point, held }: Tip<unknown, Update>,
): Promise<Begun> {
  const { name, key, idOf, subject, seen, isMoving } = subscription;
  const projection = point.of as Projection;
  const { moment } = point;
  const base = updateBase(name, projection, key, moment, idOf);
  const whole = async () => ({ ...base, state: await subject.whole({ point, held }) });
  const isWhole = key !== undefined || projection.key === undefined;
  const caughtUp: Update = { kind: 'caught-up', ...base, ...(isWhole ? { hash: hashOf(held) } : {}) };
  const from = seen && momentSeen(store, seen, moment, isMoving);
  if (seen !== undefined && (seen.version ?? 1) !== projection.version)
    return { first: { kind: 'reset', ...(await whole()) }, caughtUp, point };
  const since = from && (await changedSince(subject, { ...point, moment: from }, moment));
  const first = since === undefined ? { kind: 'snapshot' as const, ...(await whole()) } : since.told;
  return { first, caughtUp, point };
}

/** Returns what changed since a point, or undefined where the projection's code fails on the state that there was. */
async function changedSince(
  subject: StateSubject,
  from: Point,
  to: ResolvedMoment,
): Promise<{ readonly told: Update | undefined } | undefined> {
  try {
    return await subject.advance(from, to, undefined);
  } catch (error) {
    if (error instanceof TimelineError && error.code === 'projection-faulted') return undefined;
    throw error;
  }
}

const hashes = new WeakMap<object, string>();

/** Returns the hash of a state; states are shared and never change, so it is kept with them. */
function hashOf(state: unknown): string {
  const known = typeof state === 'object' && state !== null ? hashes.get(state) : undefined;
  if (known !== undefined) return known;
  const hash = createHash('sha256')
    .update(canonicalJson(state as Json))
    .digest('hex');
  if (typeof state === 'object' && state !== null) hashes.set(state, hash);
  return hash;
}
