import { z } from 'zod';

import type { EventType } from '../event-type.ts';
import { commonShape, textSchema } from './common.ts';

/** The name of the type that events of types which Asof does not know are kept under. */
export const foreignTypeName = 'ForeignEventKept';

/** Bytes as an event keeps them: as the JSON that they are, as text, or in base64; none of the three for no bytes. */
export const keptBytesSchema = z.strictObject({
  json: z.unknown().optional().meta({ description: 'when writing it again gives the same bytes' }),
  text: z.string().optional().meta({ description: 'UTF-8' }),
  base64: z.string().optional(),
});

/** Data of `ForeignEventKept`: an event of another program, byte for byte. */
export const foreignEventSchema = z.strictObject({
  ...commonShape,
  type: textSchema(300).meta({ description: 'its type, as the program that appended it names it' }),
  contentType: textSchema(200).meta({ description: 'application/json, application/octet-stream, …' }),
  content: keptBytesSchema.meta({ description: 'its data' }),
  metadata: keptBytesSchema.optional(),
});

/** The event type that every timeline has for what came over the wire and is of no type that it knows. */
export const foreignType: EventType = {
  type: foreignTypeName,
  description:
    'Keeps an event of a type that Asof does not know as it came over the wire; the built-in projections leave it out.',
  versions: [foreignEventSchema],
};
