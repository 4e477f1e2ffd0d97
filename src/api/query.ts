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

const numberFrom = (min: number, max: number) =>
  wholeNumber.refine(
    (number) => number >= min && number <= max,
    `is not a whole number from ${min} to ${max}`,
  );

/** How many entries one page has at most. */
export const pageLimit = numberFrom(1, pageEntriesMax);

const positiveNumber = once(20)
  .regex(/^\d+(?:\.\d+)?$/, 'is not a number from 0, such as 0.5 or 3600')
  .transform(Number);

/** A JSON Pointer, whose form the engine checks: empty, it is the whole. */
const pointerText = z
  .string({ error: 'is given more than once' })
  .max(2000, 'has more than 2000 characters')
  .default('');

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

const rangeParameters = { from: instantMs.optional(), to: instantMs.optional() };

/** The parameters that say which facts of a history count. */
export const filterParameters = {
  ...rangeParameters,
  about: many(200),
  type: many(80),
  stream: many(200),
  source: many(200),
  q: once(500)
    .regex(/[\p{L}\p{N}]/u, 'has no word to look for')
    .optional(),
  retracted: choice('true', 'false').optional(),
};

const order = choice('oldest-first', 'newest-first').optional();

/** The parameters of the timeline. */
export const timelineQuery = z.strictObject({
  ...momentParameters,
  ...filterParameters,
  order,
  limit: pageLimit.optional(),
  page: once(4000).optional(),
});

const key = once(500).optional();

/** The parameters of the state of a projection. */
export const stateQuery = z.strictObject({ ...momentParameters, key });

/** The parameters of what two moments differ in: the first moment, and what is different in the second. */
export const diffQuery = z.strictObject({
  ...momentParameters,
  key,
  toAsOf: instantText.optional(),
  toKnownAt: instantText.optional(),
  limit: numberFrom(0, pageEntriesMax).optional(),
});

/** The parameters of where a value comes from. */
export const explainQuery = z.strictObject({
  ...momentParameters,
  key,
  path: pointerText,
  limit: pageLimit.optional(),
});

const axis = choice('occurred', 'recorded').optional();

/** The parameters of a value along an axis. */
export const seriesQuery = z.strictObject({
  ...momentParameters,
  ...rangeParameters,
  key,
  path: pointerText,
  axis,
  points: numberFrom(2, pageEntriesMax).optional(),
});

const { asOf, knownAt, certainty, minPosition } = momentParameters;

/** The parameters of how much there is along an axis. */
export const densityQuery = z.strictObject({
  ...rangeParameters,
  asOf,
  knownAt,
  minPosition,
  axis,
  buckets: numberFrom(1, pageEntriesMax).optional(),
});

/** The parameters of the steps of the recorded axis. */
export const commitsQuery = z.strictObject({
  ...rangeParameters,
  after: placeNumber.optional(),
  before: placeNumber.optional(),
  order,
  limit: pageLimit.optional(),
});

/** Most characters of what a subscription goes on after. */
export const afterCharactersMax = 200;

/** The parameters of every subscription. What is known then is known at the head, so there is no `knownAt`. */
const subscriptionParameters = {
  asOf,
  certainty,
  minPosition,
  after: once(afterCharactersMax).optional(),
};

/** The parameters of a subscription to a projection. */
export const updatesQuery = z.strictObject({ ...subscriptionParameters, key });

/** The parameters of a subscription to the timeline. */
export const timelineUpdatesQuery = z.strictObject({ ...subscriptionParameters, ...filterParameters });

/** The parameters of a replay. */
export const replayQuery = z.strictObject({
  asOf,
  knownAt,
  certainty,
  axis,
  from: instantText.optional(),
  to: instantText.optional(),
  projection: once(200).optional(),
  key,
  speed: positiveNumber.default(1),
  gap: positiveNumber.optional(),
});

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

/** The part of the path that names a projection. */
export const projectionPath = z.strictObject({ name: pathPart });

const filterQuery = z.strictObject(filterParameters);

/** Names the filters among some parameters as the engine does. */
export function withFilters<Query extends z.output<typeof filterQuery>>({
  type,
  stream,
  source,
  q,
  retracted,
  ...rest
}: Query) {
  return {
    ...rest,
    types: type,
    streams: stream,
    publishers: source,
    text: q,
    withRetracted: retracted === 'true',
  };
}
