import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { isNamed } from '../../src/api/entity-tag.ts';
import { formatInstant } from '../../src/domain/instant.ts';
import type { Served } from './served.ts';
import { note, serve, serveFounding, startMs } from './served.ts';

const asOf = 'asOf=2025-07-05T00:00:00Z';
const fixed = `${asOf}&knownAt=20`;
const id = '0197d4b5-0aa0-7f78-8d63-de86ca0b1487';

/** Questions whose answers are the same for ever. */
const fixedQuestions = [
  `/v1/timeline?${fixed}`,
  `/v1/timeline?${fixed}&limit=3&q=drones`,
  `/v1/events/${id}?${fixed}`,
  `/v1/projections/situation?${fixed}`,
  `/v1/projections/places?${fixed}&key=place:kyiv`,
  `/v1/projections/places/keys?${fixed}`,
  `/v1/projections/situation/diff?${fixed}&toKnownAt=30`,
  `/v1/projections/situation/explain?${fixed}&path=/casualties`,
  `/v1/projections/situation/series?${fixed}&path=/casualties`,
  `/v1/projections/situation/series?${fixed}&path=/casualties&axis=recorded`,
  `/v1/density?${fixed}`,
  `/v1/density?${fixed}&axis=recorded`,
  '/v1/readings?knownAt=20',
  '/v1/readings?knownAt=20&q=drones&lanes=place&titles=true',
  '/v1/log?limit=10',
  '/v1/streams/airforce-ukraine/events?limit=1',
  '/v1/streams/airforce-ukraine/events?direction=backwards&from=1',
  '/v1/schemas/CallHeld/1',
];

/** Questions whose answers change when something is recorded, or when the time of something that is dated ahead has come. */
const movingQuestions = [
  '/v1/timeline',
  `/v1/timeline?${asOf}`,
  '/v1/timeline?knownAt=20',
  `/v1/timeline?${asOf}&knownAt=2026-01-01T00:00:00Z`,
  '/v1/timeline/timemap',
  `/v1/timeline/timemap?${asOf}`,
  `/v1/events/${id}`,
  `/v1/events/${id}/timemap`,
  '/v1/projections',
  '/v1/projections/situation',
  `/v1/projections/situation?${asOf}`,
  '/v1/projections/situation/timemap',
  '/v1/projections/situation/schema',
  '/v1/projections/places/keys',
  `/v1/projections/situation/diff?${fixed}`,
  `/v1/projections/situation/diff?${fixed}&toAsOf=now`,
  '/v1/projections/situation/diff?toKnownAt=20',
  '/v1/projections/situation/explain?path=/casualties',
  `/v1/projections/situation/series?${asOf}&path=/casualties`,
  `/v1/projections/situation/series?${fixed}&path=/casualties&axis=recorded&to=2026-07-01T00:00:00Z`,
  '/v1/density',
  '/v1/readings',
  '/v1/readings?knownAt=2026-01-01T00:00:00Z',
  '/',
  '/v1/commits',
  '/v1/log',
  '/v1/streams',
  '/v1/streams/airforce-ukraine/events',
  '/v1/streams/airforce-ukraine/events?direction=backwards&limit=1',
  '/v1/schemas',
];

const forEver = 'private, max-age=31536000, immutable';

let served: Served;
beforeEach(async () => {
  served = await serveFounding();
});
afterEach(async () => served.close());

describe('an answer to a question that is closed', () => {
  test.each(fixedQuestions)('is said to be the same for ever, with a strong entity tag: %s', async (url) => {
    const { statusCode, headers } = await served.get(url);
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe(forEver);
    expect(headers['etag']).toMatch(/^"[\w-]{43}"$/);
  });

  test.each(fixedQuestions)('is the same for ever: %s', async (url) => {
    const before = await served.get(url);
    served.tick(86_400_000);
    await served.post('/v1/streams/airforce-ukraine/events', note('late', '2025-07-01', 'Drones over Kyiv'));
    await served.post(`/v1/events/${id}/retractions`, { reason: 'It was another day' });
    const after = await served.get(url);
    expect(after.body).toBe(before.body);
    expect(validatorsOf(after.headers)).toEqual(validatorsOf(before.headers));
  });

  test('is that of a page, too, whatever the first page was asked with', async () => {
    const { next } = (await served.get('/v1/timeline?limit=2')).json();
    const { headers } = await served.get(`/v1/timeline?limit=2&page=${next}`);
    expect(headers['etag']).toMatch(/^"/);
    expect(headers['cache-control']).toBe(forEver);
  });

  test('never changes with the log, so a full page does not tell of the head', async () => {
    expect((await served.get('/v1/log?limit=10')).json()).not.toHaveProperty('head');
    expect((await served.get('/v1/log')).json()).toHaveProperty('head');
  });
});

describe('an answer to a question that is open', () => {
  test.each(movingQuestions)('is to be asked for again before it is used: %s', async (url) => {
    const { statusCode, headers } = await served.get(url);
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['etag']).toMatch(/^(?:W\/)?"[\w-]{43}"$/);
  });

  test('has a weak entity tag where it only echoes the clock, and a strong one where it does not', async () => {
    const weak = '/v1/projections/situation';
    expect((await served.get(weak)).headers['etag']).toMatch(/^W\//);
    expect((await served.get(`${weak}?asOf=now&knownAt=3`)).headers['etag']).toMatch(/^W\//);
    expect((await served.get(`${weak}?${asOf}`)).headers['etag']).toMatch(/^"/);
    expect((await served.get('/v1/timeline/timemap')).headers['etag']).toMatch(/^W\//);
    expect((await served.get('/v1/commits')).headers['etag']).toMatch(/^"/);
  });

  test('is as the caller has it while the clock goes on and nothing happens', async () => {
    const first = await served.get('/v1/projections/situation');
    served.tick(60_000);
    const again = await served.get('/v1/projections/situation', knowing(first));
    expect(again.statusCode).toBe(304);
    expect((await served.get('/v1/projections/situation')).json().moment.asOf).not.toBe(
      first.json().moment.asOf,
    );
  });

  test('is another one when anything was recorded: its position is', async () => {
    const first = await served.get('/v1/projections/situation');
    await served.post('/v1/streams/notes-a/events', note('unheard-of'));
    const again = await served.get('/v1/projections/situation', knowing(first));
    expect(again.statusCode).toBe(200);
    expect(again.json().moment.position).toBe(first.json().moment.position + 1);
  });

  test('is another one when the time of what is dated ahead has come', async () => {
    const soon = formatInstant(Date.UTC(2026, 6, 1) + 60_000);
    await served.post('/v1/streams/notes-a/events', note('ahead', soon));
    const first = await served.get('/v1/timeline');
    served.tick(30_000);
    expect((await served.get('/v1/timeline', knowing(first))).statusCode).toBe(304);
    served.tick(30_000);
    const again = await served.get('/v1/timeline', knowing(first));
    expect(again.statusCode).toBe(200);
    expect(again.json().entries).toHaveLength(first.json().entries.length + 1);
  });

  test('known at an instant is open: an import may tell later what was recorded by then', async () => {
    const empty = await serve();
    await empty.timeline.import(recorded(1));
    const url = `/v1/timeline?${asOf}&knownAt=${formatInstant(startMs - 500)}`;
    const first = await empty.get(url);
    await empty.timeline.import(recorded(2));
    const again = await empty.get(url, knowing(first));
    expect(first.json().entries).toHaveLength(1);
    expect(again.json().entries).toHaveLength(2);
    await empty.close();
  });
});

describe('a question about an answer that the caller has', () => {
  test.each([...fixedQuestions, ...movingQuestions])('is answered with 304 and no body: %s', async (url) => {
    const whole = await served.get(url);
    const again = await served.get(url, knowing(whole));
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
    expect(validatorsOf(again.headers)).toEqual(validatorsOf(whole.headers));
    expect(again.headers).not.toHaveProperty('content-type');
    expect(again.headers).not.toHaveProperty('content-length');
  });

  test.each([...fixedQuestions, ...movingQuestions])('is answered to HEAD as to GET: %s', async (url) => {
    const whole = await served.get(url);
    const head = await served.ask({ method: 'HEAD', url });
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(ofAnswer(head.headers)).toEqual(ofAnswer(whole.headers));
    const again = await served.ask({ method: 'HEAD', url, headers: knowing(whole) });
    expect(again.statusCode).toBe(304);
    expect(validatorsOf(again.headers)).toEqual(validatorsOf(whole.headers));
    expect(again.headers).not.toHaveProperty('content-length');
  });

  test.each([
    ['a list with it', (tag: string) => `"other", ${tag} , W/"third"`],
    ['its weak form', (tag: string) => `W/${tag.replace(/^W\//, '')}`],
    ['its strong form', (tag: string) => tag.replace(/^W\//, '')],
    ['a list whose tags hold commas', (tag: string) => `"a,b",W/",",${tag}`],
    ['anything there is', () => '*'],
  ])('may name it by %s', async (_, named) => {
    for (const url of [`/v1/projections/situation?${fixed}`, '/v1/projections/situation']) {
      const tag = String((await served.get(url)).headers['etag']);
      const again = await served.get(url, { 'if-none-match': named(tag) });
      expect(again.statusCode).toBe(304);
    }
  });

  test.each([
    ['another tag', () => '"other"'],
    ['a tag that it is part of', (tag: string) => `"${tag.replaceAll('"', '')}x"`],
    ['what is no tag', (tag: string) => tag.replaceAll('"', '')],
    ['a list that is none', (tag: string) => `${tag} and more`],
    ['nothing', () => ''],
  ])('gets the answer when it names %s', async (_, named) => {
    const url = `/v1/projections/situation?${fixed}`;
    const tag = String((await served.get(url)).headers['etag']);
    const again = await served.get(url, { 'if-none-match': named(tag) });
    expect(again.statusCode).toBe(200);
  });

  test('is not delayed by a header made to be slow to read', () => {
    const long = `${'"a", '.repeat(4000)}!`;
    expect(isNamed(long, '"b"')).toBe(false);
    expect(isNamed(`${' ,'.repeat(8000)}"b"`, '"b"')).toBe(true);
  });

  test('is refused as any other where it is wrong, whatever tag it names', async () => {
    const { statusCode } = await served.get('/v1/projections/none', { 'if-none-match': '*' });
    expect(statusCode).toBe(404);
  });

  test('says nothing to what records: there it means a new stream', async () => {
    const headers = { 'if-none-match': '*' };
    const first = await served.post('/v1/streams/notes-new/events', note('new-1'), headers);
    expect(first.statusCode).toBe(201);
    expect(first.headers).not.toHaveProperty('etag');
    expect(first.headers['cache-control']).toBe('no-cache');
  });
});

/** A note that was recorded a second before the timeline of a test begins. */
function recorded(number: number) {
  const title = `Note ${number}`;
  return [
    {
      stream: `notes-${number}`,
      type: 'NoteAdded',
      occurred: '2025-07-03',
      data: { title },
      recordedAt: startMs - 1000,
    },
  ];
}

function knowing({ headers }: { readonly headers: Record<string, unknown> }): Record<string, string> {
  return { 'if-none-match': String(headers['etag']) };
}

/** The headers that 304 must bring as 200 would (RFC 9110 §15.4.5); Date is the clock's. */
function validatorsOf(headers: Record<string, unknown>) {
  const names = ['cache-control', 'content-location', 'etag', 'expires', 'vary'];
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}

/** The headers but for those that every answer has its own of. */
function ofAnswer({ date: _date, 'x-request-id': _id, ...rest }: Record<string, unknown>) {
  return rest;
}
