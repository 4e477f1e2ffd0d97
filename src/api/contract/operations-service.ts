import type { Operations, Parameter } from './operation.ts';
import { json } from './operation.ts';
import { wholeFrom } from './parameters.ts';
import { eventTypesSchema, healthSchema, jsonSchemaSchema, openapiSchema, readySchema } from './service.ts';

const contentCoding: Readonly<Record<string, Parameter>> = {
  'Content-Encoding': {
    description: 'br or gzip where Accept-Encoding takes it and the file was built so.',
    schema: { type: 'string', enum: ['br', 'gzip'] },
  },
};

/** The server itself, and what it knows. */
export const serviceOperations: Operations = {
  'GET /v1/schemas': {
    id: 'listEventTypes',
    tag: 'Service',
    summary: 'List the event types',
    description: 'Lists the event types with their versions, each with where its JSON Schema is.',
    answers: { 200: { description: 'The event types.', content: json(eventTypesSchema) } },
  },
  'GET /v1/schemas/{type}/{version}': {
    id: 'readEventSchema',
    tag: 'Service',
    summary: 'Read the schema of an event type',
    description:
      'Gives the JSON Schema of what an author may write as the data of one version of an event type.',
    parameters: {
      type: { description: 'The event type.', schema: { type: 'string' }, example: 'NoteAdded' },
      version: { description: 'Its version.', schema: wholeFrom(1), example: 1 },
    },
    answers: {
      200: {
        description: 'The schema.',
        content: { 'application/schema+json': { schema: jsonSchemaSchema } },
      },
    },
    problems: [404],
  },
  'GET /healthz': {
    id: 'checkHealth',
    tag: 'Service',
    summary: 'Ask whether the process lives',
    description: 'Answers while the process lives.',
    answers: { 200: { description: 'It lives.', content: json(healthSchema) } },
  },
  'GET /readyz': {
    id: 'checkReadiness',
    tag: 'Service',
    summary: 'Ask whether the server is ready',
    description:
      'Answers 200 when the timeline can be read; 503 when its store is closed or broken, and while the log of a cluster is taken in for the first time.',
    answers: { 200: { description: 'It is ready.', content: json(readySchema) } },
  },
  'GET /metrics': {
    id: 'readMetrics',
    tag: 'Service',
    summary: 'Read the metrics',
    description: 'Gives metrics in the text format of Prometheus.',
    answers: { 200: { description: 'The metrics.', content: { 'text/plain': {} } } },
  },
  'GET /problems/{code}': {
    id: 'readProblemMeaning',
    tag: 'Service',
    summary: 'Read what a problem means',
    description: 'Says in a few lines of text what the type of a problem means.',
    parameters: {
      code: { description: 'What follows /problems/ in the type.', example: 'wrong-expected-revision' },
    },
    answers: { 200: { description: 'What it means.', content: { 'text/plain': {} } } },
    problems: [404],
  },
  'GET /openapi.json': {
    id: 'readOpenapi',
    tag: 'Service',
    summary: 'Read this description',
    description:
      'Gives this description of the API: OpenAPI 3.1. It is the same on every server of a version.',
    answers: { 200: { description: 'The description.', content: json(openapiSchema) } },
  },
  'GET /docs': {
    id: 'readReference',
    tag: 'Service',
    summary: 'Read the reference',
    description:
      'Gives the reference of the API as a page for people. It runs no script and fetches nothing.',
    answers: { 200: { description: 'The page.', content: { 'text/html': {} } } },
  },
  'GET /': {
    id: 'readIndex',
    tag: 'Service',
    summary: 'Open the page for people',
    description:
      'Gives the page for people: the timeline in a browser. It is a client of this API; what stands in its query is its own. Where it is not built, a page with links into the API.',
    answers: {
      200: { description: 'The page.', headers: contentCoding, content: { 'text/html': {} } },
    },
  },
  'GET /assets/{name}': {
    id: 'readAsset',
    tag: 'Service',
    summary: 'Read a file of the page',
    description:
      'Gives a file of the page for people: a script, a style sheet, an image, the licences of what is in it.',
    parameters: { name: { description: 'The name of the file.', schema: { type: 'string' } } },
    answers: {
      200: {
        description: 'The file.',
        headers: contentCoding,
        content: {
          'text/javascript': {},
          'text/css': {},
          'text/plain': {},
          'image/svg+xml': {},
          'image/png': {},
          'application/json': {},
        },
      },
    },
    problems: [404],
  },
};
