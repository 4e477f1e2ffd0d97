import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { parseInstant } from '../domain/instant.ts';

/** Most entries on one page of an answer. */
export const pageEntriesMax = 1000;
/** Entries on one page when the caller does not say. */
export const pageEntriesUsual = 100;

const once = (charactersMax: number) =>
  z
    .string({ error: 'is given more than once' })
    .min(1, 'is empty')
    .max(charactersMax, `has more than ${charactersMax} characters`);

/**
 * An instant as text. A plus that was sent as it is arrives as a space, and is read as the plus it was: in an offset
 * such as `+03:00`, and before an expanded year.
 */
const instantText = once(120).transform((text) =>
  text.replace(/^ (?=\d{6}-)/, '+').replace(/(?<=:\d\d(?:\.\d{1,20})?) (?=\d\d:\d\d$)/, '+'),
);

const instantMs = instantText.transform((text, context) => {
  try {
    return parseInstant(text);
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

const wholeNumber = once(16)
  .regex(/^\d+$/, 'is not a whole number from 0')
  .transform(Number)
  .refine(Number.isSafeInteger, 'is not a whole number from 0 to 2^53-1');

/** A position, or a revision, in digits. */
export const placeNumber = wholeNumber;

/** How many entries one page has at most. */
export const pageLimit = wholeNumber.refine(
  (limit) => limit >= 1 && limit <= pageEntriesMax,
  `is not a whole number from 1 to ${pageEntriesMax}`,
);

const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: `is not one of: ${values.join(', ')}` });

const many = (charactersMax: number) => {
  const value = once(charactersMax);
  return z
    .union([value.transform((text) => [text]), z.array(value).max(50)], {
      error: `is not 1 to 50 texts of 1 to ${charactersMax} characters`,
    })
    .optional();
};

/** The parameters of every read as of a moment. */
export const momentParameters = {
  asOf: instantText.optional(),
  knownAt: instantText.optional(),
  certainty: choice('possible', 'certain').optional(),
  minPosition: wholeNumber.optional(),
};

/** The parameters of a read as of a moment that takes no others. */
export const momentQuery = z.strictObject(momentParameters);

/** The parameters of the timeline. */
export const timelineQuery = z.strictObject({
  ...momentParameters,
  from: instantMs.optional(),
  to: instantMs.optional(),
  about: many(200),
  type: many(80),
  stream: many(200),
  source: many(200),
  q: once(500)
    .regex(/[\p{L}\p{N}]/u, 'has no word to look for')
    .optional(),
  order: choice('oldest-first', 'newest-first').optional(),
  limit: pageLimit.optional(),
  page: once(4000).optional(),
  retracted: choice('true', 'false').optional(),
});

/** The parameters of the state of a projection. */
export const stateQuery = z.strictObject({ ...momentParameters, key: once(500).optional() });

/** The parameters of the log as recorded. */
export const logQuery = z.strictObject({ after: placeNumber.optional(), limit: pageLimit.optional() });

/** The parameters of a stream as recorded. */
export const streamQuery = z.strictObject({
  from: placeNumber.optional(),
  direction: choice('forwards', 'backwards').optional(),
  limit: pageLimit.optional(),
});

/** The parameters of what records something: the revision that its stream must be at. */
export const appendQuery = z.strictObject({ expectedRevision: once(16).optional() });

/** A route that takes no query parameters. */
export const noQuery = z.strictObject({});

/** Returns the schema of a route's parts of the path. */
export const pathPart = once(200);
