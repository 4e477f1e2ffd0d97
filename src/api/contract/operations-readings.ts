import type { Operations } from './operation.ts';
import { json } from './operation.ts';
import { streamsFilter, wholeFrom } from './parameters.ts';
import { readingsSchema } from './readings.ts';

const instant = { type: 'string', format: 'date-time' };

/** Readings as such, for drawing. */
export const readingsOperations: Operations = {
  'GET /v1/readings': {
    id: 'listReadings',
    tag: 'Timeline',
    summary: 'List readings, for drawing',
    description:
      'Lists the readings of facts in a time, also those that no longer hold, by columns of numbers and without their data: what a timeline is drawn from. With it any moment of the window can be shown without asking again.',
    parameters: {
      from: {
        description:
          'Only readings that may be beginning or under way at this instant or after it: RFC 3339.',
        schema: instant,
      },
      to: {
        description: 'Only readings that may have begun at this instant or before it: RFC 3339.',
        schema: instant,
      },
      stream: streamsFilter,
      lanes: {
        description: 'What the lanes are: streams, actors, places, event types, or publishers.',
        schema: { type: 'string', enum: ['stream', 'actor', 'place', 'type', 'source'], default: 'stream' },
      },
      after: {
        description: 'Only readings that events after this position made or ended.',
        schema: wholeFrom(0),
        example: 34,
      },
      titles: {
        description:
          'true tells the id of the first event and the title of each, too; then limit is at most 1000.',
        schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
      },
      limit: { description: 'At most so many.', schema: wholeFrom(1, 100_000, 20_000) },
    },
    answers: { 200: { description: 'A page of readings.', content: json(readingsSchema) } },
  },
};
