import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { FastifyInstance } from 'fastify';

/** The header that a request may bring its id in, and that every answer carries it in. */
export const requestIdHeader = 'x-request-id';

/** Returns the id that a request brings, where it is one that can stand in a log as it is; else a new one, a UUIDv7. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const brought = headers[requestIdHeader];
  return typeof brought === 'string' && /^[\w.-]{1,128}$/.test(brought) ? brought : randomUUIDv7();
}

/** Gives every answer the id of its request; added first, so that refusals have it too. */
export function addRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(requestIdHeader, request.id);
    done();
  });
}
