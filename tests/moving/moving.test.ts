import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { Moved, MoveOptions, MoveProgress, Side } from '../../src/moving/index.ts';
import { moveLog } from '../../src/moving/index.ts';
import { news } from '../../src/news.ts';
import { openStoreAndTimeline } from '../../src/open.ts';
import { readFolder } from '../../src/store/files/folder.ts';
import type { EventLog } from '../../src/store/port.ts';
import { foundingStreams, note, startMs } from '../api/served.ts';

let now: number;
let opened: Side[];
beforeEach(() => {
  now = startMs;
  opened = [];
});
afterEach(async () => {
  for (const { timeline } of opened) await timeline.close();
});

describe('a log that is moved', () => {
  test('is there as it was, with its recorded times, its audit trail and its keys', async () => {
    const [from, to] = [await keptLog(), await open()];
    const moved = await move(from, to);
    expect(moved).toMatchObject({ before: 0, copied: from.store.head().position });
    expect(to.store.readLog(whole)).toEqual(from.store.readLog(whole));
    expect(to.store.audit(whole)).toEqual(from.store.audit(whole));
    expect(to.store.commits(steps)).toEqual(from.store.commits(steps));
    expect(await to.timeline.verify()).toEqual(await from.timeline.verify());
    expect(await keyed(to.timeline)).toMatchObject({
      repeated: true,
      position: (await keyed(from.timeline)).position,
    });
  });

  test('answers the same on both sides, in every projection, as of every moment that is tried', async () => {
    const [from, to] = [await keptLog(), await open()];
    const { comparison } = await move(from, to, { samples: 40 });
    const { log, trail, answers, moments, asked, different, isSame } = comparison;
    expect({ moments, different, isSame }).toEqual({ moments: 40, different: [], isSame: true });
    expect(asked).toBeGreaterThan(40 * from.timeline.projections().length);
    expect(log.from).toBe((await from.timeline.verify()).hash);
    for (const both of [log, trail, answers]) expect(both.to).toBe(both.from);
    expect((await move(from, to, { samples: 40 })).comparison).toEqual(comparison);
  });

  test('and was cut off goes on where it stopped, commit by whole commit', async () => {
    const [from, to] = [await keptLog(), await open()];
    const ends = new Set(from.store.commits(steps).map(({ position }) => position));
    let stops = 0;
    let moved: Moved | undefined;
    while (moved === undefined)
      try {
        moved = await move(from, to, { partMax: 7, ...stoppingIn('copying') });
      } catch (error) {
        expect(error).toBe(stopped);
        stops += 1;
        expect(ends).toContain(to.store.head().position);
      }
    expect(stops).toBeGreaterThan(3);
    expect(moved).toMatchObject({ comparison: { isSame: true }, position: from.store.head().position });
    expect(to.store.audit(whole)).toEqual(from.store.audit(whole));
  });

  test('is copied in parts even where one commit is larger than a part', async () => {
    const [from, to] = [await open(), await open()];
    await from.timeline.append(
      'notes-a',
      Array.from({ length: 25 }, (_, index) => note(`n${index}`)),
      {
        by: 'os:ann',
        idempotencyKey: 'k',
      },
    );
    expect(await move(from, to, { partMax: 10 })).toMatchObject({ copied: 25, comparison: { isSame: true } });
    expect(to.store.audit(whole)).toEqual(from.store.audit(whole));
  });

  test('may be empty', async () => {
    const moved = await move(await open(), await open());
    expect(moved).toMatchObject({ copied: 0, comparison: { moments: 0, isSame: true } });
  });

  test('is moved again for what was recorded meanwhile', async () => {
    const [from, to] = [await keptLog(), await open()];
    const first = await move(from, to);
    await from.timeline.append('notes-late', [note('late')], { by: 'os:ann' });
    expect(await move(from, to)).toMatchObject({
      before: first.position,
      copied: 1,
      comparison: { isSame: true },
    });
  });

  test('tells how far it is, step by step', async () => {
    const [from, to] = [await keptLog(), await open()];
    await move(from, to);
    const told: MoveProgress[] = [];
    await move(from, to, { onProgress: async (progress) => void told.push(progress) });
    expect([...new Set(told.map(({ step }) => step))]).toEqual([
      'comparing',
      'copying',
      'reading',
      'answering',
    ]);
    for (const { done, of } of told) expect(done).toBeLessThanOrEqual(of);
  });
});

describe('a move is refused', () => {
  test('where the target has another event, named by its position', async () => {
    const [from, to] = [await keptLog(), await open()];
    await to.timeline.append('notes-own', [note('own')]);
    expect(await failure(move(from, to))).toMatchObject({ code: 'logs-differ', facts: { position: 1 } });
    expect(to.store.head().position).toBe(1);
  });

  test('where one event of the target has another recorded time, however far back', async () => {
    const [from, to] = [await keptLog(), await open()];
    await move(from, to);
    const readLog: EventLog['readLog'] = (range) =>
      to.store
        .readLog(range)
        .map((event) => (event.position === 2 ? { ...event, recordedAt: event.recordedAt + 1 } : event));
    const error = await failure(move(from, { ...to, store: { ...to.store, readLog } }));
    expect(error).toMatchObject({ code: 'logs-differ', facts: { position: 2 } });
  });

  test('where the target has more than the source', async () => {
    const [from, to] = [await keptLog(), await open()];
    await move(from, to);
    const longer = await to.timeline.append('notes-own', [note('own')]);
    const error = await failure(move(from, to));
    expect(error).toMatchObject({ code: 'logs-differ', facts: { position: longer.position } });
  });

  test('where the target has the events without what is noted of them', async () => {
    const [from, to] = [await keptLog(), await open()];
    await to.timeline.import(from.store.readLog(whole));
    expect(await failure(move(from, to))).toMatchObject({ code: 'logs-differ', facts: { entry: 1 } });
  });

  test('when somebody else records in the target meanwhile', async () => {
    const [from, to] = [await keptLog(), await open()];
    const onProgress: MoveOptions['onProgress'] = async ({ step, done }) => {
      if (step === 'copying' && done > 0 && to.store.head().position === 0)
        void to.timeline.append('notes-own', [note('own')]);
    };
    const error = await failure(move(from, to, { partMax: 10, onProgress }));
    expect(error).toMatchObject({ category: 'conflict' });
  });
});

describe('the comparison finds', () => {
  test('one state that differs, by projection and moment', async () => {
    const [from, to] = [await keptLog(), await open()];
    await move(from, to);
    const state: Timeline['state'] = async (projection, query) => {
      const answer = await to.timeline.state(projection, query);
      return projection === 'sources'
        ? { ...answer, state: { ...Object(answer.state), harmed: true } }
        : answer;
    };
    const { comparison } = await move(from, { ...to, timeline: { ...to.timeline, state } });
    expect(comparison.isSame).toBe(false);
    expect(comparison.answers.from).not.toBe(comparison.answers.to);
    expect(comparison.log.from).toBe(comparison.log.to);
    expect(new Set(comparison.different.map(({ projection }) => projection))).toEqual(new Set(['sources']));
    expect(comparison.different[0]).toMatchObject({
      asOf: expect.stringMatching(/Z$/),
      knownAt: expect.stringMatching(/^\d+$/),
    });
  });

  test('an event that differs, though no state does', async () => {
    const [from, to] = [await keptLog(), await open()];
    await move(from, to);
    let reads = 0;
    const pages = Math.ceil(from.store.head().position / 1000);
    const readLog: EventLog['readLog'] = (range) => {
      reads += 1;
      const events = to.store.readLog(range);
      // What is compared before anything is copied reads it, too.
      return reads > pages ? events.map((event) => ({ ...event, correlationId: 'harmed' })) : events;
    };
    const { comparison } = await move(from, { ...to, store: { ...to.store, readLog } });
    expect(comparison).toMatchObject({ isSame: false, different: [] });
    expect(comparison.log.from).not.toBe(comparison.log.to);
  });
});

const whole = { after: 0, limit: 100_000 };
const steps = { order: 'oldest-first', limit: 100_000 } as const;
const stopped = new Error('stopped');
const clock = () => now;

async function open(): Promise<Side> {
  let ids = 0;
  const newId = () => `given-${(ids += 1)}`;
  const side = await openStoreAndTimeline({ ...news, store: 'memory:', clock, newId });
  opened.push(side);
  return side;
}

/** The founding streams, and after them appends with and without notes, corrections and a retraction. */
async function keptLog(): Promise<Side> {
  const side = await open();
  const { timeline } = side;
  await timeline.import(readFolder(foundingStreams), { by: 'os:ann' });
  now = Date.UTC(2026, 6, 1);
  await keyed(timeline);
  for (let count = 0; count < 12; count += 1) {
    now += 60_000;
    await timeline.append('notes-desk', [note(`note-${count}`), note(`more-${count}`)], {
      by: 'token:1 desk',
    });
    if (count % 3 === 0) await timeline.append('notes-other', [note(`other-${count}`)]);
  }
  await timeline.correct('note-3', { reason: 'a slip', data: { title: 'Mended' }, by: 'os:ann' });
  await timeline.retract('note-5', { reason: 'not so', by: 'os:ann', idempotencyKey: 'r' });
  return side;
}

async function keyed(timeline: Timeline) {
  const two = [note('keyed-1'), note('keyed-2')];
  return timeline.append('notes-keyed', two, { by: 'os:ann', idempotencyKey: 'k' });
}

async function move(from: Side, to: Side, options: Partial<MoveOptions> = {}): Promise<Moved> {
  const { signal } = new AbortController();
  return moveLog(from, to, { samples: 3, signal, onProgress: async () => undefined, ...options });
}

/** Stops a move when its first part is copied. */
function stoppingIn(step: MoveProgress['step']): Pick<MoveOptions, 'signal' | 'onProgress'> {
  const stopping = new AbortController();
  let began: number | undefined;
  return {
    signal: stopping.signal,
    async onProgress(progress) {
      if (progress.step !== step) return;
      began ??= progress.done;
      if (progress.done > began) stopping.abort(stopped);
    },
  };
}

async function failure(moving: Promise<unknown>): Promise<TimelineError> {
  const error: unknown = await moving.catch((thrown: unknown) => thrown);
  if (error instanceof TimelineError) return error;
  throw new Error('It was not refused', { cause: error });
}
