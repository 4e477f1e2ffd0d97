import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerReadableStream } from '@grpc/grpc-js';

import { TimelineError } from '../domain/errors.ts';
import type { AppendOutcome, WireExpected } from './appending.ts';
import { readWireId } from './event-id.ts';
import { bytesOfProposal, checkCount, readExpected, readProposal, readStreamName } from './messages.ts';
import type { Proposal } from './proposal.ts';
import type { WireService } from './service.ts';
import { appendTooLarge, streamDeleted } from './status.ts';

/** Answers `Append`: the options first, then events one by one, then one answer. */
export async function answerAppend(
  service: WireService,
  call: ServerReadableStream<AppendReq, AppendResp>,
): Promise<AppendResp> {
  const caller = service.callerOf(call.metadata);
  let options: { readonly stream: string; readonly expected: WireExpected } | undefined;
  const events: Proposal[] = [];
  let bytes = 0;
  for await (const request of requestsOf(call)) {
    if (options === undefined) {
      options = readOptions(request);
      caller.mayAppendTo(options.stream);
      continue;
    }
    const proposal = readMessage(request);
    caller.mayAppend(proposal.type);
    events.push(proposal);
    bytes += bytesOfProposal(proposal);
    if (bytes > service.appendBytesMax) throw appendTooLarge(service.appendBytesMax);
    checkCount(events.length);
  }
  if (options === undefined) throw new TimelineError('invalid-request', 'The append has no options');
  // They may have come slowly, and the token have been revoked meanwhile.
  service.callerOf(call.metadata);
  const outcome = await service.append({ ...options, events, by: caller.by });
  return answerOf(options, outcome);
}

/** What stops reading leaves the call as it is: its status is still to be sent on it. */
function requestsOf(call: ServerReadableStream<AppendReq, AppendResp>): AsyncIterable<AppendReq> {
  return call.iterator({ destroyOnReturn: false });
}

function readOptions(request: AppendReq) {
  const options = request.getOptions();
  if (options === undefined) throw new TimelineError('invalid-request', 'An append begins with its options');
  return {
    stream: readStreamName(options.getStreamIdentifier()),
    expected: readExpected(options, options.hasRevision() ? options.getRevision() : undefined),
  };
}

function readMessage(request: AppendReq): Proposal {
  const message = request.getProposedMessage();
  if (message === undefined)
    throw new TimelineError('invalid-request', 'After its options, an append has events only');
  return readProposal(message, readWireId(message.getId(), 'The id of an event'));
}

function answerOf(
  { stream, expected }: { readonly stream: string; readonly expected: WireExpected },
  outcome: AppendOutcome,
): AppendResp {
  if (outcome.kind === 'ended') throw streamDeleted(stream);
  const response = new streamsPb.AppendResp();
  return outcome.kind === 'appended'
    ? response.setSuccess(success(outcome))
    : response.setWrongExpectedVersion(wrong(expected, outcome.actual));
}

function success({ revision, position }: Extract<AppendOutcome, { kind: 'appended' }>) {
  const message = new streamsPb.AppendResp.Success();
  if (revision === undefined) message.setNoStream(new sharedPb.Empty());
  else message.setCurrentRevision(String(revision));
  if (position === undefined) return message.setNoPosition(new sharedPb.Empty());
  const place = new streamsPb.AppendResp.Position()
    .setCommitPosition(String(position))
    .setPreparePosition(String(position));
  return message.setPosition(place);
}

function wrong(expected: WireExpected, actual: number | undefined) {
  const message = new streamsPb.AppendResp.WrongExpectedVersion();
  const empty = new sharedPb.Empty();
  if (actual === undefined) message.setCurrentNoStream(empty);
  else message.setCurrentRevision(String(actual));
  if (expected.kind === 'revision') return message.setExpectedRevision(expected.revision);
  if (expected.kind === 'exists') return message.setExpectedStreamExists(empty);
  return expected.kind === 'none' ? message.setExpectedNoStream(empty) : message.setExpectedAny(empty);
}
