import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type {
  DeleteReq,
  DeleteResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';

import { TimelineError } from '../domain/errors.ts';
import { readExpected, readStreamName } from './messages.ts';
import type { WireService } from './service.ts';
import { streamDeleted, wrongExpectedVersion } from './status.ts';

/** Answers `Delete`: the stream is shown no more, until somebody appends to it. */
export async function answerDelete(
  service: WireService,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
): Promise<DeleteResp> {
  const position = await deleted(service, call, false);
  const place = new streamsPb.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
  return new streamsPb.DeleteResp().setPosition(place);
}

/** Answers `Tombstone`: the stream is shown no more, and takes no more events over the wire. */
export async function answerTombstone(
  service: WireService,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
): Promise<TombstoneResp> {
  const position = await deleted(service, call, true);
  const place = new streamsPb.TombstoneResp.Position()
    .setCommitPosition(position)
    .setPreparePosition(position);
  return new streamsPb.TombstoneResp().setPosition(place);
}

async function deleted(
  service: WireService,
  call: { readonly request: DeleteReq | TombstoneReq; readonly metadata: Metadata },
  forGood: boolean,
): Promise<string> {
  const caller = service.callerOf(call.metadata);
  caller.mayDelete();
  const options = call.request.getOptions();
  if (options === undefined) throw new TimelineError('invalid-request', 'The request has no options');
  const stream = readStreamName(options.getStreamIdentifier());
  const expected = readExpected(options, options.hasRevision() ? options.getRevision() : undefined);
  const outcome = await service.delete({ stream, expected, forGood, by: caller.by });
  switch (outcome.kind) {
    case 'ended':
      throw streamDeleted(stream);
    case 'not-as-expected':
      throw wrongExpectedVersion(forGood ? 'Tombstone' : 'Delete', stream, expected, outcome.actual);
    case 'deleted':
      return String(outcome.position);
  }
}
