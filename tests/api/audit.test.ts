import { afterEach, describe, expect, test } from 'vitest';

import { openAccess } from '../../src/access/open.ts';
import type { AuditOut } from '../../src/api/wire-audit.ts';
import type { ServeOptions, Served } from './served.ts';
import { note, serve, startMs } from './served.ts';

const stream = '/v1/streams/notes-kyiv/events';
let served: Served | undefined;
afterEach(async () => served?.close());

async function served0(options: ServeOptions = {}): Promise<Served> {
  served = await serve(options);
  return served;
}

describe('the audit trail', () => {
  test('of a server that asks for no token has the requests with a key, and signs none', async () => {
    const { post, get } = await served0();
    await post(stream, note('unnoted'));
    await post(stream, note('a'), { 'idempotency-key': 'k' });
    expect((await get('/v1/audit')).json()).toEqual({
      entries: [
        {
          number: 1,
          at: '2025-07-10T09:00:00Z',
          action: 'append',
          idempotencyKey: 'k',
          stream: 'notes-kyiv',
          first: 2,
          last: 2,
        },
      ],
    });
  });

  test('names the token of each request, and what was done to tokens', async () => {
    const access = openAccess('memory:', () => startMs);
    const made = (['append', 'correct', 'admin'] as const).map((scope) =>
      access.create({ name: `to ${scope}`, scopes: [scope] }, 'os:ann'),
    );
    const [append, correct, admin] = made.map(({ token }) => ({ authorization: `Bearer ${token}` }));
    const [appendId, correctId] = made.map(({ info }) => info.id);
    const { post, get } = await served0({ access });
    await post(stream, note('a'), append);
    await post('/v1/events/a/corrections', { reason: 'r', occurred: '2024' }, correct);
    await post('/v1/events/a/retractions', { reason: 'r' }, correct);
    const answer = (await get('/v1/audit', admin)).json();
    const by = `token:${correctId} to correct`;
    expect(answer.entries).toMatchObject([
      { action: 'append', by: `token:${appendId} to append`, first: 1 },
      { action: 'correct', by, target: 'a', first: 2 },
      { action: 'retract', by, target: 'a', first: 3 },
    ]);
    expect(answer.tokens).toMatchObject(made.map(({ info }) => ({ action: 'created', token: info.id })));
    expect((await get('/v1/audit', append)).statusCode).toBe(403);
    expect((await get('/v1/audit')).statusCode).toBe(401);
  });

  test('keeps the keys of two tokens apart', async () => {
    const access = openAccess('memory:', () => startMs);
    const tokens = ['a', 'b'].map((name) => access.create({ name, scopes: ['append'] }, 'os:ann').token);
    const { post, timeline } = await served0({ access });
    for (const token of tokens)
      for (const status of [201, 200]) {
        const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'k' };
        expect((await post(stream, note(token.slice(-8)), headers)).statusCode).toBe(status);
      }
    expect(timeline.head().position).toBe(2);
  });

  test('comes in parts that do not move when more is recorded', async () => {
    const { post, get } = await served0();
    const append = async (id: string) => post(stream, note(id), { 'idempotency-key': id });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await append(id);
    const seen: string[] = [];
    for (let after = 0; seen.length < 5;) {
      const { entries, next }: AuditOut = (await get(`/v1/audit?after=${after}&limit=2`)).json();
      seen.push(...entries.map(({ idempotencyKey }) => idempotencyKey ?? ''));
      after = next ?? 0;
      await append(`later-${seen.length}`);
    }
    expect(seen.slice(0, 5)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect((await get('/v1/audit?limit=1000')).json()).not.toHaveProperty('next');
  });

  test.each(['after=-1', 'after=x', 'limit=0', 'limit=1001', 'page=1'])('refuses %s', async (query) => {
    const { get } = await served0();
    expect((await get(`/v1/audit?${query}`)).statusCode).toBe(400);
  });
});
