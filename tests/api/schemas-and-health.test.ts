import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { TimelineError } from '../../src/domain/errors.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(async () => served.close());

describe('the schemas', () => {
  test('are listed with every version, and each leads to a JSON Schema with its own address', async () => {
    const { schemas } = (await served.get('/v1/schemas')).json();
    expect(schemas.map(({ type }: { type: string }) => type)).toEqual([...served.timeline.catalogue.keys()]);
    for (const { versions } of schemas)
      for (const { href } of versions) {
        const response = await served.get(href);
        expect(response.headers['content-type']).toContain('application/schema+json');
        const schema = response.json();
        expect(schema).toMatchObject({
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: href,
          type: 'object',
          additionalProperties: false,
        });
        expect(() => z.fromJSONSchema(schema)).not.toThrow();
      }
  });

  test.each(['/v1/schemas/CallHeld/3', '/v1/schemas/CowMooed/1', '/v1/schemas/constructor/1'])(
    'that are not there are not found: %s',
    async (url) => {
      const response = await served.get(url);
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ type: '/problems/unknown-schema' });
    },
  );

  test.each(['/v1/schemas/CallHeld/0', '/v1/schemas/CallHeld/two', '/v1/schemas/CallHeld/1?x=1'])(
    'are refused: %s',
    async (url) => {
      expect((await served.get(url)).statusCode).toBe(400);
    },
  );
});

describe('the health', () => {
  test('is ok while the process answers', async () => {
    expect((await served.get('/healthz')).json()).toEqual({ status: 'ok' });
  });

  test('is ready with the head, the projections and the kind of store, but not its path', async () => {
    const folder = makeTempFolder();
    const file = folder.file();
    const stored = await serve({ store: `sqlite:${file}` });
    await stored.post('/v1/streams/notes-a/events', note('a'));
    const response = await stored.get('/readyz');
    expect(response.json()).toMatchObject({
      status: 'ready',
      store: { kind: 'sqlite', health: 'ok' },
      head: { position: 1 },
      subscriptions: { projection: 0, timeline: 0, replay: 0 },
    });
    expect(response.json().projections).toContainEqual(
      expect.objectContaining({ name: 'situation', version: 1, health: 'ok', lag: expect.any(Number) }),
    );
    expect(response.body).not.toContain(folder.path);
    await stored.close();
    folder.remove();
  });

  test('is not ready once the store is closed, and does not say where it lay', async () => {
    const folder = makeTempFolder();
    const stored = await serve({ store: `sqlite:${folder.file()}` });
    await stored.timeline.close();
    const response = await stored.get('/readyz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({
      type: '/problems/store-closed',
      title: 'Store closed',
      status: 503,
      detail: 'The store is closed',
    });
    expect((await stored.get('/healthz')).statusCode).toBe(200);
    await stored.close();
    folder.remove();
  });

  test('is not ready from the moment on at which its store is poisoned', async () => {
    let health: ReturnType<Timeline['health']> = 'ok';
    const poisoned = await serve({
      watching: (timeline) => ({
        ...timeline,
        health: () => health,
        async append() {
          throw new TimelineError('store-poisoned', 'The store takes no more events after a failed write');
        },
      }),
    });
    expect((await poisoned.get('/readyz')).statusCode).toBe(200);
    const append = await poisoned.post('/v1/streams/notes-a/events', note('a'));
    expect(append.statusCode).toBe(503);
    expect(append.headers['retry-after']).toBe('1');
    health = 'poisoned';
    expect((await poisoned.get('/readyz')).json()).toMatchObject({
      status: 503,
      type: '/problems/store-poisoned',
    });
    await poisoned.close();
  });
});

describe('both stores', () => {
  test('give the same answers, byte for byte', async () => {
    const folder = makeTempFolder();
    const stored = await serve({ store: `sqlite:${folder.file()}` });
    for (const one of [served, stored]) {
      await one.post('/v1/streams/notes-a/events', [
        note('a', '2025-07-03'),
        note('b', '2025-07-01T10:00:00Z/..'),
      ]);
      one.tick(1000);
      await one.post('/v1/events/a/corrections', { id: 'fix', reason: 'r', occurred: '2025-06' });
      await one.post('/v1/events/b/retractions', { id: 'gone', reason: 'r' });
    }
    for (const url of [
      '/v1/log',
      '/v1/streams',
      '/v1/streams/notes-a/events?direction=backwards',
      '/v1/timeline?retracted=true',
      '/v1/timeline?knownAt=2',
      '/v1/timeline?q=note',
      '/v1/timeline?order=newest-first&limit=1',
      '/v1/events/a',
      '/v1/events/gone',
      '/v1/projections/situation',
      '/v1/projections/sources/keys',
    ]) {
      const [first, second] = [await served.get(url), await stored.get(url)];
      expect(first.statusCode, url).toBe(200);
      expect(second.body, url).toBe(first.body);
    }
    await stored.close();
    folder.remove();
  });
});
