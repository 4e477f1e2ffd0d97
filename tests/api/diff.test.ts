import { applyPatch } from 'rfc6902';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

const path = '/v1/projections/situation';
const night = '2025-07-03T23:30:00Z';
const correctedCall = '0197d69e-6fc8-78e1-90af-a33f7f8afe8b';

let served: Served;
beforeAll(async () => {
  served = await serveFounding();
});
afterAll(async () => served.close());

async function diff(query: string): Promise<Record<string, unknown>> {
  const response = await served.get(`${path}/diff?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

async function stateAt(query: string): Promise<unknown> {
  return (await served.get(`${path}?${query}`)).json().state;
}

describe('what two moments differ in', () => {
  test('is what was learnt since, with what taught it', async () => {
    const answer = await diff(`asOf=${night}&knownAt=25`);
    expect(answer).toMatchObject({
      projection: { name: 'situation', version: 1 },
      from: { asOf: night, position: 25 },
      to: { asOf: night, position: 34 },
      more: false,
    });
    expect(answer['events']).toMatchObject(
      [
        { id: correctedCall, change: 'reread', why: 'corrected', byPosition: 26, reason: /^The article/ },
        ...[27, 28, 29, 30].map((position) => ({ position, change: 'added', why: 'stated' })),
      ].map((event) => ({
        ...event,
        ...('reason' in event && { reason: expect.stringMatching(event.reason) }),
      })),
    );
  });

  test.each([
    [`asOf=${night}&knownAt=25`, `asOf=${night}&knownAt=25`, `asOf=${night}`],
    [`asOf=${night}&toAsOf=2025-07-05T00:00:00Z`, `asOf=${night}`, 'asOf=2025-07-05T00:00:00Z'],
    [
      `asOf=${night}&knownAt=20&toAsOf=2025-07-05T00:00:00Z`,
      `asOf=${night}&knownAt=20`,
      'asOf=2025-07-05T00:00:00Z&knownAt=20',
    ],
    [
      `asOf=${night}&knownAt=20&toAsOf=2025-07-05T00:00:00Z&toKnownAt=30`,
      `asOf=${night}&knownAt=20`,
      'asOf=2025-07-05T00:00:00Z&knownAt=30',
    ],
    [`asOf=${night}&toKnownAt=10`, `asOf=${night}`, `asOf=${night}&knownAt=10`],
    ['knownAt=12', 'knownAt=12', ''],
    [
      `asOf=${night}&certainty=certain&knownAt=25`,
      `asOf=${night}&certainty=certain&knownAt=25`,
      `asOf=${night}&certainty=certain`,
    ],
  ])('makes the second state of the first: %s', async (query, first, second) => {
    const { patch } = await diff(query);
    const held = { state: await stateAt(first) };
    const operations = (patch as { op: 'add'; path: string; value: unknown }[]).map((operation) => ({
      ...operation,
      path: `/state${operation.path}`,
    }));
    expect(applyPatch(held, operations)).toEqual(operations.map(() => null));
    expect(held.state).toEqual(await stateAt(second));
  });

  test('lists no more events than are wanted, and says so', async () => {
    expect(await diff('knownAt=25&limit=1')).toMatchObject({ events: [{ id: correctedCall }], more: true });
    expect(await diff('knownAt=25&limit=0')).toMatchObject({ events: [], more: true });
  });

  test('is nothing where the moments are the same', async () => {
    expect(await diff('knownAt=25&toKnownAt=25')).toMatchObject({ patch: [], events: [], more: false });
  });

  test('is of one key of a projection that has keys', async () => {
    const url = '/v1/projections/actors/diff';
    const answer = (await served.get(`${url}?key=actor:vladimir-putin&knownAt=10`)).json();
    expect(answer).toMatchObject({ key: 'actor:vladimir-putin', from: { position: 10 } });
    expect((await served.get(`${url}?knownAt=10`)).json()).toMatchObject({ type: '/problems/key-required' });
  });

  test.each([
    ['/v1/projections/nothing/diff', 404, 'unknown-projection'],
    [`${path}/diff?toAsOf=soon`, 400, 'invalid-moment'],
    [`${path}/diff?toKnownAt=99`, 503, 'position-not-reached'],
    [`${path}/diff?minPosition=99`, 503, 'position-not-reached'],
    [`${path}/diff?limit=1001`, 400, 'invalid-request'],
    [`${path}/diff?to=12`, 400, 'invalid-request'],
    [`${path}/diff?key=a`, 400, 'invalid-query'],
  ])('is refused: %s', async (url, status, code) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});

test('waits for what its asker wrote', async () => {
  const other = await serve();
  const { position } = (await other.post('/v1/streams/notes-a/events', note('a'))).json();
  const response = await other.get(`/v1/projections/sources/keys?minPosition=${position}`);
  expect(response.statusCode).toBe(200);
  expect((await other.get(`${path}/diff?knownAt=0&minPosition=${position}`)).json()).toMatchObject({
    from: { position: 0 },
    to: { position },
  });
  await other.close();
});
