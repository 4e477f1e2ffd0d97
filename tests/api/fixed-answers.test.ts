import * as fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { openMemoryAccess } from '../../src/access/memory.ts';
import { buildServer } from '../../src/api/server.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import { formatInstant } from '../../src/domain/instant.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { ServeOptions, Served } from './served.ts';
import { note, serve, serveFounding, startMs } from './served.ts';

const fixed = '/v1/projections/situation?asOf=2025-07-05T00:00:00Z&knownAt=20';

let served: Served;
afterEach(async () => served.close());
const folder = makeTempFolder();
afterAll(() => folder.remove());

function bearing(token: string) {
  return { authorization: `Bearer ${token}` };
}

/** Counts how often states are asked for, and lets a test take the engine away. */
function watched(options: ServeOptions = {}) {
  const seen = { states: 0, isGone: false, version: 1 };
  const watching = (timeline: Timeline): Timeline => ({
    ...timeline,
    versionOf: () => seen.version,
    async state(projection, query) {
      seen.states += 1;
      if (seen.isGone) throw new TimelineError('store-poisoned', 'The store was poisoned');
      return { ...(await timeline.state(projection, query)), version: seen.version };
    },
  });
  return { seen, options: { ...options, watching } };
}

describe('an answer that never changes', () => {
  test('is given again without asking the engine, whole or as 304, to GET and HEAD', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const first = await served.get(fixed);
    const again = await served.get(fixed);
    const known = await served.get(fixed, { 'if-none-match': String(first.headers['etag']) });
    const head = await served.ask({ method: 'HEAD', url: fixed });
    expect(seen.states).toBe(1);
    expect(again.rawPayload).toEqual(first.rawPayload);
    expect(ofAnswer(again)).toEqual(ofAnswer(first));
    expect(ofAnswer(head)).toEqual(ofAnswer(first));
    expect(known.statusCode).toBe(304);
  });

  test('is given again until something is recorded, where only the head of the log moves it', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const moving = '/v1/projections/situation?asOf=2025-07-05T00:00:00Z';
    const first = await served.get(moving);
    const known = { 'if-none-match': String(first.headers['etag']) };
    expect((await served.get(moving)).rawPayload).toEqual(first.rawPayload);
    expect((await served.get(moving, known)).statusCode).toBe(304);
    expect(seen.states).toBe(1);

    // Asked as it was known once, it is another question.
    const then = await served.get(moving, { 'accept-datetime': 'Thu, 03 Jul 2025 17:00:00 GMT' });
    expect([then.json().moment.position, seen.states]).toEqual([0, 2]);

    await served.post('/v1/streams/notes-desk/events', note('later'));
    const after = await served.get(moving, known);
    expect([after.statusCode, after.json().moment.position, seen.states]).toEqual([200, 35, 3]);
    expect((await served.get(moving)).json().moment.position).toBe(35);
    expect(seen.states).toBe(3);
  });

  test('is worked out anew where the clock moves it', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    for (const asOf of ['', '?asOf=now', '?knownAt=2026-06-30T00:00:00Z&asOf=2025-07-05T00:00:00Z'])
      for (const _ of [1, 2]) await served.get(`/v1/projections/situation${asOf}`);
    expect(seen.states).toBe(6);
  });

  test('is kept from HEAD, and from a question that was answered with 304', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const head = await served.ask({ method: 'HEAD', url: fixed });
    expect((await served.get(fixed)).rawPayload).toHaveLength(Number(head.headers['content-length']));
    const other = fixed.replace('knownAt=20', 'knownAt=21');
    expect((await served.get(other, { 'if-none-match': '*' })).statusCode).toBe(304);
    expect((await served.get(other)).statusCode).toBe(200);
    expect(seen.states).toBe(2);
  });

  test('is asked for each time where none is kept', async () => {
    const { seen, options } = watched({ fixedAnswersBytesMax: 0 });
    served = await serveFounding(options);
    await served.get(fixed);
    await served.get(fixed);
    expect(seen.states).toBe(2);
  });

  test('gives way to those asked for later, when there are too many', async () => {
    const { seen, options } = watched({ fixedAnswersBytesMax: 120_000 });
    served = await serveFounding(options);
    for (let round = 0; round < 2; round += 1)
      for (let position = 1; position <= 34; position += 1)
        await served.get(fixed.replace('knownAt=20', `knownAt=${position}`));
    expect(seen.states).toBeGreaterThan(60);
    await served.get(fixed.replace('knownAt=20', 'knownAt=34'));
    expect(seen.states).toBeLessThanOrEqual(68);
  });

  test('is still given when the store is poisoned, for it is still true; others are not', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const first = await served.get(fixed);
    seen.isGone = true;
    expect((await served.get(fixed)).body).toBe(first.body);
    expect((await served.get('/v1/projections/situation')).statusCode).toBe(503);
    expect((await served.get(fixed.replace('knownAt=20', 'knownAt=21'))).statusCode).toBe(503);
  });

  test('is still given when the timeline is closed', async () => {
    served = await serveFounding({ store: `sqlite:${folder.path}/closed.db` });
    const first = await served.get(fixed);
    await served.timeline.close();
    expect((await served.get(fixed)).body).toBe(first.body);
    expect((await served.get(fixed, { 'if-none-match': '*' })).statusCode).toBe(304);
    expect((await served.get('/v1/projections/situation')).statusCode).toBe(503);
  });
});

describe('what is kept of answers', () => {
  test('is given to nobody who may not ask', async () => {
    const access = openMemoryAccess(() => startMs);
    const token = (name: string, scope: 'read' | 'append') =>
      access.create({ name, scopes: [scope] }, 'os:test');
    const reader = token('reader', 'read');
    const writer = token('writer', 'append');
    served = await serveFounding({ access });
    const first = await served.get(fixed, bearing(reader.token));
    expect(first.statusCode).toBe(200);
    const knowing = { 'if-none-match': String(first.headers['etag']) };
    expect((await served.get(fixed)).statusCode).toBe(401);
    expect((await served.get(fixed, knowing)).statusCode).toBe(401);
    expect((await served.get(fixed, bearing('asof_not_one'))).statusCode).toBe(401);
    expect((await served.get(fixed, bearing(writer.token))).statusCode).toBe(403);
    expect((await served.get(fixed, { ...bearing(writer.token), ...knowing })).statusCode).toBe(403);
    access.revoke(reader.info.id, 'os:test');
    expect((await served.get(fixed, bearing(reader.token))).statusCode).toBe(401);
  });

  test('is given for no other host, and to no other form of the question', async () => {
    served = await serveFounding();
    const url = '/v1/timeline?asOf=2025-07-05T00:00:00Z&knownAt=20';
    const first = await served.get(url);
    expect((await served.get(url, { host: 'elsewhere.example' })).statusCode).toBe(403);
    const lines = await served.get(url, { accept: 'application/x-ndjson' });
    expect(lines.headers['content-type']).toBe('application/x-ndjson');
    expect((await served.get(url, { accept: 'application/json' })).body).toBe(first.body);
    expect((await served.get(`${url}&limit=0`)).statusCode).toBe(400);
    expect((await served.post(url, {})).statusCode).toBe(405);
  });

  test('is lent to the page of an allowed origin, and to no other', async () => {
    served = await serveFounding({ allowedOrigins: ['https://news.example'] });
    const from = async (origin: string) => (await served.get(fixed, { origin })).headers;
    const first = await from('https://news.example');
    const other = await from('https://other.example');
    const again = await from('https://news.example');
    expect(again).toMatchObject({
      vary: first['vary'],
      'access-control-allow-origin': 'https://news.example',
    });
    expect(String(first['vary']).split(', ').toSorted()).toEqual(['Accept', 'Accept-Datetime', 'Origin']);
    expect(other).not.toHaveProperty('access-control-allow-origin');
    expect(String(other['vary'])).toContain('Origin');
  });

  test('is not given when a closed store cannot say which version answers', async () => {
    let isClosed = false;
    const watching = (timeline: Timeline): Timeline => ({
      ...timeline,
      versionOf(name) {
        if (isClosed) throw new TimelineError('store-closed', 'The store is closed');
        return timeline.versionOf(name);
      },
      async state(name, query) {
        if (isClosed) throw new TimelineError('store-closed', 'The store is closed');
        return timeline.state(name, query);
      },
    });
    served = await serveFounding({ watching });
    expect((await served.get(fixed)).statusCode).toBe(200);
    isClosed = true;
    expect((await served.get(fixed)).statusCode).toBe(503);
  });

  test('holds no refusal: a position that was not reached may be later', async () => {
    served = await serve();
    const url = '/v1/timeline?asOf=2025-07-05T00:00:00Z&knownAt=1';
    expect((await served.get(url)).statusCode).toBe(503);
    await served.post('/v1/streams/notes-a/events', note('first'));
    expect((await served.get(url)).statusCode).toBe(200);
  });

  test('is not given when another version of the projection answers', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const first = await served.get(fixed);
    seen.version = 2;
    const second = await served.get(fixed);
    expect(first.json().projection.version).toBe(1);
    expect(second.json().projection.version).toBe(2);
    expect(second.headers['etag']).not.toBe(first.headers['etag']);
    expect((await served.get(fixed)).body).toBe(second.body);
    expect(seen.states).toBe(2);
  });

  test('is that of its projection, however the path is written', async () => {
    const { seen, options } = watched();
    served = await serveFounding(options);
    const written = fixed.replace('/projections/', '/%70rojections/');
    expect((await served.get(written)).json().projection.version).toBe(1);
    seen.version = 2;
    expect((await served.get(written)).json().projection.version).toBe(2);
  });

  test('is not given when the code of a projection failed and was mended', async () => {
    const code = { fails: false, mended: 0 };
    const counting = defineProjection({
      name: 'counting',
      version: 1,
      description: 'Counts.',
      initial: 0,
      evolve(count: number, event) {
        if (code.fails && event.id === 'second') throw new Error('not written yet');
        return count + 1 + code.mended;
      },
    });
    served = await serve({ projections: [counting], checkpoints: false });
    await served.post('/v1/streams/notes-a/events', [note('first'), note('second')]);
    const stateAt = async (position: number) => (await served.get(countAt(position))).json().state;
    expect(await stateAt(1)).toBe(1);
    code.fails = true;
    expect((await served.get(countAt(2))).statusCode).toBe(500);
    Object.assign(code, { fails: false, mended: 10 });
    expect((await served.post('/v1/projections/counting/resume', {})).statusCode).toBe(200);
    expect(await stateAt(2)).toBe(22);
    const uncached = buildServer(served.timeline, { fixedAnswersBytesMax: 0 });
    expect(await stateAt(1)).toBe((await uncached.inject({ url: countAt(1) })).json().state);
    await uncached.close();
  });
});

function countAt(position: number): string {
  return `/v1/projections/counting?asOf=2025-07-05T00:00:00Z&knownAt=${position}`;
}

/** What is asked and what happens in between; numbers are taken modulo what there is. */
type Act =
  | { readonly do: 'ask'; readonly url: number; readonly moment: number; readonly accept: number }
  | { readonly do: 'append' | 'correct' | 'retract' | 'tick'; readonly number: number };

const number = fc.nat(1000);
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('ask' as const),
        url: number,
        moment: number,
        accept: number,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom('append', 'append', 'correct', 'retract', 'tick'),
        number,
      }),
    },
  ),
  { minLength: 40, maxLength: 80 },
);

const paths = [
  '/v1/timeline?',
  '/v1/timeline?retracted=true&limit=2&',
  '/v1/events/given-1?',
  '/v1/projections/situation?',
  '/v1/projections/sources?key=The Post&',
  '/v1/projections/sources/keys?',
  '/v1/projections/situation/diff?toKnownAt=2&',
  '/v1/projections/situation/explain?path=/statements&',
  '/v1/projections/situation/series?path=/statements&axis=recorded&',
  '/v1/density?',
  '/v1/log?limit=3&after=',
  '/v1/streams/notes-a/events?limit=2&from=',
  '/v1/timeline/timemap?',
];

/** Most ask in the same words: what is kept is then asked for again. */
const accepts = ['*/*', '*/*', '*/*', '*/*', 'application/x-ndjson', 'application/cloudevents-batch+json'];

describe('answers of a server that keeps them', () => {
  test('are those of one that keeps none, and fixed ones never change, whatever happens in between', async () => {
    let asked = 0;
    let again = 0;
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        served = await serve();
        const bare = buildServer(served.timeline, {
          fixedAnswersBytesMax: 0,
          clock: () => Date.parse('2025-07-10T09:00:00Z'),
        });
        for (const id of ['given-1', 'given-2', 'given-3', 'given-4'])
          await served.post('/v1/streams/notes-a/events', note(id));
        const kept = new Map<string, string>();
        for (const act of list) {
          if (act.do !== 'ask') {
            await happen(act);
            continue;
          }
          const { url, accept } = questionOf(act);
          const ours = await served.get(url, { accept });
          const theirs = await bare.inject({ url, headers: { accept } });
          expect(ours.statusCode).toBe(theirs.statusCode);
          expect(ours.body).toBe(theirs.body);
          expect(ofAnswer(ours)).toEqual(ofAnswer(theirs));
          asked += 1;
          if (!String(ours.headers['cache-control']).includes('immutable')) continue;
          const key = `${accept} ${url}`;
          const before = kept.get(key);
          if (before !== undefined) again += 1;
          expect(ours.body).toBe(before ?? ours.body);
          kept.set(key, ours.body);
        }
        await bare.close();
        await served.close();
      }),
      { numRuns: 20, seed: 20_250_703 },
    );
    // Enough was asked, and asked again, for this to say something.
    expect(asked).toBeGreaterThan(500);
    expect(again).toBeGreaterThan(60);
    served = await serve();
  });
});

function questionOf({ url, moment, accept }: Extract<Act, { do: 'ask' }>) {
  const path = paths[url % paths.length] ?? '';
  const position = String((moment % 3) + 1);
  const asOf = ['2025-07-03T12:00:00Z', 'now'][moment % 2] ?? '';
  const query = path.endsWith('=')
    ? position
    : `asOf=${asOf}${path.includes('timemap') ? '' : `&knownAt=${position}`}`;
  return { url: encodeURI(`${path}${query}`), accept: accepts[accept % accepts.length] ?? '*/*' };
}

async function happen(act: Extract<Act, { readonly number: number }>): Promise<void> {
  const target = `given-${(act.number % 3) + 1}`;
  if (act.do === 'tick') served.tick(act.number);
  if (act.do === 'append')
    await served.post('/v1/streams/notes-a/events', {
      type: 'StatementMade',
      occurred: formatInstant(Date.UTC(2025, 6, 3, act.number % 48)),
      data: { title: `Statement ${act.number}`, sources: [{ publisher: 'The Post' }] },
    });
  if (act.do === 'correct')
    await served.post(`/v1/events/${target}/corrections`, {
      reason: 'It was later',
      occurred: formatInstant(Date.UTC(2025, 6, 4, act.number % 24)),
    });
  if (act.do === 'retract')
    await served.post(`/v1/events/${target}/retractions`, { reason: 'It was not so' });
}

/** The headers but for those that every answer has its own of. */
function ofAnswer({ headers }: LightMyRequestResponse) {
  const { date: _date, 'x-request-id': _id, ...rest } = headers;
  return rest;
}
