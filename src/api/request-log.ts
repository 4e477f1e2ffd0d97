import type { FastifyInstance, FastifyRequest } from 'fastify';

import { callerOf } from './caller.ts';

/** Most characters of a path in a log. */
const pathCharactersMax = 200;

/**
 * Logs each request when it is answered, at the level info: what was asked for, how it ended, how long that took, and whose token it was.
 *
 * Never the query, the body or a header: a client may have put a secret there. Where requests are not logged it costs nothing.
 */
export function addRequestLog(app: FastifyInstance): void {
  if (!isLogged(app)) return;
  app.addHook('onResponse', (request, reply, done) => {
    const { id, name } = callerOf(request) ?? {};
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        path: pathOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 1000) / 1000,
        token: id,
        name,
      },
      'answered',
    );
    done();
  });
}

function isLogged({ log }: FastifyInstance): boolean {
  // The logger that logs nothing has no level.
  return ['info', 'debug', 'trace'].includes(log.level ?? '');
}

function pathOf({ raw }: FastifyRequest): string {
  return (raw.url ?? '').replace(/[?#].*$/s, '').slice(0, pathCharactersMax);
}
