import type { SQLOutputValue } from 'node:sqlite';

import type { KeptToken } from './kept-tokens.ts';
import { tokensUnreadable } from './kept-tokens.ts';
import type { Scope, TokenAction } from './port.ts';
import { scopes } from './port.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Returns the token that a row is; throws `tokens-unreadable` for one that is none, rather than let anybody in by it. */
export function tokenOfRow(row: Row): KeptToken {
  const { hash } = row;
  if (!(hash instanceof Uint8Array) || hash.length !== 32) throw tokensUnreadable();
  const info = {
    id: String(row['id']),
    name: String(row['name']),
    scopes: scopesIn(row['scopes']),
    createdAt: Number(row['created_at']),
    ...present('expiresAt', row['expires_at']),
    ...present('revokedAt', row['revoked_at']),
    ...present('lastUsedAt', row['last_used_at']),
  };
  return { info, hash };
}

/** Returns what was done to a token by the row that tells of it. */
export function actionOf(row: Row): TokenAction {
  return {
    at: Number(row['at']),
    action: row['what'] === 'revoked' ? 'revoked' : 'created',
    token: String(row['token']),
    name: String(row['name']),
    scopes: scopesIn(row['scopes']),
    by: String(row['by_whom']),
  };
}

function scopesIn(text: SQLOutputValue | undefined): readonly Scope[] {
  const given = String(text).split(' ');
  return scopes.filter((scope) => given.includes(scope));
}

function present<Name extends string>(
  name: Name,
  value: SQLOutputValue | undefined,
): { [Key in Name]?: number } {
  return value === null || value === undefined
    ? {}
    : ({ [name]: Number(value) } as { [Key in Name]: number });
}
