import { diffSchema, explanationSchema, previewSchema, seriesSchema } from './changes.ts';
import type { Operations } from './operation.ts';
import { json } from './operation.ts';
import { wholeFrom } from './parameters.ts';
import { proposedSchema } from './taken.ts';

/** What two moments differ in, where a value comes from, and how it went. */
export const changeOperations: Operations = {
  'GET /v1/projections/{name}/diff': {
    id: 'readDiff',
    tag: 'Changes',
    summary: 'Compare two moments',
    description:
      'Tells what two moments differ in, as a projection sees them: a JSON Patch that makes the second state of the first, and the facts in which the two histories differ.',
    parameters: {
      toAsOf: { description: 'asOf of the second moment; that of the first when left out.' },
      toKnownAt: {
        description:
          'knownAt of the second moment; when left out the head, or with toAsOf that of the first.',
      },
      limit: { description: 'At most so many facts.', schema: wholeFrom(0, 1000, 100) },
    },
    answers: { 200: { description: 'What they differ in.', content: json(diffSchema) } },
    problems: [404],
  },
  'POST /v1/projections/{name}/preview': {
    id: 'previewEvent',
    tag: 'Changes',
    summary: 'Preview an event',
    description:
      'Tells what an event would change in a state, were it recorded now: one that states a fact, a correction or a retraction. Nothing is recorded. It is refused as recording it would be.',
    body: json(proposedSchema),
    answers: { 200: { description: 'What it would change.', content: json(previewSchema) } },
    problems: [404, 409],
  },
  'GET /v1/projections/{name}/explain': {
    id: 'explainValue',
    tag: 'Changes',
    summary: 'Explain a value',
    description:
      'Tells where a value in a state comes from: the events that set it, in history order, each with its sources and the value after it.',
    parameters: {
      limit: { description: 'At most so many steps, the latest.', schema: wholeFrom(1, 1000, 200) },
    },
    answers: { 200: { description: 'The explanation.', content: json(explanationSchema) } },
    problems: [404],
  },
  'GET /v1/projections/{name}/series': {
    id: 'readSeries',
    tag: 'Changes',
    summary: 'Follow a value along an axis',
    description: 'Gives a value along one axis, for a chart. The other clock stays where the moment has it.',
    parameters: { points: { description: 'About how many points.', schema: wholeFrom(2, 1000, 100) } },
    answers: { 200: { description: 'The series.', content: json(seriesSchema) } },
    problems: [404],
  },
};
