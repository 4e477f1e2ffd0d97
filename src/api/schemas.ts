import { z } from 'zod';

import { newestVersion, schemaOf } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { EventType } from '../domain/event-type.ts';
import type { Timeline } from '../engine/timeline.ts';
import { noQuery, pathPart } from './query.ts';
import type { Routes } from './routes.ts';
import { sendBody } from './send-answer.ts';

const schemaPath = z.strictObject({
  type: pathPart,
  version: pathPart.regex(/^[1-9]\d{0,5}$/, 'is not a version in digits').transform(Number),
});

/** Adds the routes of event types: list them, and the JSON Schema of one version of one. */
export function addSchemas(app: Routes, timeline: Timeline): void {
  const { catalogue } = timeline;
  app.get('/v1/schemas', { schema: { querystring: noQuery } }, async (request, reply) => {
    const schemas = [...catalogue.values()].map((type) => ({
      type: type.type,
      description: type.description,
      newest: newestVersion(type),
      versions: type.versions.map((_, index) => ({ version: index + 1, href: hrefOf(type, index + 1) })),
    }));
    return sendBody(request, reply, { schemas });
  });
  app.get(
    '/v1/schemas/:type/:version',
    { schema: { params: schemaPath, querystring: noQuery } },
    async (request, reply) => {
      const { type: name, version } = request.params;
      const type = catalogue.get(name);
      if (type === undefined)
        throw new TimelineError(
          'unknown-schema',
          `There is no event type ${JSON.stringify(name.slice(0, 80))}`,
          {
            eventType: name.slice(0, 80),
          },
        );
      return sendBody(request, reply, jsonSchemaOf(type, version), {
        isFixed: true,
        mediaType: 'application/schema+json',
      });
    },
  );
}

/** Returns the JSON Schema (draft 2020-12) of what an author may write as the data of one version of a type. */
function jsonSchemaOf(type: EventType, version: number): object {
  const { $schema, ...schema } = z.toJSONSchema(schemaOf(type, version), {
    io: 'input',
    unrepresentable: 'any',
  });
  return { $schema, $id: hrefOf(type, version), title: type.type, description: type.description, ...schema };
}

function hrefOf({ type }: EventType, version: number): string {
  return `/v1/schemas/${type}/${version}`;
}
