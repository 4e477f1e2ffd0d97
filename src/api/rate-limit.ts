import type { FastifyReply } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import type { Counted } from './windows.ts';
import { createWindows } from './windows.ts';

/** How many tokens that are refused one address may show a minute. */
export const refusedTokensPerMinuteMax = 60;

/** What is counted of clients, and refused when it is too much. */
export interface RateLimits {
  /** Counts a request; throws `too-many-requests`. What is left is told in the headers `RateLimit-*` of the answer. */
  countRequest(client: () => string, reply: FastifyReply): void;
  /** Counts a token that was refused; throws `too-many-requests`. */
  countRefused(client: string): void;
}

/** Creates the limits of a server; requests are not counted when `requestsPerMinuteMax` is left out. */
export function createRateLimits(clock: () => number, requestsPerMinuteMax: number | undefined): RateLimits {
  const requests = createWindows(clock);
  const refused = createWindows(clock);
  return {
    countRequest(client, reply) {
      if (requestsPerMinuteMax === undefined) return;
      const counted = requests(client());
      reply.headers({
        'ratelimit-limit': requestsPerMinuteMax,
        'ratelimit-remaining': Math.max(0, requestsPerMinuteMax - counted.count),
        'ratelimit-reset': counted.secondsLeft,
      });
      if (counted.count > requestsPerMinuteMax)
        throw tooMany(`More than ${requestsPerMinuteMax} requests in a minute`, counted, {
          requestsPerMinuteMax,
        });
    },
    countRefused(client) {
      const counted = refused(client);
      if (counted.count > refusedTokensPerMinuteMax)
        throw tooMany('Too many tokens from there were refused', counted, { refusedTokensPerMinuteMax });
    },
  };
}

function tooMany(
  what: string,
  { secondsLeft }: Counted,
  facts: Readonly<Record<string, number>>,
): TimelineError {
  return new TimelineError('too-many-requests', `${what}; ask again in ${secondsLeft} s`, {
    ...facts,
    retryAfterSeconds: secondsLeft,
  });
}
