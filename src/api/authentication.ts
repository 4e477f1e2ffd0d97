import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { AccessControl, Caller, Scope } from '../access/port.ts';
import { scopes } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import { bearerOf } from './bearer.ts';
import { callerOf, setCaller } from './caller.ts';
import { createRateLimits } from './rate-limit.ts';
import { allows, scopeOf } from './route-scope.ts';
import { clientOfAddress } from './windows.ts';

/** How callers are known and held to what they may do. */
export interface AuthenticationOptions {
  /** Who may do what; everybody may do everything when left out, or while no token was ever made. */
  readonly access?: AccessControl | undefined;
  /** How many requests one client may make a minute: one token, or one address where none is shown; any number when left out. */
  readonly requestsPerMinuteMax?: number | undefined;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
}

/** Requests that may not read, although their route asks for no token. */
const strangers = new WeakSet<FastifyRequest>();

/** Returns whether a request may be told what a token with the scope `read` is for; for routes that ask for no token. */
export function mayRead(request: FastifyRequest): boolean {
  return !strangers.has(request);
}

/** Returns whether a request may be told what only those learn who may do everything; for routes that ask for less. */
export function mayAdminister(request: FastifyRequest): boolean {
  const caller = callerOf(request);
  return mayRead(request) && (caller === undefined || allows(caller, 'admin'));
}

/** Returns what the caller of a request may do, each scope by its name: all of them where no token is required. */
export function scopesOf(request: FastifyRequest): readonly Scope[] {
  const caller = callerOf(request);
  return caller === undefined ? scopes : scopes.filter((scope) => allows(caller, scope));
}

/** Throws `scope-missing` unless the token of a request allows what it turns out to do; for what its route alone does not tell. */
export function demandScope(request: FastifyRequest, scope: Scope): void {
  const caller = callerOf(request);
  if (caller === undefined || allows(caller, scope)) return;
  throw new TimelineError('scope-missing', `The token does not allow this; it needs the scope ${scope}`, {
    scope,
  });
}

/**
 * Lets in who shows a token that allows what the route asks for, before the body is read; what has no route asks for a token too, so
 * that nobody learns without one which there are.
 *
 * Nothing is added to the way of a request when there is neither access control nor a limit.
 */
export function addAuthentication(app: FastifyInstance, options: AuthenticationOptions): void {
  const { access, requestsPerMinuteMax, clock } = options;
  if (access === undefined && requestsPerMinuteMax === undefined) return;
  const limits = createRateLimits(clock, requestsPerMinuteMax);
  app.addHook('onRequest', async (request, reply) => {
    const { caller, refusal } = access === undefined ? {} : lookAt(request, access);
    if (caller !== undefined) setCaller(request, caller);
    limits.countRequest(() => caller?.id ?? clientOfAddress(request.ip), reply);
    if (refusal?.code === 'token-refused') limits.countRefused(clientOfAddress(request.ip));
    const scope = request.is404 ? undefined : scopeOf(request);
    if (scope === 'none') {
      if (refusal !== undefined || (caller !== undefined && !allows(caller, 'read'))) strangers.add(request);
      return;
    }
    if (refusal !== undefined) throw refusal;
    if (scope !== undefined) demandScope(request, scope);
  });
}

/** Who a request is from, or why that cannot be told; neither while no token is required. */
interface Seen {
  readonly caller?: Caller;
  readonly refusal?: TimelineError;
}

function lookAt(request: FastifyRequest, access: AccessControl): Seen {
  try {
    const token = bearerOf(request);
    if (token !== undefined) return { caller: access.identify(token) };
    return access.isRequired() ? { refusal: tokenRequired() } : {};
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    return error.code === 'token-refused' && !isRequired(access) ? {} : { refusal: error };
  }
}

/** Where no token is required, what is shown does not matter; where that cannot be told, it does. */
function isRequired(access: AccessControl): boolean {
  try {
    return access.isRequired();
  } catch {
    return true;
  }
}

function tokenRequired(): TimelineError {
  const sentence = 'This needs a token: the header Authorization with Bearer, and the token';
  return new TimelineError('token-required', sentence);
}
