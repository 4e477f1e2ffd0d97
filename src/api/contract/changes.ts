import { z } from 'zod';

import { sourceSchema } from '../../domain/events/common.ts';
import { entrySchema } from './facts.ts';
import { headSchema, mentionShape, momentSchema, subjectShape } from './moment.ts';
import { anyJson, instant, listOf, position } from './parts.ts';

/** A JSON Patch of the three kinds of operations that ours have. */
export const patchSchema = listOf(
  z.union([
    z.strictObject({ op: z.enum(['add', 'replace']), path: z.string(), value: anyJson }),
    z.strictObject({ op: z.literal('remove'), path: z.string() }),
  ]),
).meta({ id: 'Patch', description: 'A JSON Patch (RFC 6902)' });

const factChangeShape = {
  ...mentionShape,
  change: z
    .enum(['added', 'removed', 'reread'])
    .meta({ description: 'How the second history differs in it' }),
  why: z
    .enum(['stated', 'corrected', 'retracted', 'reinstated', 'occurred', 'certainty'])
    .meta({ description: 'What makes the difference' }),
  by: z.string().meta({ description: 'The id of the event that makes the difference' }),
  byPosition: position.meta({ description: 'The position of that event' }),
  reason: z
    .string()
    .exactOptional()
    .meta({ description: 'What a correction or retraction gives as its reason' }),
};

/** A fact in which two histories differ. */
export const factChangeSchema = z
  .strictObject(factChangeShape)
  .meta({ id: 'FactChange', description: 'A fact in which two histories differ' });

/** A change of a fact, with the fact as it reads after. */
export const changedFactSchema = z
  .strictObject({ ...factChangeShape, entry: entrySchema.exactOptional() })
  .meta({ id: 'ChangedFact', description: 'A change of a fact, with the fact as it reads after' });

/** What two moments differ in. */
export const diffSchema = z
  .strictObject({
    ...subjectShape,
    from: momentSchema,
    to: momentSchema,
    patch: patchSchema.meta({ description: 'Makes the state as of to of that as of from' }),
    events: listOf(factChangeSchema),
    more: z.boolean().meta({ description: 'Whether there are more such facts than are listed' }),
  })
  .meta({ id: 'Diff', description: 'What two moments differ in, as a projection sees them' });

const readingShownSchema = z.strictObject({ occurred: z.string(), data: anyJson });

/** What an event would change, were it recorded now. */
export const previewSchema = z
  .strictObject({
    ...subjectShape,
    moment: momentSchema,
    patch: patchSchema.meta({ description: 'Makes the state with the event of that without it' }),
    fact: z.strictObject(mentionShape).meta({ description: 'The fact as it would read' }),
    standing: z.enum(['past', 'uncertain', 'future', 'retracted']),
    before: readingShownSchema
      .exactOptional()
      .meta({ description: 'How the fact reads now; absent for one that is not there yet' }),
    after: readingShownSchema.meta({ description: 'How the fact would read' }),
  })
  .meta({ id: 'Preview', description: 'What an event would change, were it recorded now' });

const sourcesSchema = listOf(sourceSchema.meta({ id: 'Source', description: 'Who published a statement' }));

/** One event that set a value. */
export const explainedStepSchema = z
  .strictObject({
    ...mentionShape,
    recordedAt: instant.meta({ description: 'When this reading was recorded' }),
    status: z.enum(['stated', 'corrected', 'retracted', 'reinstated']),
    by: z.string().meta({ description: 'The id of the event that made this reading' }),
    byPosition: position,
    reason: z.string().exactOptional(),
    sources: sourcesSchema,
    correctedFrom: sourcesSchema
      .exactOptional()
      .meta({ description: 'From whom the correction is that made this reading' }),
    value: z
      .unknown()
      .optional()
      .meta({ description: 'After this event; absent when there is none any more' }),
    contribution: z.number().exactOptional().meta({ description: 'What it added to a number' }),
  })
  .meta({ id: 'ExplainedStep', description: 'One event that set a value, and the value after it' });

/** Where a value in a state comes from. */
export const explanationSchema = z
  .strictObject({
    ...subjectShape,
    moment: momentSchema,
    path: z.string().meta({ description: 'The JSON Pointer that was asked for' }),
    standing: z.enum(['present', 'gone', 'never']),
    value: z.unknown().optional().meta({ description: 'Absent when there is none' }),
    initial: z.unknown().optional().meta({ description: 'What stood there before every event' }),
    steps: listOf(explainedStepSchema),
    earlier: z
      .strictObject({ value: z.unknown().optional() })
      .exactOptional()
      .meta({ description: 'What there was before the first listed step, where not all are listed' }),
  })
  .meta({ id: 'Explanation', description: 'Where a value in a state comes from' });

const axisSchema = z.enum(['occurred', 'recorded']);

/** A value at one place of an axis. */
export const seriesPointSchema = z.strictObject({
  at: instant,
  position,
  value: z.unknown().optional().meta({ description: 'Absent where there is no such value' }),
});

/** A value along one axis. */
export const seriesSchema = z
  .strictObject({
    ...subjectShape,
    path: z.string(),
    axis: axisSchema,
    moment: momentSchema,
    from: instant,
    to: instant,
    exact: z.boolean().meta({ description: 'Whether each change of the value in the range has its point' }),
    points: listOf(seriesPointSchema).meta({ description: 'Each holds until the next' }),
  })
  .meta({ id: 'Series', description: 'A value along one axis' });

/** How much there is in equal parts of an axis. */
export const densitySchema = z
  .strictObject({
    axis: axisSchema,
    moment: momentSchema,
    from: instant,
    to: instant,
    bucketMs: z.number().min(0).meta({ description: 'Width of a part in milliseconds' }),
    counts: listOf(z.int().min(0)),
  })
  .meta({ id: 'Density', description: 'How much there is in equal parts of an axis' });

/** One step of the recorded axis. */
export const commitSchema = z
  .strictObject({
    position: position.meta({ description: 'Of its last event' }),
    first: position.meta({ description: 'Of its first event' }),
    recordedAt: instant,
    events: z.int().min(1),
  })
  .meta({ id: 'Commit', description: 'What was recorded at one instant' });

/** Some steps of the recorded axis. */
export const commitsSchema = z
  .strictObject({
    commits: listOf(commitSchema),
    next: position
      .exactOptional()
      .meta({ description: 'The after of the next page, or newest first its before; absent after the last' }),
    head: headSchema,
  })
  .meta({ id: 'Commits' });
