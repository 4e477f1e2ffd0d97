import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import { status } from '@grpc/grpc-js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import type { WireExpected } from './appending.ts';
import { streamIdentifier } from './messages.ts';
import { isOurs, wireErrorOf } from './status.ts';

/** Makes the status of an append whose stream is not where it is expected, with both. */
export function notAsExpected(expected: WireExpected, actual: number | undefined): Status {
  const empty = new emptyPb.Empty();
  const details = new sharedPb.WrongExpectedVersion();
  if (actual === undefined) details.setCurrentNoStream(empty);
  else details.setCurrentStreamRevision(String(actual));
  if (expected.kind === 'revision') details.setExpectedStreamPosition(expected.revision);
  else if (expected.kind === 'any') details.setExpectedAny(empty);
  else if (expected.kind === 'none') details.setExpectedNoStream(empty);
  else details.setExpectedStreamExists(empty);
  return statusOf(status.FAILED_PRECONDITION, 'Wrong expected version.', 'WrongExpectedVersion', details);
}

/** Makes the status of an append to a stream that has a tombstone. */
export function streamEnded(stream: string): Status {
  const details = new sharedPb.StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
  return statusOf(status.FAILED_PRECONDITION, `Stream '${stream}' is deleted.`, 'StreamDeleted', details);
}

/** Makes the status of an append that was not complete by its deadline. */
export function timedOut(): Status {
  return statusOf(status.DEADLINE_EXCEEDED, 'Timeout', 'Timeout', new sharedPb.Timeout());
}

/** Makes the status of an append that has too many bytes. */
export function batchTooLarge(bytesMax: number): Status {
  const details = new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(bytesMax);
  const sentence = `Maximum Append Size of ${bytesMax} Exceeded.`;
  return statusOf(status.INVALID_ARGUMENT, sentence, 'MaximumAppendSizeExceeded', details);
}

/** Turns what was thrown into the status of one append. */
export function batchStatusOf(error: unknown): Status {
  const { code, details } = wireErrorOf(error);
  if (code === status.PERMISSION_DENIED || code === status.UNAUTHENTICATED)
    return statusOf(code, details, 'AccessDenied', new sharedPb.AccessDenied());
  return isOurs(code)
    ? statusOf(code, details, 'Unknown', new sharedPb.Unknown())
    : statusOf(code, details, 'BadRequest', new sharedPb.BadRequest().setMessage(details));
}

function statusOf(
  code: status,
  message: string,
  name: string,
  details: { serializeBinary(): Uint8Array },
): Status {
  const packed = new anyPb.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  // Both number the codes of gRPC, each in an enumeration of its own.
  return new statusPb.Status()
    .setCode(code as number)
    .setMessage(message)
    .setDetails(packed);
}
