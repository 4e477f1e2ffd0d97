import { TimelineError } from '../../../domain/errors.ts';
import type { ClusterEvent, ClusterPosition } from '../parts.ts';
import { isAfter, positionText } from './position.ts';

/** The type of the event by which the cluster marks a stream as deleted for good. */
export const tombstoneType = '$streamDeleted';

/**
 * Tells whether an event follows on what was taken in, or was taken in before.
 *
 * `last` is the revision of the last event of its stream that was taken in, as the cluster counts. Throws `store-corrupt` where the
 * stream has a gap, or where this is not the log that was followed so far: events that are gone would make it another history.
 */
export function followsOn(
  event: ClusterEvent,
  through: ClusterPosition | undefined,
  last: number | undefined,
): boolean {
  const isNew = isAfter(event.position, through);
  if (event.type === tombstoneType) return followsTombstone(event, isNew, last);
  const expected = (last ?? -1) + 1;
  if (isNew && event.revision === expected) return true;
  if (!isNew && event.revision < expected) return false;
  const { stream, revision } = event;
  throw new TimelineError(
    'store-corrupt',
    isNew && revision > expected
      ? `Stream ${stream} has revision ${revision} where ${expected} is expected: events of it are gone from the cluster`
      : `Stream ${stream} has revision ${revision} again, at ${positionText(event.position)}: this is not the log that was followed so far`,
    { stream, revision, expectedRevision: expected },
  );
}

/** A tombstone has no revision of its own. The events of its stream may be gone for those who come late, and then nothing else tells. */
function followsTombstone({ stream }: ClusterEvent, isNew: boolean, last: number | undefined): boolean {
  if (last !== undefined) return isNew;
  throw new TimelineError(
    'store-corrupt',
    `Stream ${stream} was deleted for good in the cluster: events of it are gone`,
    { stream },
  );
}
