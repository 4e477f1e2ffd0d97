import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { TimelineError } from '../domain/errors.ts';
import { createAccess } from './create.ts';
import type { KeptToken, KeptTokens } from './kept-tokens.ts';
import { tokensUnreadable } from './kept-tokens.ts';
import { fileError, makeAccessFile, openAccessFile } from './open-file.ts';
import type { AccessControl, TokenAction } from './port.ts';
import { actionOf, tokenOfRow } from './rows.ts';

/**
 * Opens the access control that is kept in a file, which is made with the first token.
 *
 * The file is looked at with every question, so that what another process does to it counts from the next one on. One that vanishes, is
 * damaged, or is put in the place of another without any token lets nobody in. Throws `store-foreign`, `store-newer`,
 * `store-corrupt` or `store-unreachable` for a file that is there and cannot be used.
 */
export function openFileAccess(path: string, clock: () => number = Date.now): AccessControl {
  const kept = new TokenFile(path);
  kept.open();
  return createAccess(kept, clock);
}

const noTokens: ReadonlyMap<string, KeptToken> = new Map();

class TokenFile implements KeptTokens {
  readonly #path: string;
  #file: DatabaseSync | undefined;
  /** Which file was opened last; undefined while none was ever there. */
  #identity: string | undefined;
  #version: unknown;
  /** Asked with every question, so it is prepared once for each file that is opened. */
  #versionNow: StatementSync | undefined;
  #tokens = noTokens;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Opens the file, if it is there. */
  open(): void {
    const identity = identityOf(this.#path);
    if (identity === undefined) return;
    // The old one first: what it tidies up when it is closed must not be of the new one.
    this.#file?.close();
    this.#file = undefined;
    this.#version = undefined;
    this.#identity = identity;
    const file = openAccessFile(this.#path);
    this.#file = file;
    this.#versionNow = file.prepare('PRAGMA data_version');
    this.#refresh(file);
  }

  all(): ReadonlyMap<string, KeptToken> {
    if (this.#isClosed) throw tokensUnreadable();
    try {
      const identity = identityOf(this.#path);
      if (identity === undefined && this.#identity === undefined) return noTokens;
      if (identity === undefined) throw tokensUnreadable();
      if (this.#file === undefined || identity !== this.#identity) this.open();
      else this.#refresh(this.#file);
      return this.#tokens;
    } catch (error) {
      // What was read before says nothing of what holds now, and must be read again.
      this.#version = undefined;
      throw error instanceof TimelineError && error.code === 'tokens-unreadable'
        ? error
        : tokensUnreadable(error);
    }
  }

  add({ info, hash }: KeptToken, action: TokenAction): void {
    this.#change((file) => {
      file
        .prepare(
          'INSERT INTO token (id, name, scopes, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(info.id, info.name, info.scopes.join(' '), hash, info.createdAt, info.expiresAt ?? null);
      insertAction(file, action);
    });
  }

  revoke(action: TokenAction): void {
    this.#change((file) => {
      const { changes } = file
        .prepare('UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL')
        .run(action.at, action.token);
      if (changes > 0) insertAction(file, action);
    });
  }

  noteUses(uses: ReadonlyMap<string, number>): boolean {
    const file = this.#file;
    if (file === undefined) return false;
    try {
      file.exec('PRAGMA busy_timeout = 0');
      transact(file, () => {
        const note = file.prepare('UPDATE token SET last_used_at = ? WHERE id = ?');
        for (const [id, at] of uses) note.run(at, id);
      });
      return true;
    } catch {
      return false;
    } finally {
      if (file.isOpen) file.exec('PRAGMA busy_timeout = 5000');
    }
  }

  actions(): readonly TokenAction[] {
    this.all();
    return this.#file?.prepare('SELECT * FROM action ORDER BY number').all().map(actionOf) ?? [];
  }

  close(): void {
    this.#isClosed = true;
    this.#file?.close();
    this.#file = undefined;
  }

  /** Reads the tokens again when another connection changed the file, or this one did. */
  #refresh(file: DatabaseSync): void {
    const version = this.#versionNow?.get()?.['data_version'];
    if (version === this.#version) return;
    const rows = file.prepare('SELECT * FROM token ORDER BY rowid').all();
    const tokens = new Map(rows.map(tokenOfRow).map((token) => [token.info.id, token]));
    if (tokens.size === 0 && this.#tokens.size > 0) throw tokensUnreadable();
    this.#tokens = tokens;
    this.#version = version;
  }

  #change(work: (file: DatabaseSync) => void): void {
    this.all();
    try {
      if (this.#file === undefined) {
        makeAccessFile(this.#path);
        this.open();
      }
      const file = this.#file;
      if (file === undefined) throw tokensUnreadable();
      this.#version = undefined;
      transact(file, () => work(file));
      // In the file itself: a log beside it that gets lost must not take tokens with it.
      file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      throw fileError(this.#path, error);
    }
  }
}

function insertAction(file: DatabaseSync, { at, action, token, name, scopes, by }: TokenAction): void {
  file
    .prepare('INSERT INTO action (at, what, token, name, scopes, by_whom) VALUES (?, ?, ?, ?, ?, ?)')
    .run(at, action, token, name, scopes.join(' '), by);
}

function transact(file: DatabaseSync, work: () => void): void {
  file.exec('BEGIN IMMEDIATE');
  try {
    work();
    file.exec('COMMIT');
  } catch (error) {
    if (file.isTransaction) file.exec('ROLLBACK');
    throw error;
  }
}

/** Returns which file is at a path, and how it was written last; undefined for none. */
function identityOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}
