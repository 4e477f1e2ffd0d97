import { DatabaseSync } from 'node:sqlite';

/** Makes a file of format 1 at `to`, with the events of a closed store of the newest format at `from`. */
export function copyAsFormat1(from: string, to: string): void {
  const old = new DatabaseSync(to);
  try {
    old.exec(schema1);
    old.prepare('ATTACH ? AS newest').run(from);
    for (const table of ['meta', 'stream', 'event_type', 'event'])
      old.exec(`INSERT INTO main.${table} SELECT * FROM newest.${table} ORDER BY 1`);
    old.exec('DETACH newest; PRAGMA application_id = 0x41736f66; PRAGMA user_version = 1');
  } finally {
    old.close();
  }
}

/** The schema of format 1, word for word as it was written. */
const schema1 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE event_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  stream INTEGER NOT NULL REFERENCES stream (id),
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL REFERENCES event_type (id),
  schema_version INTEGER NOT NULL,
  occurred TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  causation_id TEXT,
  correlation_id TEXT,
  data TEXT NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (stream, revision)
) STRICT;
CREATE INDEX event_by_cause ON event (causation_id) WHERE causation_id IS NOT NULL;

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event rows never change'); END;
CREATE TRIGGER event_never_leaves BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event rows never leave'); END;
CREATE TRIGGER event_never_replaced BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM event WHERE position = NEW.position) OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND revision = NEW.revision)
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event rows never change'); END;

CREATE TRIGGER stream_never_changes BEFORE UPDATE ON stream
BEGIN SELECT RAISE (ABORT, 'the log is append-only: stream rows never change'); END;
CREATE TRIGGER stream_never_leaves BEFORE DELETE ON stream
BEGIN SELECT RAISE (ABORT, 'the log is append-only: stream rows never leave'); END;
CREATE TRIGGER stream_never_replaced BEFORE INSERT ON stream WHEN EXISTS (SELECT 1 FROM stream WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM stream WHERE name = NEW.name)
BEGIN SELECT RAISE (ABORT, 'the log is append-only: stream rows never change'); END;

CREATE TRIGGER event_type_never_changes BEFORE UPDATE ON event_type
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event_type rows never change'); END;
CREATE TRIGGER event_type_never_leaves BEFORE DELETE ON event_type
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event_type rows never leave'); END;
CREATE TRIGGER event_type_never_replaced BEFORE INSERT ON event_type WHEN EXISTS (SELECT 1 FROM event_type WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM event_type WHERE name = NEW.name)
BEGIN SELECT RAISE (ABORT, 'the log is append-only: event_type rows never change'); END;`;
