import { z } from 'zod';

import type { ErrorCategory } from '../domain/errors.ts';
import { TimelineError, errorCatalogue } from '../domain/errors.ts';
import type { ProblemCode, httpStatuses } from './problem.ts';
import { isHttpCode, problemCodeOf, statusOf, titleOf } from './problem.ts';
import { noQuery, pathPart } from './query.ts';
import type { Routes } from './routes.ts';

const problemPath = z.strictObject({ code: pathPart });

const advice: Readonly<Record<ErrorCategory, string>> = {
  incorrect: 'The request is wrong: mend it as the detail says; sent again as it is, it fails again.',
  unauthenticated: 'Show a token that holds: Authorization: Bearer, and the token.',
  'not-found': 'What was asked for is not there.',
  conflict: 'The request contradicts what is recorded: read again, decide again, then send what holds now.',
  forbidden: 'This may not be asked from there, or not with that token.',
  'too-large': 'What was sent is over a limit: the facts say which.',
  throttled: 'It is too much at a time: wait as long as Retry-After says.',
  unavailable:
    'It may succeed when it is sent again later; an append with the same event ids is recorded once.',
  corrupt: 'Something is broken on our side: the operator must look.',
};

const httpAdvice: Readonly<Record<keyof typeof httpStatuses, string>> = {
  'method-not-allowed': 'The path is right, the method is not: the header Allow lists those it takes.',
  'request-timeout': 'The request did not arrive whole in time.',
  'unsupported-media-type': 'The Content-Type of the body is not one that the route takes.',
};

/** Adds the route that the `type` of a problem leads to: what that problem means, in a few lines of text. */
export function addProblems(app: Routes): void {
  app.get(
    '/problems/:code',
    { config: { scope: 'none' }, schema: { params: problemPath, querystring: noQuery } },
    async ({ params }, reply) => {
      const code = problemCodeOf(params.code);
      if (code === undefined)
        throw new TimelineError(
          'unknown-route',
          `There is no problem ${JSON.stringify(params.code.slice(0, 80))}`,
        );
      return reply
        .type('text/plain; charset=utf-8')
        .send(`${titleOf(code)}\n\nHTTP status ${statusOf(code)}. ${adviceOn(code)}\n`);
    },
  );
}

function adviceOn(code: ProblemCode): string {
  return isHttpCode(code) ? httpAdvice[code] : advice[errorCatalogue[code]];
}
