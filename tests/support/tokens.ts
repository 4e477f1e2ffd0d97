import { openMemoryAccess } from '../../src/access/memory.ts';
import type { AccessControl, Scope } from '../../src/access/port.ts';

/** Tokens of every kind, in memory, with a clock that is moved by hand. */
export interface Tokens {
  readonly access: AccessControl;
  /** Moves the clock on, in milliseconds. */
  tick(ms: number): void;
  /** Makes a token that allows something. */
  allowing(...scopes: readonly Scope[]): string;
  /** Revokes a token. */
  revoke(token: string): void;
}

/** Makes the tokens of a store in memory; none is made yet. */
export function makeTokens(): Tokens {
  let now = Date.UTC(2025, 6, 10, 9);
  const access = openMemoryAccess(() => now);
  return {
    access,
    tick(ms) {
      now += ms;
    },
    allowing: (...scopes) => access.create({ name: scopes.join(' and '), scopes }, 'os:tester').token,
    revoke: (token) => void access.revoke(idOf(token), 'os:tester'),
  };
}

/** Returns the id of a token. */
export function idOf(token: string): string {
  return token.split('_')[1] ?? '';
}

/** Returns the header that shows a token. */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
