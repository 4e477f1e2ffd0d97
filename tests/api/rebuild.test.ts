import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { createRebuilds } from '../../src/api/rebuilds.ts';
import { formatInstant } from '../../src/domain/instant.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const titles = defineProjection<readonly string[]>({
  name: 'titles',
  version: 3,
  description: 'The titles, in the order they occurred.',
  initial: [],
  evolve: (state, { data }) => [...state, String(data['title'])],
});

/** Takes long enough that it can be looked at, and cancelled, on its way. */
const slow = defineProjection<number>({
  name: 'slow',
  version: 1,
  description: 'Counts, with effort.',
  initial: 0,
  evolve(state) {
    let sum = 0;
    for (let step = 0; step < 15_000; step += 1) sum += Math.sin(step);
    return Number.isFinite(sum) ? state + 1 : 0;
  },
});

let isMended = false;
const byTitle = defineProjection<number>({
  name: 'by-title',
  version: 1,
  description: 'How many facts have a title; it cannot read one that is poison.',
  initial: 0,
  key({ data }) {
    if (data['title'] === 'Poison' && !isMended) throw new Error('cannot read it');
    return [String(data['title'])];
  },
  evolve: (state) => state + 1,
});

const checkpoints = { facts: 1, bytesPerByte: 0, unsettledShare: 1 };

const temp = makeTempFolder();
afterAll(() => temp.remove());

let served: Served;
afterEach(async () => {
  isMended = false;
  await served.close();
});

describe('a rebuild', () => {
  test('is begun, watched to its end, and changes no answer', async () => {
    served = await serve({ projections: [titles], checkpoints });
    await appendNotes(30);
    const before = await answerOf('titles');
    const begun = await ask('POST', 'titles');
    expect(begun.statusCode).toBe(202);
    expect(begun.headers['location']).toBe('/v1/projections/titles/rebuild');
    expect(begun.json()).toEqual({
      projection: { name: 'titles', version: 3 },
      status: 'running',
      begunAt: '2025-07-10T09:00:00Z',
      progress: { share: 0, eventsPerSecond: 0 },
    });
    served.tick(2000);
    expect(await ended('titles')).toEqual({
      projection: { name: 'titles', version: 3 },
      status: 'done',
      begunAt: '2025-07-10T09:00:00Z',
      endedAt: '2025-07-10T09:00:02Z',
      checkpoints: { count: 29, bytes: expect.any(Number) },
    });
    expect(await answerOf('titles')).toBe(before);
  });

  test('is one, however often it is asked for while it is under way', async () => {
    served = await serve({ projections: [slow] });
    await appendNotes(600);
    await ask('POST', 'slow');
    served.tick(1000);
    expect((await ask('POST', 'slow')).json()).toMatchObject({
      status: 'running',
      begunAt: '2025-07-10T09:00:00Z',
    });
    expect(await ended('slow')).toMatchObject({ status: 'done' });
    served.tick(1000);
    expect((await ask('POST', 'slow')).json()).toMatchObject({ begunAt: '2025-07-10T09:00:02Z' });
  });

  test('is cancelled, and what there was before goes on answering', async () => {
    served = await serve({ projections: [slow] });
    await appendNotes(600);
    const before = await answerOf('slow');
    await ask('POST', 'slow');
    const cancelled = await ask('DELETE', 'slow');
    expect(cancelled.statusCode).toBe(200);
    expect(cancelled.json()).toMatchObject({
      status: 'cancelled',
      problem: { type: '/problems/rebuild-cancelled', status: 409, projection: 'slow' },
    });
    expect((await ask('GET', 'slow')).json()).toEqual(cancelled.json());
    // Cancelled again it is what it was.
    expect((await ask('DELETE', 'slow')).json()).toEqual(cancelled.json());
    expect(await answerOf('slow')).toBe(before);
    expect(infoOf('slow')).toMatchObject({ health: 'ok', lag: 0 });
  });

  test('takes in what is appended while it goes on', async () => {
    served = await serve({ projections: [slow, titles] });
    await appendNotes(600);
    await ask('POST', 'slow');
    await ask('POST', 'titles');
    for (let more = 0; more < 8; more += 1)
      await served.post('/v1/streams/notes-more/events', note(`more-${more}`, '2025-07-01'));
    expect([await ended('slow'), await ended('titles')]).toMatchObject([
      { status: 'done' },
      { status: 'done' },
    ]);
    const { timeline } = served;
    await timeline.caughtUp();
    expect(await timeline.state('slow')).toMatchObject({ state: 608 });
    expect(infoOf('slow')).toMatchObject({ position: 608, lag: 0 });
  });

  test('of a projection that fails tells on which event, and the others go on', async () => {
    served = await serve({ projections: [byTitle, titles], checkpoints });
    await appendNotes(3);
    await served.post('/v1/streams/notes-a/events', note('bad', '2025-07-02', 'Poison'));
    await served.timeline.caughtUp();
    await ask('POST', 'by-title');
    expect(await ended('by-title')).toMatchObject({
      status: 'failed',
      problem: {
        type: '/problems/projection-faulted',
        status: 500,
        detail: 'Projection by-title failed on event bad at position 4: cannot read it',
        projection: 'by-title',
      },
    });
    expect(infoOf('by-title')).toMatchObject({
      health: 'faulted',
      fault: expect.stringContaining('event bad at position 4'),
    });
    await ask('POST', 'titles');
    expect(await ended('titles')).toMatchObject({ status: 'done' });
  });

  test('goes on without whoever asked for it; one that the end of the server cuts off goes on when the store is opened again', async () => {
    const store = `sqlite:${temp.file()}`;
    served = await serve({ store, projections: [slow] });
    await appendNotes(600);
    await ask('POST', 'slow');
    await served.close();
    served = await serve({ store, projections: [slow] });
    await served.timeline.caughtUp();
    expect(infoOf('slow')).not.toHaveProperty('building');
    expect(await served.timeline.state('slow')).toMatchObject({ state: 600 });
  });

  test('that an earlier process began is seen, and cancelled', async () => {
    const store = `sqlite:${temp.file()}`;
    served = await serve({ store, projections: [] });
    await appendNotes(600);
    await served.close();
    served = await serve({ store, projections: [slow] });
    // What is seen first, before anything else had its turn.
    const rebuilds = createRebuilds(served.timeline, { clock: Date.now });
    expect(rebuilds.of('slow')).toEqual({
      status: 'running',
      projection: 'slow',
      version: 1,
      progress: expect.objectContaining({ version: 1, share: expect.any(Number) }),
    });
    expect(await rebuilds.cancel('slow')).toMatchObject({ status: 'cancelled' });
    expect(await served.timeline.state('slow')).toMatchObject({ state: 600 });
  });

  test('is refused where nothing is saved', async () => {
    served = await serve({ projections: [titles], checkpoints: false });
    const refused = await ask('POST', 'titles');
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ type: '/problems/store-read-only' });
    expect(refused.body).not.toContain('memory:');
    expect((await ask('GET', 'titles')).statusCode).toBe(404);
  });

  test.each([
    ['POST', 'nothing', '', 'unknown-projection'],
    ['GET', 'nothing', '', 'unknown-projection'],
    ['DELETE', 'nothing', '', 'unknown-projection'],
    ['POST', '__proto__', '', 'unknown-projection'],
    ['GET', 'titles', '', 'unknown-rebuild'],
    ['DELETE', 'titles', '', 'unknown-rebuild'],
  ] as const)('that is not there is a problem: %s of %s', async (method, name, _, code) => {
    served = await serve({ projections: [titles] });
    await served.timeline.caughtUp();
    const response = await ask(method, name);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: `/problems/${code}`, projection: name });
  });
});

describe('a projection that failed', () => {
  test('goes on from where it halted when it is resumed', async () => {
    served = await serve({ projections: [byTitle], checkpoints });
    await appendNotes(3);
    await served.post('/v1/streams/notes-a/events', note('bad', '2025-07-02', 'Poison'));
    await served.timeline.caughtUp();
    expect(infoOf('by-title')).toMatchObject({ health: 'faulted', lag: 1 });
    const again = await served.post('/v1/projections/by-title/resume', {});
    expect(again.statusCode).toBe(500);
    expect(again.json()).toMatchObject({ type: '/problems/projection-faulted' });
    isMended = true;
    const resumed = await served.post('/v1/projections/by-title/resume', {});
    expect(resumed.statusCode).toBe(200);
    expect(resumed.json()).toMatchObject({ name: 'by-title', health: 'ok' });
    await served.timeline.caughtUp();
    expect(infoOf('by-title')).toMatchObject({ health: 'ok', lag: 0 });
  });

  test('that is not there cannot be resumed', async () => {
    served = await serve({ projections: [titles] });
    const response = await served.ask({ method: 'POST', url: '/v1/projections/nothing/resume' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: '/problems/unknown-projection', projection: 'nothing' });
  });
});

/** Appends notes, one a minute: where time goes on, checkpoints can be laid. */
async function appendNotes(count: number): Promise<void> {
  const times = Array.from({ length: count }, (_, index) => Date.UTC(2025, 6, 3) + index * 60_000);
  await served.post(
    '/v1/streams/notes-a/events',
    times.map((time, index) => note(`n${index}`, formatInstant(time))),
  );
  await served.timeline.caughtUp();
}

async function ask(method: 'GET' | 'POST' | 'DELETE', name: string) {
  return served.ask({ method, url: `/v1/projections/${name}/rebuild` });
}

async function ended(name: string): Promise<unknown> {
  for (;;) {
    const rebuild = (await ask('GET', name)).json();
    if (rebuild.status !== 'running') return rebuild;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function answerOf(name: string): Promise<string> {
  return (await served.get(`/v1/projections/${name}?asOf=2026-01-01T00:00:00Z`)).body;
}

function infoOf(wanted: string): unknown {
  return served.timeline.projections().find(({ name }) => name === wanted);
}
