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

/** What a browser that came by https is told: to come by nothing else for a year. */
const strictTransport = 'max-age=31536000';

/** From where requests may come. */
export interface SafetyOptions {
  readonly allowedHosts?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly trustProxy?: readonly string[];
}

/**
 * Refuses requests by where they come from, before anything else looks at them.
 *
 * The Host must be this machine's own name or one of `allowedHosts` (`name` for any port, or `name:port`), so that a
 * page of another site cannot reach us through a name that it points here (DNS rebinding). What changes something
 * must not come from a page of another origin than our own and `allowedOrigins`.
 * Throws `invalid-request` for an allowed host that no request could name.
 */
export function addSafety(app: FastifyInstance, options: SafetyOptions): void {
  const { allowedHosts = [], allowedOrigins = [], trustProxy = [] } = options;
  for (const host of allowedHosts) checkIsHost(host);
  const hosts = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const origins = new Set(allowedOrigins);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(safeHeaders);
    // Only a proxy that is trusted can say so: the framework asks whether it is one.
    if (trustProxy.length > 0 && request.protocol === 'https')
      reply.header('strict-transport-security', strictTransport);
    checkHost(hostOf(request), hosts);
    checkOrigin(request, origins);
    checkTarget(request.raw.url ?? '');
  });
}

function checkIsHost(host: string): void {
  if (/^(?:[^\s/:*@[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)) return;
  throw new TimelineError(
    'invalid-request',
    `${JSON.stringify(host)} is no name of a host, such as asof.example.org: without https://, and not *`,
    { host },
  );
}

const ownName = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What a target begins with that names the host. */
const hostInTarget = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** Returns a request target without the host that it may name (RFC 9112, 3.2.2): the same is asked for with and without it. */
export function withoutHost(target: string): string {
  if (target.startsWith('/') || !hostInTarget.test(target)) return target;
  return target.replace(hostInTarget, '').replace(/^(?!\/)/, '/');
}

/** A target with a host of its own says which is asked, whatever the header says. */
function hostOf({ originalUrl, headers }: FastifyRequest): string | undefined {
  const [, named] = hostInTarget.exec(originalUrl) ?? [];
  return named ?? headers.host;
}

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

function checkOrigin({ method, headers }: FastifyRequest, allowed: ReadonlySet<string>): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const { origin, host } = headers;
  if (origin !== undefined && allowed.has(origin)) return;
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
  // Some would take it for the beginning of the query.
  if (target.includes('#'))
    throw new TimelineError('invalid-request', 'The request target has a fragment, which is not for servers');
  // What stands in the query of the page is for the page, which tells what it cannot read.
  if (withoutHost(target).startsWith('/?')) return;
  try {
    decodeURIComponent(target.slice(target.indexOf('?') + 1));
  } catch {
    throw new TimelineError('invalid-request', 'The query is not percent-encoded UTF-8');
  }
}
