import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { defineProjection } from '../../src/domain/projection.ts';
import { newsProjections } from '../../src/projections/index.ts';
import type { Served } from './served.ts';
import { serveFounding } from './served.ts';

const silent = defineProjection({
  name: 'silent',
  version: 1,
  description: 'Says nothing of its states.',
  initial: 0,
  evolve: (state: number) => state + 1,
});

let served: Served;
beforeAll(async () => {
  served = await serveFounding({ projections: [...newsProjections, silent] });
});
afterAll(async () => served.close());

const moment = 'asOf=2025-07-05T00:00:00Z';

describe('the schema of the states of a projection', () => {
  test.each(newsProjections.map(({ name }) => name))(
    'of %s is JSON Schema, and its states follow it',
    async (name) => {
      const response = await served.get(`/v1/projections/${name}/schema`);
      expect(response.headers['content-type']).toBe('application/schema+json; charset=utf-8');
      expect(response.json()).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `/v1/projections/${name}/schema`,
        title: name,
      });
      expect(response.body).not.toContain('readOnly');
      const schema = z.fromJSONSchema(response.json());
      const keys: readonly (string | undefined)[] = newsProjections.find((one) => one.name === name)?.key
        ? (await served.get(`/v1/projections/${name}/keys?${moment}`))
            .json()
            .keys.map(({ key }: { key: string }) => key)
        : [undefined];
      for (const key of keys) {
        const query = key === undefined ? moment : `${moment}&key=${encodeURIComponent(key)}`;
        const { state } = (await served.get(`/v1/projections/${name}?${query}`)).json();
        expect(schema.safeParse(state).error?.message, String(key)).toBeUndefined();
      }
    },
  );

  test('is not there where the projection has none, or there is no such projection', async () => {
    const none = await served.get('/v1/projections/silent/schema');
    expect(none.statusCode).toBe(404);
    expect(none.json()).toMatchObject({ type: '/problems/unknown-schema', projection: 'silent' });
    const unknown = await served.get('/v1/projections/nothing/schema');
    expect(unknown.json()).toMatchObject({ type: '/problems/unknown-projection' });
  });
});
