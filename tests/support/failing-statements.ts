import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Result codes of SQLite, for a disk without room and for one that fails. */
export const failingCodes = { full: 13, broken: 10 } as const;

/** Returns an error as SQLite throws it. */
export function sqliteError(code: number): Error {
  return Object.assign(new Error(`the disk says ${code}`), { errcode: code });
}

/** Runs work during which commits into files whose path ends so fail. */
export async function withFailingCommits(
  code: number,
  work: () => Promise<void>,
  ending = '',
): Promise<void> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function failing(sql) {
    if (sql.endsWith('COMMIT') && this.location()?.endsWith(ending) === true) throw sqliteError(code);
    exec.call(this, sql);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

/** Runs work during which the disk has no more room from one statement that writes on; returns whether it came to that one. */
export async function withoutRoomFrom(statement: number, work: () => Promise<void>): Promise<boolean> {
  const { run, get } = StatementSync.prototype;
  const { exec } = DatabaseSync.prototype;
  let writes = 0;
  const write = (): void => {
    writes += 1;
    if (writes > statement) throw sqliteError(failingCodes.full);
  };
  StatementSync.prototype.run = function running(this: StatementSync, ...values: unknown[]) {
    write();
    return Reflect.apply(run, this, values);
  } as typeof run;
  StatementSync.prototype.get = function getting(this: StatementSync, ...values: unknown[]) {
    if (this.sourceSQL.startsWith('INSERT')) write();
    return Reflect.apply(get, this, values);
  } as typeof get;
  DatabaseSync.prototype.exec = function executing(sql) {
    if (sql === 'COMMIT') write();
    exec.call(this, sql);
  };
  try {
    await work();
  } finally {
    Object.assign(StatementSync.prototype, { run, get });
    DatabaseSync.prototype.exec = exec;
  }
  return writes > statement;
}
