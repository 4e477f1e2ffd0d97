import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import type { Row } from './rows.ts';

/** Runs SQL on one connection; each text is prepared once. */
export interface Statements {
  run(sql: string, ...values: SQLInputValue[]): void;
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  iterate(sql: string, ...values: SQLInputValue[]): Iterable<Row>;
}

/** Keeps the prepared statements of a connection. */
export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => void prepare(sql).run(...values),
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    // An iteration stays open between steps, so it must not share its statement.
    iterate: (sql, ...values) => database.prepare(sql).iterate(...values),
  };
}
