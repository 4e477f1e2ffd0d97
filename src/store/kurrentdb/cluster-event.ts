import { isUtf8 } from 'node:buffer';

import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

import type { Json } from '../../domain/json.ts';
import { parseJson } from '../../domain/json.ts';
import { wireIdOfBytes } from '../wire-id.ts';
import type { ClusterEvent, ClusterPosition } from './parts.ts';

/** An event as a read of the cluster tells it. */
export type ReadEvent = ReadResp.ReadEvent.RecordedEvent;

/** Returns an event of the cluster, with its data and metadata parsed where `isOurs` says that its stream may be one of ours. */
export function clusterEventOf(event: ReadEvent, isOurs: (stream: string) => boolean): ClusterEvent {
  const stream = textOf(event.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array());
  const properties = event.getMetadataMap();
  const parses = isOurs(stream);
  const isJson = properties.get('content-type') === 'application/json';
  return {
    position: positionOf(event),
    stream,
    revision: Number(event.getStreamRevision()),
    wireId: wireIdIn(event.getId()),
    type: properties.get('type') ?? '',
    data: parses && isJson ? jsonIn(event.getData_asU8()) : undefined,
    metadata: parses ? jsonIn(event.getCustomMetadata_asU8()) : undefined,
    created: millisecondsOf(properties.get('created') ?? ''),
  };
}

/** Returns the place that a message of the cluster names. */
export function positionOf(place: {
  getCommitPosition(): string;
  getPreparePosition(): string;
}): ClusterPosition {
  return { commit: BigInt(place.getCommitPosition()), prepare: BigInt(place.getPreparePosition()) };
}

/** Returns whether one place in `$all` is at or after another. */
export function isAtOrAfter(place: ClusterPosition | undefined, other: ClusterPosition): boolean {
  if (place === undefined) return false;
  return place.commit === other.commit ? place.prepare >= other.prepare : place.commit > other.commit;
}

/** Returns about how many bytes an event takes. */
export function bytesOfEvent(event: ReadEvent): number {
  return event.getData_asU8().length + event.getCustomMetadata_asU8().length + 200;
}

/** Returns the UUID that a message of the cluster brings, in either of the two forms there are: in lower case, or empty text. */
export function wireIdIn(id: UUID | undefined): string {
  const structured = id?.getStructured();
  if (structured === undefined) return id?.getString().toLowerCase() ?? '';
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
  return wireIdOfBytes(bytes);
}

/** The cluster counts in 100 nanoseconds. */
function millisecondsOf(ticks: string): number {
  return /^\d{5,}$/.test(ticks) ? Number(ticks.slice(0, -4)) : 0;
}

/** What two readers could understand differently is no JSON, so that every node takes it for the same. */
function jsonIn(bytes: Uint8Array): Json | undefined {
  if (bytes.length === 0 || !isUtf8(bytes)) return undefined;
  try {
    return parseJson(textOf(bytes));
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
