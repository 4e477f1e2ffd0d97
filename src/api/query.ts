import { z } from 'zod';

import { pageEntriesMax, pageReadingsMax } from './page-size.ts';
import {
  choice,
  instantMs,
  instantText,
  many,
  numberFrom,
  once,
  pageLimit,
  pointerText,
  numberFromZero,
  wholeNumber,
} from './parameter-kinds.ts';

/** The parameters of every read as of a moment. */
const momentParameters = {
  asOf: instantText.optional(),
  knownAt: instantText.optional(),
  certainty: choice('possible', 'certain').optional(),
  minPosition: wholeNumber.optional(),
};

/** The parameters of a read as of a moment that takes no others. */
export const momentQuery = z.strictObject(momentParameters);

const rangeParameters = { from: instantMs.optional(), to: instantMs.optional() };

/** The parameters that say which facts of a history count. */
const filterParameters = {
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
const page = once(4000).optional();
const key = once(500).optional();

/** The parameters of the timeline. */
export const timelineQuery = z.strictObject({
  ...momentParameters,
  ...filterParameters,
  order,
  limit: pageLimit.optional(),
  page,
});

/** The parameters of the state of a projection. */
export const stateQuery = z.strictObject({ ...momentParameters, key });

/** The parameters of what an event would change: it would be recorded now, so they name no `knownAt`. */
export const previewQuery = z.strictObject({
  asOf: momentParameters.asOf,
  minPosition: momentParameters.minPosition,
  key,
});

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
  after: wholeNumber.optional(),
  before: wholeNumber.optional(),
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
  speed: numberFromZero.default(1),
  gap: numberFromZero.optional(),
});

/** The parameters of a timemap: those of the moment that its mementos take on, and the position it goes on after. */
export const timemapQuery = z.strictObject({ asOf, certainty, after: wholeNumber.optional() });

/** The parameters of the timemap of a state. */
export const keyedTimemapQuery = z.strictObject({ asOf, certainty, key, after: wholeNumber.optional() });

/** The parameters of the log as recorded. */
export const logQuery = z.strictObject({ after: wholeNumber.optional(), limit: pageLimit.optional() });

/** The parameters of a stream as recorded. */
export const streamQuery = z.strictObject({
  from: wholeNumber.optional(),
  direction: choice('forwards', 'backwards').optional(),
  limit: pageLimit.optional(),
});

/** The parameters of what records something: the revision that its stream must be at. */
export const appendQuery = z.strictObject({ expectedRevision: once(16).optional() });

/** The parameters of the list of streams. */
export const streamsQuery = z.strictObject({ limit: pageLimit.optional(), page });

/** The parameters of the keys of a projection. */
export const keysQuery = z.strictObject({ ...momentParameters, limit: pageLimit.optional(), page });

/** The parameters of the audit trail. */
export const auditQuery = z.strictObject({ after: wholeNumber.optional(), limit: pageLimit.optional() });

/** The parameters of the list of parked events. */
export const parkedQuery = z.strictObject({
  after: once(afterCharactersMax).optional(),
  limit: pageLimit.optional(),
});

/** The parameters of a list of readings: by what was known, and not as of an instant. */
export const readingsQuery = z.strictObject({
  ...rangeParameters,
  knownAt,
  minPosition,
  about: filterParameters.about,
  type: filterParameters.type,
  stream: filterParameters.stream,
  source: filterParameters.source,
  q: filterParameters.q,
  lanes: choice('stream', 'actor', 'place', 'type', 'source').optional(),
  after: wholeNumber.optional(),
  titles: choice('true', 'false').optional(),
  limit: numberFrom(1, pageReadingsMax).optional(),
  page,
});

/** A route that takes no query parameters. */
export const noQuery = z.strictObject({});

/** A part of the path that names something. */
export const pathPart = once(200);

/** The part of the path that names an event. */
export const eventPath = z.strictObject({ id: pathPart });

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
