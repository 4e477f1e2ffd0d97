import type { Answer, Operation, Operations, Parameter } from './operation.ts';
import { wholeFrom } from './parameters.ts';
import { timemapSchema } from './timemap.ts';

const after: Parameter = {
  description: 'Only mementos with a greater position.',
  schema: { ...wholeFrom(0), default: 0 },
};

const answer: Answer = {
  description: 'A page of the timemap.',
  content: { 'application/link-format': {}, 'application/json': { schema: timemapSchema } },
};

const common: Pick<Operation, 'tag' | 'parameters' | 'answers'> = {
  tag: 'Timeline',
  parameters: { after },
  answers: { 200: answer },
};

/** The mementos of resources (RFC 7089). */
export const timemapOperations: Operations = {
  'GET /v1/timeline/timemap': {
    ...common,
    id: 'listMementosOfTimeline',
    summary: 'List the mementos of the timeline',
    description: 'Lists the timeline as it was known at each commit, as links or as JSON.',
  },
  'GET /v1/events/{id}/timemap': {
    ...common,
    id: 'listMementosOfFact',
    summary: 'List the mementos of a fact',
    description: 'Lists a fact as it was known at each commit at which it began to read otherwise.',
    problems: [404],
  },
  'GET /v1/projections/{name}/timemap': {
    ...common,
    id: 'listMementosOfState',
    summary: 'List the mementos of a state',
    description: 'Lists the state of a projection as it was known at each commit.',
    problems: [404],
  },
};
