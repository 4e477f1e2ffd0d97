import type { FastifyReply } from 'fastify';

import type { ErrorCategory, ErrorCode, ErrorFacts } from '../domain/errors.ts';
import { TimelineError, errorCatalogue } from '../domain/errors.ts';
import type { Sent } from './contract/parts.ts';
import type { problemSchema } from './contract/problem.ts';
import { noteRefusal } from './http-counts.ts';

/** What answers an error, as RFC 9457 has it: a stable type, a title for it, one sentence on this case, and its facts. */
export type Problem = Sent<typeof problemSchema>;

/** The HTTP status of every error, by who must act on it. */
export const statusByCategory: Readonly<Record<ErrorCategory, number>> = {
  incorrect: 400,
  unauthenticated: 401,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  'too-large': 413,
  throttled: 429,
  unavailable: 503,
  corrupt: 500,
};

/**
 * Errors that are HTTP's own, with their status: a method or a media type that a route does not take, a request that dawdles.
 *
 * They stand beside the catalogue because nothing but HTTP can cause them and HTTP fixes their status.
 */
export const httpStatuses = {
  'method-not-allowed': 405,
  'request-timeout': 408,
  'unsupported-media-type': 415,
} as const;

/** A code that a problem's `type` ends in. */
export type ProblemCode = ErrorCode | keyof typeof httpStatuses;

/** Seconds after which asking again may succeed, where waiting is what helps. */
const retryAfterSeconds = 1;

/** Returns the code of that name; undefined when there is none. */
export function problemCodeOf(name: string): ProblemCode | undefined {
  if (Object.hasOwn(errorCatalogue, name)) return name as ErrorCode;
  return Object.hasOwn(httpStatuses, name) ? (name as keyof typeof httpStatuses) : undefined;
}

/** Returns whether a code is HTTP's own. */
export function isHttpCode(code: ProblemCode): code is keyof typeof httpStatuses {
  return Object.hasOwn(httpStatuses, code);
}

/** Returns the HTTP status of a code. */
export function statusOf(code: ProblemCode): number {
  return isHttpCode(code) ? httpStatuses[code] : statusByCategory[errorCatalogue[code]];
}

/** Returns the title of a code: `wrong-expected-revision` is "Wrong expected revision". */
export function titleOf(code: ProblemCode): string {
  const words = code.replaceAll('-', ' ').replace('json', 'JSON');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns the problem document for a code; facts never take the place of its own members. */
export function problemOf(code: ProblemCode, detail: string, facts: ErrorFacts = {}): Problem {
  const own = { type: `/problems/${code}`, title: titleOf(code), status: statusOf(code), detail };
  return { ...own, ...facts, ...own };
}

/**
 * Returns the problem document for whatever was thrown; it says nothing of what nobody foresaw.
 *
 * Nor does it say where the store lies: `storeName` is taken out.
 */
export function problemOfError(error: unknown, storeName: string): Problem {
  if (!(error instanceof TimelineError))
    return problemOf('internal-error', 'Something went wrong inside; it was logged');
  const { store: _, ...facts } = error.facts;
  const detail = error.message.replaceAll(storeName, 'the store');
  return problemOf(error.code, detail.startsWith('the store') ? `The${detail.slice(3)}` : detail, facts);
}

/** Sends a problem document. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, type, scope, retryAfterSeconds: seconds = retryAfterSeconds } = problem;
  if (status === statusByCategory.unavailable || status === statusByCategory.throttled)
    reply.header('retry-after', String(seconds));
  const challenge = challengeOf(type, scope);
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  noteRefusal(reply, type);
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problem));
}

/** Returns what tells a client which token is asked for, as RFC 6750 has it; undefined where none is. */
function challengeOf(type: string, scope: Problem[string]): string | undefined {
  const realm = 'Bearer realm="asof"';
  if (type === '/problems/token-required') return realm;
  if (type === '/problems/token-refused') return `${realm}, error="invalid_token"`;
  if (type !== '/problems/scope-missing') return undefined;
  return `${realm}, error="insufficient_scope", scope="${String(scope)}"`;
}
