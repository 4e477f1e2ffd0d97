import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

import type { ResolvedRecord } from './links.ts';
import { streamIdentifier, idMessage, structuredIdMessage } from './messages.ts';
import type { WireRecord } from './wire-record.ts';

/** Tells an event. */
export function eventMessage({ event, link }: ResolvedRecord, structuredIds: boolean): ReadResp {
  const message = new streamsPb.ReadResp.ReadEvent();
  if (event !== undefined) message.setEvent(recordMessage(event, structuredIds));
  if (link !== undefined) message.setLink(recordMessage(link, structuredIds));
  message.setCommitPosition(String((link ?? event)?.position));
  return new streamsPb.ReadResp().setEvent(message);
}

/** Tells that a subscription stands, with its name. */
export function confirmationMessage(subscription: string): ReadResp {
  const message = new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscription);
  return new streamsPb.ReadResp().setConfirmation(message);
}

/** Tells that a subscription has told what was there: what comes next is new. */
export function caughtUpMessage(): ReadResp {
  return new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp());
}

/** Tells up to which position a filter was applied. */
export function checkpointMessage(position: number): ReadResp {
  const message = new streamsPb.ReadResp.Checkpoint()
    .setCommitPosition(String(position))
    .setPreparePosition(String(position));
  return new streamsPb.ReadResp().setCheckpoint(message);
}

/** Tells that there is no such stream. */
export function notFoundMessage(stream: string): ReadResp {
  const message = new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream));
  return new streamsPb.ReadResp().setStreamNotFound(message);
}

/** Tells the first revision of a stream that is shown. */
export function firstMessage(revision: number): ReadResp {
  return new streamsPb.ReadResp().setFirstStreamPosition(String(revision));
}

/** Tells the last revision of a stream. */
export function lastMessage(revision: number): ReadResp {
  return new streamsPb.ReadResp().setLastStreamPosition(String(revision));
}

const ticksPerMs = 10_000n;

function recordMessage(record: WireRecord, structuredIds: boolean) {
  const { id, stream, revision, position, type, contentType, recordedAt, data, metadata } = record;
  const message = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
    .setId(structuredIds ? structuredIdMessage(id) : idMessage(id))
    .setStreamIdentifier(streamIdentifier(stream))
    .setStreamRevision(String(revision))
    .setPreparePosition(String(position))
    .setCommitPosition(String(position))
    .setData(data)
    .setCustomMetadata(metadata);
  message
    .getMetadataMap()
    .set('type', type)
    .set('content-type', contentType)
    // In ticks of 100 ns since the Unix epoch.
    .set('created', String(BigInt(recordedAt) * ticksPerMs));
  return message;
}
