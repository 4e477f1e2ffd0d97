/** Marks a file as ours (`PRAGMA application_id`): "Asof" in ASCII. */
export const applicationId = 0x41736f66;

/** Marks the index beside it: "Asoi" in ASCII. */
export const indexApplicationId = 0x41736f69;

/** The version of the log's file format (`PRAGMA user_version`). */
export const formatVersion = 2;

/** The version of the index's format. An index of version 3 gets the table that it lacks; one of any other version is made anew. */
export const indexFormatVersion = 4;

/** How the index writes the status of a reading. */
export const statusCode = { stated: 0, corrected: 1, retracted: 2, reinstated: 3 } as const;

/**
 * What was noted of requests, which format 2 added to the log.
 *
 * The events of a request stand at every position from `first_position` through `last_position`. `made_by` is empty where it is not
 * known who asked; a key belongs to whoever used it.
 */
export const requestSchema = `
CREATE TABLE request (
  number INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,
  action TEXT NOT NULL,
  made_by TEXT NOT NULL,
  idempotency_key TEXT,
  fingerprint BLOB,
  first_position INTEGER NOT NULL REFERENCES event (position),
  last_position INTEGER NOT NULL REFERENCES event (position)
) STRICT;
CREATE UNIQUE INDEX request_by_key ON request (idempotency_key, made_by) WHERE idempotency_key IS NOT NULL;
${appendOnly('request', ['number = NEW.number', 'idempotency_key = NEW.idempotency_key AND made_by = NEW.made_by'])}`;

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
${appendOnly('event', ['id = NEW.id', 'position = NEW.position', 'stream = NEW.stream AND revision = NEW.revision'])}
${appendOnly('stream', ['id = NEW.id', 'name = NEW.name'])}
${appendOnly('event_type', ['id = NEW.id', 'name = NEW.name'])}
${requestSchema}`;

/**
 * What builds selected of the readings at `first` and the positions after it, which format 4 added to the index: a line of
 * JSON text for each, empty where there is nothing. The parts of a build follow one another without a gap.
 */
export const selectionSchema = `
CREATE TABLE selection (
  build INTEGER NOT NULL,
  first INTEGER NOT NULL,
  positions INTEGER NOT NULL,
  selected BLOB NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (build, first)
) STRICT;
`;

/**
 * The index, in a file of its own: it follows from the log alone and is made again when it is lost.
 *
 * Every event makes one reading, which stands at the position of that event. `occurred` is there where it differs from that of the
 * fact's own event. `touched_ms` is the earliest occurred time at which the event changes a history: that of the reading, or of the
 * one it takes the place of. `frontier_ms` is the latest occurred time of all readings so far, not counting what is dated after its
 * own recorded time, which `is_ahead` marks. `status` is a `statusCode`. `span` is the class of width of a reading that has one (see `spanClass`). A tag is what a reading can
 * be found by: what it is about, its sources, its type, its stream.
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
  status INTEGER NOT NULL,
  recorded_to INTEGER,
  data_position INTEGER NOT NULL,
  occurred TEXT,
  from_ms INTEGER NOT NULL,
  from_latest_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  touched_ms INTEGER NOT NULL,
  frontier_ms INTEGER,
  is_ahead INTEGER NOT NULL,
  span INTEGER
) STRICT;
CREATE INDEX reading_by_history ON reading (from_ms, fact, position, number, recorded_to, status);
CREATE INDEX reading_ahead ON reading (from_ms, fact) WHERE is_ahead = 1;
CREATE INDEX reading_by_span ON reading (span, from_ms) WHERE span IS NOT NULL;
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
${projectionSchema()}`;

/**
 * What is kept for projections, in the index file too.
 *
 * A build is what is kept for one version of one projection, with how much that is. A series is what a state is kept of: one key of a keyed projection, or
 * the whole of another. A checkpoint is the state of a series as of `occurred_ms`, true for every position from `recorded_from` on and
 * before `recorded_to`. Its state stands apart, so that closing a checkpoint does not write it again.
 */
export function projectionSchema(): string {
  return `
CREATE TABLE build (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  projection TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  position INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  checkpoints INTEGER NOT NULL DEFAULT 0,
  checkpoint_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  build INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_position INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  UNIQUE (build, name)
) STRICT;
CREATE TABLE reading_key (
  series INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  fact INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (series, from_ms, fact, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY,
  series INTEGER NOT NULL,
  occurred_ms INTEGER NOT NULL,
  recorded_from INTEGER NOT NULL,
  recorded_to INTEGER,
  facts INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX checkpoint_open ON checkpoint (series, occurred_ms, recorded_from) WHERE recorded_to IS NULL;
CREATE INDEX checkpoint_open_known ON checkpoint (series, recorded_from, occurred_ms) WHERE recorded_to IS NULL;
CREATE INDEX checkpoint_closed ON checkpoint (series, occurred_ms, recorded_from, recorded_to) WHERE recorded_to IS NOT NULL;
CREATE TABLE checkpoint_state (id INTEGER PRIMARY KEY, state BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
${selectionSchema}`;
}

/** The class of what has no known end. */
export const endlessSpan = 99;

/** Returns the class of a width in milliseconds: the least number of times that 4 must be multiplied to exceed it. */
export function spanClass(widthMs: number): number {
  return Math.floor(Math.log2(widthMs) / 2) + 1;
}

/**
 * `INSERT OR REPLACE` deletes without asking the trigger against it, so what is the `same` must not be inserted at all.
 * Each way to be the same is looked up by its own index: as one look-up with OR it costs twice that.
 */
function appendOnly(table: string, same: readonly string[]): string {
  const isThere = same.map((one) => `EXISTS (SELECT 1 FROM ${table} WHERE ${one})`).join(' OR ');
  return `
CREATE TRIGGER ${table}_never_changes BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never change'); END;
CREATE TRIGGER ${table}_never_leaves BEFORE DELETE ON ${table}
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never leave'); END;
CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN ${isThere}
BEGIN SELECT RAISE (ABORT, 'the log is append-only: ${table} rows never change'); END;`;
}
