import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Caller, Scope } from '../access/port.ts';
import { assert } from '../domain/assert.ts';

/** What a token must allow for a route; `none` where no token is asked for. */
export type RouteScope = Scope | 'none';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a token must allow; a route that only reads may leave it out, and asks for `read`. */
    readonly scope?: RouteScope;
  }
}

/** Makes it a fault of the code to add a route that changes something without saying what a token must allow for it. */
export function demandScopes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    const onlyReads = [method].flat().every((one) => one === 'GET' || one === 'HEAD');
    assert(onlyReads || config?.scope !== undefined, `${String(method)} ${url} states no scope`);
  });
}

/** Returns what a token must allow for the route of a request. */
export function scopeOf({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): RouteScope {
  return routeOptions.config?.scope ?? 'read';
}

/** Returns whether a caller may do what a scope names. */
export function allows({ scopes }: Caller, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}
