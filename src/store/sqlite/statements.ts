import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import type { Row } from './rows.ts';

/** Runs work in one transaction, or as part of the one that is open; what fails is taken back whole. */
export type InTransaction = <Result>(work: () => Result) => Result;

/** Runs SQL on one connection; each text is prepared once. */
export interface Statements {
  run(sql: string, ...values: SQLInputValue[]): void;
  /** Runs what changes rows and returns how many it changed. */
  change(sql: string, ...values: SQLInputValue[]): number;
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** Gives each row as the list of its columns, which costs half as much as an object. */
  lists(sql: string, ...values: SQLInputValue[]): readonly (readonly unknown[])[];
  iterate(sql: string, ...values: SQLInputValue[]): Iterable<Row>;
}

/** Keeps the prepared statements of a connection. */
export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  const listing = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => void prepare(sql).run(...values),
    change: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    lists(sql, ...values) {
      const known = listing.get(sql);
      const statement = known ?? database.prepare(sql);
      if (known === undefined) {
        statement.setReturnArrays(true);
        listing.set(sql, statement);
      }
      // A statement that returns arrays gives lists, whatever its type says.
      return statement.all(...values) as unknown as readonly (readonly unknown[])[];
    },
    // An iteration stays open between steps, so it must not share its statement.
    iterate: (sql, ...values) => database.prepare(sql).iterate(...values),
  };
}
