import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';

import { TimelineError } from '../../domain/errors.ts';

/** What writing an append to the cluster came to. */
export type WriteOutcome =
  /** It is in the cluster: now, or since before, where the cluster knew its ids. */
  | { readonly kind: 'written' }
  | { readonly kind: 'not-as-expected' }
  /** It is not in the cluster, and trying again is of no use. */
  | { readonly kind: 'refused'; readonly error: TimelineError }
  /** Nobody knows, unless it was not even sent. */
  | { readonly kind: 'unknown'; readonly why: string; readonly wasSent: boolean };

/** Reads the cluster's answer to an append; what it cannot read says nothing of it. */
export function writeOutcomeOf(response: BatchAppendResp): WriteOutcome {
  try {
    return outcomeIn(response);
  } catch {
    return { kind: 'unknown', why: 'the cluster answered with something else', wasSent: true };
  }
}

function outcomeIn(response: BatchAppendResp): WriteOutcome {
  if (response.hasSuccess()) return { kind: 'written' };
  const status = response.getError();
  const message = status?.getMessage().slice(0, 300) ?? 'it answered with nothing';
  const details = status?.getDetails();
  switch (details?.getTypeName().replace('event_store.client.', '') ?? '') {
    case 'WrongExpectedVersion':
      return { kind: 'not-as-expected' };
    case 'MaximumAppendSizeExceeded':
      return refused(
        'request-too-large',
        `An append is larger than the cluster takes: ${limitIn(details?.getValue_asU8())} bytes`,
      );
    case 'StreamDeleted':
      return refused('store-corrupt', `The stream was deleted in the cluster for good: ${message}`);
    case 'AccessDenied':
      return refused(
        'store-unreachable',
        'The cluster does not let this node append: see the user of the connection string and the stream’s access list',
      );
    case 'BadRequest':
    case 'InvalidTransaction':
      return refused('invalid-request', `The cluster refuses the append: ${message}`);
    default:
      return { kind: 'unknown', why: `the cluster answered: ${message}`, wasSent: true };
  }
}

function limitIn(bytes: Uint8Array | undefined): number {
  return sharedPb.MaximumAppendSizeExceeded.deserializeBinary(bytes ?? new Uint8Array()).getMaxappendsize();
}

function refused(
  code: 'request-too-large' | 'store-corrupt' | 'store-unreachable' | 'invalid-request',
  sentence: string,
): WriteOutcome {
  return { kind: 'refused', error: new TimelineError(code, sentence) };
}
