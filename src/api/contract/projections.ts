import { z } from 'zod';

import { answerShape, headSchema, momentSchema, projectionNameSchema, subjectShape } from './moment.ts';
import { anyJson, instant, listOf, position } from './parts.ts';
import { problemSchema } from './problem.ts';

const checkpointsSchema = z
  .strictObject({ count: z.int().min(0), bytes: z.int().min(0) })
  .meta({ description: 'What is saved of its states' });

const progressShape = {
  share: z.number().min(0).max(1).meta({ description: 'The share that is done' }),
  eventsPerSecond: z
    .number()
    .min(0)
    .meta({ description: 'Since it was begun or taken up again in this process' }),
  secondsLeft: z.number().min(0).exactOptional().meta({ description: 'Absent while it cannot be told yet' }),
};

/** A projection and how it is. */
export const projectionInfoSchema = z
  .strictObject({
    name: z.string(),
    version: z.int().min(1),
    description: z.string(),
    keyed: z.boolean().meta({ description: 'Whether it has one state a key' }),
    position: position.meta({ description: 'The last position that it answers for' }),
    lag: z.int().min(0).meta({
      description: 'How many positions what is saved of it is behind the log: an answer makes up for them',
    }),
    checkpoints: checkpointsSchema,
    building: z
      .strictObject({ version: z.int().min(1), ...progressShape })
      .exactOptional()
      .meta({ description: 'What is being built, until that takes the place of what answers now' }),
    health: z.enum(['ok', 'faulted']),
    fault: z.string().exactOptional().meta({ description: 'What went wrong, when it is faulted' }),
  })
  .meta({ id: 'Projection', description: 'A projection and how it is' });

/** All projections. */
export const projectionsSchema = z
  .strictObject({ projections: listOf(projectionInfoSchema), head: headSchema })
  .meta({ id: 'Projections' });

/** A state as of a moment. */
export const stateSchema = z
  .strictObject({
    ...subjectShape,
    ...answerShape,
    state: anyJson.meta({ description: 'What the projection gives: its own schema says its shape' }),
  })
  .meta({ id: 'State', description: 'A state as of a moment' });

/** A key, and how many facts have it. */
export const keySchema = z.strictObject({ key: z.string(), facts: z.int().min(0) });

/** The keys of a projection as of a moment. */
export const keysSchema = z
  .strictObject({
    projection: projectionNameSchema,
    moment: momentSchema,
    keys: listOf(keySchema).meta({
      description: 'Each key with how many facts it has, in alphabetical order',
    }),
    next: z.string().exactOptional().meta({ description: 'The page that comes next; absent after the last' }),
  })
  .meta({ id: 'Keys' });

/** A rebuild of a projection: how far it is, or how it ended. */
export const rebuildSchema = z
  .strictObject({
    projection: projectionNameSchema,
    status: z.enum(['running', 'done', 'cancelled', 'failed']),
    begunAt: instant.exactOptional().meta({ description: 'Absent when an earlier process began it' }),
    endedAt: instant.exactOptional(),
    progress: z.strictObject(progressShape).exactOptional().meta({ description: 'While it runs' }),
    checkpoints: checkpointsSchema
      .exactOptional()
      .meta({ description: 'What is saved now, when it is done' }),
    problem: problemSchema.exactOptional().meta({ description: 'Why it was cancelled or failed' }),
  })
  .meta({ id: 'Rebuild', description: 'A rebuild of a projection: how far it is, or how it ended' });
