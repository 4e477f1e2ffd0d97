import type { Near } from '../format/said-time.ts';
import type { PageModel, ScrubbedMoment } from '../model.ts';
import { recordedTimeAt } from './linking.ts';

/** Returns what a time is near to that is typed for a clock of the world where that stands at a moment. */
export function nearAsOf({ now }: Pick<PageModel, 'now'>, asOf: ScrubbedMoment['asOf']): Near {
  return { now: now.peek(), shown: asOf === 'now' ? now.peek() : asOf };
}

/** Returns the same for a clock of the log: what is known there was recorded at a time, and at its end until now. */
export function nearKnownAt(
  { now, commits }: Pick<PageModel, 'now' | 'commits'>,
  knownAt: ScrubbedMoment['knownAt'],
): Near {
  const recordedAt = knownAt === 'head' ? undefined : recordedTimeAt(commits.peek(), knownAt);
  return { now: now.peek(), shown: recordedAt ?? now.peek() };
}
