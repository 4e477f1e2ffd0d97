import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Client } from '@grpc/grpc-js';

import { asMessage, asOptions, methods, send } from './wire-raw.ts';

/** An event as bytes, whatever they are. */
export interface RawEvent {
  /** A UUID. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** Appends events to a stream of a cluster in one append, by no client of its protocol. */
export async function appendRaw(client: Client, stream: string, events: readonly RawEvent[]): Promise<void> {
  const options = new streamsPb.AppendReq.Options()
    .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setAny(new sharedPb.Empty());
  const sent = [asOptions(options), ...events.map((event) => asMessage(proposedOf(event)))];
  const { code, details } = await send(client, methods.append.path, sent);
  if (code !== 0) throw new Error(`${code}: ${details}`);
}

function proposedOf({ id, type, contentType, data, metadata }: RawEvent): AppendReq.ProposedMessage {
  const message = new streamsPb.AppendReq.ProposedMessage()
    .setId(new sharedPb.UUID().setString(id))
    .setData(data)
    .setCustomMetadata(metadata);
  message.getMetadataMap().set('type', type).set('content-type', contentType);
  return message;
}
