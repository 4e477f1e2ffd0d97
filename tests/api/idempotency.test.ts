import { afterAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const unnamed = { type: 'NoteAdded', occurred: '2025-07-03', data: { title: 'A note' } };
const stream = '/v1/streams/notes-kyiv/events';

async function withServer(work: (served: Served) => Promise<void>, store = 'memory:'): Promise<void> {
  const served = await serve({ store });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

function keyed(key: string) {
  return { 'idempotency-key': key };
}

describe('an append with an Idempotency-Key', () => {
  test('sent again gets the first result, although its events have no ids and the stream has moved on', async () => {
    await withServer(async (served) => {
      const url = `${stream}?expectedRevision=none`;
      const first = await served.post(url, [unnamed, unnamed], keyed('"a key"'));
      expect(first.statusCode).toBe(201);
      served.tick(60_000);
      await served.post(stream, unnamed);
      const again = await served.post(url, [unnamed, unnamed], keyed('"a key"'));
      expect(again.statusCode).toBe(200);
      expect(again.json()).toEqual(first.json());
      expect(again.headers['location']).toBe(first.headers['location']);
      expect(served.timeline.head().position).toBe(3);
    });
  });

  test('is the same request as our own event and as a CloudEvent', async () => {
    await withServer(async (served) => {
      await served.post(stream, note('a'), keyed('k'));
      const { id, type, occurred, data } = note('a');
      const cloudEvent = { specversion: '1.0', id, type, occurred, data };
      expect((await served.post(stream, cloudEvent, keyed('k'))).statusCode).toBe(200);
    });
  });

  test.each([
    ['other data', stream, { ...unnamed, data: { title: 'Another' } }],
    ['another number of events', stream, [unnamed, unnamed]],
    ['another expected revision', `${stream}?expectedRevision=0`, unnamed],
    ['another stream', '/v1/streams/notes-lviv/events', unnamed],
    ['an id', stream, { ...unnamed, id: 'given' }],
  ])('and %s is refused as a key reused', async (_, url, body) => {
    await withServer(async (served) => {
      await served.post(stream, unnamed, keyed('k'));
      const response = await served.post(url, body, keyed('k'));
      expect(response.statusCode).toBe(409);
      expect(response.json()).toMatchObject({
        type: '/problems/idempotency-key-reused',
        idempotencyKey: 'k',
      });
      expect(served.timeline.head().position).toBe(1);
    });
  });

  test('that failed keeps nothing of its key', async () => {
    await withServer(async (served) => {
      expect((await served.post(`${stream}?expectedRevision=4`, unnamed, keyed('k'))).statusCode).toBe(409);
      expect((await served.post(stream, { ...unnamed, type: 'Nothing' }, keyed('k'))).statusCode).toBe(400);
      expect((await served.post(stream, unnamed, keyed('k'))).statusCode).toBe(201);
    });
  });

  test.each(['memory:', `sqlite:${folder.file()}`])(
    'many times in flight is recorded once, in %s',
    async (store) => {
      await withServer(async (served) => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, async () => served.post(stream, unnamed, keyed('k'))),
        );
        expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
        expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(7);
        expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
        expect(served.timeline.head().position).toBe(1);
      }, store);
    },
  );

  test('is known again after the server was started anew', async () => {
    const store = `sqlite:${folder.file()}`;
    let first = '';
    await withServer(async (served) => {
      first = (await served.post(stream, unnamed, keyed('k'))).body;
    }, store);
    await withServer(async (served) => {
      const again = await served.post(stream, unnamed, keyed('k'));
      expect([again.statusCode, again.body]).toEqual([200, first]);
    }, store);
  });
});

describe('a correction and a retraction with an Idempotency-Key', () => {
  test('sent again get the first result, although "at" is left out and the clock has moved on', async () => {
    await withServer(async (served) => {
      await served.post(stream, note('a'));
      const acts = [
        ['corrections', { reason: 'a slip', data: { title: 'Restated' } }],
        ['retractions', { reason: 'withdrawn' }],
      ] as const;
      for (const [act, body] of acts) {
        const first = await served.post(`/v1/events/a/${act}`, body, keyed(act));
        served.tick(60_000);
        const again = await served.post(`/v1/events/a/${act}`, body, keyed(act));
        expect([first.statusCode, again.statusCode, again.body]).toEqual([201, 200, first.body]);
      }
      expect(served.timeline.head().position).toBe(3);
    });
  });

  test('with the same key are two requests', async () => {
    await withServer(async (served) => {
      await served.post(stream, note('a'));
      await served.post('/v1/events/a/corrections', { reason: 'r', occurred: '2024' }, keyed('k'));
      const others = [
        served.post('/v1/events/a/retractions', { reason: 'r' }, keyed('k')),
        served.post('/v1/events/a/corrections', { reason: 'other', occurred: '2024' }, keyed('k')),
        served.post(stream, unnamed, keyed('k')),
      ];
      for (const { statusCode } of await Promise.all(others)) expect(statusCode).toBe(409);
    });
  });
});

describe('the header Idempotency-Key', () => {
  test.each([
    ['k', 'k'],
    ['"k"', 'k'],
    [' "with space" ', 'with space'],
    [String.raw`"a \"quoted\" \\ key"`, String.raw`a "quoted" \ key`],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('%s names the key %s', async (header, key) => {
    await withServer(async (served) => {
      expect((await served.post(stream, unnamed, keyed(header))).statusCode).toBe(201);
      expect(served.timeline.audit()).toMatchObject([{ idempotencyKey: key }]);
    });
  });

  test.each(['', '""', '"', '"a', 'a"', '"a" "b"', '"a", "b"', 'a, b', String.raw`"\a"`, '"é"', 'é'])(
    '%j is refused',
    async (header) => refuses(header),
  );

  test('of more than 255 characters is refused', async () => {
    await refuses('x'.repeat(256));
    await refuses(`"${'x'.repeat(256)}"`);
  });
});

async function refuses(header: string): Promise<void> {
  await withServer(async (served) => {
    const response = await served.post(stream, unnamed, keyed(header));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: '/problems/invalid-request',
      header: 'Idempotency-Key',
    });
    expect(served.timeline.head().position).toBe(0);
  });
}
