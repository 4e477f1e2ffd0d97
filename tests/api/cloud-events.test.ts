import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CloudEvent } from '../../src/domain/cloud-event.ts';
import { importedFromCloudEvent } from '../../src/domain/cloud-event.ts';
import type { NewEvent } from '../../src/domain/event.ts';
import { inBinaryMode, withoutLog } from '../support/binary-event.ts';
import { lawSeed } from '../support/in-stores.ts';
import { occurredArbitrary } from '../support/times.ts';
import type { Served } from './served.ts';
import { linesOf, note, serve } from './served.ts';

const batch = { accept: 'application/cloudevents-batch+json' };
const single = { accept: 'application/cloudevents+json' };
const lines = { accept: 'application/x-ndjson' };

let served: Served;
beforeAll(async () => {
  served = await serve();
  await served.post(
    '/v1/streams/notes-kyiv/events',
    ['a', 'b', 'c', 'd', 'e'].map((id) => note(id)),
  );
  await served.post('/v1/events/a/corrections', { id: 'fixed', reason: 'r', occurred: '2024' });
});
afterAll(async () => served.close());

describe('a batch of CloudEvents', () => {
  test.each(['/v1/log', '/v1/streams/notes-kyiv/events'])('is an array and nothing else: %s', async (url) => {
    const response = await served.get(url, batch);
    expect(response.headers['content-type']).toContain('application/cloudevents-batch+json');
    expect(response.headers['vary']).toContain('Accept');
    expect(response.headers).not.toHaveProperty('link');
    expect(response.json()).toEqual((await served.get(url)).json().events);
    expect(response.json()).toEqual(linesOf(await served.get(url, lines)));
  });

  test.each([
    ['/v1/log?limit=2', 6],
    ['/v1/streams/notes-kyiv/events?limit=2', 6],
    ['/v1/streams/notes-kyiv/events?limit=2&direction=backwards', 6],
    ['/v1/log?after=3&limit=2', 3],
  ])('names the next page by Link, which is followed to the end: %s', async (start, count) => {
    const found: string[] = [];
    for (let url: string | undefined = start; url !== undefined;) {
      const response = await served.get(url, batch);
      found.push(...response.json().map(({ id }: CloudEvent) => id));
      const [, next] = /^<(.+)>; rel="next"$/.exec(String(response.headers['link'] ?? '')) ?? [];
      const base: URL = new URL(url, 'http://server');
      const following: URL | undefined = next === undefined ? undefined : new URL(next, base);
      url = following === undefined ? undefined : following.pathname + following.search;
    }
    expect(found).toHaveLength(count);
    expect(new Set(found).size).toBe(count);
  });
});

describe('one event as a CloudEvent', () => {
  test('is the event as it was recorded, not the fact as it reads', async () => {
    const log: readonly CloudEvent[] = (await served.get('/v1/log', batch)).json();
    for (const id of ['a', 'fixed']) {
      const response = await served.get(`/v1/events/${id}`, single);
      expect(response.headers['content-type']).toContain('application/cloudevents+json');
      expect(response.headers['vary']).toMatch(/\bAccept\b(?!-)/);
      expect(response.json()).toEqual(log.find((event) => event.id === id));
    }
    expect((await served.get('/v1/events/a')).json()).toMatchObject({ occurred: '2024', corrections: 1 });
    expect((await served.get('/v1/events/nobody', single)).statusCode).toBe(404);
  });
});

describe('what is answered', () => {
  const [json, ndjson, cloudEvents] = [
    'application/json',
    'application/x-ndjson',
    'application/cloudevents-batch+json',
  ];
  test.each([
    ['', json],
    ['*/*', json],
    ['text/html', json],
    ['application/*', json],
    [`${ndjson}, */*`, ndjson],
    [`${ndjson};q=0.5, ${cloudEvents}`, cloudEvents],
    [`${ndjson};q=0.9, ${cloudEvents};q=0.8, ${json};q=0.1`, ndjson],
    [`${cloudEvents};q=0, */*`, json],
    [`${json};q=0.2, ${cloudEvents};q=0.3`, cloudEvents],
    [`${cloudEvents}; q=0.3, ${json}; q=0.2`, cloudEvents],
    [`${cloudEvents};q=0.5, application/*;q=0.7`, json],
    [`${json}, ${ndjson}`, json],
    [`${ndjson}, ${json}`, ndjson],
    [`APPLICATION/X-NDJSON;Q=1`, ndjson],
    [`${ndjson};q=2`, json],
    [',;q=,,/', json],
  ])('to Accept: %s is %s', async (accept, expected) => {
    const response = await served.get('/v1/log', { accept });
    expect(response.statusCode).toBe(200);
    expect(String(response.headers['content-type'])).toContain(expected);
    expect(response.headers['vary']).toContain('Accept');
  });
});

describe('an event in binary mode', () => {
  test('has its attributes in headers, percent-encoded, and its data in the body', async () => {
    const response = await post({
      'ce-specversion': '1.0',
      'ce-id': 'binary-1',
      'ce-source': '/elsewhere',
      'ce-type': 'NoteAdded',
      'ce-time': '2025-07-03T12:00:00Z',
      'ce-subject': 'notes-%D0%9A%D0%B8%D1%97%D0%B2',
      'ce-occurred': '"2025-07-03%5BEurope/Kyiv%5D"',
      'ce-causationid': '100%25',
      'ce-dataschema': '/v1/schemas/NoteAdded/1',
    });
    expect(response.statusCode, response.body).toBe(201);
    expect((await served.get('/v1/events/binary-1', single)).json()).toMatchObject({
      type: 'NoteAdded',
      subject: 'notes-Київ',
      occurred: '2025-07-03[Europe/Kyiv]',
      causationid: '100%',
      data: { title: 'Сирена' },
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['another version', { 'ce-specversion': '0.3' }, '/specversion'],
    ['a control character', { 'ce-id': 'a%00b' }, '/id'],
    ['a line break', { 'ce-id': 'a%0D%0Ab' }, '/id'],
    ['what is not UTF-8', { 'ce-id': '%ff' }, '/id'],
    ['a percent sign alone', { 'ce-id': '100%' }, '/id'],
    ['characters as they are', { 'ce-id': 'é' }, '/id'],
    ['an attribute that would be lost', { 'ce-traceparent': 'x' }, '/traceparent'],
    ['what the log gives', { 'ce-sequence': '7' }, '/sequence'],
    ['a revision', { 'ce-revision': '7' }, '/revision'],
    ['a recorded time', { 'ce-recordedtime': '2025-07-03T12:00:00Z' }, '/recordedtime'],
    ['data in a header', { 'ce-data': 'x' }, '/data'],
    ['a content type in a header', { 'ce-datacontenttype': 'text/plain' }, '/datacontenttype'],
    ['a name that no attribute has', { 'ce-my_own': 'x' }, '/my_own'],
    ['another stream', { 'ce-subject': 'notes-lviv' }, '/subject'],
    ['no id', { 'ce-id': '' }, '/id'],
  ])('with %s is refused', async (_, headers, pointer) => {
    const response = await post({ ...whole, ...headers });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-event', pointer });
  });

  test.each(['application/x-ndjson'])('with a body of the type %s is refused', async (mediaType) => {
    const response = await post({ ...whole, 'content-type': mediaType });
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request', header: 'Content-Type' });
  });

  test('is structured all the same when the media type says so', async () => {
    const event = {
      specversion: '1.0',
      id: 'structured',
      type: 'NoteAdded',
      occurred: '2025',
      data: { title: 't' },
    };
    const response = await served.ask({
      method: 'POST',
      url: '/v1/streams/notes-kyiv/events',
      headers: { ...whole, 'content-type': 'application/cloudevents+json' },
      payload: JSON.stringify(event),
    });
    expect(response.json().events).toMatchObject([{ id: 'structured' }]);
  });
});

describe('any event that goes out', () => {
  test('comes in again as the same event, in every form', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(eventArbitrary, { minLength: 1, maxLength: 3 }), async (seeds) => {
        count += 1;
        const [source, ...copies] = await Promise.all(Array.from({ length: 5 }, async () => serve()));
        const [byBatch, byLines, byBinary, byImport] = copies;
        if (!source || !byBatch || !byLines || !byBinary || !byImport) throw new Error('all are served');
        try {
          const stream = encodeURIComponent(`notes-${'Київ-𐐀-'.repeat(count % 2)}x`);
          const url = `/v1/streams/${stream}/events`;
          const events = seeds.map((event, index) => ({ ...event, id: `${event.id}-${index}` }));
          expect((await source.post(url, events)).statusCode).toBe(201);
          const out: readonly CloudEvent[] = (await source.get(url, batch)).json();
          await byBatch.postText(url, JSON.stringify(out.map(withoutLog)), batch.accept);
          const inLines = linesOf(await source.get('/v1/log', lines)).map((event) =>
            JSON.stringify(withoutLog(event)),
          );
          await byLines.postText(url, inLines.join('\n'), lines.accept);
          for (const { id } of out) {
            const one = await source.get(`/v1/events/${encodeURIComponent(id)}`, single);
            const { headers, body } = inBinaryMode(withoutLog(one.json()));
            const answer = await byBinary.post(url, body, headers);
            expect(answer.statusCode, answer.body).toBe(201);
          }
          await byImport.timeline.import(out.map((event) => importedFromCloudEvent(event)));
          for (const copy of copies) expect((await copy.get('/v1/log', batch)).json()).toEqual(out);
        } finally {
          for (const one of [source, ...copies]) await one?.close();
        }
      }),
      { numRuns: 40, seed: lawSeed },
    );
  });
});

const whole = {
  'ce-specversion': '1.0',
  'ce-id': 'binary-2',
  'ce-type': 'NoteAdded',
  'ce-occurred': '2025',
};

async function post(headers: Record<string, string>) {
  const stream = encodeURIComponent('notes-Київ');
  return served.post(`/v1/streams/${stream}/events`, { title: 'Сирена' }, headers);
}

const idText = fc
  .string({ unit: 'binary-ascii', minLength: 1, maxLength: 12 })
  .map((text) => text.replaceAll(/[^\x21-\x7e]/g, '%').replace(/^\.{1,2}$/, 'dots'));
const anyText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .map((text) => `${text.replaceAll(/[\p{Cc}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/gu, '·')}x`);
const eventArbitrary: fc.Arbitrary<NewEvent> = fc
  .record({
    id: idText,
    occurred: occurredArbitrary,
    title: anyText,
    causationId: fc.option(idText, { nil: undefined }),
    correlationId: fc.option(idText, { nil: undefined }),
  })
  .map(({ id, occurred, title, causationId, correlationId }) => ({
    id,
    type: 'NoteAdded',
    occurred,
    data: { title },
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  }));
