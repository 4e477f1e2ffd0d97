/** Marks a file as ours (`PRAGMA application_id`): "Asof" in ASCII. */
export const applicationId = 0x41736f66;

/** Marks the index beside it: "Asoi" in ASCII. */
export const indexApplicationId = 0x41736f69;

/** The version of the log's file format (`PRAGMA user_version`). */
export const formatVersion = 1;

/** The version of the index's format; an index of another version is made anew. */
export const indexFormatVersion = 1;

/**
 * The log: append-only by its triggers, chained by hashes.
 *
 * `stream` and `event_type` only give long names short numbers. Times are milliseconds of the Unix epoch.
 */
export const logSchema = `
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
${appendOnly('event', 'id = NEW.id OR position = NEW.position OR (stream = NEW.stream AND revision = NEW.revision)')}
${appendOnly('stream', 'id = NEW.id OR name = NEW.name')}
${appendOnly('event_type', 'id = NEW.id OR name = NEW.name')}`;

/**
 * The index, in a file of its own: it follows from the log alone and is made again when it is lost.
 *
 * Every event makes one reading, which stands at the position of that event. `occurred` is there where it differs from that of the
 * fact's own event. A tag is what a reading can be found by: what it is about, its sources, its type, its stream.
 */
export const indexSchema = `
CREATE TABLE followed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  words_position INTEGER NOT NULL
) STRICT;
CREATE TABLE reading (
  position INTEGER PRIMARY KEY,
  fact INTEGER NOT NULL,
  number INTEGER NOT NULL,
  status TEXT NOT NULL,
  recorded_to INTEGER,
  data_position INTEGER NOT NULL,
  occurred TEXT,
  from_ms INTEGER NOT NULL,
  from_latest_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX reading_by_history ON reading (from_ms, fact);
CREATE INDEX reading_by_end ON reading (last_ms) WHERE last_ms > from_ms;
CREATE UNIQUE INDEX reading_by_fact ON reading (fact, number) WHERE number > 0;
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE reading_tag (
  tag INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  fact INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (tag, from_ms, fact, position)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE reading_text USING fts5 (words, content='', detail=none, tokenize='ascii');
`;

/** `INSERT OR REPLACE` deletes without asking the trigger against it, so what is `same` must not be inserted at all. */
function appendOnly(table: string, same: string): string {
  return `
CREATE TRIGGER ${table}_never_changes BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never change'); END;
CREATE TRIGGER ${table}_never_leaves BEFORE DELETE ON ${table}
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never leave'); END;
CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${same})
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never change'); END;`;
}
