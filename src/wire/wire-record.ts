import type { RecordedEvent } from '../domain/event.ts';
import { foreignTypeName } from '../domain/events/foreign.ts';
import { wireIdOf } from './event-id.ts';
import type { KeptBytes } from './kept-bytes.ts';
import { bytesOf } from './kept-bytes.ts';
import { rawWireIdOf } from './raw.ts';
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

/** Returns what the wire shows an event as: the stream that it stands in, and its type. It costs next to nothing. */
export function shownAs(event: RecordedEvent): Pick<WireRecord, 'stream' | 'revision' | 'type'> {
  const { revision } = event;
  const stream = wireNameOf(event.stream);
  const type = foreignIn(event)?.type ?? event.type;
  const subject = type === tombstoneType ? subjectOf(stream) : undefined;
  return subject === undefined
    ? { stream, revision, type }
    : { stream: subject, revision: endOfStream, type };
}

/** Shows a recorded event as the wire does. */
export function wireRecordOf(event: RecordedEvent): WireRecord {
  const foreign = foreignIn(event);
  const { id, position, recordedAt } = event;
  const place = { ...shownAs(event), position, recordedAt };
  if (foreign === undefined)
    return {
      ...place,
      id: wireIdOf(id),
      contentType: 'application/json',
      data: bytesOf({ json: event.data }),
      metadata: bytesOf({ json: ownMetadata(event) }),
    };
  const { contentType, content, metadata = {} } = foreign;
  return {
    ...place,
    id: rawWireIdOf(id) ?? wireIdOf(id),
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
