import type { FastifyInstance, FastifyReply, onResponseHookHandler } from 'fastify';

import { countInPart } from '../engine/counters.ts';

/** Upper ends, in seconds, of the parts in which the durations of requests are counted; what is longer is in one part more. */
export const requestSecondsBounds: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** The requests of one route and method that were answered with one class of status. */
export interface RequestCounts {
  readonly route: string;
  readonly method: string;
  /** `2xx`, `3xx`, `4xx` or `5xx`. */
  readonly status: string;
  /** How many lie in each part, not added up. */
  readonly counts: readonly number[];
  /** All of them together, in seconds. */
  readonly sum: number;
}

/** What a server counts of its requests. */
export interface HttpCounts {
  requests(): readonly RequestCounts[];
  /** Returns how many requests were refused, by the code of the problem. */
  refused(): ReadonlyMap<string, number>;
}

interface Slot {
  readonly counts: number[];
  sum: number;
}

const refusals = new WeakMap<FastifyReply, string>();

/** Notes the problem that a request is refused with. */
export function noteRefusal(reply: FastifyReply, type: string): void {
  refusals.set(reply, type.slice(type.lastIndexOf('/') + 1));
}

/**
 * Counts the requests of all routes that are added after it, into arrays of numbers that belong to their route: some additions a request.
 *
 * Subscriptions and replays are not among the durations: how long they last says nothing. Neither is what has no route.
 */
export function countRequests(app: FastifyInstance): HttpCounts {
  const routes: { readonly route: string; readonly method: string; readonly slots: (Slot | undefined)[] }[] =
    [];
  const refused = new Map<string, number>();
  const own = new WeakSet<object>();
  app.addHook('onRoute', (options) => {
    const slots: (Slot | undefined)[] = [];
    routes.push({ route: options.url, method: [options.method].flat().join(','), slots });
    const counting: onResponseHookHandler = (_request, reply, done) => {
      if (!isEndless(reply)) count(slots, reply.statusCode, reply.elapsedTime);
      done();
    };
    // The route for HEAD that the framework makes of one for GET brings the hooks of that with it.
    const before = [options.onResponse ?? []].flat().filter((hook) => !own.has(hook));
    own.add(counting);
    options.onResponse = [...before, counting];
  });
  app.addHook('onResponse', (_request, reply, done) => {
    const code = reply.statusCode < 400 ? undefined : refusals.get(reply);
    if (code !== undefined) refused.set(code, (refused.get(code) ?? 0) + 1);
    done();
  });
  return {
    requests: () =>
      routes.flatMap(({ route, method, slots }) =>
        slots.flatMap((slot, of) =>
          slot === undefined
            ? []
            : [{ route, method, status: `${of}xx`, counts: slot.counts, sum: slot.sum }],
        ),
      ),
    refused: () => refused,
  };
}

function isEndless(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/event-stream');
}

function count(slots: (Slot | undefined)[], status: number, ms: number): void {
  const seconds = ms / 1000;
  const of = Math.trunc(status / 100);
  const slot = (slots[of] ??= {
    counts: Array.from({ length: requestSecondsBounds.length + 1 }, () => 0),
    sum: 0,
  });
  countInPart(slot.counts, requestSecondsBounds, seconds);
  slot.sum += seconds;
}
