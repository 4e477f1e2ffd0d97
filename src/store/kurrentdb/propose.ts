import type { RequestNote } from '../../domain/audit.ts';
import { TimelineError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { PreparedEvent } from '../../domain/prepare.ts';
import { wireIdMadeOf, wireIdOf } from '../wire-id.ts';
import { appendEventsMax, writeEnvelope } from './envelope.ts';
import type { Envelope, ImportedAs } from './envelope.ts';

/** An event as it is written to the cluster. */
export interface ProposedEvent {
  /** A UUID in lower case. */
  readonly wireId: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text; empty for none. */
  readonly metadata: string;
}

/** What is said of an append in the envelopes of its events. */
export interface AppendMark {
  /** Names the append. */
  readonly append: string;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly note?: RequestNote | undefined;
  /** Gives the events other ids on the wire than their own: where the cluster knows those already, and has them in no append that counts. */
  readonly isAnew: boolean;
}

/** Puts the events of an append into envelopes. */
export function proposedAppend(
  events: readonly PreparedEvent[],
  { append, recordedAt, note, isAnew }: AppendMark,
): readonly ProposedEvent[] {
  return events.map((event, index) => {
    const wireId = isAnew ? wireIdMadeOf(`asof event ${event.id} of ${append}`) : wireIdOf(event.id);
    const signed = note === undefined || index > 0 ? {} : { note };
    return proposed(event, wireId, { recordedAt, append, index, of: events.length, ...signed });
  });
}

/** Puts an event of an import into its envelope; its id on the wire follows from its place in the import, so that it may be written again. */
export function proposedImport(event: PreparedEvent, recordedAt: number, mark: ImportedAs): ProposedEvent {
  const wireId = wireIdMadeOf(`asof import ${mark.id} ${mark.number}`);
  return proposed(event, wireId, { recordedAt, append: wireId, index: 0, of: 1, import: mark });
}

/** Makes a control event; it has no envelope. */
export function proposedControl(wireId: string, type: string, data: JsonObject): ProposedEvent {
  return { wireId, type, data: JSON.stringify(data), metadata: '' };
}

/** Most bytes of one append: what a cluster takes that is not configured otherwise. */
export const appendBytesMax = 1_048_576;

/** Throws `request-too-large` for an append that has more bytes than a cluster takes, envelopes included. */
export function checkAppendBytes(events: readonly ProposedEvent[]): void {
  const bytes = events.reduce((sum, event) => sum + bytesOfProposed(event), 0);
  if (bytes <= appendBytesMax && events.length <= appendEventsMax) return;
  throw new TimelineError(
    'request-too-large',
    `The append has ${events.length} events of ${bytes} bytes; a cluster takes ${appendEventsMax} of ${appendBytesMax} at once`,
    { bytes, bytesMax: appendBytesMax, events: events.length },
  );
}

/** Returns how many bytes of the cluster's limit an event takes, and rather too many. */
export function bytesOfProposed({ type, data, metadata }: ProposedEvent): number {
  return 64 + 2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata);
}

type Mark = Pick<Envelope, 'recordedAt' | 'append' | 'index' | 'of' | 'note' | 'import'>;

function proposed(event: PreparedEvent, wireId: string, mark: Mark): ProposedEvent {
  const { id, type, occurred, schemaVersion, correlationId, causationId, dataText } = event;
  const envelope: Envelope = {
    eventId: id,
    occurred,
    schemaVersion,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
    ...mark,
  };
  return { wireId, type, data: dataText, metadata: JSON.stringify(writeEnvelope(wireId, envelope)) };
}
