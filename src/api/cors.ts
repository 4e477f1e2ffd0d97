import type { FastifyInstance } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import { varyBy } from './answered.ts';

/** Headers that pages of allowed origins may send. */
export const corsRequestHeaders = [
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'If-Match',
  'If-None-Match',
  'Accept-Datetime',
  'Idempotency-Key',
] as const;

/** Headers of answers that pages of allowed origins may read, beside those that any page may. */
const corsAnswerHeaders = [
  'ETag',
  'Link',
  'Location',
  'Memento-Datetime',
  'Content-Location',
  'Retry-After',
  'Asof-Moment',
  'X-Request-Id',
] as const;

/** For how many seconds a browser may keep what a preflight was answered. */
const preflightSeconds = 600;

/**
 * Lets pages of the given origins read answers, and answers their preflights, which never show a token.
 *
 * Origins are compared whole. No answer lets a browser send cookies or what it keeps of passwords. Nothing is added without origins.
 * Throws `invalid-request` for what is no origin: `*` and `null` would stand for anybody.
 */
export function addCors(app: FastifyInstance, allowedOrigins: readonly string[] = []): void {
  if (allowedOrigins.length === 0) return;
  for (const origin of allowedOrigins) checkIsOrigin(origin);
  const allowed = new Set(allowedOrigins);
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    varyBy(reply, ['Origin']);
    if (headers.origin === undefined || !allowed.has(headers.origin)) return;
    reply.header('access-control-allow-origin', headers.origin);
    reply.header('access-control-expose-headers', corsAnswerHeaders.join(', '));
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return;
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
        'access-control-allow-headers': corsRequestHeaders.join(', '),
        'access-control-max-age': String(preflightSeconds),
      })
      .send();
  });
  // Routes say what they vary by themselves.
  app.addHook('onSend', async (_request, reply) => varyBy(reply, ['Origin']));
}

function checkIsOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin && /^https?:/.test(origin)) return;
  throw new TimelineError(
    'invalid-request',
    `${JSON.stringify(origin)} is no origin, such as https://news.example: without a path, and not *`,
    { origin },
  );
}
