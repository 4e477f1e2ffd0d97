import type { Answer, Operations } from './operation.ts';
import { json } from './operation.ts';
import { expectationHeaders, idempotencyKeyHeader } from './parameters.ts';
import { appendedSchema } from './recorded.ts';
import {
  appendedEventSchema,
  batchSchema,
  cloudEventSchema,
  correctionSchema,
  linesEventSchema,
  retractionSchema,
} from './taken.ts';

const location = {
  Location: {
    description: 'The fact that the first of the events states or concerns.',
    schema: { type: 'string', format: 'uri-reference' },
  },
};

const answers: Readonly<Record<number, Answer>> = {
  200: {
    description:
      'The same had been recorded before, with the same ids and content or with the same Idempotency-Key: this was the first result.',
    headers: location,
    content: json(appendedSchema),
  },
  201: { description: 'It is recorded, and durable.', headers: location, content: json(appendedSchema) },
};

/** What records something. */
export const recordingOperations: Operations = {
  'POST /v1/streams/{stream}/events': {
    id: 'appendEvents',
    tag: 'Recording',
    summary: 'Append events to a stream',
    description:
      'Records one event, or an array of 1 to 1000, all or none, at the end of a stream. Give an id whenever you might send again: the same event with the same id is recorded once. A CloudEvent in binary mode has its attributes in ce- headers, percent-encoded, and its data as the body.',
    requestHeaders: { ...expectationHeaders, ...idempotencyKeyHeader },
    body: {
      'application/json': { schema: appendedEventSchema },
      'application/cloudevents+json': { schema: cloudEventSchema },
      'application/cloudevents-batch+json': { schema: batchSchema },
      'application/x-ndjson': { line: linesEventSchema },
    },
    answers,
    problems: [404, 409],
  },
  'POST /v1/events/{id}/corrections': {
    id: 'correctFact',
    tag: 'Recording',
    summary: 'Correct a fact',
    description:
      'Restates the fact that an event states or belongs to. From the position of the correction on the fact reads as corrected; what was known before stays as it was. After a retraction it reinstates the fact.',
    requestHeaders: { ...expectationHeaders, ...idempotencyKeyHeader },
    body: json(correctionSchema),
    answers,
    problems: [404, 409],
  },
  'POST /v1/events/{id}/retractions': {
    id: 'retractFact',
    tag: 'Recording',
    summary: 'Retract a fact',
    description:
      'Withdraws the fact that an event states or belongs to: from the position of the retraction on it is no part of the history.',
    requestHeaders: { ...expectationHeaders, ...idempotencyKeyHeader },
    body: json(retractionSchema),
    answers,
    problems: [404, 409],
  },
};
