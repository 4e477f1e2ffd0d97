import { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { eventData, tagSchema, textSchema } from './common.ts';

const measureReportedFirst = eventData({
  subject: tagSchema.meta({ description: 'what is measured: actor:russia' }),
  measure: textSchema(200).meta({ description: 'the name of the figure: tanks-lost' }),
  value: z.number(),
  unit: textSchema(40).optional(),
});

/** Data of one value of a measure. */
export type MeasureReportedData = z.output<typeof measureReportedFirst>;

/** Values of series that are imported. */
export const measureEvents = [
  defineEvent({
    type: 'MeasureReported',
    description: 'One value of a series: a figure for a subject at its occurred time.',
    versions: [measureReportedFirst],
  }),
];
