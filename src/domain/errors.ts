/** Who must act on an error; HTTP status, exit code and whether to try again follow from it alone. */
export type ErrorCategory =
  | 'incorrect'
  | 'unauthenticated'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'too-large'
  | 'throttled'
  | 'unavailable'
  | 'corrupt';

/** Every error that input or the world can cause, with the category that says who must act. */
export const errorCatalogue = {
  'invalid-json': 'incorrect',
  'invalid-event': 'incorrect',
  'unknown-event-type': 'incorrect',
  'invalid-time': 'incorrect',
  'invalid-stream': 'incorrect',
  'invalid-moment': 'incorrect',
  'invalid-query': 'incorrect',
  'invalid-request': 'incorrect',
  'invalid-file': 'incorrect',
  'invalid-mapping': 'incorrect',
  'invalid-module': 'incorrect',
  'invalid-store': 'incorrect',
  'invalid-config': 'incorrect',
  'not-correctable': 'incorrect',
  'key-required': 'incorrect',
  'unknown-route': 'not-found',
  'unknown-event': 'not-found',
  'unknown-stream': 'not-found',
  'unknown-projection': 'not-found',
  'unknown-rebuild': 'not-found',
  'unknown-key': 'not-found',
  'unknown-schema': 'not-found',
  'unknown-file': 'not-found',
  'unknown-token': 'not-found',
  'file-exists': 'conflict',
  'wrong-expected-revision': 'conflict',
  'event-id-reused': 'conflict',
  'idempotency-key-reused': 'conflict',
  'recorded-time-backwards': 'conflict',
  'logs-differ': 'conflict',
  'rebuild-cancelled': 'conflict',
  'move-cancelled': 'conflict',
  'patch-does-not-fit': 'conflict',
  'host-refused': 'forbidden',
  'origin-refused': 'forbidden',
  'address-refused': 'forbidden',
  'scope-missing': 'forbidden',
  'token-required': 'unauthenticated',
  'token-refused': 'unauthenticated',
  'event-too-large': 'too-large',
  'nesting-too-deep': 'too-large',
  'request-too-large': 'too-large',
  'file-too-large': 'too-large',
  'position-not-reached': 'unavailable',
  'store-in-use': 'unavailable',
  'store-closed': 'unavailable',
  'store-read-only': 'unavailable',
  'store-poisoned': 'unavailable',
  'store-full': 'unavailable',
  'store-unreachable': 'unavailable',
  'store-catching-up': 'unavailable',
  'file-unreachable': 'unavailable',
  'address-in-use': 'unavailable',
  'too-many-subscriptions': 'unavailable',
  'tokens-unreadable': 'unavailable',
  'too-many-requests': 'throttled',
  'too-many-own-subscriptions': 'throttled',
  'projection-faulted': 'corrupt',
  'store-corrupt': 'corrupt',
  'store-foreign': 'corrupt',
  'store-newer': 'corrupt',
  'copy-differs': 'corrupt',
  'internal-error': 'corrupt',
} as const satisfies Record<string, ErrorCategory>;

/** The stable name of one kind of error: the `type` of a problem document and of a message on the command line. */
export type ErrorCode = keyof typeof errorCatalogue;

/** Facts that belong to an error, as plain JSON data: the place it happened (`line`, `pointer`, `eventId`) and what was found there. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What is thrown when input or the world is wrong: one sentence, a code of the catalogue, and the facts as data. */
export class TimelineError extends Error {
  override readonly name = 'TimelineError';
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, sentence: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.category = errorCatalogue[code];
    this.facts = facts;
  }
}

/**
 * Runs work on something that was read from a place, such as `line 12`, and puts that place into any error it throws:
 * what looks deeper does not know the place.
 */
export function atPlace<Result>(place: string | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (place === undefined || !(error instanceof TimelineError)) throw error;
    throw new TimelineError(error.code, `${place}: ${error.message}`, { ...error.facts, place }, error);
  }
}
