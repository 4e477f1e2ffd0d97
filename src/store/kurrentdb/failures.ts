import { status } from '@grpc/grpc-js';

import { TimelineError } from '../../domain/errors.ts';

/** Returns the error that a cluster does not do what it is asked, for a reason that is part of a sentence. */
export function unreachable(why: string, cause?: unknown): TimelineError {
  return new TimelineError('store-unreachable', `The cluster cannot be reached: ${why}`, {}, cause);
}

/** Returns why a call failed, as part of a sentence. Nothing of it comes from the connection string. */
export function whyOf(error: unknown): string {
  if (error instanceof TimelineError) return error.message;
  if (!(error instanceof Error)) return 'the call failed';
  const details = 'details' in error && typeof error.details === 'string' ? error.details : '';
  const text = details === '' ? error.message : details;
  // What gRPC puts around what is wrong says nothing, where that is all there is.
  return text
    .replace(/ Last error: (?:null\.|(?:Error: )?)/, ' ')
    .replace(/ Resolution note: $/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/** Returns whether an error is what is wrong with the log itself: it is wrong with the next connection, too. */
export function isLasting(error: unknown): error is TimelineError {
  return error instanceof TimelineError && error.category !== 'unavailable';
}

/** Returns whether a cluster did not answer, so that its connection is of no use. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TimelineError && error.code === 'store-unreachable';
}

/**
 * Returns whether a read ended because no event begins at the place it was to begin at: `certainly` where the cluster says just that.
 *
 * A cluster says INVALID_ARGUMENT. Before it had that answer it said UNKNOWN, as it does of much else. What the connection ends in, that
 * the node is not the leader, and that it is busy or too slow say nothing of the place.
 */
export function saysNoSuchPlace(error: unknown): 'certainly' | 'perhaps' | undefined {
  if (error instanceof TimelineError || !(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === status.INVALID_ARGUMENT || error.code === status.OUT_OF_RANGE) return 'certainly';
  return error.code === status.UNKNOWN ? 'perhaps' : undefined;
}
