import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { createWireServer } from '../../src/wire/server.ts';
import type { WireServer } from '../../src/wire/server.ts';
import type { WireLog } from '../../src/wire/service.ts';
import { appendRaw } from '../support/cluster-append.ts';
import { enveloped, foreign } from '../support/enveloped.ts';
import { eventually } from '../support/event-client.ts';
import { withParameters } from '../support/kurrent-cluster.ts';
import { openNode } from '../support/open-node.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { connectRaw } from '../support/wire-raw.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Changes what the cluster shows of its log. */
type Lie = (page: readonly RecordedEvent[]) => readonly RecordedEvent[];

const honest: Lie = (page) => page;
let lie: Lie;
let server: WireServer;
let port: number;
const opened: Timeline[] = [];

beforeEach(async () => {
  lie = honest;
  const log = openMemoryStore({ catalogue: createCatalogue([]), clock: Date.now });
  const lying: WireLog = { ...log, readLog: (range) => lie(log.readLog(range)) };
  server = createWireServer({ log: lying, catalogue: createCatalogue([]), clock: Date.now, raw: true });
  port = await server.listen('127.0.0.1', 0);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (timeline) => timeline.close()));
  await server.close();
});

const prefix = 'lied.';
const node = (parameters: Readonly<Record<string, string | number>> = {}): Timeline => {
  const url = withParameters(`esdb://127.0.0.1:${port}`, {
    tls: 'false',
    asofPrefix: prefix,
    defaultDeadline: 60_000,
    ...parameters,
  });
  const { timeline } = openNode({ url, path: folder.file() });
  opened.push(timeline);
  return timeline;
};
const ready = async (timeline: Timeline) => timeline.ready(AbortSignal.timeout(60_000));

describe('a cluster that', () => {
  test('has lost an event in the middle of a stream stops whoever comes after, who says which one', async () => {
    const before = node();
    for (let count = 0; count < 6; count += 1) await before.append('seen-kyiv', [sighting()]);
    lie = (page) =>
      page.filter(({ stream, revision }) => !(stream === `${prefix}seen-kyiv` && revision === 2));
    const after = node();
    await expect(ready(after)).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(after.following()).toMatchObject({ state: 'stopped' });
    expect(after.following()?.why).toMatch(/lied\.seen-kyiv/);
    expect(after.following()?.why).toMatch(/[23]/);
    expect(after.health()).toBe('poisoned');
    expect(after.head().position).toBe(2);
    await expect(after.append('seen-kyiv', [sighting()])).rejects.toMatchObject({ category: 'unavailable' });
    // It is read on.
    expect(await after.state('digest')).toMatchObject({ state: { facts: 2 } });
    lie = honest;
    await before.append('seen-kyiv', [sighting()]);
    expect(before.head().position).toBe(7);
  });

  test('has lost the beginning of a stream likewise', async () => {
    const before = node();
    for (let count = 0; count < 4; count += 1) await before.append('seen-kyiv', [sighting()]);
    lie = (page) => page.filter(({ stream, revision }) => !(stream === `${prefix}seen-kyiv` && revision < 2));
    const after = node();
    await expect(ready(after)).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(after.head().position).toBe(0);
  });

  test('says that it took an append, and does not show it, is not believed', async () => {
    await node().append('seen-kyiv', [sighting()]);
    const timeline = node({ defaultDeadline: 4000 });
    await ready(timeline);
    lie = (page) => page.filter(({ revision }) => revision === 0);
    const event = sighting();
    await expect(timeline.append('seen-kyiv', [event])).rejects.toMatchObject({
      code: 'store-unreachable',
      facts: { mayBeRecorded: true },
    });
    expect(timeline.head().position).toBe(1);
    lie = honest;
    const late = node();
    const { events } = await late.append('seen-kyiv', [event]);
    expect(events).toMatchObject([{ id: event.id, position: 2 }]);
    expect(everything(late)).toHaveLength(2);
  });

  test('tells events twice is believed once', async () => {
    const before = node();
    for (let count = 0; count < 10; count += 1) await before.append('seen-kyiv', [sighting(), sighting()]);
    lie = (page) =>
      page.flatMap((event) => [event, ...page.filter(({ position }) => position <= event.position)]);
    const after = node();
    await ready(after);
    expect(everything(after)).toEqual(everything(before));
    expect(after.parked()).toEqual([]);
  });

  test('has an event of others in a stream of the log stops whoever is to stop there, and nobody else', async () => {
    const parking = node();
    await parking.append('seen-kyiv', [sighting()]);
    const raw = connectRaw(port);
    await appendRaw(raw, `${prefix}seen-kyiv`, [foreign('order-placed', '{"sum":1}')]);
    await appendRaw(raw, `${prefix}seen-kyiv`, [enveloped()]);
    raw.close();
    const stopping = node({ asofForeign: 'stop' });
    await expect(ready(stopping)).rejects.toThrow();
    expect(stopping.following()).toMatchObject({ state: 'stopped' });
    expect(stopping.following()?.why).toMatch(/lied\.seen-kyiv/);
    expect(stopping.head().position).toBe(1);
    await ready(parking);
    expect(parking.head().position).toBe(2);
    expect(parking.parked()).toMatchObject([
      { stream: `${prefix}seen-kyiv`, revision: 1, type: 'order-placed' },
    ]);
  });

  test('has something else where a log says which one it is is left alone', async () => {
    const raw = connectRaw(port);
    await appendRaw(raw, `${prefix}asof-log`, [foreign('order-placed', '{"sum":1}')]);
    raw.close();
    const timeline = node();
    await expect(ready(timeline)).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(timeline.following()?.why).toMatch(/lied\.asof-log/);
    await expect(timeline.append('seen-kyiv', [sighting()])).rejects.toThrow(/lied\.asof-log/);
  });

  test('has an event that a newer Asof wrote stops whoever cannot read it, rather than count on without it', async () => {
    const before = node();
    await before.append('seen-kyiv', [sighting()]);
    const raw = connectRaw(port);
    await appendRaw(raw, `${prefix}seen-kyiv`, [enveloped({ mark: { v: 2 } })]);
    raw.close();
    await expect(ready(before)).rejects.toMatchObject({ code: 'store-newer' });
    expect(before.head().position).toBe(1);
    expect(before.parked()).toEqual([]);
  });
});

test('what answers with garbage at the address of a cluster is not believed, and left for the cluster when that is there', async () => {
  const talking: Socket[] = [];
  const babbling = createServer((socket) => {
    talking.push(socket);
    socket.on('error', () => undefined).on('data', () => socket.write(randomBytes(2000)));
    socket.write(randomBytes(500));
  });
  await new Promise<void>((resolve) => babbling.listen(0, '127.0.0.1', resolve));
  const { port: there } = babbling.address() as AddressInfo;
  const url = withParameters(`esdb://127.0.0.1:${there}`, { tls: 'false', asofPrefix: prefix });
  const [impatient, timeline] = [1000, 60_000].map((defaultDeadline) => {
    const opening = openNode({ url: withParameters(url, { defaultDeadline }), path: folder.file() });
    opened.push(opening.timeline);
    return opening.timeline;
  }) as [Timeline, Timeline];
  await expect(impatient.append('seen-kyiv', [sighting()])).rejects.toMatchObject({
    category: 'unavailable',
  });
  expect(timeline.following()?.state).not.toBe('live');
  await new Promise<void>((resolve) => {
    babbling.close(() => resolve());
    for (const socket of talking) socket.destroy();
  });
  const log = openMemoryStore({ catalogue: createCatalogue([]), clock: Date.now });
  const real = createWireServer({ log, catalogue: createCatalogue([]), clock: Date.now, raw: true });
  await real.listen('127.0.0.1', there);
  await eventually(() => timeline.following()?.state === 'live');
  await timeline.append('seen-kyiv', [sighting()]);
  expect(timeline.head().position).toBe(1);
  await Promise.all(opened.splice(0).map(async (one) => one.close()));
  await real.close();
});

function sighting() {
  const id = randomUUID();
  return { id, type: 'ThingSeen', occurred: '2025-07-03T12:00:00Z', data: { title: id, count: 1 } };
}

function everything(timeline: Timeline) {
  return timeline.log({ after: 0, limit: 1000 });
}
