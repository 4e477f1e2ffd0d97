import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { serveFounding } from './served.ts';

const path = '/v1/projections/situation/explain';
const launched = '/attacks/kyiv-2025-07-04/munitions/missile/launched';
const call = '0197d69e-6fc8-78e1-90af-a33f7f8afe8b';

let served: Served;
beforeAll(async () => {
  served = await serveFounding();
});
afterAll(async () => served.close());

async function explain(query: string) {
  const response = await served.get(`${path}?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

describe('where a value comes from', () => {
  test('is told with the events that set it, and their sources', async () => {
    expect(await explain(`path=${launched}/best`)).toEqual({
      projection: { name: 'situation', version: 1 },
      moment: {
        asOf: '2026-07-01T00:00:00Z',
        knownAt: '2026-06-21T20:16:28Z',
        position: 34,
        certainty: 'possible',
      },
      path: `${launched}/best`,
      standing: 'present',
      value: 11,
      steps: [
        {
          id: '0197d6a1-ee50-7bd1-98b6-48c1fda23b40',
          position: 14,
          stream: 'strikes-kyiv',
          type: 'AttackReported',
          title: 'Russia strikes Kyiv and other cities overnight',
          occurred: '2025-07-03~/2025-07-04~[Europe/Kyiv]',
          recordedAt: '2025-07-04T18:10:26Z',
          status: 'stated',
          by: '0197d6a1-ee50-7bd1-98b6-48c1fda23b40',
          byPosition: 14,
          sources: [{ publisher: 'Founding article', attributedTo: 'actor:ukrainian-air-force' }],
          value: 11,
          contribution: 11,
        },
      ],
    });
  });

  test('is told as of the moment, with the correction that made it read so', async () => {
    const role = '/calls/actor:donald-trump|actor:vladimir-putin/0/participants/0/role';
    const query = `path=${encodeURIComponent(role)}&asOf=2025-07-05T00:00:00Z`;
    expect(await explain(`${query}&knownAt=25`)).toMatchObject({
      value: 'former president',
      steps: [{ id: call, status: 'stated', by: call }],
    });
    expect(await explain(query)).toMatchObject({
      value: 'president',
      steps: [{ id: call, status: 'corrected', reason: expect.stringMatching(/^The article prints/) }],
    });
  });

  test('is told of the whole when no path is given', async () => {
    const whole = await explain('limit=2');
    expect(whole).toMatchObject({ path: '', standing: 'present', earlier: {} });
    expect(whole.steps).toHaveLength(2);
    expect((await explain('path=')).path).toBe('');
  });

  test('says that there never was such a value', async () => {
    const answer = await explain('path=/attacks/nowhere');
    expect(answer).toMatchObject({ standing: 'never', steps: [] });
    expect(answer).not.toHaveProperty('value');
  });

  test.each([
    ['/v1/projections/nothing/explain', 404, 'unknown-projection'],
    ['/v1/projections/actors/explain', 400, 'key-required'],
    ['/v1/projections/actors/explain?key=actor:nobody', 404, 'unknown-key'],
    [`${path}?path=attacks`, 400, 'invalid-query'],
    [`${path}?path=/a~2`, 400, 'invalid-query'],
    [`${path}?path=/a&path=/b`, 400, 'invalid-request'],
    [`${path}?path=/${'a'.repeat(2000)}`, 400, 'invalid-request'],
    [`${path}?limit=0`, 400, 'invalid-request'],
    [`${path}?asOf=soon`, 400, 'invalid-moment'],
  ])('is refused: %s', async (url, status, code) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});
