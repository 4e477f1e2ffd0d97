import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { serveFounding } from './served.ts';

const path = '/v1/projections/situation/series';
const launched = '/attacks/kyiv-2025-07-04/munitions/missile/launched/best';

let served: Served;
beforeAll(async () => {
  served = await serveFounding();
});
afterAll(async () => served.close());

describe('a value along an axis', () => {
  test.each(['occurred', 'recorded'] as const)(
    'has at each point what the state has there: %s',
    async (axis) => {
      const range = 'from=2025-07-01T00:00:00Z&to=2025-07-06T00:00:00Z';
      const response = await served.get(`${path}?path=${launched}&axis=${axis}&${range}`);
      expect(response.statusCode, response.body).toBe(200);
      const answer = response.json();
      expect(answer).toMatchObject({
        projection: { name: 'situation', version: 1 },
        path: launched,
        axis,
        from: '2025-07-01T00:00:00Z',
        to: '2025-07-06T00:00:00Z',
        exact: true,
      });
      expect(answer.points.length).toBeGreaterThan(1);
      for (const { at, position, value } of answer.points) {
        const moment = axis === 'occurred' ? `asOf=${at}` : `knownAt=${position}`;
        const { state } = (await served.get(`/v1/projections/situation?${moment}`)).json();
        expect(state.attacks?.['kyiv-2025-07-04']?.munitions?.missile?.launched?.best).toBe(value);
      }
      expect(answer.points.at(-1)).toMatchObject({ value: 11 });
    },
  );

  test('has about as many points as are wanted, and says that it is not exact', async () => {
    const answer = (await served.get(`${path}?path=/attacks&points=2`)).json();
    expect(answer.exact).toBe(false);
    expect(answer.points.length).toBeLessThanOrEqual(3);
  });

  test.each([
    ['/v1/projections/nothing/series', 404, 'unknown-projection'],
    ['/v1/projections/actors/series', 400, 'key-required'],
    [`${path}?path=x`, 400, 'invalid-query'],
    [`${path}?axis=both`, 400, 'invalid-request'],
    [`${path}?points=1`, 400, 'invalid-request'],
    [`${path}?points=1001`, 400, 'invalid-request'],
    [`${path}?from=2025-07-04`, 400, 'invalid-request'],
    [`${path}?from=2025-07-05T00:00:00Z&to=2025-07-04T00:00:00Z`, 400, 'invalid-query'],
  ])('is refused: %s', async (url, status, code) => {
    const response = await served.get(url);
    expect(response.statusCode, response.body).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});
