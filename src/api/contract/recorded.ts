import { z } from 'zod';

import { headSchema } from './moment.ts';
import { anyObject, instant, listOf, occurred, position, revision } from './parts.ts';

/** An event as recorded, as a CloudEvent. */
export const recordedEventSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string().meta({ description: 'A URI reference to the stream' }),
    type: z.string().meta({ description: 'The event type' }),
    subject: z.string().meta({ description: 'The stream' }),
    time: instant.exactOptional().meta({ description: 'occurred, where that is one exact instant' }),
    datacontenttype: z.literal('application/json'),
    dataschema: z.string().meta({ description: 'The version of the event type that data follows' }),
    recordedtime: instant,
    sequence: z
      .string()
      .regex(/^\d{20}$/)
      .meta({ description: 'The position as 20 digits' }),
    revision,
    occurred,
    causationid: z.string().exactOptional(),
    correlationid: z.string().exactOptional(),
    data: anyObject,
  })
  .meta({ id: 'RecordedEvent', description: 'An event as it was recorded: a CloudEvent 1.0 in JSON' });

/** Where appended events came to stand. */
export const appendedSchema = z
  .strictObject({
    position: position.meta({ description: 'The position of the last of them' }),
    events: listOf(
      z.strictObject({ id: z.string(), stream: z.string(), revision, position, recordedAt: instant }),
    ),
  })
  .meta({ id: 'Appended', description: 'Where appended events came to stand' });

/** What is known of one stream. */
export const streamSchema = z
  .strictObject({
    stream: z.string(),
    revision: revision.meta({ description: 'Of its last event' }),
    position: position.meta({ description: 'Of its last event' }),
    recordedAt: instant.meta({ description: 'Of its last event' }),
  })
  .meta({ id: 'Stream', description: 'What is known of one stream' });

/** All streams. */
export const streamsSchema = z
  .strictObject({
    streams: listOf(streamSchema),
    next: z.string().exactOptional().meta({ description: 'The page that comes next; absent after the last' }),
    head: headSchema,
  })
  .meta({ id: 'Streams' });

/** One page of a stream as recorded. */
export const streamEventsSchema = z
  .strictObject({
    events: listOf(recordedEventSchema),
    next: revision.exactOptional().meta({ description: 'The from of the next page; absent after the last' }),
    head: z
      .strictObject({
        revision: revision.exactOptional(),
        position,
        recordedAt: instant.nullable(),
      })
      .exactOptional()
      .meta({ description: 'The last event of the stream; absent on a page that never changes' }),
  })
  .meta({ id: 'StreamEvents' });

/** One page of the log as recorded. */
export const logSchema = z
  .strictObject({
    events: listOf(recordedEventSchema),
    next: position.exactOptional().meta({ description: 'The after of the next page; absent after the last' }),
    head: headSchema
      .exactOptional()
      .meta({ description: 'Absent on a page that is full, which never changes' }),
  })
  .meta({ id: 'LogPage' });
