import type { FastifyInstance } from 'fastify';
import type { FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';

/** Most characters of a request target: its path and query as sent. */
export const targetCharactersMax = 8192;

/** Headers of every answer: a browser may show it where it was asked for and nowhere else, and take it for nothing else. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/**
 * Refuses requests by where they come from, before anything else looks at them.
 *
 * The Host must be this machine's own name or one of `allowedHosts` (`name` for any port, or `name:port`), so that a
 * page of another site cannot reach us through a name that it points here (DNS rebinding). What changes something
 * must not come from a page of another origin.
 */
export function addSafety(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(safeHeaders);
    checkHost(request.headers.host, allowed);
    checkOrigin(request);
    checkTarget(request.raw.url ?? '');
  });
}

const ownName = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function checkHost(host: string | undefined, allowed: ReadonlySet<string>): void {
  const [, name = ''] = /^([^\s:[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  const wanted = (host ?? '').toLowerCase();
  if (ownName.test(name.toLowerCase()) || allowed.has(name.toLowerCase())) return;
  if (name !== '' && allowed.has(wanted)) return;
  throw new TimelineError(
    'host-refused',
    `This server does not answer for the host ${JSON.stringify((host ?? '').slice(0, 80))}`,
    { host: (host ?? '').slice(0, 80) },
  );
}

function checkOrigin({ method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const isForeign =
    origin === undefined ? site === 'cross-site' || site === 'same-site' : !isOriginOf(origin, host ?? '');
  if (!isForeign) return;
  throw new TimelineError('origin-refused', 'A page of another origin may not change anything here', {
    origin: origin?.slice(0, 200),
  });
}

function isOriginOf(origin: string, host: string): boolean {
  const lower = origin.toLowerCase();
  return lower === `http://${host.toLowerCase()}` || lower === `https://${host.toLowerCase()}`;
}

function checkTarget(target: string): void {
  if (target.length > targetCharactersMax)
    throw new TimelineError(
      'request-too-large',
      `The request target has ${target.length} characters; at most ${targetCharactersMax} are taken`,
      { charactersMax: targetCharactersMax },
    );
  try {
    decodeURIComponent(target.slice(target.indexOf('?') + 1));
  } catch {
    throw new TimelineError('invalid-request', 'The query is not percent-encoded UTF-8');
  }
}
