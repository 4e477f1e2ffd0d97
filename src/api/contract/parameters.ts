import type { Parameter } from './operation.ts';

/** Returns the schema of a whole number in a range. */
export function wholeFrom(minimum: number, maximum?: number, usual?: number) {
  return {
    type: 'integer',
    minimum,
    ...(maximum === undefined ? {} : { maximum }),
    ...(usual === undefined ? {} : { default: usual }),
  };
}

const listOfTexts = (charactersMax: number) => ({
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: charactersMax },
  minItems: 1,
  maxItems: 50,
});

const instant = { type: 'string', format: 'date-time' };

/** What parameters mean wherever an operation does not say otherwise. */
export const sharedParameters: Readonly<Record<string, Parameter>> = {
  stream: { description: 'The stream, named category-id.', example: 'diplomacy-us-russia' },
  id: { description: 'The event, or one of its corrections.', example: 'call-1' },
  name: { description: 'The projection.', example: 'situation' },
  asOf: {
    description:
      'The clock of the world: what had occurred by then, inclusive. An RFC 3339 instant with an offset, or now. Now when left out.',
    example: '2025-07-03T20:00:00Z',
  },
  knownAt: {
    description:
      'The clock of the log: what had been recorded by then, inclusive. An RFC 3339 instant, a position in digits, or now. The head of the log when left out.',
    example: '34',
  },
  certainty: {
    description:
      'possible counts as past what may have begun by asOf; certain only what has begun for certain.',
    schema: { type: 'string', enum: ['possible', 'certain'], default: 'possible' },
  },
  minPosition: {
    description:
      'The answer waits until the log has reached this position, so that you read what you wrote; after 2 seconds: 503.',
    schema: wholeFrom(0),
  },
  from: { description: 'The earliest instant of the range, inclusive: RFC 3339.', schema: instant },
  to: { description: 'The latest instant of the range, inclusive: RFC 3339.', schema: instant },
  about: {
    description: 'A tag that a fact is about. Given more than once, one of them must hold.',
    schema: listOfTexts(200),
    example: 'place:kyiv',
  },
  type: {
    description: 'The event type of a fact. Given more than once, one of them must hold.',
    schema: listOfTexts(80),
    example: 'CallHeld',
  },
  source: {
    description: 'A publisher among the sources of a fact. Given more than once, one of them must hold.',
    schema: listOfTexts(200),
  },
  q: { description: 'Words that all stand in the text of a fact; case and accents do not count.' },
  retracted: {
    description: 'true lists facts that were retracted as well.',
    schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
  },
  order: {
    description: 'Which come first.',
    schema: { type: 'string', enum: ['oldest-first', 'newest-first'], default: 'oldest-first' },
  },
  limit: { description: 'At most so many.', schema: wholeFrom(1, 1000, 100) },
  page: { description: 'The next of the page before; the other parameters must be the same.' },
  key: { description: 'Which state, for a projection that has one a key.' },
  path: {
    description: 'A JSON Pointer (RFC 6901) into the state, percent-encoded; the whole when left out.',
    example: '/casualties/injured',
  },
  axis: {
    description: 'occurred is the clock of the world, recorded that of the log.',
    schema: { type: 'string', enum: ['occurred', 'recorded'], default: 'occurred' },
  },
  expectedRevision: {
    description:
      'The revision that the last event of the stream must have; none when the stream must be new, any when it does not matter. If-Match and If-None-Match say the same; only one of them may be given.',
    schema: {
      oneOf: [{ type: 'string', enum: ['any', 'none'] }, wholeFrom(0)],
      default: 'any',
    },
  },
};

/** The parameter that names streams among filters; as a part of the path it is one. */
export const streamsFilter: Parameter = {
  description: 'The stream of a fact. Given more than once, one of them must hold.',
  schema: listOfTexts(200),
};

/** The range of a filter on a timeline. */
export const begunRange: Readonly<Record<string, Parameter>> = {
  from: {
    description: 'The earliest instant at which a fact may have begun, inclusive: RFC 3339.',
    schema: instant,
  },
  to: {
    description: 'The latest instant at which a fact may have begun, inclusive: RFC 3339.',
    schema: instant,
  },
};

/** How many lines or entries an answer has at most. */
export const linesLimit: Parameter = {
  description: 'At most so many; 100 when left out, or all in lines.',
  schema: wholeFrom(1, 1000),
};

/** What a subscription goes on after. */
export const afterHeard: Parameter = {
  description: 'Goes on after this: the id of an event that was heard, or a position.',
  example: '34',
};

/** The header that says what was heard last. */
export const lastEventId: Readonly<Record<string, Parameter>> = {
  'Last-Event-ID': {
    description:
      'The id of the event that was heard last; it wins over the parameter after, and empty it counts as none.',
    schema: { type: 'string', maxLength: 200 },
  },
};

/** The headers that say the expected revision of what is recorded. */
export const expectationHeaders: Readonly<Record<string, Parameter>> = {
  'If-Match': {
    description: 'The expected revision, as the parameter expectedRevision.',
    schema: { type: 'string', pattern: '^\\s*"?\\d{1,15}"?\\s*$' },
    example: '"3"',
  },
  'If-None-Match': {
    description: 'The stream must be new.',
    schema: { type: 'string', const: '*' },
  },
};

/** The header that says of what moment lines are, which have no room for it. */
export const momentOfLines: Readonly<Record<string, Parameter>> = {
  'Asof-Moment': {
    description: 'With lines: the moment they are of, as JSON.',
    schema: { type: 'string' },
  },
};

/** The parameters of a list by name. */
export const namePages: Readonly<Record<string, Parameter>> = {
  limit: {
    description: 'How many entries at most; 1000 when left out, and all of them in lines.',
    schema: wholeFrom(1, 1000),
  },
  page: { description: 'The next of the page before.', schema: { type: 'string' } },
};

/** The header that makes a request known again. */
export const idempotencyKeyHeader: Readonly<Record<string, Parameter>> = {
  'Idempotency-Key': {
    description:
      'A name of your own for this request, 1 to 255 printable characters: sent again with it, the request gets the first result, and anything else is refused. It belongs to the token that is shown.',
    schema: { type: 'string' },
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  },
};
