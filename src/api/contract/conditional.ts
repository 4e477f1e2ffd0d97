import type { Answer, Operation, Operations, Parameter } from './operation.ts';

const entityTag: Parameter = {
  description:
    'Names what the answer says: strong where it never changes, else weak where it echoes the clock.',
  schema: { type: 'string', pattern: '^(?:W/)?"[^"]*"$' },
};

const ifNoneMatch: Parameter = {
  description:
    'Entity tags of answers that the caller has, or *: where one of them still holds, the answer is 304.',
  schema: { type: 'string' },
  example: '"5OxD0bbWAW00vtX53n1D2lvQH_zCwgb03AMr72VOLJg"',
};

const contentLocation: Parameter = {
  description: 'The address under which this answer is found for ever.',
  schema: { type: 'string', format: 'uri-reference' },
};

const mementoHeaders: Readonly<Record<string, Parameter>> = {
  'Memento-Datetime': {
    description:
      'When the last commit in it was recorded (RFC 7089); the beginning of 1970 before the first.',
    schema: { type: 'string' },
    example: 'Fri, 04 Jul 2025 09:12:04 GMT',
  },
  'Content-Location': contentLocation,
  Link: {
    description: 'The resource as it is now, its timemap, and mementos around this one.',
    schema: { type: 'string' },
  },
};

const acceptDatetime: Parameter = {
  description:
    'The resource as it was known then (RFC 7089): a date as RFC 1123 has it, on the clock of the log. It does not count beside knownAt and page.',
  schema: { type: 'string' },
  example: 'Thu, 03 Jul 2025 17:00:00 GMT',
};

/** What gives an answer with an entity tag, and 304 to who has it. */
const conditional = new Set([
  'GET /v1/streams',
  'GET /v1/streams/{stream}/events',
  'GET /v1/log',
  'GET /v1/commits',
  'GET /v1/timeline/timemap',
  'GET /v1/events/{id}/timemap',
  'GET /v1/density',
  'GET /v1/readings',
  'GET /v1/projections',
  'GET /v1/projections/{name}/timemap',
  'GET /v1/projections/{name}/schema',
  'GET /v1/projections/{name}/diff',
  'GET /v1/projections/{name}/explain',
  'GET /v1/projections/{name}/series',
  'GET /v1/schemas',
  'GET /v1/schemas/{type}/{version}',
  'GET /openapi.json',
  'GET /docs',
  'GET /',
  'GET /assets/{name}',
]);

/** What has mementos, too. */
const remembered = new Set([
  'GET /v1/timeline',
  'GET /v1/events/{id}',
  'GET /v1/projections/{name}',
  'GET /v1/projections/{name}/keys',
]);

/** Returns operations with what is the same for all that can be asked for again: entity tags, 304, and mementos. */
export function withTime(operations: Operations): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([heading, operation]) => [
      heading,
      remembered.has(heading)
        ? withMementos(operation)
        : conditional.has(heading)
          ? withEntityTag(operation)
          : operation,
    ]),
  );
}

function withEntityTag(operation: Operation): Operation {
  return {
    ...operation,
    requestHeaders: { ...operation.requestHeaders, 'If-None-Match': ifNoneMatch },
    answers: { ...withHeaders(operation, { ETag: entityTag }), 304: notModified({}) },
  };
}

function withMementos(operation: Operation): Operation {
  const tagged = withEntityTag(operation);
  return {
    ...tagged,
    requestHeaders: { ...tagged.requestHeaders, 'Accept-Datetime': acceptDatetime },
    answers: {
      ...withHeaders(tagged, mementoHeaders),
      304: notModified({ 'Content-Location': contentLocation }),
    },
  };
}

function withHeaders({ answers }: Operation, headers: Readonly<Record<string, Parameter>>) {
  const { 200: answer } = answers;
  return answer === undefined
    ? answers
    : { ...answers, 200: { ...answer, headers: { ...answer.headers, ...headers } } };
}

function notModified(headers: Readonly<Record<string, Parameter>>): Answer {
  return { description: 'The caller has the answer.', headers: { ETag: entityTag, ...headers } };
}
