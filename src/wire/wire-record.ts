import type { RecordedEvent } from '../domain/event.ts';
import { foreignTypeName } from '../domain/events/foreign.ts';
import { wireIdOf } from './event-id.ts';
import type { KeptBytes } from './kept-bytes.ts';
import { bytesOf } from './kept-bytes.ts';
import { subjectOf, wireNameOf } from './stream-name.ts';
import { endOfStream, tombstoneType } from './system-types.ts';

/** An event as the wire shows it. */
export interface WireRecord {
  /** A UUID. */
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint | number;
  readonly position: number;
  readonly type: string;
  readonly contentType: string;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** A foreign event as it came: what `ForeignEventKept` keeps. */
export interface ForeignEvent {
  readonly type: string;
  readonly contentType: string;
  readonly content: KeptBytes;
  readonly metadata?: KeptBytes | undefined;
}

/** Returns the foreign event that an event keeps; undefined for an event of Asof's own. */
export function foreignIn({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): ForeignEvent | undefined {
  if (type !== foreignTypeName) return undefined;
  // It was checked against the schema of its type when it was recorded.
  return data as unknown as ForeignEvent;
}

/** Shows a recorded event as the wire does. */
export function wireRecordOf(event: RecordedEvent): WireRecord {
  const foreign = foreignIn(event);
  const stream = wireNameOf(event.stream);
  const place = { id: wireIdOf(event.id), position: event.position, recordedAt: event.recordedAt };
  if (foreign === undefined)
    return {
      ...place,
      stream,
      revision: event.revision,
      type: event.type,
      contentType: 'application/json',
      data: bytesOf({ json: event.data }),
      metadata: bytesOf({ json: ownMetadata(event) }),
    };
  const { type, contentType, content, metadata = {} } = foreign;
  const subject = subjectOf(stream);
  return {
    ...place,
    ...(type === tombstoneType && subject !== undefined
      ? { stream: subject, revision: endOfStream }
      : { stream, revision: event.revision }),
    type,
    contentType,
    data: bytesOf(content),
    metadata: bytesOf(metadata),
  };
}

function ownMetadata({ id, occurred, schemaVersion, causationId, correlationId }: RecordedEvent) {
  return {
    occurred,
    schemaVersion,
    ...(correlationId === undefined ? {} : { $correlationId: correlationId }),
    ...(causationId === undefined ? {} : { $causationId: causationId }),
    ...(wireIdOf(id) === id ? {} : { eventId: id }),
  };
}
