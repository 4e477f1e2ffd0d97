import { setImmediate } from 'node:timers/promises';

import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

import type { ClusterClient } from './client.ts';
import { bytesOfEvent, positionOf } from './cluster-event.ts';
import type { ReadEvent } from './cluster-event.ts';
import { unreachable } from './failures.ts';
import type { ClusterPosition } from './parts.ts';
import { startRead } from './reads.ts';
import type { ReadLimits } from './reads.ts';

/** What came in by a subscription since the last group of it; of the first, that the cluster has confirmed it. */
export interface FollowedGroup {
  readonly events: readonly ReadEvent[];
  /** How far the cluster has looked, as it says of its own accord; an event at this place may still come. */
  readonly lookedAt?: ClusterPosition;
  /** Whether the cluster says that it has sent all that it had. */
  readonly isCaughtUp: boolean;
}

/** Most events of one group, and most bytes: no more is taken from the connection meanwhile. */
const groupEventsMax = 512;
const groupBytesMax = 4 * 1_048_576;

/**
 * Follows a subscription, group by group: what has come in while the one before was worked on. Others have their turn in between.
 * `limits.waitMs` is for the start alone.
 *
 * It ends by throwing: what the call ends in, or the reason of `signal`.
 */
export async function* followGroups(
  client: ClusterClient,
  request: ReadReq,
  limits: ReadLimits,
): AsyncGenerator<FollowedGroup> {
  const { call, ended } = await startRead(client, request, limits);
  const { signal } = limits;
  let group = emptyGroup();
  let arrived = Promise.withResolvers<void>();
  let over: { readonly error: unknown } | undefined;
  call.on('data', (response: ReadResp) => {
    addTo(group, response);
    if (isFull(group)) call.pause();
    arrived.resolve();
  });
  const end = (error: unknown) => {
    over ??= { error };
    arrived.resolve();
  };
  void ended.then((error) => end(error ?? unreachable('it ended the subscription')));
  const abort = () => end(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      await arrived.promise;
      await setImmediate();
      signal.throwIfAborted();
      const taken = group;
      if (isEmpty(taken) && over !== undefined) throw over.error;
      group = emptyGroup();
      if (over === undefined) arrived = Promise.withResolvers<void>();
      call.resume();
      yield taken;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    call.cancel();
  }
}

interface Group {
  readonly events: ReadEvent[];
  bytes: number;
  lookedAt?: ClusterPosition;
  isCaughtUp: boolean;
  isConfirmed: boolean;
}

function emptyGroup(): Group {
  return { events: [], bytes: 0, isCaughtUp: false, isConfirmed: false };
}

function addTo(group: Group, response: ReadResp): void {
  const event = response.getEvent()?.getEvent();
  const checkpoint = response.getCheckpoint();
  if (event !== undefined) {
    group.events.push(event);
    group.bytes += bytesOfEvent(event);
  } else if (checkpoint !== undefined) group.lookedAt = positionOf(checkpoint);
  else if (response.hasCaughtUp()) group.isCaughtUp = true;
  else if (response.hasConfirmation()) group.isConfirmed = true;
}

function isFull({ events, bytes }: Group): boolean {
  return events.length >= groupEventsMax || bytes >= groupBytesMax;
}

function isEmpty({ events, lookedAt, isCaughtUp, isConfirmed }: Group): boolean {
  return events.length === 0 && lookedAt === undefined && !isCaughtUp && !isConfirmed;
}
