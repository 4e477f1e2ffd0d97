import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const part = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'notes-a',
    'situation',
    'actors',
    'CallHeld',
    '1',
    '__proto__',
    '..',
    '%',
    '%ff',
    '%2f',
    '%00',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ maxLength: 20 }),
);
const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/v1/streams',
    '/v1/log',
    '/v1/timeline',
    '/v1/density',
    '/v1/commits',
    '/v1/projections',
    '/v1/schemas',
    '/readyz',
    '/v1/events/a',
    '/v1/projections/situation',
  ),
  part.map((name) => `/v1/streams/${name}/events`),
  part.map((id) => `/v1/events/${id}`),
  part.map((name) => `/v1/projections/${name}`),
  fc
    .tuple(part, fc.constantFrom('keys', 'diff', 'explain', 'series'))
    .map(([name, what]) => `/v1/projections/${name}/${what}`),
  fc.tuple(part, part).map(([type, version]) => `/v1/schemas/${type}/${version}`),
  fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
);
const value = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '3',
    '4',
    '-1',
    '1e3',
    '9007199254740993',
    '2025-07-03T12:00:00Z',
    '2025-07-03T12:00:00+03:00',
    '-271821-04-20T00:00:00Z',
    '%2B275760-09-13T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    'now',
    'certain',
    'newest-first',
    'backwards',
    'true',
    'NoteAdded',
    'notes-a',
    'place:kyiv',
    'eyJtb21lbnQiOnt9fQ',
    '%00',
    "'",
    '"',
    '*',
    'NEAR(',
    '𝒳',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ maxLength: 30 }),
);
const name = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      'asOf',
      'knownAt',
      'certainty',
      'minPosition',
      'from',
      'to',
      'about',
      'type',
      'stream',
      'source',
      'q',
      'order',
      'limit',
      'page',
      'retracted',
      'key',
      'after',
      'direction',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 10 }) },
);
const query = fc
  .array(fc.tuple(name, value), { maxLength: 4 })
  .map((pairs) => pairs.map(([key, text]) => `${key}=${text}`).join('&'));

/** A target as a client could send it: a request line has no white space, control characters or bytes beyond ASCII. */
const target = fc
  .tuple(path, query)
  .map(([where, what]) =>
    (what === '' ? where : `${where}?${what}`).replaceAll(/[^\x21-\x7e]|#/gu, (char) =>
      encodeURIComponent(char.toWellFormed()),
    ),
  );

const json = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      id: fc.oneof(fc.constantFrom('a', 'n'), fc.string()),
      type: fc.constantFrom('NoteAdded', 'FactCorrected', 'FactRetracted', 'CallHeld', 'x'),
      occurred: fc.oneof(fc.constantFrom('2025', '../2025', '2025-07-03T12:00:00Z'), fc.string()),
      schemaVersion: fc.oneof(fc.constant(1), fc.integer()),
      data: fc.oneof(
        fc.record(
          {
            title: fc.string(),
            target: fc.constantFrom('a', 'b', 'fix', 'x'),
            reason: fc.string(),
            data: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      reason: fc.string(),
      specversion: fc.constantFrom('1.0', '2'),
      subject: fc.constantFrom('notes-a', 'notes-b'),
      sources: fc.jsonValue(),
      at: fc.string(),
    },
    { requiredKeys: [] },
  ),
);
const body = fc.oneof(
  json.map((one) => JSON.stringify(one)),
  fc.array(json, { maxLength: 3 }).map((many) => JSON.stringify(many)),
  fc.array(json, { maxLength: 3 }).map((many) => many.map((one) => JSON.stringify(one)).join('\n')),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe.each(['memory:', `sqlite:${folder.file()}`])('whatever is asked of %s', (store) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ store });
    await served.post('/v1/streams/notes-a/events', [note('a', '2025-07-03'), note('b', '2025-06/..')]);
    await served.post('/v1/events/a/corrections', { id: 'fix', reason: 'r', occurred: '2025-07-02' });
  });
  afterAll(async () => served.close());

  test('a read is answered or refused, never failed', async () => {
    await fc.assert(
      fc.asyncProperty(
        target,
        fc.constantFrom('GET', 'HEAD'),
        fc.constantFrom('application/json', 'application/x-ndjson'),
        async (url, method, accept) => {
          // The injector builds a URL of its own, which a real socket does not.
          fc.pre(URL.canParse(url, 'http://localhost'));
          const response = await served.ask({
            method: method === 'HEAD' ? 'HEAD' : 'GET',
            url,
            headers: { accept },
          });
          check(response.statusCode, response.headers['content-type']);
          expect(response.headers['content-security-policy']).toContain("default-src 'none'");
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('an append is recorded or refused, never failed, and what is refused leaves nothing', async () => {
    const mediaType = fc.constantFrom(
      'application/json',
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/x-ndjson',
      'text/plain',
    );
    const where = fc.constantFrom(
      '/v1/streams/notes-a/events',
      '/v1/streams/bad/events',
      '/v1/events/a/corrections',
      '/v1/events/b/retractions',
      '/v1/events/x/retractions',
    );
    await fc.assert(
      fc.asyncProperty(where, body, mediaType, async (url, payload, type) => {
        const before = served.timeline.head().position;
        const response = await served.postText(url, payload, type);
        check(response.statusCode, response.headers['content-type']);
        if (response.statusCode !== 201) expect(served.timeline.head().position).toBe(before);
        else expect(served.timeline.head().position).toBe(response.json().position);
      }),
      { numRuns: 1500 },
    );
    expect((await served.timeline.verify()).faults).toEqual([]);
  });
});

function check(status: number, mediaType: unknown): void {
  expect(status === 503 || status < 500, `status ${status}`).toBe(true);
  if (status >= 400) expect(mediaType).toContain('application/problem+json');
}
