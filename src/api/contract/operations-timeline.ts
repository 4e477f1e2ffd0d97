import { densitySchema } from './changes.ts';
import { entrySchema, factSchema, timelineSchema } from './facts.ts';
import type { Operations } from './operation.ts';
import { json, jsonOrLines } from './operation.ts';
import { begunRange, linesLimit, momentOfLines, streamsFilter, wholeFrom } from './parameters.ts';
import { recordedEventSchema } from './recorded.ts';

/** What happened, as of a moment. */
export const timelineOperations: Operations = {
  'GET /v1/timeline': {
    id: 'readTimeline',
    tag: 'Timeline',
    summary: 'Read the timeline',
    description:
      'Gives the history as of a moment: each fact as it reads then, by when it occurred. What is given as filter must all hold.',
    parameters: { ...begunRange, stream: streamsFilter, limit: linesLimit },
    answers: {
      200: {
        description: 'A page of the timeline.',
        headers: momentOfLines,
        content: jsonOrLines(timelineSchema, entrySchema),
      },
    },
  },
  'GET /v1/events/{id}': {
    id: 'readFact',
    tag: 'Timeline',
    summary: 'Read a fact',
    description:
      'Gives the fact that an event states or belongs to, as of a moment, with every reading up to then and the facts that it came from and led to.',
    answers: {
      200: {
        description: 'The fact; as a CloudEvent, the event itself as it was recorded.',
        content: { ...json(factSchema), 'application/cloudevents+json': { schema: recordedEventSchema } },
      },
    },
    problems: [404],
  },
  'GET /v1/density': {
    id: 'readDensity',
    tag: 'Timeline',
    summary: 'Count along an axis',
    description:
      'Counts what there is in equal parts of an axis: on the occurred axis the facts that are known at the moment, which asOf does not cut, on the recorded axis the events.',
    parameters: { buckets: { description: 'How many parts.', schema: wholeFrom(1, 1000, 100) } },
    answers: { 200: { description: 'The counts.', content: json(densitySchema) } },
  },
};
