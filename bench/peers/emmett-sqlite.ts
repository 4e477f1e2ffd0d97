import { join } from 'node:path';

import { getSQLiteEventStore, sqliteConnection } from '@event-driven-io/emmett-sqlite';

import { foldAll, retrying, settingsOf } from './emmett-sqlite-common.ts';
import type { PeerEvent } from './events.ts';
import type { Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';
import type { Tally } from './tally.ts';

/**
 * Emmett's store on SQLite as it comes out of the box: it opens a connection for every operation, and closes it.
 *
 * Its settings are those of its build and can't be chosen; they are read over its own connection, in the first append.
 */
export const emmettSqlite: Peer = {
  durable: true,
  async open(folder) {
    const fileName = join(folder, 'emmett.db');
    const { retried, refusals } = retrying();
    let settings = '';
    const store = getSQLiteEventStore({
      fileName,
      hooks: {
        onBeforeCommit: async (_, { connection }) => {
          if (settings === '') settings = await settingsOf(connection);
        },
      },
    });
    const append = async (stream: string, events: readonly PeerEvent[]) =>
      void (await retried(async () => store.appendToStream(stream, [...events])));
    return {
      appendOne: async (stream, event) => append(stream, [event]),
      appendMany: append,
      fold: async () => {
        const connection = sqliteConnection({ fileName });
        const tally = await foldAll(connection);
        connection.close();
        return tally;
      },
      stateAsOf: async (stream, version) => {
        const read = { to: BigInt(version) };
        const options = { evolve, initialState: emptyTally, read };
        return (await store.aggregateStream<Tally, PeerEvent>(stream, options)).state;
      },
      settings: async () => `a connection per operation, as it comes: ${settings}, ${refusals()}`,
      close: async () => {},
    };
  },
};
