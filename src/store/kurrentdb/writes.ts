import { randomUUID } from 'node:crypto';

import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import type { ClusterClient } from './client.ts';
import { wireIdIn } from './cluster-event.ts';
import { whyOf } from './failures.ts';
import type { ProposedEvent } from './propose.ts';
import { writeOutcomeOf } from './write-outcome.ts';
import type { WriteOutcome } from './write-outcome.ts';

/** Events for one stream of the cluster that are written together or not at all. */
export interface ProposedAppend {
  /** By its name in the cluster. */
  readonly stream: string;
  readonly expected: 'any' | 'none' | number;
  readonly events: readonly ProposedEvent[];
}

/** Writes appends to the cluster, many under way at a time, in the order in which they are given. */
export interface ClusterWrites {
  /**
   * Never rejects; what it came to is told when the cluster answers, or when the call ends that it went by. `sent` hears that it is on its
   * way: from then on it may be in the cluster.
   */
  write(append: ProposedAppend, sent?: () => void): Promise<WriteOutcome>;
  /** Ends the call: what is under way comes to `unknown`, and the next append goes by another. */
  leave(why: string): void;
}

type BatchCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

/** One call, and who waits for an answer by it. */
type Line = ClusterWrites;

/** Creates what writes by one call at a time; the call is started with the first append. */
export function createWrites(client: ClusterClient): ClusterWrites {
  let line: Line | undefined;
  return {
    async write(append, sent) {
      const current = (line ??= openLine(client, () => {
        if (line === current) line = undefined;
      }));
      return current.write(append, sent);
    },
    leave(why) {
      line?.leave(why);
      line = undefined;
    },
  };
}

function openLine(client: ClusterClient, onEnd: () => void): Line {
  const waiting = new Map<string, { readonly resolve: (outcome: WriteOutcome) => void; wasSent: boolean }>();
  let isOver = false;
  const leave = (why: string) => {
    isOver = true;
    onEnd();
    for (const { resolve, wasSent } of waiting.values()) resolve({ kind: 'unknown', why, wasSent });
    waiting.clear();
  };
  const opening = client.start<BatchCall>((service, metadata, options) =>
    service.batchAppend(metadata, options),
  );
  const opened = opening.then(
    ({ call, ended }) => {
      call.on('data', (response: BatchAppendResp) => {
        const id = wireIdIn(response.getCorrelationId());
        waiting.get(id)?.resolve(writeOutcomeOf(response));
        waiting.delete(id);
      });
      void ended.then((error) => leave(error === undefined ? 'the cluster ended the call' : whyOf(error)));
      if (isOver) call.cancel();
      return call;
    },
    (error: unknown) => leave(whyOf(error)),
  );
  return {
    async write(append, sent) {
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<WriteOutcome>();
      const one = { resolve, wasSent: false };
      waiting.set(id, one);
      // Not waited for: it may be left before there is a call.
      void opened.then((call) => {
        if (isOver || call === undefined)
          return resolve({ kind: 'unknown', why: 'the call ended', wasSent: false });
        one.wasSent = true;
        sent?.();
        call.write(requestOf(id, append));
      });
      return promise;
    },
    leave(why) {
      leave(why);
      void opened.then((call) => call?.cancel());
    },
  };
}

/** It says no deadline: that would be a time by our clock, which the cluster compares with its own. */
function requestOf(id: string, { stream, expected, events }: ProposedAppend): BatchAppendReq {
  const { Options } = streamsPb.BatchAppendReq;
  const options = new Options().setStreamIdentifier(
    new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8')),
  );
  if (expected === 'any') options.setAny(new emptyPb.Empty());
  else if (expected === 'none') options.setNoStream(new emptyPb.Empty());
  else options.setStreamPosition(String(expected));
  return new streamsPb.BatchAppendReq()
    .setCorrelationId(new sharedPb.UUID().setString(id))
    .setOptions(options)
    .setProposedMessagesList(events.map(messageOf))
    .setIsFinal(true);
}

function messageOf({ wireId, type, data, metadata }: ProposedEvent) {
  const message = new streamsPb.BatchAppendReq.ProposedMessage()
    .setId(new sharedPb.UUID().setString(wireId))
    .setData(Buffer.from(data, 'utf8'))
    .setCustomMetadata(Buffer.from(metadata, 'utf8'));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
}
