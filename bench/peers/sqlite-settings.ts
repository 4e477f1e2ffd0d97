/** Reads one pragma or function over the connection whose settings are asked for. */
export type ReadSql = (sql: string) => Promise<Readonly<Record<string, unknown>> | null | undefined>;

const synchronousNames = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** Reads back from a connection to SQLite what decides when it calls fsync. */
export async function sqliteSettings(read: ReadSql): Promise<string> {
  const value = async (sql: string) => String(Object.values((await read(sql)) ?? {})[0]);
  const synchronous = await value('PRAGMA synchronous');
  return [
    `journal_mode=${await value('PRAGMA journal_mode')}`,
    `synchronous=${synchronousNames[Number(synchronous)] ?? synchronous}`,
    `wal_autocheckpoint=${await value('PRAGMA wal_autocheckpoint')}`,
    `page_size=${await value('PRAGMA page_size')}`,
    `SQLite ${await value('SELECT sqlite_version()')}`,
  ].join(', ');
}
