import type { Operations } from './operation.ts';
import { json, jsonOrLines } from './operation.ts';
import { momentOfLines, namePages } from './parameters.ts';
import {
  keySchema,
  keysSchema,
  projectionInfoSchema,
  projectionsSchema,
  rebuildSchema,
  stateSchema,
} from './projections.ts';
import { jsonSchemaSchema } from './service.ts';

/** States, and how they are kept. */
export const projectionOperations: Operations = {
  'GET /v1/projections': {
    id: 'listProjections',
    tag: 'Projections',
    summary: 'List the projections',
    description: 'Lists the projections, each with its version, the position it answers for, and its health.',
    answers: { 200: { description: 'The projections.', content: json(projectionsSchema) } },
  },
  'GET /v1/projections/{name}': {
    id: 'readState',
    tag: 'Projections',
    summary: 'Read a state',
    description: 'Gives the state of a projection as of a moment.',
    answers: { 200: { description: 'The state.', content: json(stateSchema) } },
    problems: [404],
  },
  'GET /v1/projections/{name}/schema': {
    id: 'readStateSchema',
    tag: 'Projections',
    summary: 'Read the schema of a state',
    description: 'Gives the JSON Schema of the states of a projection, where it says what shape they have.',
    answers: {
      200: {
        description: 'The schema.',
        content: { 'application/schema+json': { schema: jsonSchemaSchema } },
      },
    },
    problems: [404],
  },
  'GET /v1/projections/{name}/keys': {
    id: 'listKeys',
    tag: 'Projections',
    summary: 'List the keys of a projection',
    description: 'Lists the keys of a projection as of a moment, each with how many facts it has.',
    parameters: namePages,
    answers: {
      200: { description: 'The keys.', headers: momentOfLines, content: jsonOrLines(keysSchema, keySchema) },
    },
    problems: [404],
  },
  'POST /v1/projections/{name}/rebuild': {
    id: 'beginRebuild',
    tag: 'Projections',
    summary: 'Begin a rebuild',
    description:
      'Begins to save anew what is saved of a projection, or finds the rebuild that is under way. Until it is complete, what is there goes on answering, and no answer changes.',
    answers: {
      202: {
        description: 'The rebuild is under way.',
        headers: {
          Location: {
            description: 'Where to see how far it is.',
            schema: { type: 'string', format: 'uri-reference' },
          },
        },
        content: json(rebuildSchema),
      },
    },
    problems: [404],
  },
  'GET /v1/projections/{name}/rebuild': {
    id: 'readRebuild',
    tag: 'Projections',
    summary: 'See how far a rebuild is',
    description: 'Tells how far the rebuild of a projection is, or how the last one ended.',
    answers: { 200: { description: 'The rebuild.', content: json(rebuildSchema) } },
    problems: [404],
  },
  'DELETE /v1/projections/{name}/rebuild': {
    id: 'cancelRebuild',
    tag: 'Projections',
    summary: 'Cancel a rebuild',
    description:
      'Cancels the rebuild of a projection; what there was before goes on answering. Answers with how it ended.',
    answers: { 200: { description: 'How it ended.', content: json(rebuildSchema) } },
    problems: [404],
  },
  'POST /v1/projections/{name}/resume': {
    id: 'resumeProjection',
    tag: 'Projections',
    summary: 'Resume a projection',
    description:
      'Goes on with a projection whose own code had failed, where it halted; for one that is well there is nothing to do.',
    answers: { 200: { description: 'How it is.', content: json(projectionInfoSchema) } },
    problems: [404],
  },
};
