import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { AccessControl } from '../../src/access/port.ts';
import { isLive } from '../../src/access/port.ts';
import { tokenNameCharactersMax } from '../../src/access/token.ts';

const startMs = Date.UTC(2025, 6, 10, 9);
const by = 'os:tester';

/** Opens access control of some kind, empty, with the given clock. */
export type OpenEmpty = (clock: () => number) => AccessControl;

/** Declares what every kind of access control keeps to. */
export function describeAccess(kind: string, open: OpenEmpty): void {
  describe(`the tokens of ${kind}`, () => {
    let now: number;
    let access: AccessControl;
    beforeEach(() => {
      now = startMs;
      access = open(() => now);
    });
    afterEach(() => access.close());

    test('are required once one was made, even when it is revoked or has expired', () => {
      expect(access.isRequired()).toBe(false);
      const { info } = access.create({ name: 'a', scopes: ['read'], expiresAt: now + 1 }, by);
      expect(access.isRequired()).toBe(true);
      now += 2;
      access.revoke(info.id, by);
      expect(access.list().filter((token) => isLive(token, now))).toEqual([]);
      expect(access.isRequired()).toBe(true);
    });

    test('look alike, and no two are the same', () => {
      const made = Array.from({ length: 50 }, () => access.create({ name: 'a', scopes: ['read'] }, by).token);
      for (const token of made) expect(token).toMatch(/^asof_[0-9a-z]{12}_[\w-]{43}$/);
      expect(new Set(made.map((token) => token.slice(5, 17))).size).toBe(50);
      expect(new Set(made.map((token) => token.slice(18))).size).toBe(50);
    });

    test('say who shows them, and what they allow in the order of all scopes, once each', () => {
      const { token, info } = access.create({ name: 'The desk', scopes: ['correct', 'read', 'read'] }, by);
      expect(access.identify(token)).toEqual({ id: info.id, name: 'The desk', scopes: ['read', 'correct'] });
    });

    test('hold until the instant they expire', () => {
      const { token, info } = access.create({ name: 'a', scopes: ['read'], expiresAt: now + 1000 }, by);
      now += 999;
      expect(access.identify(token).id).toBe(info.id);
      expect(access.holds(info.id)).toBe(true);
      now += 1;
      expect(() => access.identify(token)).toThrow(refused);
      expect(access.holds(info.id)).toBe(false);
    });

    test('hold until they are revoked, which nothing undoes', () => {
      const { token, info } = access.create({ name: 'a', scopes: ['read'] }, by);
      const revoked = access.revoke(info.id, by);
      expect(revoked.revokedAt).toBe(startMs);
      now += 5;
      expect(access.revoke(info.id, by)).toEqual(revoked);
      expect(() => access.identify(token)).toThrow(refused);
      expect(access.holds(info.id)).toBe(false);
      expect(access.actions()).toHaveLength(2);
    });

    test('are refused alike, whatever is wrong with them', () => {
      const { token } = access.create({ name: 'a', scopes: ['read'] }, by);
      const other = access.create({ name: 'b', scopes: ['read'] }, by).token;
      const wrong = [
        '',
        'asof',
        token.slice(0, -1),
        `${token} `,
        ` ${token}`,
        `${token}=`,
        `${token}\n`,
        token.toUpperCase(),
        token.slice(0, 18) + other.slice(18),
        `asof_zzzzzzzzzzzz_${token.slice(18)}`,
        `asof_${"' OR 1=1 --".padEnd(12)}_${token.slice(18)}`,
        'ünïcode',
        'x'.repeat(100_000),
      ];
      for (const one of wrong) expect(() => access.identify(one), one.slice(0, 80)).toThrow(refused);
    });

    test('show when they were used last, to within a minute', () => {
      const { token, info } = access.create({ name: 'a', scopes: ['read'] }, by);
      expect(access.list()[0]).not.toHaveProperty('lastUsedAt');
      access.identify(token);
      now += 59_999;
      access.identify(token);
      expect(access.list()[0]).toEqual({ ...info, lastUsedAt: startMs });
      now += 1;
      access.identify(token);
      expect(access.list()[0]?.lastUsedAt).toBe(startMs + 60_000);
    });

    test('never show their secrets', () => {
      const { token } = access.create({ name: 'a', scopes: ['admin'] }, by);
      access.identify(token);
      const told = JSON.stringify([access.list(), access.actions(), access.identify(token)]);
      expect(told).not.toContain(token.slice(18));
    });

    test('keep what was done to them, and by whom', () => {
      const { info } = access.create({ name: 'a', scopes: ['read', 'append'] }, 'os:ada');
      now += 1000;
      access.revoke(info.id, 'os:ben');
      const action = { token: info.id, name: 'a', scopes: ['read', 'append'] };
      expect(access.actions()).toEqual([
        { ...action, at: startMs, action: 'created', by: 'os:ada' },
        { ...action, at: startMs + 1000, action: 'revoked', by: 'os:ben' },
      ]);
    });

    test.each([
      ['', 'a name'],
      [' a', 'a name'],
      ['a\n', 'a name'],
      ['a\u001b[2J', 'a name'],
      ['a\u202eb', 'a name'],
      ['a\u2028b', 'a name'],
      ['x'.repeat(tokenNameCharactersMax + 1), 'at most 100'],
    ])('have a name that can be shown: %j is none', (name, why) => {
      expect(() => access.create({ name, scopes: ['read'] }, by)).toThrow(why);
      expect(access.isRequired()).toBe(false);
    });

    test('allow something, and expire in the future', () => {
      for (const name of ['a', 'Zoë’s desk', '新聞'.repeat(10)])
        access.create({ name, scopes: ['read'] }, by);
      expect(() => access.create({ name: 'a', scopes: [] }, by)).toThrow('allows something');
      for (const expiresAt of [now, now - 1, Number.NaN])
        expect(() => access.create({ name: 'a', scopes: ['read'], expiresAt }, by)).toThrow('in the future');
    });

    test('that are not there cannot be revoked', () => {
      expect(() => access.revoke('zzzzzzzzzzzz', by)).toThrow(
        expect.objectContaining({ code: 'unknown-token' }),
      );
    });
  });
}

const refused = expect.objectContaining({
  code: 'token-refused',
  message: 'The token is not known, has expired, or was revoked',
});
