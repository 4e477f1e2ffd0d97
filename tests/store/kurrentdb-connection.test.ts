import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { readConnection } from '../../src/store/kurrentdb/connection.ts';
import { openKurrentStore } from '../../src/store/kurrentdb/index.ts';
import { useClient } from '../../src/store/kurrentdb/shared-clients.ts';
import type { EventLog } from '../../src/store/port.ts';
import { makeCertificate } from '../support/certificate.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';
import { startWire } from '../support/wire-serving.ts';
import type { WireServing, WireServingOptions } from '../support/wire-serving.ts';
import { errorOf, idsIn, seen } from './contract/setup.ts';

const folder = makeTempFolder();
const opened: EventLog[] = [];
const served: WireServing[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (log) => log.close()));
  await Promise.all(served.splice(0).map(async (serving) => serving.stop('SIGKILL')));
});
afterAll(() => folder.remove());

const secret = 'S3cr3t-of-the-desk';

describe('a store over a connection', () => {
  test('by discovery finds the node that answers', { timeout: 30_000 }, async () => {
    const { port } = await serve({ store: 'memory:', raw: true });
    const log = open(`kurrentdb+discover://127.0.0.1:${port}?tls=false`);
    await append(log, 'a');
    expect(idsIn(log)).toEqual(['a']);
  });

  test(
    'with TLS and a token appends and follows, and shows the token nowhere',
    { timeout: 30_000 },
    async () => {
      const certificate = makeCertificate(folder);
      const { port } = await serve({
        store: 'memory:',
        tls: certificate,
        tokens: { [secret]: ['read', 'append', 'admin'] },
      });
      const url = (token: string) =>
        `esdb://desk:${token}@localhost:${port}?tlsCAFile=${encodeURIComponent(certificate.certPath)}&defaultDeadline=4000`;
      const log = open(url(secret));
      await append(log, 'a');
      expect(idsIn(log)).toEqual(['a']);
      const wrong = open(url(`not-${secret}`));
      const error = await errorOf(append(wrong, 'b'));
      expect(error.code).toBe('store-unreachable');
      const shown = [log.name, log.following?.(), wrong.name, wrong.following?.(), error];
      expect(inspect(shown, { depth: 9, showHidden: true })).not.toContain(secret);
      expect(wrong.following?.().why).toMatch(/token/i);
    },
  );

  test('that is not to be trusted says so', { timeout: 30_000 }, async () => {
    const certificate = makeCertificate(folder);
    const { port } = await serve({ store: 'memory:', tls: certificate });
    const log = open(`esdb://localhost:${port}`);
    await expect.poll(() => log.following?.().why, { timeout: 20_000 }).toMatch(/certificate/);
    const trusting = open(`esdb://localhost:${port}?tlsVerifyCert=false`);
    await append(trusting, 'a');
  });

  test('to nobody is opened, read, and closed at once', async () => {
    const log = open('esdb://127.0.0.1:9?tls=false');
    expect([log.head().position, log.health()]).toEqual([0, 'catching-up']);
    await expect.poll(() => log.following?.().why).toMatch(/ECONNREFUSED/);
    await log.close();
    expect(log.health()).toBe('closed');
  });

  test('beside the process that follows only reads', { timeout: 30_000 }, async () => {
    const { port } = await serve({ store: 'memory:', raw: true });
    const connection = `esdb://127.0.0.1:${port}?tls=false`;
    const index = folder.file();
    const log = open(connection, index);
    await append(log, 'a');
    expect(() => open(connection, index)).toThrow(expect.objectContaining({ code: 'store-in-use' }));
    const reading = open(connection, index, true);
    expect([idsIn(reading), reading.health(), reading.following, reading.ready]).toEqual([
      ['a'],
      'read-only',
      undefined,
      undefined,
    ]);
    expect(reading.parked?.({ limit: 1 })).toEqual([]);
    expect((await errorOf(append(reading, 'b'))).code).toBe('store-read-only');
  });
});

describe('the client of a process', () => {
  test('is one for all that connect likewise, and ends with its last user', async () => {
    const connection = readConnection('esdb://127.0.0.1:9?tls=false');
    const [first, second] = [useClient(connection), useClient(connection)];
    const other = useClient(readConnection('esdb://127.0.0.1:9?tls=false&connectionName=other'));
    expect(first.client).toBe(second.client);
    expect(other.client).not.toBe(first.client);
    const end = vi.spyOn(first.client, 'end');
    await first.release();
    await first.release();
    expect(end).not.toHaveBeenCalled();
    await second.release();
    expect(end).toHaveBeenCalledOnce();
    const later = useClient(connection);
    expect(later.client).not.toBe(first.client);
    await Promise.all([later.release(), other.release()]);
  });
});

describe('a cluster that is killed', () => {
  test(
    'under many appends takes nobody with it, and loses nothing that was acknowledged',
    { timeout: 120_000 },
    async () => {
      const unheard = vi.fn<(reason: unknown) => void>();
      process.on('unhandledRejection', unheard);
      const store = `sqlite:${folder.file()}`;
      let serving = await serve({ store, raw: true, port: 21_900 + Math.floor(Math.random() * 1000) });
      const log = open(`esdb://127.0.0.1:${serving.port}?tls=false&asofPrefix=one.&defaultDeadline=40000`);
      const other = open(
        `esdb://127.0.0.1:${serving.port}?tls=false&asofPrefix=other.&defaultDeadline=40000`,
      );
      const acknowledged: string[] = [];
      for (let round = 0; round < 3; round += 1) {
        await Promise.all([append(log, `before-${round}`), append(other, `then-${round}`)]);
        const all = Array.from({ length: 300 }, async (_, index) => {
          const [one, id] = [index % 3 === 0 ? other : log, `${round}-${index}`];
          await append(one, id, 'x'.repeat(1500));
          acknowledged.push(id);
        });
        await new Promise((resolve) => setTimeout(resolve, 3 + 10 * round));
        await serving.stop('SIGKILL');
        serving = await serve({ store, raw: true, port: serving.port });
        await Promise.all(all);
      }
      expect(acknowledged).toHaveLength(900);
      const ids = [...idsIn(log), ...idsIn(other)];
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(acknowledged));
      for (const one of [log, other])
        expect([(await one.verify()).faults, one.parked?.({ limit: 9 })]).toEqual([[], []]);
      expect(log.following?.().reconnects).toBeGreaterThanOrEqual(3);
      process.off('unhandledRejection', unheard);
      expect(unheard).not.toHaveBeenCalled();
    },
  );
});

async function serve(options: WireServingOptions): Promise<WireServing> {
  const serving = await startWire(options);
  served.push(serving);
  return serving;
}

function open(connection: string, index = folder.file(), readOnly = false): EventLog {
  const catalogue = createCatalogue(testEvents);
  const log = openKurrentStore({ connection, index, catalogue, clock: Date.now, readOnly });
  opened.push(log);
  return log;
}

async function append(log: EventLog, id: string, summary: string = randomUUID()) {
  return log.append({
    stream: `seen-${id.length % 5}`,
    expected: 'any',
    events: [seen(id, '2025', { summary })],
  });
}
