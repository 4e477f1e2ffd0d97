import { DatabaseSync } from 'node:sqlite';

import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import type { SqliteOptions } from '../../src/store/sqlite/index.ts';
import { catalogue, noonMs } from '../store/contract/setup.ts';

/** Opens the store in a file, by a clock that stands still at noon. */
export function openFile(path: string, options: Partial<SqliteOptions> = {}) {
  return openSqliteStore({ path, catalogue, clock: () => noonMs, ...options });
}

/** Runs SQL on a file without Asof, as somebody who wants to change what was recorded. */
export function runOn(path: string, sql: string): void {
  const raw = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    raw.exec(sql);
  } finally {
    raw.close();
  }
}

/** SQL that takes away the triggers which keep the log append-only. */
export const dropTriggers = ['event', 'stream', 'event_type']
  .flatMap((table) => ['changes', 'leaves', 'replaced'].map((end) => `DROP TRIGGER ${table}_never_${end};`))
  .join('');
