/** Marks the file of tokens as ours (`PRAGMA application_id`): "Asoa" in ASCII. */
export const accessApplicationId = 0x41736f61;

/** The version of its format (`PRAGMA user_version`). */
export const accessFormatVersion = 1;

/**
 * The tokens of a store and what was done to them. Times are milliseconds of the Unix epoch.
 *
 * Nothing leaves it: that a token was ever made is what closes the store to those who show none. `hash` is the SHA-256 of the secret.
 */
export const accessSchema = `
CREATE TABLE token (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE TABLE action (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('created', 'revoked')),
  token TEXT NOT NULL REFERENCES token (id),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  by_whom TEXT NOT NULL
) STRICT;
CREATE TRIGGER token_never_leaves BEFORE DELETE ON token
BEGIN SELECT RAISE (ABORT, 'tokens are revoked, and never leave'); END;
CREATE TRIGGER token_stays_itself BEFORE UPDATE OF id, name, scopes, hash, created_at, expires_at ON token
BEGIN SELECT RAISE (ABORT, 'a token is what it was made as'); END;
CREATE TRIGGER token_stays_revoked BEFORE UPDATE OF revoked_at ON token WHEN OLD.revoked_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a token stays revoked'); END;
CREATE TRIGGER action_never_changes BEFORE UPDATE ON action
BEGIN SELECT RAISE (ABORT, 'what was done stays'); END;
CREATE TRIGGER action_never_leaves BEFORE DELETE ON action
BEGIN SELECT RAISE (ABORT, 'what was done stays'); END;`;
