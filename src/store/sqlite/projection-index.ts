import type { DatabaseSync } from 'node:sqlite';

import type { Build, ProjectionIndex } from '../projection-index.ts';
import { createCheckpoints } from './checkpoints.ts';
import { numberIn, textIn } from './rows.ts';
import type { Row } from './rows.ts';
import { createSelections } from './selections.ts';
import { createSeries } from './series.ts';
import type { InTransaction, Statements } from './statements.ts';
import { createStatements } from './statements.ts';

/** What the projections of a store are kept through. */
export interface ProjectionIndexOptions {
  /** The connection that writes; absent for a process that only reads. */
  readonly writer: DatabaseSync | undefined;
  /** A connection that sees what was committed. */
  readonly reader: Statements;
  /** Whether somebody else is writing through the same connection now. */
  isBusy(): boolean;
  /** Returns the error of the catalogue for what the file threw. */
  errorOf(error: unknown): unknown;
}

/** Keeps what projections need in the tables of `projectionSchema`. */
export function createProjectionIndex(options: ProjectionIndexOptions): ProjectionIndex {
  const { writer, reader, errorOf } = options;
  const sql = writer === undefined ? reader : createStatements(writer);
  let builds: Map<number, Build> | undefined;
  let isOpen = false;

  const inTransaction: InTransaction = (work) => {
    if (isOpen) return work();
    try {
      sql.run('BEGIN IMMEDIATE');
      isOpen = true;
      const result = work();
      sql.run('COMMIT');
      return result;
    } catch (error) {
      if (writer?.isTransaction === true) sql.run('ROLLBACK');
      builds = undefined;
      series.forget();
      checkpoints.forget();
      selections.forget();
      throw errorOf(error);
    } finally {
      isOpen = false;
    }
  };
  const series = createSeries(sql, reader, inTransaction);
  const selections = createSelections(sql, reader);
  const checkpoints = createCheckpoints(
    sql,
    reader,
    inTransaction,
    () => writer !== undefined && !options.isBusy(),
  );
  const known = (): Map<number, Build> => {
    // Another process may write while this one only reads.
    if (builds === undefined || writer === undefined)
      builds = new Map(
        reader.all('SELECT * FROM build ORDER BY id').map((row) => [numberIn(row, 'id'), buildOf(row)]),
      );
    return builds;
  };
  const change = (id: number, changed: Partial<Build>): void => {
    const build = known().get(id);
    if (build !== undefined) known().set(id, { ...build, ...changed });
  };

  return {
    isWritable: () => writer !== undefined && !options.isBusy(),
    builds: () => [...known().values()],
    begin: ({ projection, version, fingerprint }) =>
      inTransaction(() => {
        const row = sql.get(
          'INSERT INTO build (projection, version, fingerprint, position, complete) VALUES (?, ?, ?, 0, 0) RETURNING *',
          projection,
          version,
          fingerprint,
        );
        const build = buildOf(row ?? {});
        known().set(build.id, build);
        return build;
      }),
    complete: (id) =>
      inTransaction(() => {
        sql.run('UPDATE build SET complete = 1 WHERE id = ?', id);
        change(id, { isComplete: true });
      }),
    discard: (id, rowsMax) =>
      inTransaction(() => {
        // It stops being a build first, so that one that is half gone is never used.
        sql.run('UPDATE build SET complete = 0, fingerprint = ? WHERE id = ?', 'discarded', id);
        change(id, { isComplete: false, fingerprint: 'discarded' });
        const left = rowsMax - selections.discard(id, rowsMax);
        const isGone = left > 0 && series.discard(id, left);
        checkpoints.forget();
        if (!isGone) return false;
        sql.run('DELETE FROM build WHERE id = ?', id);
        known().delete(id);
        return true;
      }),
    follow: (id, through, readings, { isKeyed, isSelecting }) =>
      inTransaction(() => {
        series.follow(id, readings, isKeyed);
        if (isSelecting) selections.follow(id, readings);
        sql.run('UPDATE build SET position = ? WHERE id = ?', through, id);
        change(id, { position: through });
      }),
    selected: selections.selected,
    series: series.find,
    listSeries: series.list,
    together: inTransaction,
    due: series.due,
    recall: series.recall,
    setWaiting: (id, one, readings) => inTransaction(() => series.setWaiting(id, one, readings)),
    find: checkpoints.find,
    findPlace: checkpoints.findPlace,
    keep: (id, one, checkpoint) =>
      inTransaction(() => {
        checkpoints.keep(id, one.id, checkpoint);
        series.kept(id, one, checkpoint.occurredMs);
      }),
    size: checkpoints.size,
    prune: checkpoints.prune,
  };
}

function buildOf(row: Row): Build {
  return {
    id: numberIn(row, 'id'),
    projection: textIn(row, 'projection'),
    version: numberIn(row, 'version'),
    fingerprint: textIn(row, 'fingerprint'),
    position: numberIn(row, 'position'),
    isComplete: numberIn(row, 'complete') === 1,
  };
}
