import { join } from 'node:path';

import { SqliteStore } from '@rotorsoft/act-sqlite';

import type { PeerEvent } from './events.ts';
import type { Peer } from './peer.ts';
import { sqliteSettings } from './sqlite-settings.ts';
import { emptyTally, evolve } from './tally.ts';

/** What a read of everything takes at a time. */
const pageSize = 1000;

/** The event's schemas, as act wants them: data by name. */
type Schemas = Record<string, PeerEvent['data']>;

/** The part used here of the libSQL client that the store keeps to itself. */
interface Client {
  execute(sql: string): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}

/**
 * Act's store on SQLite, by the methods of its store port, with an fsync on every commit.
 *
 * Its client keeps a pool of connections; used one call after another it has one, which keeps the setting.
 */
export const actSqlite: Peer = {
  durable: true,
  async open(folder) {
    const store = new SqliteStore({ url: `file:${join(folder, 'act.db')}` });
    await store.seed();
    const client: Client = store['client'];
    await client.execute('PRAGMA synchronous = FULL');
    const append = async (stream: string, events: readonly PeerEvent[]) => {
      const named = events.map(({ type, data }) => ({ name: type, data }));
      await store.commit<Schemas>(stream, named, { correlation: 'bench', causation: {} });
    };
    return {
      appendOne: async (stream, event) => append(stream, [event]),
      appendMany: append,
      fold: async () => {
        const tally = emptyTally();
        let [after, count] = [0, pageSize];
        while (count === pageSize)
          count = await store.query<Schemas>(
            ({ id, name, data }) => {
              evolve(tally, { type: name, data });
              after = id;
            },
            { after, limit: pageSize },
          );
        return tally;
      },
      stateAsOf: async (stream, version) => {
        const tally = emptyTally();
        await store.query<Schemas>(({ name, data }) => void evolve(tally, { type: name, data }), {
          stream,
          stream_exact: true,
          limit: version,
        });
        return tally;
      },
      settings: async () => sqliteSettings(async (sql) => (await client.execute(sql)).rows[0]),
      close: async () => store.dispose(),
    };
  },
};
