import { z } from 'zod';

import { defineEvent, defineProjection, defineTimeline, eventData, textSchema } from '../../src/index.ts';
import type { FactRead } from '../../src/index.ts';

/** One row of a published file, its fields named and written as they were published: `day` is once "9" and once 9. */
export const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

const fileSchema = textSchema(100).meta({
  description: 'which of the published files: equipment, personnel, equipment-correction',
});
const lossesPublishedFirst = eventData({
  file: fileSchema,
  row: rowSchema.meta({ description: 'the row as published' }),
  duplicateAt: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'where the row stood in its file, from 0, when it was the second of its date' }),
});
const unreadableVersionPublishedFirst = eventData({
  file: fileSchema,
  error: textSchema(1000).meta({ description: 'why it could not be read' }),
});
const stateSchema = z.strictObject({
  rows: z.array(rowSchema).readonly().meta({ description: 'one for each date, by date' }),
  duplicates: z
    .array(z.strictObject({ at: z.int(), row: rowSchema }))
    .readonly()
    .meta({ description: 'second rows of a date, with the place where each stood in the file' }),
});

/** One row of a published file. */
export type LossesRow = z.output<typeof rowSchema>;
/** Data of a published row. */
export type LossesPublishedData = z.output<typeof lossesPublishedFirst>;
/** Data of a version that could not be read. */
export type UnreadableVersionPublishedData = z.output<typeof unreadableVersionPublishedFirst>;
/** What one of the published files says. */
export type PublishedLosses = z.output<typeof stateSchema>;

/**
 * The rows of each file as published, keyed by file.
 *
 * It holds what was published and nothing of its own: no sum, no difference, no value for a field that is missing. A
 * version that could not be read changes no row. A fact more copies the list of rows, and there are some two thousand.
 */
export const publishedLosses = defineProjection<PublishedLosses>({
  name: 'published-losses',
  version: 1,
  description: 'The rows of each file as published; keyed by file.',
  initial: { rows: [], duplicates: [] },
  schema: stateSchema,
  key: (fact) => (isRow(fact) ? [rowOf(fact).file] : []),
  evolve(state, fact) {
    const { row, duplicateAt } = rowOf(fact);
    return duplicateAt === undefined
      ? { ...state, rows: [...state.rows, row] }
      : { ...state, duplicates: [...state.duplicates, { at: duplicateAt, row }] };
  },
});

/** Returns the rows of a file in the order in which they were published: by date, and each duplicate where it stood. */
export function publishedFile(state: unknown): readonly LossesRow[] {
  const { rows, duplicates } = stateSchema.parse(state);
  return duplicates
    .toSorted((a, b) => a.at - b.at)
    .reduce<readonly LossesRow[]>((file, { at, row }) => file.toSpliced(at, 0, row), rows);
}

// oxlint-disable-next-line import/no-default-export -- what a module of one's own exports
export default defineTimeline({
  events: [
    defineEvent({
      type: 'LossesPublished',
      description: 'A row of claimed losses was published; it occurred on the date of the row.',
      versions: [lossesPublishedFirst],
    }),
    defineEvent({
      type: 'UnreadableVersionPublished',
      description: 'A version of a file was published that could not be read; it says nothing about any row.',
      versions: [unreadableVersionPublishedFirst],
    }),
  ],
  projections: [publishedLosses],
});

function isRow({ type }: FactRead): boolean {
  return type === 'LossesPublished';
}

/** Reads the data of a published row, which was checked against its schema when it was recorded. */
function rowOf({ data }: FactRead): LossesPublishedData {
  return data as LossesPublishedData;
}
