import { formatInstant } from '../domain/instant.ts';
import type { ParkedOptions, Timeline } from '../engine/timeline.ts';
import type { FollowingStatus, Parked } from '../store/port.ts';
import type { followingSchema, parkedEventSchema, parkedSchema } from './contract/following.ts';
import type { Sent } from './contract/parts.ts';
import { pageEntriesUsual } from './page-size.ts';

/** How a store follows the log of a cluster, as sent. */
export type FollowingOut = Sent<typeof followingSchema>;

/** A parked event, as sent. */
export type ParkedEventOut = Sent<typeof parkedEventSchema>;

/** A part of the list of parked events, as sent. */
export type ParkedOut = Sent<typeof parkedSchema>;

/** Which part of the list of parked events is asked for. */
export type AskedParked = ParkedOptions;

/** Returns how a store follows in the form that is sent; why it is not live may name machines, and is not for everybody. */
export function followingOut({ since, why, ...status }: FollowingStatus, withWhy: boolean): FollowingOut {
  return { ...status, since: formatInstant(since), ...(withWhy && why !== undefined ? { why } : {}) };
}

/** Returns a part of the list of parked events in the form that is sent. */
export function parkedOut(
  timeline: Pick<Timeline, 'parked'>,
  { after, limit = pageEntriesUsual }: AskedParked,
): ParkedOut {
  const parked = timeline.parked({ after, limit });
  const last = parked.at(-1);
  const isMore = last !== undefined && timeline.parked({ after: last.position, limit: 1 }).length > 0;
  return { parked: parked.map(parkedEventOut), ...(isMore ? { next: last.position } : {}) };
}

function parkedEventOut({ position, stream, revision, wireId, type, reason, code }: Parked): ParkedEventOut {
  return {
    clusterPosition: position,
    clusterStream: stream,
    clusterRevision: revision,
    wireId,
    type,
    reason,
    ...(code === undefined ? {} : { code }),
  };
}
