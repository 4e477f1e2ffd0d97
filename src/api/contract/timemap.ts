import { z } from 'zod';

import { instant, listOf, position } from './parts.ts';

const spannedShape = {
  uri: z.string().meta({ description: 'A URI reference' }),
  from: instant.exactOptional().meta({ description: 'When the first memento on it was recorded' }),
  until: instant.exactOptional().meta({ description: 'When the last memento on it was recorded' }),
};

/** The mementos of a resource, a page at a time. */
export const timemapSchema = z
  .strictObject({
    original: z.string().meta({ description: 'The address of the resource; it is its own TimeGate' }),
    self: z.strictObject(spannedShape).meta({ description: 'The address of this page' }),
    mementos: listOf(
      z.strictObject({
        uri: z.string().meta({ description: 'The address of the resource as it was known then' }),
        recordedAt: instant,
        position,
      }),
    ).meta({ description: 'Oldest first' }),
    next: z
      .strictObject(spannedShape)
      .exactOptional()
      .meta({ description: 'The page that follows; absent after the last' }),
  })
  .meta({ id: 'Timemap', description: 'The mementos of a resource (RFC 7089)' });
