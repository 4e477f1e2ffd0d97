import { TimelineError } from './errors.ts';

/** What an append may assume about its stream: nothing, that it is new, or the revision of its last event. */
export type ExpectedRevision = 'any' | 'none' | number;

/** Longest stream name, in characters. */
export const streamNameCharactersMax = 200;

/** Returns whether a name reads `category-id` and is not too long. */
export function isStreamName(name: string): boolean {
  return (
    name.length <= streamNameCharactersMax && /^[\p{L}\p{N}_.]+-[\p{L}\p{N}_.:-]*[\p{L}\p{N}]$/u.test(name)
  );
}

/** Returns the name when it reads `category-id`; throws `invalid-stream` otherwise. The category is what stands before the first hyphen. */
export function checkStreamName(name: string): string {
  if (!isStreamName(name))
    throw new TimelineError(
      'invalid-stream',
      `Stream ${JSON.stringify(name.slice(0, 80))} is not named category-id: letters and digits, then a hyphen, then letters, digits and "_.:-", at most ${streamNameCharactersMax} characters`,
      { stream: name.slice(0, streamNameCharactersMax) },
    );
  return name;
}

/** Returns the category of a stream: `diplomacy` of `diplomacy-us-russia`. */
export function categoryOf(stream: string): string {
  return stream.slice(0, stream.indexOf('-'));
}

/** Reads `any`, `none` or a revision in digits; throws `invalid-request` on anything else. */
export function parseExpectedRevision(text: string): ExpectedRevision {
  if (text === 'any' || text === 'none') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new TimelineError(
    'invalid-request',
    `Expected revision ${JSON.stringify(text)} is neither "any", "none" nor a revision in digits`,
    { expectedRevision: text },
  );
}

/**
 * Throws `wrong-expected-revision` when a stream is not where an append expects it.
 *
 * `actual` is the revision of its last event, or undefined when it has none.
 */
export function checkExpectedRevision(
  stream: string,
  expected: ExpectedRevision,
  actual: number | undefined,
): void {
  if (expected === 'any') return;
  if (expected === 'none' ? actual === undefined : actual === expected) return;
  const at = actual === undefined ? 'has no events' : `is at revision ${actual}`;
  const wanted = expected === 'none' ? 'without events' : `at ${expected}`;
  throw new TimelineError('wrong-expected-revision', `Stream ${stream} ${at}, not ${wanted} as expected`, {
    stream,
    expectedRevision: expected,
    actualRevision: actual ?? 'none',
  });
}
