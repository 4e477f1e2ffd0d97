import { z } from 'zod';

import { defineEvent, defineProjection, defineTimeline, eventData } from '../../src/index.ts';
import type { FactRead } from '../../src/index.ts';

/** One outage as published: numbers and times are text, and a field that is not known is absent. */
export const outageSchema = z
  .object({
    outageNumber: z.string().regex(/^\d{1,20}$/, 'is not a number of an outage'),
    outageStartTime: z.string().optional().meta({ description: 'seconds of the Unix epoch' }),
    regionName: z.string().optional(),
  })
  .catchall(z.json());

const outagePublishedFirst = eventData({ outage: outageSchema.meta({ description: 'as published' }) });
const stateSchema = z.strictObject({ outages: z.array(outageSchema).readonly() });

/** One outage as published. */
export type Outage = z.output<typeof outageSchema>;
/** Data of a published outage. */
export type OutagePublishedData = z.output<typeof outagePublishedFirst>;
/** The outages that are published, by their start. */
export type PublishedOutages = z.output<typeof stateSchema>;

/**
 * The outages that are published, as published.
 *
 * An outage that is no longer published is not in it, and that says nothing about whether the power is back. Planned
 * outages enter when their start comes: ask as of the end of time for all that was published. It is one state, because
 * a version is one file; retracted facts are not folded, so that it is as long as the file, not as the log, and a fact
 * more copies a list of at most some three thousand.
 */
export const publishedOutages = defineProjection<PublishedOutages>({
  name: 'published-outages',
  version: 1,
  description: 'The outages that are published, as published, by their start.',
  initial: { outages: [] },
  schema: stateSchema,
  evolve: (state, fact) => ({ outages: [...state.outages, outageOf(fact)] }),
});

/**
 * Returns the outages in the order of the published file, as far as it has one: by region.
 *
 * Within a region the file follows no field, and what the versions differ in cannot tell; there it is by outage number.
 */
export function publishedFile(state: unknown): readonly Outage[] {
  return inFileOrder(stateSchema.parse(state).outages);
}

/** Returns outages by region and outage number. */
export function inFileOrder(outages: readonly Outage[]): readonly Outage[] {
  return outages.toSorted(
    (a, b) =>
      compare(a.regionName ?? '', b.regionName ?? '') || Number(a.outageNumber) - Number(b.outageNumber),
  );
}

// oxlint-disable-next-line import/no-default-export -- what a module of one's own exports
export default defineTimeline({
  events: [
    defineEvent({
      type: 'OutagePublished',
      description: 'An outage was published; it occurred at the start that is given for it.',
      versions: [outagePublishedFirst],
    }),
  ],
  projections: [publishedOutages],
});

/** Reads the data of a published outage, which was checked against its schema when it was recorded. */
function outageOf({ data }: FactRead): Outage {
  return (data as OutagePublishedData).outage;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
