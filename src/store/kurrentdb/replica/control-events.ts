import { TimelineError } from '../../../domain/errors.ts';
import { importEndedIn, logCreatedIn } from '../control.ts';
import type { ImportEnded } from '../control.ts';
import type { ClusterEvent } from '../parts.ts';

/** What an event of the control stream says: which log it is, that an import has ended, or nothing that Asof says. */
export type ControlEvent =
  | { readonly kind: 'created'; readonly identity: string }
  | { readonly kind: 'ended'; readonly ended: ImportEnded }
  | { readonly kind: 'foreign'; readonly error: TimelineError };

/** Reads an event of the control stream; throws `store-corrupt` where it names another log than the one that is followed. */
export function takeControl(event: ClusterEvent, identity: string | undefined): ControlEvent {
  const ended = importEndedIn(event);
  if (ended !== undefined) return { kind: 'ended', ended };
  const created = logCreatedIn(event);
  if (created === undefined)
    return {
      kind: 'foreign',
      error: new TimelineError('invalid-event', 'It says nothing that the control stream of a log says'),
    };
  if (identity === undefined || identity === created.log) return { kind: 'created', identity: created.log };
  throw otherLog(identity, created.log);
}

/** Returns the error of a log that is not the one that was followed so far. */
export function otherLog(identity: string, found: string): TimelineError {
  return new TimelineError(
    'store-corrupt',
    `The cluster has log ${found}, and not log ${identity} that was followed so far`,
    { log: found, followed: identity },
  );
}
