import { z } from 'zod';

import { answerShape, mentionSchema, momentSchema } from './moment.ts';
import { anyJson, anyObject, instant, listOf, occurred, position, revision } from './parts.ts';

const statusSchema = z
  .enum(['stated', 'corrected', 'retracted', 'reinstated'])
  .meta({ id: 'ReadingStatus', description: 'How a reading came about' });

/** When something occurred, as resolved. */
const whenShape = {
  occurredfrom: instant.meta({ description: 'It began no earlier' }),
  occurredfromlatest: instant.meta({ description: 'It began no later' }),
  occurredto: instant
    .exactOptional()
    .meta({ description: 'It ended no earlier; absent without a known end' }),
  occurredtolatest: instant
    .exactOptional()
    .meta({ description: 'It ended no later; absent without a known end' }),
  precision: z.enum([
    'second',
    'millisecond',
    'minute',
    'day',
    'month',
    'season',
    'year',
    'decade',
    'century',
  ]),
  qualifier: z.enum(['uncertain', 'approximate', 'uncertain-and-approximate']).exactOptional(),
};

/** When something occurred, as resolved. */
export const whenSchema = z.strictObject(whenShape);

const entryShape = {
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string().meta({ description: 'A URI reference to the stream; publishers are in data.sources' }),
  type: z.string().meta({ description: 'The event type' }),
  subject: z.string().meta({ description: 'The stream' }),
  time: instant.exactOptional().meta({ description: 'occurred, where that is one exact instant' }),
  datacontenttype: z.literal('application/json'),
  recordedtime: instant.meta({ description: 'When the fact was recorded' }),
  sequence: z
    .string()
    .regex(/^\d{20}$/)
    .meta({ description: 'The position as 20 digits' }),
  position,
  revision,
  occurred,
  ...whenShape,
  causationid: z.string().exactOptional(),
  correlationid: z.string().exactOptional(),
  status: statusSchema,
  readingfrom: position.meta({ description: 'The position from which it reads like this' }),
  corrections: z
    .int()
    .min(0)
    .meta({ description: 'How many corrections and retractions it has had by the moment' }),
  reason: z.string().exactOptional().meta({ description: 'Why it was last corrected or retracted' }),
  certain: z.boolean().meta({ description: 'Whether it has begun for certain by asOf' }),
  data: anyObject.meta({ description: 'As it reads, in the newest version of its type' }),
};

/** A fact as it reads at a moment. */
export const entrySchema = z.strictObject(entryShape).meta({
  id: 'Entry',
  description:
    'A fact as it reads at a moment: the attributes of its own CloudEvent, with occurred and data as they read, and what the reading adds',
});

/** One reading of a fact. */
export const readingSchema = z
  .strictObject({
    number: z.int().min(0),
    status: statusSchema,
    by: z.string().meta({ description: 'The id of the event that made this reading' }),
    recordedFrom: position.meta({ description: 'The position from which it holds' }),
    recordedTo: position
      .exactOptional()
      .meta({ description: 'The position from which another holds; absent while this is the last' }),
    recordedAt: instant,
    occurred,
    ...whenShape,
    reason: z.string().exactOptional(),
    sources: anyJson.meta({ description: 'The sources of the event that made this reading' }),
    data: anyObject,
  })
  .meta({ id: 'Reading', description: 'How a fact reads over a range of positions' });

/** A fact as of a moment with all its readings by then. */
export const factSchema = z
  .strictObject({
    ...entryShape,
    standing: z.enum(['past', 'uncertain', 'future', 'retracted']),
    readings: listOf(readingSchema),
    causes: listOf(mentionSchema).meta({ description: 'The facts that it came from' }),
    effects: listOf(mentionSchema).meta({ description: 'The facts that it led to' }),
    moment: momentSchema,
  })
  .meta({ id: 'Fact', description: 'A fact as of a moment, with every reading up to then' });

/** One page of the timeline as of a moment. */
export const timelineSchema = z
  .strictObject({
    ...answerShape,
    entries: listOf(entrySchema),
    next: z
      .string()
      .exactOptional()
      .meta({ description: 'What to give as page for the next one; absent after the last' }),
  })
  .meta({ id: 'TimelinePage', description: 'One page of the history as of a moment' });
