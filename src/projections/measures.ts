import { z } from 'zod';

import type { NewsFact } from '../domain/events/news.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import { defineProjection } from '../domain/projection.ts';
import { dependingOnTypes } from './depending.ts';
import type { PartsOfState } from './depending.ts';
import { publisherSet } from './figures.ts';
import { appendToMany, joinNames, known, own, withEntry } from './records.ts';
import { byName, list, shape, sourceNameSchema, sourcesOf } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const valueSchema = shape({
  occurred: z.string(),
  value: z.number(),
  unit: z.string().exactOptional(),
  fact: z.string(),
  sources: list(sourceNameSchema),
  inferred: list(z.string()).exactOptional(),
});
const seriesSchema = shape({
  subject: z.string().exactOptional().meta({ description: 'absent while there is no value' }),
  measure: z.string().exactOptional(),
  unit: z.string().exactOptional().meta({ description: 'that of the latest value' }),
  count: z.int().meta({ description: 'how many values there are in all months' }),
  months: byName(list(valueSchema)).meta({
    description: 'values by the calendar month (UTC) they occurred in, in history order',
  }),
  latest: valueSchema.exactOptional(),
});

/** One value of a series. */
export type MeasureValue = z.output<typeof valueSchema>;
/** The values of one measure of one subject. */
export type Series = z.output<typeof seriesSchema>;

/**
 * Series of values, one state for each subject and measure.
 *
 * A state is copied where it changes, and so values are kept by month: one more value costs the copying of its month at
 * most, not of the series, and a fold over many copies each month once.
 */
export const measures = defineProjection<Series>({
  name: 'measures',
  version: 1,
  description: 'For each subject and measure: its values in the order they occurred, each with its sources.',
  schema: seriesSchema,
  initial: { count: 0, months: {} },
  key: (fact: NewsFact) =>
    fact.type === 'MeasureReported' ? [joinNames('|', [fact.data.subject, fact.data.measure])] : [],
  dependsOn: (path) => dependingOnTypes(path, parts),
  evolve(state, fact: NewsFact) {
    return fact.type === 'MeasureReported' ? withValue(state, fact) : state;
  },
});

const measured = { types: ['MeasureReported'] } as const;

const parts: PartsOfState<Series> = {
  subject: measured,
  measure: measured,
  unit: measured,
  count: measured,
  months: { ...measured, since: 2 },
  latest: measured,
};

function withValue(state: Series, fact: FactNamed<'MeasureReported'>): Series {
  const { subject, measure, value: amount, unit, inferred } = fact.data;
  const value = known({
    occurred: fact.occurred,
    // Adding 0 makes 0 of -0, which JSON would not keep.
    value: amount + 0,
    unit,
    fact: fact.id,
    sources: sourcesOf(fact),
    inferred,
  });
  const month = monthOf(fact.when.from);
  const before = own(state.months, month) ?? [];
  const replaced = placeOfEarlier(before, value, fact.when.from);
  const values = appendToMany(before, value, replaced);
  const { unit: _, ...rest } = state;
  return {
    ...rest,
    ...known({ subject, measure, unit, latest: value }),
    count: state.count + (replaced === -1 ? 1 : 0),
    months: withEntry(state.months, month, values),
  };
}

/** Names the calendar month of an instant in UTC: `2025-07`, or `-000043-03` with an expanded year. */
function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, -'-03T00:00:00.000Z'.length);
}

/**
 * Finds what the same publishers said for the same occurred time before; -1 when there is nothing.
 *
 * History order puts values of one instant beside each other, so that the search ends at the first earlier one.
 */
function placeOfEarlier(values: readonly MeasureValue[], later: MeasureValue, from: number): number {
  const publishers = publisherSet(later.sources);
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index];
    if (value === undefined) break;
    const isSame = value.occurred === later.occurred;
    if (isSame && publisherSet(value.sources) === publishers) return index;
    if (!isSame && resolveOccurred(value.occurred).from < from) break;
  }
  return -1;
}
