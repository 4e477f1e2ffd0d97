import { logSchema } from '../../sqlite/schema.ts';

/** How the file of a replica is marked: "Asor" in ASCII, and the version of its format; one of another version is filled anew. */
export const replicaMark = { application: 0x41736f72, version: 1 } as const;

/**
 * What a replica keeps beside the log: how far it follows, and what came of events that are not in the log.
 *
 * Following goes on from `resume`; `anchor` is the last event of the log itself before that. `at` is a place in `$all`: commit and prepare, 8 bytes each, big-endian, so that places compare as bytes do. `cluster_stream` has the last
 * revision that each stream has in the cluster, whatever became of its events. An import that has ended says of how many
 * events it was said to be, and what was recorded of it, or why nothing was.
 */
export const replicaSchema = `
${logSchema}
CREATE TABLE follow (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  identity TEXT,
  scope TEXT NOT NULL,
  resume_at BLOB,
  resume_wire_id TEXT,
  anchor_at BLOB,
  anchor_wire_id TEXT,
  was_caught_up INTEGER NOT NULL,
  parked INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  staged INTEGER NOT NULL
) STRICT;
CREATE TABLE cluster_place (position INTEGER PRIMARY KEY, at BLOB NOT NULL) STRICT;
CREATE TABLE cluster_stream (name TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE parked (
  at BLOB PRIMARY KEY,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  wire_id TEXT NOT NULL,
  type TEXT NOT NULL,
  reason TEXT NOT NULL,
  code TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  events INTEGER,
  recorded INTEGER,
  repeated INTEGER,
  position INTEGER,
  reason TEXT,
  code TEXT
) STRICT;
CREATE TABLE staged (
  import INTEGER NOT NULL REFERENCES import (id),
  number INTEGER NOT NULL,
  at BLOB NOT NULL,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  wire_id TEXT NOT NULL,
  type TEXT NOT NULL,
  metadata TEXT NOT NULL,
  data TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX staged_by_number ON staged (import, number);`;
