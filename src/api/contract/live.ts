import { z } from 'zod';

import { changedFactSchema, factChangeSchema, patchSchema } from './changes.ts';
import { entrySchema } from './facts.ts';
import { momentSchema, projectionNameSchema, subjectShape } from './moment.ts';
import { anyJson, instant, listOf } from './parts.ts';
import { problemSchema } from './problem.ts';

const told = { ...subjectShape, moment: momentSchema };

const wholeSchema = z.strictObject({ ...told, state: anyJson });

const reachedSchema = z.strictObject({ moment: momentSchema });

/** The data of each event that a subscription to a projection tells, by the event's name. */
export const updatesSchema = z.strictObject({
  snapshot: wholeSchema,
  reset: wholeSchema,
  patch: z.strictObject({
    ...told,
    from: momentSchema.meta({ description: 'The moment of the state before' }),
    patch: patchSchema,
    causes: listOf(factChangeSchema),
    more: z.boolean().meta({ description: 'Whether there are more causes than are listed' }),
  }),
  'caught-up': z.strictObject({
    ...told,
    hash: z
      .string()
      .exactOptional()
      .meta({ description: 'SHA-256 of the state as RFC 8785 JSON, in hexadecimal' }),
  }),
  fault: problemSchema,
});

/** The data of each event that a subscription to the timeline tells, by the event's name. */
export const timelineChangesSchema = z.strictObject({
  entries: z.strictObject({ moment: momentSchema, entries: listOf(entrySchema) }),
  changes: z.strictObject({
    from: momentSchema,
    moment: momentSchema,
    changes: listOf(changedFactSchema),
  }),
  'caught-up': reachedSchema,
});

/** The data of each event that a replay tells, by the event's name. */
export const replaySchema = z.strictObject({
  start: z.strictObject({
    moment: momentSchema,
    at: instant.exactOptional().meta({ description: 'Absent before everything' }),
    projection: projectionNameSchema
      .exactOptional()
      .meta({ description: 'The projection whose state is told; absent where none was named' }),
    key: z.string().exactOptional(),
    state: z.unknown().optional(),
  }),
  step: z.strictObject({
    moment: momentSchema,
    at: instant,
    changes: listOf(changedFactSchema),
    patch: patchSchema.exactOptional(),
  }),
  'caught-up': reachedSchema,
  end: reachedSchema,
});

/** What every stream of events may tell beside its own, by the event's name. */
export const commonEventsSchema = z.strictObject({ fault: problemSchema, bye: z.strictObject({}) });
