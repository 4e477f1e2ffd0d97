import { z } from 'zod';

import { TimelineError } from '../errors.ts';
import { resolveOccurred } from '../occurred.ts';

/** Returns the schema of a text that is not empty. */
export const textSchema = (charactersMax: number) => z.string().min(1).max(charactersMax);

/** A time as its source gives it: an RFC 3339 instant, an EDTF date of level 0 or 1, or an interval of two. */
export const timeSchema = textSchema(120)
  .refine(isTime, 'is neither an RFC 3339 instant nor an EDTF date or interval')
  .meta({
    description: 'RFC 3339 instant, EDTF date (levels 0 and 1), or an interval of two',
    format: 'occurred-time',
  });

/** A tag: what kind of thing, a colon, and its name: `actor:vladimir-putin`, `place:kyiv`, `system:patriot`. */
export const tagSchema = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9-]*:\S(.*\S)?$/u, 'is not of the form kind:name')
  .meta({ description: 'kind:name, such as place:kyiv' });

/** A tag that names an actor: a person, an office, a state, an organisation. */
export const actorSchema = tagSchema
  .regex(/^actor:/, 'is not of the form actor:name')
  .meta({ description: 'actor:name, such as actor:ukraine' });

/** One source of a statement: who published it, where, when, and how far it is to be trusted. */
export const sourceSchema = z.strictObject({
  publisher: textSchema(200),
  title: textSchema(500).optional(),
  attributedTo: actorSchema
    .optional()
    .meta({ description: 'whose claim the publisher passes on, where it names one' }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .meta({ pattern: '^\\s*[Hh][Tt][Tt][Pp][Ss]?://' })
    .optional(),
  publishedAt: timeSchema.optional(),
  retrievedAt: timeSchema.optional(),
  grade: z
    .string()
    .regex(/^[A-F][1-6]$/, 'is not an Admiralty grade from A1 to F6')
    .optional()
    .meta({ description: 'Admiralty code: reliability of the source A–F, credibility of what it says 1–6' }),
  quote: textSchema(4000).optional(),
});

/** A place by its name and, where known, its WGS 84 coordinates in degrees. */
export const placeSchema = z.strictObject({
  name: textSchema(200),
  longitude: z.number().min(-180).max(180).optional(),
  latitude: z.number().min(-90).max(90).optional(),
});

/** An amount as claimed: the best figure, the range where one is given, and whether it was worked out by us. Unknown is absent, never 0. */
export const quantitySchema = z
  .strictObject({
    best: z.number(),
    low: z.number().optional(),
    high: z.number().optional(),
    unit: textSchema(40).optional(),
    derived: z.boolean().optional(),
  })
  .refine(
    (amount) => (amount.low ?? amount.best) <= amount.best && amount.best <= (amount.high ?? amount.best),
    'does not keep low ≤ best ≤ high',
  )
  .meta({ 'x-ascending': ['low', 'best', 'high'] });

const whole = { type: 'integer', minimum: 0 };

/** A whole number of things, not negative, as claimed. */
export const countSchema = quantitySchema
  .refine(
    (amount) =>
      [amount.best, amount.low, amount.high].every(
        (value) => value === undefined || (Number.isInteger(value) && value >= 0),
      ),
    'is not a whole number of 0 or more',
  )
  .meta({ allOf: [{ properties: { best: whole, low: whole, high: whole } }] });

/** Where an event stands in the common part of `data`: the fields that every event type has. */
export const commonShape = {
  title: textSchema(300),
  summary: textSchema(8000).optional(),
  about: z.array(tagSchema).max(100).default([]),
  sources: z.array(sourceSchema).max(50).default([]),
  places: z.array(placeSchema).max(100).optional(),
  inferred: z
    .array(textSchema(100))
    .max(50)
    .optional()
    .meta({ description: 'names of the fields that we inferred, `occurred` among them' }),
};

/** The common part of the data of every event type. */
export const commonSchema = z.strictObject(commonShape);

/** The common part of `data`, as read. */
export type CommonData = z.output<typeof commonSchema>;
/** Who published a claim, where, when, and its grade. */
export type Source = z.output<typeof sourceSchema>;
/** An amount as claimed. */
export type Quantity = z.output<typeof quantitySchema>;

/** Returns the schema of an event type's data: the common part and the given fields; anything else is refused. */
export function eventData<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...commonShape, ...shape });
}

/** Times that were found to be some, for the same date of publication comes again and again. */
const timesSeen = new Set<string>();
const timesSeenMax = 1000;

function isTime(value: string): boolean {
  if (timesSeen.has(value)) return true;
  try {
    resolveOccurred(value);
    if (timesSeen.size >= timesSeenMax) timesSeen.clear();
    timesSeen.add(value);
    return true;
  } catch (error) {
    if (error instanceof TimelineError) return false;
    throw error;
  }
}
