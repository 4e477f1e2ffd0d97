import { auditSchema } from './audit.ts';
import { commitsSchema } from './changes.ts';
import { parkedSchema } from './following.ts';
import type { Operations } from './operation.ts';
import { json, jsonLinesOrBatch, jsonOrLines } from './operation.ts';
import { linesLimit, namePages, wholeFrom } from './parameters.ts';
import {
  logSchema,
  recordedEventSchema,
  streamEventsSchema,
  streamSchema,
  streamsSchema,
} from './recorded.ts';

/** The next page of a batch, which has no room for it in its body. */
const nextLink = {
  Link: {
    description: 'In a batch: the next page, with rel="next"; absent after the last.',
    schema: { type: 'string' },
  },
};

/** What was recorded, as it was recorded. */
export const logOperations: Operations = {
  'GET /v1/streams': {
    id: 'listStreams',
    tag: 'Log',
    summary: 'List the streams',
    description:
      'Lists the streams by name, each with the revision, position and recorded time of its last event. Streams that are new meanwhile move no other from its page; in lines the list is whole.',
    parameters: namePages,
    answers: { 200: { description: 'The streams.', content: jsonOrLines(streamsSchema, streamSchema) } },
  },
  'GET /v1/streams/{stream}/events': {
    id: 'readStream',
    tag: 'Log',
    summary: 'Read a stream',
    description: 'Gives the events of a stream as they were recorded, by revision.',
    parameters: {
      from: {
        description: 'The first revision to give; 0 when left out, or the last one backwards.',
        schema: wholeFrom(0),
      },
      direction: {
        description: 'By growing or by falling revision.',
        schema: { type: 'string', enum: ['forwards', 'backwards'], default: 'forwards' },
      },
      limit: linesLimit,
    },
    answers: {
      200: {
        description: 'A page of the stream.',
        headers: nextLink,
        content: jsonLinesOrBatch(streamEventsSchema, recordedEventSchema),
      },
    },
    problems: [404],
  },
  'GET /v1/log': {
    id: 'readLog',
    tag: 'Log',
    summary: 'Read the log',
    description:
      'Gives everything as it was recorded, by position. In lines it is a whole export, which asof import reads.',
    parameters: {
      after: { description: 'Only what has a greater position.', schema: { ...wholeFrom(0), default: 0 } },
      limit: linesLimit,
    },
    answers: {
      200: {
        description: 'A page of the log.',
        headers: nextLink,
        content: jsonLinesOrBatch(logSchema, recordedEventSchema),
      },
    },
  },
  'GET /v1/audit': {
    id: 'readAudit',
    tag: 'Log',
    summary: 'Read the audit trail',
    description: 'Lists who recorded what, oldest first, and what was done to tokens.',
    parameters: {
      after: { description: 'Only entries with a greater number.', schema: wholeFrom(0) },
    },
    answers: { 200: { description: 'A page of the audit trail.', content: json(auditSchema) } },
  },
  'GET /v1/parked': {
    id: 'listParked',
    tag: 'Log',
    summary: 'List the parked events',
    description:
      'Lists what stands in streams of a cluster’s log and is no event of it, in the order of the cluster; empty for a store whose log is its own.',
    parameters: {
      after: {
        description: 'Only those after this place in the cluster: commit and prepare, with a slash between.',
        schema: { type: 'string' },
      },
    },
    answers: { 200: { description: 'A page of parked events.', content: json(parkedSchema) } },
  },
  'GET /v1/commits': {
    id: 'listCommits',
    tag: 'Log',
    summary: 'List the steps of the recorded axis',
    description: 'Lists the commits: each is everything that was recorded at one instant.',
    parameters: {
      after: { description: 'Only those whose last position is greater.', schema: wholeFrom(0) },
      before: { description: 'Only those whose last position is less.', schema: wholeFrom(0) },
    },
    answers: { 200: { description: 'A page of commits.', content: json(commitsSchema) } },
  },
};
