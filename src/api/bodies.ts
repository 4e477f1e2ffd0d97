import { z } from 'zod';

import { commonShape, textSchema, timeSchema } from '../domain/events/common.ts';

/** An event of our form, as it is appended to a stream; its type says what its data must be. */
export const newEventSchema = z.strictObject({
  id: z.string().optional(),
  type: z.string(),
  schemaVersion: z.int().min(1).optional(),
  occurred: z.string(),
  data: z.unknown(),
  causationId: z.string().optional(),
  correlationId: z.string().optional(),
});

/** What a retraction says. */
export const retractionSchema = z.strictObject({
  id: textSchema(200).optional(),
  reason: textSchema(2000),
  sources: commonShape.sources,
  at: timeSchema.optional(),
  title: commonShape.title.optional(),
  summary: commonShape.summary,
});

/** What a correction says. */
export const correctionSchema = retractionSchema.extend({
  data: z.record(z.string(), z.unknown()).optional(),
  occurred: timeSchema.optional(),
});

/** What is previewed: one event to append, a correction, or a retraction. */
export const proposedSchema = z.union([
  z.strictObject({ append: z.strictObject({ stream: z.string(), event: newEventSchema }) }),
  z.strictObject({ correct: correctionSchema.extend({ id: z.string() }) }),
  z.strictObject({ retract: retractionSchema.extend({ id: z.string() }) }),
]);
