import { z } from 'zod';

import { TimelineError } from './errors.ts';
import type { ImportedEvent, NewEvent, RecordedEvent } from './event.ts';
import { formatInstant, parseInstant } from './instant.ts';
import type { JsonObject } from './json.ts';
import { appendPointer } from './json.ts';
import { isExactInstant } from './occurred.ts';
import { checkStreamName } from './stream.ts';

/**
 * An event as CloudEvents 1.0 JSON (https://github.com/cloudevents/spec, v1.0.2): how events go in and out.
 *
 * `subject` is the stream, `occurred` and `revision` are ours, `time` is there only where the occurred time is an exact
 * instant, `recordedtime` is RFC 3339, `sequence` is the position as 20 digits.
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  /** A URI reference to the stream. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly recordedtime: string;
  readonly sequence: string;
  readonly revision: number;
  readonly occurred: string;
  readonly causationid?: string;
  readonly correlationid?: string;
  readonly data: JsonObject;
}

const schemaPath = /^\/v1\/schemas\/[A-Za-z0-9]+\/([1-9]\d{0,5})$/;

/** The attributes of a CloudEvent that are taken in; an attribute that would be lost is refused. */
export const cloudEventSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(2000).optional(),
  type: z.string().min(1).max(80),
  subject: z.string().min(1).max(200).optional(),
  time: z.string().max(120).optional(),
  datacontenttype: z
    .string()
    .regex(/^application\/json\b/, 'is not application/json')
    .optional(),
  dataschema: z.string().regex(schemaPath, 'is not of the form /v1/schemas/{type}/{version}').optional(),
  recordedtime: z.string().max(120).optional(),
  sequence: z
    .string()
    .regex(/^\d{1,20}$/, 'is not a number in digits')
    .optional(),
  revision: z.int().min(0).optional(),
  occurred: z.string().max(120).optional(),
  causationid: z.string().min(1).max(200).optional(),
  correlationid: z.string().min(1).max(200).optional(),
  data: z.record(z.string(), z.unknown()),
});

/** An event read from a CloudEvent: what to record, and where it stood in the log that it came from. */
export interface ReadCloudEvent extends NewEvent {
  readonly stream?: string;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt?: number;
  readonly revision?: number;
  /** Its position in the log that it came from. */
  readonly sequence?: number;
}

/** Returns a recorded event as a CloudEvent. */
export function toCloudEvent(event: RecordedEvent): CloudEvent {
  return {
    specversion: '1.0',
    id: event.id,
    source: `/v1/streams/${encodeURIComponent(event.stream)}`,
    type: event.type,
    subject: event.stream,
    ...(isExactInstant(event.occurred) ? { time: formatInstant(parseInstant(event.occurred)) } : {}),
    datacontenttype: 'application/json',
    dataschema: `/v1/schemas/${event.type}/${event.schemaVersion}`,
    recordedtime: formatInstant(event.recordedAt),
    sequence: String(event.position).padStart(20, '0'),
    revision: event.revision,
    occurred: event.occurred,
    ...(event.causationId === undefined ? {} : { causationid: event.causationId }),
    ...(event.correlationId === undefined ? {} : { correlationid: event.correlationId }),
    data: event.data,
  };
}

/** Reads a CloudEvent; throws `invalid-event` with the JSON Pointer of the first fault, `invalid-stream` or `invalid-time`. */
export function fromCloudEvent(json: unknown): ReadCloudEvent {
  const checked = cloudEventSchema.safeParse(json);
  if (!checked.success) throw faultOf(checked.error);
  const {
    id,
    type,
    subject,
    time,
    dataschema,
    recordedtime,
    sequence,
    revision,
    causationid,
    correlationid,
    data,
  } = checked.data;
  const occurred = checked.data.occurred ?? time;
  if (occurred === undefined)
    throw new TimelineError('invalid-event', `${type} has neither "occurred" nor "time"`, {
      pointer: '/occurred',
    });
  const schemaVersion = dataschema?.match(schemaPath)?.[1];
  return {
    id,
    type,
    data,
    occurred,
    ...(subject === undefined ? {} : { stream: checkStreamName(subject) }),
    ...(schemaVersion === undefined ? {} : { schemaVersion: Number(schemaVersion) }),
    ...(recordedtime === undefined ? {} : { recordedAt: parseInstant(recordedtime) }),
    ...(sequence === undefined ? {} : { sequence: Number(sequence) }),
    ...(revision === undefined ? {} : { revision }),
    ...(causationid === undefined ? {} : { causationId: causationid }),
    ...(correlationid === undefined ? {} : { correlationId: correlationid }),
  };
}

/** Reads a CloudEvent that names its stream; throws as `fromCloudEvent`, and `invalid-event` when it has no subject. */
export function importedFromCloudEvent(json: unknown): ImportedEvent & ReadCloudEvent {
  const { stream, ...event } = fromCloudEvent(json);
  if (stream === undefined)
    throw new TimelineError('invalid-event', `${event.type} names no stream: "subject" is missing`, {
      pointer: '/subject',
    });
  return { ...event, stream };
}

function faultOf(error: z.ZodError): TimelineError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((segment) =>
    typeof segment === 'symbol' ? String(segment) : segment,
  );
  const place = issue?.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
  const pointer = place.reduce<string>(appendPointer, '');
  const why = issue?.code === 'unrecognized_keys' ? 'is not an attribute that is taken in' : issue?.message;
  return new TimelineError('invalid-event', `CloudEvent at ${pointer || '/'}: ${why}`, { pointer });
}
