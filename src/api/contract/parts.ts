import { z } from 'zod';

/** What a schema describes, as it is sent. */
export type Sent<Schema extends z.ZodType> = Readonly<z.output<Schema>>;

/** An RFC 3339 instant in UTC, with milliseconds only if it has some. */
export const instant = z
  .string()
  .regex(/^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/)
  .meta({
    format: 'date-time',
    description: 'RFC 3339 in UTC; with milliseconds only if it has some',
  });

/** A position of the log; 0 is before the first event. */
export const position = z.int().min(0).meta({ description: 'A position of the log' });

/** The revision of an event in its stream. */
export const revision = z.int().min(0).meta({ description: 'The place in its stream, from 0' });

/** A time as its source gave it. */
export const occurred = z
  .string()
  .meta({ description: 'The occurred time as its source gave it: RFC 3339, EDTF, or an interval of two' });

/** Any JSON value; one that is absent is not one. */
export const anyJson = z.unknown().refine((value): boolean => value !== undefined, 'is missing');

/** A JSON object of any members. */
export const anyObject = z.record(z.string(), z.unknown()).readonly();

/** Returns the schema of a list that nobody changes. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}
