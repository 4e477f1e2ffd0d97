import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { noQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { sendBody } from './send-answer.ts';

/** Adds the route of the JSON Schema of the states of a projection. */
export function addProjectionSchema(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/schema',
    { schema: { params: projectionPath, querystring: noQuery } },
    async (request, reply) => {
      const { name } = request.params;
      const schema = timeline.schemaOf(name);
      if (schema === undefined)
        throw new TimelineError(
          'unknown-schema',
          `Projection ${name} does not say what its states are like`,
          {
            projection: name,
          },
        );
      const description = timeline.projections().find((one) => one.name === name)?.description ?? '';
      return sendBody(request, reply, jsonSchemaOf(name, description, schema), {
        isFixed: false,
        mediaType: 'application/schema+json',
      });
    },
  );
}

function jsonSchemaOf(name: string, description: string, zod: z.ZodType): object {
  const { $schema, ...schema } = z.toJSONSchema(zod, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // That nobody changes a state says nothing of what is sent.
      delete jsonSchema.readOnly;
    },
  });
  return { $schema, $id: `/v1/projections/${name}/schema`, title: name, description, ...schema };
}
