import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import { createCatalogue } from '../../src/domain/catalogue.ts';
import { createTimeline } from '../../src/engine/create.ts';
import { renewing } from '../../src/engine/renewing.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { news } from '../../src/news.ts';
import { openTimeline } from '../../src/open.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { note } from '../api/served.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());
let opened: Timeline[] = [];
afterEach(async () => {
  for (const timeline of opened.splice(0)) await timeline.close();
});

describe('a timeline whose log becomes another', () => {
  test('answers nothing of the old one, from memory or from what is saved', async () => {
    const { timeline, replace } = openReplaced();
    await record(timeline, 'old', 60);
    const before = await asked(timeline);
    await timeline.caughtUp();
    replace();
    await record(timeline, 'new', 40);
    const fresh = openReplaced();
    await record(fresh.timeline, 'new', 40);
    const after = await asked(timeline);
    expect(after).toEqual(await asked(fresh.timeline));
    expect(after).not.toEqual(before);
    await timeline.caughtUp();
    expect(await asked(timeline)).toEqual(after);
    for (const { lag, health } of timeline.projections()) expect([lag, health]).toEqual([0, 'ok']);
    expect((await timeline.verify()).faults).toEqual([]);
  });

  test('ends what is under way: an answer, a walk and a subscription say that it is another', async () => {
    const { timeline, replace } = openReplaced();
    await record(timeline, 'old', 60);
    const updates = timeline.updates('sources', { key: 'Old' });
    await updates.next();
    const walk = timeline.history();
    await walk[Symbol.asyncIterator]().next();
    const state = timeline.state('situation');
    replace();
    for (const going of [state, rest(updates), rest(walk)])
      await expect(going).rejects.toMatchObject({ code: 'store-catching-up' });
    expect(timeline.head().position).toBe(0);
  });

  test('is begun anew when nobody asks for anything, so that whoever listens hears of it', async () => {
    const { timeline, replace } = openReplaced();
    await record(timeline, 'old', 5);
    const updates = timeline.updates('situation');
    for (const kind of ['snapshot', 'caught-up'])
      expect(await updates.next()).toMatchObject({ value: { kind } });
    const next = updates.next();
    replace();
    await expect(next).rejects.toMatchObject({ code: 'store-catching-up' });
  });

  test('is waited for as the log that it is by then', async () => {
    const waited = Promise.withResolvers<void>();
    const { timeline, replace } = openReplaced({ ready: async () => waited.promise });
    const ready = timeline.ready(new AbortController().signal);
    replace();
    waited.resolve();
    await ready;
    expect(timeline.head().position).toBe(0);
  });

  test('is the timeline of its store where that keeps its log', async () => {
    const store = openMemoryStore({ catalogue, clock: Date.now });
    const made: EventLog[] = [];
    const timeline = renewing(store, (log) => {
      made.push(log);
      return create(log);
    });
    opened.push(timeline);
    expect(made).toEqual([store]);
  });
});

describe('a server on the replica of a node, over a real connection', () => {
  test('answers of the log that the cluster has, also what was fixed for ever of the one it had', async () => {
    const first = await startWire({ store: 'memory:', raw: true });
    const node = await openNode(first.port);
    await record(node, 'old', 4);
    const app = buildServer(node);
    const before = await fixedAnswers(app);
    expect(await fixedAnswers(app)).toEqual(before);
    await first.stop('SIGKILL');
    const second = await startWire({ store: 'memory:', raw: true, port: first.port });
    const other = await openNode(first.port);
    await record(other, 'new', 6);
    await expect
      .poll(() => node.following(), { timeout: 45_000, interval: 50 })
      .toMatchObject({ state: 'live', refills: 1 });
    await expect.poll(() => node.head().position, { timeout: 10_000 }).toBe(6);
    const fresh = buildServer(other);
    expect(await fixedAnswers(app)).toEqual(await fixedAnswers(fresh));
    expect(await fixedAnswers(app)).not.toEqual(before);
    expect((await app.inject('/metrics')).body).toContain('asof_following_refills_total 1');
    await Promise.all([app.close(), fresh.close()]);
    for (const timeline of opened.splice(0)) await timeline.close();
    await second.stop('SIGTERM');
  }, 120_000);
});

const catalogue = createCatalogue(news.events);

function create(store: EventLog): Timeline {
  let ids = 0;
  return createTimeline({
    store,
    catalogue,
    projections: news.projections,
    clock: () => Date.UTC(2026, 0, 1),
    newId: () => `given-${(ids += 1)}`,
    checkpoints: { facts: 4 },
  });
}

/** Opens a timeline whose log can be replaced by an empty one at any time. */
function openReplaced(more: Partial<EventLog> = {}): { readonly timeline: Timeline; replace(): void } {
  let [log, refills] = [emptyLog(), 0];
  const store: EventLog = {
    ...current(() => log),
    projections: current(() => log.projections),
    refills: () => refills,
    ...more,
  };
  const timeline = renewing(store, create);
  opened.push(timeline);
  return {
    timeline,
    replace() {
      log = emptyLog();
      refills += 1;
    },
  };
}

function emptyLog(): EventLog {
  return openMemoryStore({ catalogue, clock: () => Date.UTC(2026, 0, 1) });
}

/** Gives the methods of what there is when they are called. */
function current<Methods extends object>(of: () => Methods): Methods {
  const members = Object.keys(of()).map((name) => {
    const member = (): unknown => Reflect.get(of(), name);
    if (typeof member() !== 'function') return [name, member()];
    const call = (...values: unknown[]): unknown => Reflect.apply(member() as () => unknown, of(), values);
    return [name, call];
  });
  return Object.fromEntries(members) as Methods;
}

async function openNode(port: number): Promise<Timeline> {
  const store = `esdb://127.0.0.1:${port}?tls=false`;
  const timeline = await openTimeline({ ...news, store, index: temp.file() });
  opened.push(timeline);
  await timeline.ready(AbortSignal.timeout(30_000));
  return timeline;
}

async function record(timeline: Timeline, what: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    const { data, ...event } = note(`${what}-${done}`, `2025-07-${String((done % 28) + 1).padStart(2, '0')}`);
    const sources = [{ publisher: what === 'old' ? 'Old' : 'New' }];
    await timeline.append('notes-desk', [{ ...event, data: { ...data, about: [`place:${what}`], sources } }]);
  }
}

const asOf = '2025-12-01T00:00:00Z';

async function asked(timeline: Timeline): Promise<unknown> {
  const moment = { asOf };
  const names = timeline.projections().filter(({ keyed }) => !keyed);
  return {
    states: await Promise.all(names.map(async ({ name }) => timeline.state(name, moment))),
    keys: await timeline.keys('sources', moment),
    page: await timeline.timeline({ ...moment, limit: 5 }),
    density: await timeline.density({ ...moment, buckets: 5 }),
    commits: timeline.commits(),
    head: timeline.head(),
  };
}

async function fixedAnswers(app: ReturnType<typeof buildServer>): Promise<readonly string[]> {
  const moment = `asOf=${asOf}&knownAt=3`;
  const paths = ['/v1/timeline?', '/v1/projections/situation?', '/v1/projections/sources/keys?'];
  const answers = await Promise.all(paths.map(async (path) => app.inject(`${path}${moment}`)));
  return answers.map(({ body }) => body);
}

async function rest(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items) continue;
}
