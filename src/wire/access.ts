import type { Metadata } from '@grpc/grpc-js';

import type { AccessControl, Scope } from '../access/port.ts';
import { authorOf } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import { accessDenied } from './status.ts';

/** Who may use the endpoint: what is asked of an access control. */
export type WireAccess = Pick<AccessControl, 'isRequired' | 'identify'>;

/** Somebody who makes a call. Each of these throws the status of one who may not. */
export interface WireCaller {
  /** As the audit trail names them; undefined where no token is required. */
  readonly by?: string;
  mayRead(): void;
  mayAppendTo(stream: string): void;
  /** Checks the type of one event. */
  mayAppend(type: string): void;
  mayDelete(): void;
}

/**
 * Finds out who makes a call by its `authorization`: `Bearer` and a token, or `Basic` with the token as the password (the user's name
 * says nothing). Without access control, and while no token was ever made, everybody may do everything.
 *
 * Throws `token-required`, and what an access control throws: `token-refused`, `tokens-unreadable`.
 */
export function callerOf(access: WireAccess | undefined, metadata: Metadata): WireCaller {
  if (access?.isRequired() !== true) return anybody;
  const token = tokenOf(metadata);
  if (token === undefined)
    throw new TimelineError('token-required', 'This needs a token: as the password, or as a bearer');
  const caller = access.identify(token);
  const need = (scope: Scope) => {
    if (!caller.scopes.includes(scope) && !caller.scopes.includes('admin')) throw accessDenied();
  };
  return {
    by: authorOf(caller),
    mayRead: () => need('read'),
    mayAppendTo: (stream) => need(stream.startsWith('$') ? 'admin' : 'append'),
    mayAppend: (type) => {
      if (type === 'FactCorrected' || type === 'FactRetracted') need('correct');
    },
    mayDelete: () => need('admin'),
  };
}

const anybody: WireCaller = {
  mayRead: () => undefined,
  mayAppendTo: () => undefined,
  mayAppend: () => undefined,
  mayDelete: () => undefined,
};

function tokenOf(metadata: Metadata): string | undefined {
  const [scheme, value] = String(metadata.get('authorization')[0] ?? '').split(' ');
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
}
