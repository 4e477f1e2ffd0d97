/** What each status of a problem means on any route; its document says more. */
export const problemMeanings: Readonly<Record<number, string>> = {
  400: 'The request is wrong, as the detail says.',
  401: 'A token is required, and there is none or it is refused.',
  403: 'This may not be asked from there, or not with this token.',
  404: 'What was asked for is not there.',
  408: 'The request did not arrive in time.',
  409: 'The request contradicts what is recorded.',
  413: 'What was sent is over a limit.',
  415: 'The route takes no body of this media type.',
  429: 'Too many requests: Retry-After says when to come again.',
  500: 'Something is broken on the side of the server.',
  503: 'It may succeed later: Retry-After says when.',
};

/** Statuses of problems that every route may answer with. */
export const commonProblems = [400, 403, 413, 429, 500, 503] as const;

/** Statuses of problems that a route may answer with beside them when it wants a token. */
export const tokenProblems = [401] as const;

/** Statuses of problems that a route may answer with beside them when it takes a body. */
export const bodyProblems = [408, 415] as const;
