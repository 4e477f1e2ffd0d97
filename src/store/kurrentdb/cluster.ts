import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

import { TimelineError } from '../../domain/errors.ts';
import type { ClusterClient } from './client.ts';
import { clusterEventOf, positionOf } from './cluster-event.ts';
import type { ReadEvent } from './cluster-event.ts';
import { controlStream, logCreatedIn } from './control.ts';
import type { ClusterEvent, ClusterPosition, ClusterScope } from './parts.ts';
import { allRequest, streamRequest, subscribeRequest } from './read-requests.ts';
import type { AllFrom } from './read-requests.ts';
import { readEvents } from './reads.ts';
import { filterOf, mayBeOurs } from './scope.ts';
import { followGroups } from './subscription.ts';
import type { FollowedGroup } from './subscription.ts';

/** What is read of a cluster for one log. Everything throws what a call ends in, `store-unreachable` when the cluster does not answer, and the reason of the signal. */
export interface Cluster {
  /** The name of the control stream in the cluster. */
  readonly control: string;
  /** Returns the identity of the log; undefined before it has one. Throws `store-corrupt` where its control stream begins otherwise. */
  identity(signal: AbortSignal): Promise<string | undefined>;
  /** Returns the last place of `$all`, of whatever stream; undefined while there is none. */
  end(signal: AbortSignal): Promise<ClusterPosition | undefined>;
  /** Returns the place of the last event in a stream that may be one of the log; the cluster may have to look for it. */
  endOfLog(signal: AbortSignal): Promise<ClusterPosition | undefined>;
  /** Returns the event at a place, or the next one; undefined where none comes at or after it. A cluster may refuse a place at which none begins. */
  eventAt(position: ClusterPosition, signal: AbortSignal): Promise<ClusterEvent | undefined>;
  /** Follows the streams that may be those of the log, after a place, until it throws. */
  follow(from: AllFrom, signal: AbortSignal): AsyncGenerator<FollowedGroup>;
  eventOf(event: ReadEvent): ClusterEvent;
}

/** How long the cluster may take to answer, in milliseconds; longer where it may have much to look through, or where others watch it. */
const answerMs = 5000;
const lookMs = 60_000;

/** Creates what reads a log out of a cluster. */
export function createCluster(client: ClusterClient, scope: ClusterScope): Cluster {
  const control = scope.prefix + controlStream;
  const filter = filterOf(scope);
  const isOurs = mayBeOurs(scope);
  const eventOf = (event: ReadEvent) => clusterEventOf(event, isOurs);
  const read = async (request: ReadReq, signal: AbortSignal, waitMs = answerMs) =>
    readEvents(client, request, { signal, waitMs });
  return {
    control,
    async identity(signal) {
      const [first] = await read(streamRequest(control, 1), signal);
      return first === undefined ? undefined : identityIn(eventOf(first), control);
    },
    async end(signal) {
      const [last] = await read(allRequest('end', { limit: 1, backwards: true }), signal, lookMs);
      return placeOf(last);
    },
    async endOfLog(signal) {
      const request = allRequest('end', { limit: 1, backwards: true, filter });
      const [last] = await read(request, signal, lookMs);
      return placeOf(last);
    },
    async eventAt(position, signal) {
      const [event] = await read(allRequest(position, { limit: 1 }), signal);
      return event === undefined ? undefined : eventOf(event);
    },
    follow: (from, signal) =>
      followGroups(client, subscribeRequest(from, filter), { signal, waitMs: answerMs }),
    eventOf,
  };
}

function placeOf(event: ReadResp.ReadEvent.RecordedEvent | undefined): ClusterPosition | undefined {
  return event === undefined ? undefined : positionOf(event);
}

function identityIn(event: ClusterEvent, control: string): string {
  const created = logCreatedIn(event);
  if (created !== undefined) return created.log;
  throw new TimelineError(
    'store-corrupt',
    `Stream ${control} does not begin with AsofLogCreated: it was cut off, or belongs to something else`,
    { stream: control, revision: event.revision },
  );
}
