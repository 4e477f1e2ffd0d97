import { z } from 'zod';

import { instant, listOf, position } from './parts.ts';

const byShape = z.string().meta({
  description: 'token: with id and name, or os: and an account of the machine that the store is on',
});

/** One entry of the audit trail. */
export const auditEntrySchema = z
  .strictObject({
    number: z.int().min(1).meta({ description: 'Its place in the trail, from 1' }),
    at: instant.meta({ description: 'The recorded time' }),
    action: z.enum(['append', 'correct', 'retract', 'import']),
    by: byShape.exactOptional(),
    idempotencyKey: z.string().exactOptional(),
    stream: z.string().exactOptional().meta({ description: 'Absent for an import' }),
    target: z.string().exactOptional().meta({ description: 'The event that was corrected or retracted' }),
    first: position.meta({ description: 'The position of its first event' }),
    last: position.meta({ description: 'The position of its last event' }),
  })
  .meta({ id: 'AuditEntry', description: 'Who recorded what, and when' });

/** Something that was done to a token. */
export const tokenActionSchema = z
  .strictObject({
    at: instant,
    action: z.enum(['created', 'revoked']),
    token: z.string().meta({ description: 'The id of the token' }),
    name: z.string(),
    scopes: listOf(z.string()),
    by: byShape,
  })
  .meta({ id: 'TokenAction', description: 'What was done to a token' });

/** A part of the audit trail. */
export const auditSchema = z
  .strictObject({
    entries: listOf(auditEntrySchema),
    tokens: listOf(tokenActionSchema).exactOptional().meta({
      description: 'What was done to tokens, oldest first: on the first page, where the store has tokens',
    }),
    next: z
      .int()
      .min(1)
      .exactOptional()
      .meta({ description: 'The after of the next page; absent after the last' }),
  })
  .meta({ id: 'Audit' });
