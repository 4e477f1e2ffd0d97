import { writeFileSync } from 'node:fs';

import { EventStoreDBClient } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, describe, expect, test } from 'vitest';

import { openMemoryAccess } from '../../src/access/memory.ts';
import { keepServingWire } from '../../src/cli/serve-wire.ts';
import { createCatalogue } from '../../src/domain/catalogue.ts';
import { news } from '../../src/news.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { makeCertificate } from '../support/certificate.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { idOf } from '../support/tokens.ts';
import { note, order, told } from '../support/wire-events.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());
const catalogue = createCatalogue(news.events);
const certificate = makeCertificate(temp);
const tls = ['--grpc-cert', certificate.certPath, '--grpc-key', certificate.keyPath];

describe('asof serve --grpc-port', () => {
  test('speaks the protocol of EventStoreDB over the timeline that it serves', async () => {
    const args = ['--store', 'memory:', '--keep-foreign'];
    const { out } = await served(args, async ({ wire, http }) => {
      const client = EventStoreDBClient.connectionString(`${wire}&keepAliveInterval=-1`);
      await client.appendToStream('notes-desk', note('First'));
      await client.appendToStream('orders-1', order(1));
      expect(await told(client.readStream('orders-1'))).toEqual(['orders-1@0:OrderPlaced']);
      const shown = await (await fetch(`${http}/v1/streams/notes-desk/events`)).json();
      expect(shown).toMatchObject({ events: [{ type: 'NoteAdded', data: { title: 'First' } }] });
    });
    expect(out).toContain('\nIt speaks the protocol of EventStoreDB at esdb://127.0.0.1:');
  });

  test('asks for the tokens of the store, and signs with them what it records', async () => {
    const store = `sqlite:${temp.file()}`;
    const token = await tokenFor(store);
    await served(['--store', store, ...tls], async ({ wire }) => {
      const trusting = `&tlsCAFile=${certificate.certPath}&keepAliveInterval=-1`;
      const client = (who: string) =>
        EventStoreDBClient.connectionString(`${wire.replace('//127.0.0.1', `//${who}localhost`)}${trusting}`);
      const desk = client(`desk:${token}@`);
      await desk.appendToStream('notes-desk', note('First'));
      for (const stranger of [client(''), client(`desk:${token}x@`)])
        await expect(told(stranger.readStream('notes-desk'))).rejects.toMatchObject({
          code: status.UNAUTHENTICATED,
        });
      expect(await told(desk.readStream('notes-desk'))).toEqual(['notes-desk@0:NoteAdded']);
      expect((await asof(['token', 'revoke', idOf(token), '--store', store])).code).toBe(0);
      await expect(desk.appendToStream('notes-desk', note('Second'))).rejects.toMatchObject({
        type: 'access-denied',
      });
    });
    const { entries } = JSON.parse((await asof(['audit', '--store', store, '--json'])).out);
    expect(entries.filter(({ stream }: { stream?: string }) => stream === 'notes-desk')).toMatchObject([
      { action: 'append', by: `token:${idOf(token)} The desk` },
    ]);
  });

  test('ends subscriptions when it stops, and then ends', async () => {
    const left = Promise.withResolvers<unknown>();
    await served(['--store', 'memory:'], async ({ wire }) => {
      const client = EventStoreDBClient.connectionString(`${wire}&keepAliveInterval=-1`);
      // Its call for appends stays open.
      await client.appendToStream('notes-desk', note('First'));
      const caughtUp = Promise.withResolvers<void>();
      client
        .subscribeToStream('notes-desk')
        .on('error', left.resolve)
        .on('data', () => undefined)
        .on('caughtUp', caughtUp.resolve);
      await caughtUp.promise;
    });
    expect(await left.promise).toMatchObject({ type: 'unavailable' });
  });

  test('is served anew when the log has become another, so that nobody goes on in it by a place of the old one', async () => {
    let refills = 0;
    const log = { ...openMemoryStore({ catalogue, clock: Date.now }), refills: () => refills };
    const access = openMemoryAccess(Date.now);
    const failures: unknown[] = [];
    const what = {
      log,
      catalogue,
      access,
      clock: Date.now,
      onFailure: (error: unknown) => failures.push(error),
    };
    const settings = { host: '127.0.0.1', port: 0, keepForeign: true, raw: false };
    const wire = await keepServingWire(settings, what);
    const client = () => EventStoreDBClient.connectionString(`${wire.address}&keepAliveInterval=-1`);
    const left = Promise.withResolvers<unknown>();
    const caughtUp = Promise.withResolvers<void>();
    const one = client();
    one
      .subscribeToAll()
      .on('error', left.resolve)
      .on('data', () => undefined)
      .on('caughtUp', caughtUp.resolve);
    await caughtUp.promise;
    refills += 1;
    expect(await left.promise).toMatchObject({ type: 'unavailable' });
    const again = client();
    await expect
      .poll(async () => again.appendToStream('notes-desk', note('First')).then(() => 'appended', String))
      .toBe('appended');
    expect(failures).toEqual([]);
    await Promise.all([one.dispose(), again.dispose()]);
    await wire.close();
    await log.close();
  });

  test('is refused beyond loopback for a store without a token', async () => {
    const ran = await asof(['serve', '--store', 'memory:', '--host', '0.0.0.0', '--grpc-port', '0']);
    expect(ran).toMatchObject({ code: 5, err: expect.stringContaining('(address-refused)') });
  });

  test('is refused on a port that is in use, and lets go of what it had opened', async () => {
    const store = `sqlite:${temp.file()}`;
    await served(['--store', 'memory:'], async ({ wire }) => {
      const ran = await asof([
        'serve',
        '--store',
        store,
        '--no-founding',
        '--port',
        '0',
        '--grpc-port',
        new URL(wire).port,
      ]);
      expect(ran).toMatchObject({ code: 7, err: expect.stringContaining('--grpc-port (address-in-use)') });
      await served(['--store', store], async () => undefined);
    });
  });

  test('is refused with half of a certificate, and with what is none', async () => {
    const nothing = temp.file();
    writeFileSync(nothing, 'no certificate');
    for (const [args, error] of [
      [tls.slice(0, 2), 'invalid-config'],
      [tls.slice(2), 'invalid-config'],
      [['--grpc-cert', nothing, '--grpc-key', certificate.keyPath], 'invalid-config'],
      [['--grpc-cert', certificate.certPath, '--grpc-key', temp.file()], 'file-unreachable'],
    ] as const) {
      const ran = await asof(['serve', '--store', 'memory:', '--port', '0', '--grpc-port', '0', ...args]);
      expect(ran).toMatchObject({ out: '', err: expect.stringContaining(`(${error})`) });
    }
  });
});

async function tokenFor(store: string): Promise<string> {
  const scopes = ['--scope', 'read', '--scope', 'append'];
  return (await asof(['token', 'create', '--name', 'The desk', ...scopes, '--store', store])).out.trim();
}

/** Serves both until the work is done, and gives what was written. */
async function served(
  args: readonly string[],
  work: (at: { readonly http: string; readonly wire: string }) => Promise<unknown>,
) {
  const greeted = Promise.withResolvers<string>();
  const stop = Promise.withResolvers<void>();
  const ran = asof(['serve', '--port', '0', '--grpc-port', '0', '--no-founding', ...args], {
    stopped: async () => stop.promise,
    onOut: greeted.resolve,
  });
  const ended = ran.then(({ err }) => Promise.reject(new Error(`It did not serve: ${err}`)));
  ended.catch(() => undefined);
  try {
    const greeting = await Promise.race([greeted.promise, ended]);
    await work({ http: /http:\S+/.exec(greeting)?.[0] ?? '', wire: /esdb:\S+/.exec(greeting)?.[0] ?? '' });
  } finally {
    stop.resolve();
  }
  const { out, err, code } = await ran;
  expect({ err, code }).toEqual({ err: '', code: 0 });
  return { out };
}
