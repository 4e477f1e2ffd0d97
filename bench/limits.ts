import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { indexSchema, logSchema } from '../src/store/sqlite/schema.ts';
import { perSecond } from './measure.ts';
import type { PeerEvent } from './peers/events.ts';
import { eventsFrom, streamAt, streams } from './peers/events.ts';

/** Appends records of about 500 bytes to a file, each written and made durable before the next; records a second. */
export function writeAndSync(path: string, units: number): number {
  const records = eventsFrom(0, units).map((event) => JSON.stringify(event));
  const file = openSync(path, 'w');
  const rate = perSecond(units, () => {
    for (const record of records) {
      writeSync(file, record);
      fdatasyncSync(file);
    }
  });
  closeSync(file);
  return rate;
}

/** What anybody would write by hand for the same events: one table with the same unique indexes, no checks; rows a second. */
export function insertIntoOneTable(path: string, units: number): number {
  const rows = eventsFrom(0, units).map((event, index) => rowOf(event, index));
  const database = openFull(path);
  database.exec(`CREATE TABLE event (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
    revision INTEGER NOT NULL, type TEXT NOT NULL, occurred TEXT NOT NULL, recorded_at INTEGER NOT NULL, data TEXT NOT NULL,
    UNIQUE (stream, revision))`);
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const rate = perSecond(units, () => {
    database.exec('BEGIN');
    for (const { position, id, stream, revision, type, occurred, text } of rows)
      insert.run(position, id, stream, revision, type, occurred, position, text);
    database.exec('COMMIT');
  });
  database.close();
  return rate;
}

/** The same with every table and index that ours has: log, readings, tags; without validation, hash chain and triggers; events a second. */
export function insertIntoAllTables(path: string, units: number): number {
  const rows = eventsFrom(0, units).map((event, index) => rowOf(event, index));
  const database = openFull(path);
  database.exec(withoutTriggers(logSchema));
  database.exec(indexSchema);
  database.exec("INSERT INTO event_type VALUES (1, 'AlertStarted')");
  for (let stream = 0; stream < streams; stream += 1)
    database.prepare('INSERT INTO stream VALUES (?, ?)').run(stream + 1, streamAt(stream));
  const event = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, 1, 1, ?, ?, NULL, NULL, ?, ?)');
  const reading = database.prepare(
    'INSERT INTO reading VALUES (?1, ?1, 0, 0, NULL, ?1, NULL, ?2, ?2, ?2, ?2, ?2, 0, NULL)',
  );
  const tag = database.prepare('INSERT INTO reading_tag VALUES (?, ?, ?, ?)');
  const hash = Buffer.alloc(32);
  const rate = perSecond(units, () => {
    database.exec('BEGIN');
    for (const { position, id, streamId, revision, occurred, from, tags, text } of rows) {
      event.run(position, id, streamId, revision, occurred, position, text, hash);
      reading.run(position, from);
      for (const one of tags) tag.run(one, from, position, position);
    }
    database.exec('COMMIT');
  });
  database.close();
  return rate;
}

/** Reads the data of every event from a filled store in the order of the log and parses it; events a second. */
export function scanAndParse(path: string, units: number): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const scan = database.prepare('SELECT data FROM event ORDER BY position');
  let parsed = 0;
  const rate = perSecond(units, () => {
    for (const { data } of scan.iterate()) if (typeof JSON.parse(String(data)) === 'object') parsed += 1;
  });
  database.close();
  if (parsed !== units) throw new Error(`${parsed} events were read, not ${units}`);
  return rate;
}

function openFull(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000');
  return database;
}

function withoutTriggers(schema: string): string {
  return schema.replaceAll(/CREATE TRIGGER[^;]*?BEGIN[^;]*;\s*END;/g, '');
}

function rowOf({ type, data }: PeerEvent, index: number) {
  const streamId = 1 + (index % streams);
  return {
    position: index + 1,
    id: crypto.randomUUID(),
    stream: streamAt(index),
    streamId,
    revision: Math.floor(index / streams),
    type,
    occurred: data.occurred,
    from: Date.parse(data.occurred),
    // Type, stream, two of what it is about, source: as many as ours, spread alike.
    tags: [1 + (index % 2), 10 + streamId, 200 + ((index * 37) % streams), 400, 401],
    text: JSON.stringify(data),
  };
}
