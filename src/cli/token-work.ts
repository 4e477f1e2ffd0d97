import type { AccessControl, TokenInfo } from '../access/port.ts';
import { isLive } from '../access/port.ts';
import { formatInstant } from '../domain/instant.ts';
import type { StoreOptions } from './options.ts';

/** Runs work on the tokens of the store that the options name, and closes them. */
export type TokenWork = (
  options: StoreOptions,
  act: (access: AccessControl) => Promise<void>,
) => Promise<void>;

/** A token as it is shown: never its secret. */
export interface TokenShown {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly status: 'live' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

/** Returns a token as it is shown; the instant is in milliseconds of the Unix epoch. */
export function tokenShown(token: TokenInfo, now: number): TokenShown {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  const isOver = revokedAt === undefined ? 'expired' : 'revoked';
  return {
    id,
    name,
    scopes,
    status: isLive(token, now) ? 'live' : isOver,
    createdAt: formatInstant(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: formatInstant(lastUsedAt) }),
    ...(revokedAt === undefined ? {} : { revokedAt: formatInstant(revokedAt) }),
  };
}
