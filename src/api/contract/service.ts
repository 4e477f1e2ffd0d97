import { z } from 'zod';

import { followingSchema } from './following.ts';
import { headSchema } from './moment.ts';
import { listOf } from './parts.ts';

/** That the process lives. */
export const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** That the timeline can be read and, as far as is known, written. */
export const readySchema = z
  .strictObject({
    status: z.literal('ready'),
    may: listOf(z.enum(['read', 'append', 'correct', 'admin']))
      .optional()
      .meta({ description: 'What the caller may do: everything where no token is required' }),
    store: z
      .strictObject({
        kind: z.string(),
        health: z.enum(['ok', 'full', 'read-only', 'unreachable']).meta({
          description:
            'Whether it takes events; one that is full, or whose cluster is unreachable, is tried again with every append',
        }),
        following: followingSchema.exactOptional(),
      })
      .optional(),
    head: headSchema.optional(),
    projections: listOf(
      z.strictObject({
        name: z.string(),
        version: z.int().min(1),
        health: z.enum(['ok', 'faulted']),
        lag: z.int().min(0).meta({ description: 'Positions that what is saved of it is behind the log' }),
        building: z
          .strictObject({ version: z.int().min(1), share: z.number().min(0).max(1) })
          .optional()
          .meta({ description: 'What is being built of it, and the share that is done' }),
      }),
    ).optional(),
    words: z
      .strictObject({ lag: z.int().min(0) })
      .optional()
      .meta({ description: 'Positions that the index of words is behind the log' }),
    subscriptions: z
      .strictObject({ projection: z.int().min(0), timeline: z.int().min(0), replay: z.int().min(0) })
      .optional()
      .meta({ description: 'Subscriptions and replays that are open' }),
  })
  .meta({ id: 'Ready' });

/** The event types with their versions. */
export const eventTypesSchema = z
  .strictObject({
    schemas: listOf(
      z.strictObject({
        type: z.string(),
        description: z.string(),
        newest: z.int().min(1).meta({ description: 'The newest version' }),
        versions: listOf(
          z.strictObject({
            version: z.int().min(1),
            href: z.string().meta({ description: 'Leads to the JSON Schema' }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'EventTypes' });

/** A JSON Schema document. */
export const jsonSchemaSchema = z
  .looseObject({ $schema: z.string(), $id: z.string(), title: z.string(), description: z.string() })
  .meta({ id: 'JsonSchema', description: 'A JSON Schema, draft 2020-12' });

/** An OpenAPI document. */
export const openapiSchema = z
  .looseObject({ openapi: z.string() })
  .meta({ description: 'An OpenAPI 3.1 document' });
