import { z } from 'zod';

import type { MovedRequest, RequestNote } from '../../domain/audit.ts';
import { formatInstant, readInstant } from '../../domain/instant.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { isEventId } from '../../domain/prepare.ts';
import { isWireId } from '../wire-id.ts';

/** What the metadata of an event of ours says of it: everything but its data and its type. */
export interface Envelope {
  /** The id of the event in the log; it need not be the one on the wire. */
  readonly eventId: string;
  readonly occurred: string;
  readonly schemaVersion: number;
  readonly causationId?: string;
  readonly correlationId?: string;
  /** The recorded time that the node that appended it gave it, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  /** Names the append: its events are those with `index` 0 to `of` - 1. */
  readonly append: string;
  readonly index: number;
  readonly of: number;
  /** What the audit trail keeps of the append; its first event has it. */
  readonly note?: RequestNote;
  /** What it is in an import; each event of one is an append of its own. */
  readonly import?: ImportedAs;
}

/** The place of an event in an import. */
export interface ImportedAs {
  /** Names the import. */
  readonly id: string;
  /** Its place in the import, from 0. */
  readonly number: number;
  /** The revision that it must come to stand at. */
  readonly revision?: number;
  /** True when it brought no recorded time, and may be recorded later than its stamp. */
  readonly stamped?: boolean;
  /** What is kept of the request that it ended in the log it comes from. */
  readonly request?: MovedRequest;
}

/** Most events of one append: the cluster's limit of its bytes is reached before. */
export const appendEventsMax = 10_000;

const id = z.string().refine(isEventId);
const wireId = z.string().refine(isWireId);
const count = z.int().min(0);
const text = z.string().max(1000);
const note = z.object({
  action: z.enum(['append', 'correct', 'retract', 'import']),
  by: text.optional(),
  idempotencyKey: text.optional(),
  fingerprint: text.optional(),
});

const schema = z.object({
  occurred: z.string().max(120),
  schemaVersion: z.int().min(1),
  $correlationId: id.optional(),
  $causationId: id.optional(),
  asof: z.object({
    v: z.literal(1),
    id: id.optional(),
    recordedAt: z.string().max(40),
    append: wireId,
    index: count.max(appendEventsMax - 1),
    of: count.min(1).max(appendEventsMax),
    note: note.optional(),
    import: z
      .object({
        id: wireId,
        number: count,
        revision: count.optional(),
        stamped: z.literal(true).optional(),
        request: note.extend({ events: count.min(1) }).optional(),
      })
      .optional(),
  }),
});

/** What reading an envelope comes to: it, or why there is none, as a sentence. */
export type ReadEnvelope =
  | { readonly envelope: Envelope; readonly fault?: undefined }
  | { readonly envelope?: undefined; readonly fault: string };

/** Reads the envelope of an event from its metadata; what it says depends on nothing else. */
export function readEnvelope(eventWireId: string, metadata: Json | undefined): ReadEnvelope {
  if (!isObject(metadata) || !isObject(metadata['asof']))
    return { fault: 'Its metadata is no envelope of Asof' };
  const checked = schema.safeParse(metadata);
  if (!checked.success) return invalidAt(checked.error.issues[0]?.path.join('/') ?? '');
  const { occurred, schemaVersion, $correlationId, $causationId, asof } = checked.data;
  const recordedAt = readInstant(asof.recordedAt)?.ms;
  if (recordedAt === undefined) return invalidAt('asof/recordedAt');
  if (asof.index >= asof.of) return invalidAt('asof/index');
  return {
    envelope: {
      eventId: asof.id ?? eventWireId,
      occurred,
      schemaVersion,
      ...($correlationId === undefined ? {} : { correlationId: $correlationId }),
      ...($causationId === undefined ? {} : { causationId: $causationId }),
      recordedAt,
      append: asof.append,
      index: asof.index,
      of: asof.of,
      // The schema leaves out what is not there.
      ...(asof.note === undefined ? {} : { note: asof.note as RequestNote }),
      ...(asof.import === undefined ? {} : { import: asof.import as ImportedAs }),
    },
  };
}

function invalidAt(place: string): ReadEnvelope {
  return { fault: `Its envelope is not valid at /${place}` };
}

/** Writes an envelope as the metadata of the event that has this id on the wire. */
export function writeEnvelope(eventWireId: string, envelope: Envelope): JsonObject {
  const { eventId, occurred, schemaVersion, correlationId, causationId } = envelope;
  const { recordedAt, append, index, of } = envelope;
  const asof = {
    v: 1,
    ...(eventId === eventWireId ? {} : { id: eventId }),
    recordedAt: formatInstant(recordedAt),
    append,
    index,
    of,
    ...(envelope.note === undefined ? {} : { note: { ...envelope.note } }),
    ...(envelope.import === undefined ? {} : { import: writeImported(envelope.import) }),
  };
  return {
    occurred,
    schemaVersion,
    ...(correlationId === undefined ? {} : { $correlationId: correlationId }),
    ...(causationId === undefined ? {} : { $causationId: causationId }),
    asof,
  };
}

function writeImported({ request, ...imported }: ImportedAs): JsonObject {
  return { ...imported, ...(request === undefined ? {} : { request: { ...request } }) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
