import { isSQLiteError, readMessagesBatch } from '@event-driven-io/emmett-sqlite';
import type { SQLiteConnection } from '@event-driven-io/emmett-sqlite';

import type { PeerEvent } from './events.ts';
import { sqliteSettings } from './sqlite-settings.ts';
import { emptyTally, evolve } from './tally.ts';
import type { Tally } from './tally.ts';

/** What a read of everything takes at a time. */
const pageSize = 1000;

/** Folds everything with the function that emmett's consumer reads with; the consumer itself sleeps between batches. */
export async function foldAll(connection: SQLiteConnection): Promise<Tally> {
  const tally = emptyTally();
  let [after, areEventsLeft] = [0n, true];
  while (areEventsLeft) {
    const page = await readMessagesBatch<PeerEvent>(connection, { after, batchSize: pageSize });
    for (const event of page.messages) evolve(tally, event);
    ({ currentGlobalPosition: after, areEventsLeft } = page);
  }
  return tally;
}

/** Reads back the settings of one of emmett's connections. */
export async function settingsOf(connection: SQLiteConnection): Promise<string> {
  return sqliteSettings(async (sql) => (await connection.query<Record<string, unknown>>(sql))[0]);
}

/**
 * Returns a function that does an append again while it is refused, and one that says how often it was.
 *
 * Emmett commits while its own statement may still be open, so on a busy machine about one append in a thousand fails with
 * "SQLITE_BUSY: cannot commit transaction - SQL statements in progress", is rolled back and logged to the console.
 */
export function retrying() {
  let refused = 0;
  const retried = async <Result>(append: () => Promise<Result>): Promise<Result> => {
    for (;;)
      try {
        return await append();
      } catch (error) {
        if (!isSQLiteError(error) || !error.message.startsWith('SQLITE_BUSY')) throw error;
        refused += 1;
      }
  };
  return { retried, refusals: () => `${refused} commits refused with SQLITE_BUSY and done again` };
}
