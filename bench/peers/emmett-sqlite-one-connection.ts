import { join } from 'node:path';

import {
  appendToStream,
  createEventStoreSchema,
  readStream,
  sqliteConnection,
} from '@event-driven-io/emmett-sqlite';

import { foldAll, retrying, settingsOf } from './emmett-sqlite-common.ts';
import type { PeerEvent } from './events.ts';
import type { Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';

/**
 * The functions that emmett's store on SQLite is made of, over one connection that stays open, with an fsync on every commit.
 *
 * The store itself can't be told to keep its connection.
 */
export const emmettSqliteOneConnection: Peer = {
  durable: true,
  async open(folder) {
    const connection = sqliteConnection({ fileName: join(folder, 'emmett.db') });
    const { retried, refusals } = retrying();
    await connection.command('PRAGMA synchronous = FULL');
    await createEventStoreSchema(connection);
    const append = async (stream: string, events: readonly PeerEvent[]) => {
      const { success } = await retried(async () =>
        appendToStream(connection, stream, 'sirens', [...events]),
      );
      if (!success) throw new Error(`emmett refused to append to ${stream}`);
    };
    return {
      appendOne: async (stream, event) => append(stream, [event]),
      appendMany: append,
      fold: async () => foldAll(connection),
      stateAsOf: async (stream, version) => {
        const { events } = await readStream<PeerEvent>(connection, stream, { to: BigInt(version) });
        return events.reduce(evolve, emptyTally());
      },
      settings: async () => `one connection kept open: ${await settingsOf(connection)}, ${refusals()}`,
      close: async () => connection.close(),
    };
  },
};
