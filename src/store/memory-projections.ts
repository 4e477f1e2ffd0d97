import { DatabaseSync } from 'node:sqlite';

import type { ProjectionIndex } from './projection-index.ts';
import { createProjectionIndex } from './sqlite/projection-index.ts';
import { numberIn } from './sqlite/rows.ts';
import { projectionSchema } from './sqlite/schema.ts';
import { createStatements } from './sqlite/statements.ts';

/** What a log in memory keeps for projections, and which readings belong to a series of them. */
export interface MemoryProjections {
  readonly projections: ProjectionIndex;
  /** Returns the positions of the readings of a series; undefined for no series, which is all of them. */
  membersOf(series: number | undefined): ReadonlySet<number> | undefined;
}

/** Keeps it in a database in memory, in the tables that a file has. */
export function createMemoryProjections(): MemoryProjections {
  const database = new DatabaseSync(':memory:');
  database.exec(projectionSchema());
  const sql = createStatements(database);
  return {
    projections: createProjectionIndex({
      writer: database,
      reader: sql,
      isBusy: () => false,
      errorOf: (error) => error,
    }),
    membersOf: (series) =>
      series === undefined
        ? undefined
        : new Set(
            sql
              .all('SELECT position FROM reading_key WHERE series = ?', series)
              .map((row) => numberIn(row, 'position')),
          ),
  };
}
