import { z } from 'zod';

import { cloudEventSchema as anyCloudEventSchema } from '../../domain/cloud-event.ts';
import * as bodies from '../bodies.ts';

const newEventSchema = bodies.newEventSchema.meta({
  id: 'NewEvent',
  description: 'An event of our form; the JSON Schema of its type says what data must be',
});

/** A CloudEvent as it is appended: the log gives the other attributes. */
export const cloudEventSchema = anyCloudEventSchema
  .omit({ recordedtime: true, sequence: true, revision: true })
  .meta({
    id: 'NewCloudEvent',
    description:
      'An event as a CloudEvent 1.0 in JSON; it has occurred or time, and subject is the stream or absent',
  });

/** One line of an append: an event of either form. */
export const linesEventSchema = z.union([newEventSchema, cloudEventSchema]);

/** An append in JSON: one event, or an array of them. */
export const appendedEventSchema = z.union([
  newEventSchema,
  cloudEventSchema,
  z.array(linesEventSchema).min(1).max(1000),
]);

/** A batch of CloudEvents. */
export const batchSchema = z.array(cloudEventSchema).min(1).max(1000);

/** What a retraction says. */
export const retractionSchema = bodies.retractionSchema.meta({
  id: 'NewRetraction',
  description: 'What a retraction says',
});

/** What a correction says. */
export const correctionSchema = bodies.correctionSchema.meta({
  id: 'NewCorrection',
  description:
    'What a correction says: data and occurred are each restated whole, and neither is needed to reinstate',
});

/** What is previewed. */
export const proposedSchema = bodies.proposedSchema.meta({
  id: 'Proposed',
  description: 'One event that somebody thinks of recording',
});
