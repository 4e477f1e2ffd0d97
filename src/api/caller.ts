import type { FastifyRequest } from 'fastify';

import type { Caller } from '../access/port.ts';
import { authorOf as authorShowing } from '../access/port.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Notes who a request comes from. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Returns who a request comes from; undefined where no token is required. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request);
}

/** Returns who an event is recorded by, as the audit trail names it; undefined where no token is required. */
export function authorOf(request: FastifyRequest): string | undefined {
  const caller = callers.get(request);
  return caller === undefined ? undefined : authorShowing(caller);
}
