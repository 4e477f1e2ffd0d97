import { once } from 'node:events';

import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import type { AppendOutcome } from './appending.ts';
import { batchStatusOf, batchTooLarge, notAsExpected, streamEnded, timedOut } from './batch-status.ts';
import type { Batch } from './batches.ts';
import { createBatches } from './batches.ts';
import { readWireId } from './event-id.ts';
import { streamIdentifier, structuredIdMessage } from './messages.ts';
import { pacedWriter } from './paced-writer.ts';
import type { PacedWriter } from './paced-writer.ts';
import type { WireService } from './service.ts';
import { isAppendTooLarge, isOurs, wireErrorOf } from './status.ts';

/** Most appends of one call that are under way, and how many times the bytes of the largest append they may have: no more is read meanwhile. */
const underWayMax = 1000;
const underWayFactor = 8;

/** How often appends that are not whole are looked at for their deadlines, in milliseconds. */
const lookEveryMs = 250;

/** Answers `BatchAppend`: appends come in parts, many under way at a time, each answered by its correlation id when it is durable. */
export async function answerBatchAppend(
  service: WireService,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  gone: AbortSignal,
): Promise<void> {
  const callerNow = () => service.callerOf(call.metadata);
  callerNow();
  const batches = createBatches(callerNow, service.appendBytesMax);
  const writer = pacedWriter<BatchAppendResp>(call, gone);
  const underWay = new Set<Promise<void>>();
  let bytesUnderWay = 0;
  const isFull = () =>
    underWay.size >= underWayMax || bytesUnderWay >= underWayFactor * service.appendBytesMax;
  const answer = async (id: string, stream: string, error: Status) =>
    writer.write(addressed(new streamsPb.BatchAppendResp().setError(error), id, stream));
  const timer = setInterval(() => {
    for (const { id, stream } of batches.overdue(service.clock()))
      void answer(id, stream, timedOut()).catch(ignore);
  }, lookEveryMs);
  const readAll = async () => {
    for await (const request of requestsOf(call)) {
      if (gone.aborted) return;
      const id = readWireId(request.getCorrelationId(), 'The correlation id of an append');
      const taken = batches.take(id, request);
      if (taken.kind === 'refused') await answer(id, taken.stream, refusal(service, taken.error));
      if (taken.kind !== 'whole') continue;
      const { batch } = taken;
      const work = run(service, writer, id, batch)
        .catch(ignore)
        .finally(() => {
          underWay.delete(work);
          bytesUnderWay -= batch.bytes;
        });
      underWay.add(work);
      bytesUnderWay += batch.bytes;
      while (isFull()) await Promise.race(underWay);
    }
  };
  try {
    // A call without appends may stay open for ever, and the endpoint does not wait for it when it closes.
    await Promise.race([readAll(), aborted(gone)]);
    await Promise.all(underWay);
  } finally {
    clearInterval(timer);
  }
}

async function run(
  service: WireService,
  writer: PacedWriter<BatchAppendResp>,
  id: string,
  batch: Batch,
): Promise<void> {
  const isLate = (batch.deadlineMs ?? Number.POSITIVE_INFINITY) <= service.clock();
  const response = isLate
    ? new streamsPb.BatchAppendResp().setError(timedOut())
    : await service.append(batch).then(
        (outcome) => responseOf(batch, outcome),
        (error: unknown) => new streamsPb.BatchAppendResp().setError(refusal(service, error)),
      );
  await writer.write(addressed(response, id, batch.stream));
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await once(signal, 'abort');
}

/** Only a client that is gone fails to be written to. */
function ignore(): void {}

/** What stops reading leaves the call as it is: its status is still to be sent on it. */
function requestsOf(
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
): AsyncIterable<BatchAppendReq> {
  return call.iterator({ destroyOnReturn: false });
}

function addressed(response: BatchAppendResp, id: string, stream: string): BatchAppendResp {
  return response.setCorrelationId(structuredIdMessage(id)).setStreamIdentifier(streamIdentifier(stream));
}

function refusal({ appendBytesMax, onFailure }: WireService, error: unknown): Status {
  if (isOurs(wireErrorOf(error).code)) onFailure(error);
  return isAppendTooLarge(error) ? batchTooLarge(appendBytesMax) : batchStatusOf(error);
}

function responseOf({ stream, expected }: Batch, outcome: AppendOutcome): BatchAppendResp {
  const response = new streamsPb.BatchAppendResp();
  switch (outcome.kind) {
    case 'ended':
      return response.setError(streamEnded(stream));
    case 'not-as-expected':
      return response.setError(notAsExpected(expected, outcome.actual));
    case 'appended':
      return response.setSuccess(success(outcome));
  }
}

function success({ revision, position }: Extract<AppendOutcome, { kind: 'appended' }>) {
  const message = new streamsPb.BatchAppendResp.Success();
  if (revision === undefined) message.setNoStream(new emptyPb.Empty());
  else message.setCurrentRevision(String(revision));
  if (position === undefined) return message.setNoPosition(new emptyPb.Empty());
  const place = new sharedPb.AllStreamPosition()
    .setCommitPosition(String(position))
    .setPreparePosition(String(position));
  return message.setPosition(place);
}
