import { z } from 'zod';

import { instant, listOf, occurred, position } from './parts.ts';

/** A resolved moment. */
export const momentSchema = z
  .strictObject({
    asOf: instant.meta({ description: 'The clock of the world: what had occurred by then' }),
    knownAt: instant
      .nullable()
      .meta({ description: 'The clock of the log: what had been recorded by then; null while it is empty' }),
    position: position.meta({ description: 'The last position that was known; 0 while there is none' }),
    certainty: z.enum(['possible', 'certain']),
  })
  .meta({ id: 'Moment', description: 'A resolved moment: asked for it again, a route answers the same' });

/** The last event of the log. */
export const headSchema = z
  .strictObject({ position, recordedAt: instant.nullable() })
  .meta({ id: 'Head', description: 'The last event of the log; position 0 and null while it is empty' });

/** A projection by name and version. */
export const projectionNameSchema = z
  .strictObject({ name: z.string(), version: z.int().min(1) })
  .meta({ id: 'ProjectionName', description: 'A projection by name and version' });

/** The members of the mention of a fact. */
export const mentionShape = {
  id: z.string(),
  position,
  stream: z.string(),
  type: z.string().meta({ description: 'The event type' }),
  title: z.string(),
  occurred,
};

/** A fact in a list. */
export const mentionSchema = z
  .strictObject(mentionShape)
  .meta({ id: 'FactMention', description: 'A fact in a list: enough to name it and to ask for it' });

/** What every answer as of a moment carries. */
export const answerShape = {
  moment: momentSchema,
  uncertain: listOf(mentionSchema).meta({
    description: 'Facts that count as past although they may not have happened yet by asOf',
  }),
  underWay: listOf(mentionSchema).meta({
    description: 'Facts that have begun and are not over for certain by asOf',
  }),
};

/** What names the state that an answer is about. */
export const subjectShape = {
  projection: projectionNameSchema,
  key: z
    .string()
    .exactOptional()
    .meta({ description: 'The key of the state, for a projection that has keys' }),
};
