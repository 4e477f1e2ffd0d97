import { DatabaseSync } from 'node:sqlite';

/** The rows of some tables as text: bytes in hexadecimal, each row with its columns in their order. */
export type TableTexts = Readonly<Record<string, readonly string[]>>;

/** What every node has alike of a log, by table, and in which order its rows are listed. */
const logTables = {
  event: 'position',
  stream: 'id',
  event_type: 'id',
  request: 'number',
  cluster_place: 'position',
  cluster_stream: 'name',
  parked: 'at',
  import: 'id',
  staged: 'import, number',
  follow: 'one',
};

/** Reads what a replica has taken in out of its files, which have to be closed or settled. */
export function replicaTables(path: string): TableTexts {
  return { ...rowsOf(path, logTables), ...rowsOf(`${path}-index`, { reading: 'position', followed: 'one' }) };
}

function rowsOf(path: string, tables: Readonly<Record<string, string>>): TableTexts {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.fromEntries(
      Object.entries(tables).map(([table, order]) => [
        table,
        database.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all().map(rowText),
      ]),
    );
  } finally {
    database.close();
  }
}

function rowText(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row, (name, value: unknown) =>
    name === 'words_position' ? undefined : asText(value),
  );
}

function asText(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
