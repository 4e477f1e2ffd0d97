import type { IncomingHttpHeaders } from 'node:http';

import { fromCloudEvent } from '../domain/cloud-event.ts';
import { TimelineError, atPlace } from '../domain/errors.ts';
import type { NewEvent } from '../domain/event.ts';
import { parseJson } from '../domain/json.ts';
import { isBinaryEvent, readBinaryEvent } from './binary-event.ts';
import { newEventSchema } from './bodies.ts';
import { cloudEventBatchType, cloudEventType, linesType } from './body.ts';
import { checkBody } from './routes.ts';

/**
 * Reads the events of an append to a stream: ours, or CloudEvents, which have a `specversion`, in the body or in a header.
 *
 * Throws `invalid-json` or `invalid-event` with the line, or the number in the array, of the first that is wrong, and
 * `invalid-request` for a body that its media type does not go with.
 */
export function readNewEvents(
  body: unknown,
  mediaType: string,
  stream: string,
  headers: IncomingHttpHeaders = {},
): readonly NewEvent[] {
  if (isBinaryEvent(headers) && !mediaType.startsWith('application/cloudevents'))
    return [readBinary(body, mediaType, stream, headers)];
  if (mediaType === linesType) return readLines(body, stream);
  if (body === undefined) throw new TimelineError('invalid-request', 'The body is missing');
  if (mediaType === cloudEventBatchType && !Array.isArray(body))
    throw new TimelineError('invalid-request', 'A batch of CloudEvents is an array');
  if (mediaType === cloudEventType && Array.isArray(body))
    throw new TimelineError(
      'invalid-request',
      'An array of CloudEvents is an application/cloudevents-batch+json',
    );
  const read = mediaType === 'application/json' ? readEvent : readCloudEvent;
  if (!Array.isArray(body)) return [read(body, stream)];
  return body.map((event: unknown, index) => atPlace(`event ${index + 1}`, () => read(event, stream)));
}

function readBinary(
  body: unknown,
  mediaType: string,
  stream: string,
  headers: IncomingHttpHeaders,
): NewEvent {
  if (mediaType === 'application/json') return readCloudEvent(readBinaryEvent(headers, body), stream);
  throw new TimelineError(
    'invalid-request',
    'A CloudEvent whose attributes are headers has its data in the body, as application/json',
    { header: 'Content-Type' },
  );
}

function readLines(body: unknown, stream: string): readonly NewEvent[] {
  return String(body)
    .split('\n')
    .map((text, index) => ({ text, place: `line ${index + 1}` }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, place }) => atPlace(place, () => readEvent(parseJson(text), stream)));
}

function readEvent(json: unknown, stream: string): NewEvent {
  if (typeof json === 'object' && json !== null && 'specversion' in json) return readCloudEvent(json, stream);
  const { id, type, schemaVersion, occurred, data, causationId, correlationId } = checkBody(
    newEventSchema,
    json,
    'invalid-event',
  );
  return {
    type,
    occurred,
    data,
    ...(id === undefined ? {} : { id }),
    ...(schemaVersion === undefined ? {} : { schemaVersion }),
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function readCloudEvent(json: unknown, stream: string): NewEvent {
  const { stream: subject = stream, recordedAt, revision, sequence, ...event } = fromCloudEvent(json);
  if (subject !== stream)
    throw refused('subject', `names the stream ${subject}, and it is appended to ${stream}`);
  for (const [name, value] of Object.entries({ recordedtime: recordedAt, sequence, revision }))
    if (value !== undefined)
      throw refused(name, 'is given by the log when it is appended; import keeps what another log gave');
  return event;
}

function refused(attribute: string, why: string): TimelineError {
  return new TimelineError('invalid-event', `CloudEvent at /${attribute}: ${why}`, {
    pointer: `/${attribute}`,
  });
}
