import type { BuildSize, Checkpoint, CheckpointPlace, ProjectionIndex } from '../projection-index.ts';
import { hashOfPacked, packed, unpacked } from './packed.ts';
import { bytesIn, numberIn } from './rows.ts';
import type { Row } from './rows.ts';
import type { InTransaction, Statements } from './statements.ts';

/** The checkpoints of series. */
export type CheckpointTable = Pick<ProjectionIndex, 'find' | 'findPlace' | 'size' | 'prune'> & {
  keep(build: number, series: number, checkpoint: Checkpoint): void;
  /** Forgets what is kept in memory: what was written was taken back. */
  forget(): void;
};

/** Finds the last checkpoint of a series, of those true to this day, that was true by a position. */
export const openKnownSql = `SELECT occurred_ms FROM checkpoint INDEXED BY checkpoint_open_known
  WHERE series = ? AND recorded_to IS NULL AND recorded_from <= ? ORDER BY recorded_from DESC, occurred_ms DESC LIMIT 1`;
/** Finds the last checkpoint of a series up to an occurred time, of those true to this day, that was true by a position. */
export const openSql = `SELECT * FROM checkpoint INDEXED BY checkpoint_open
  WHERE series = ? AND recorded_to IS NULL AND occurred_ms <= ? AND recorded_from <= ? ORDER BY occurred_ms DESC LIMIT 1`;
/** Finds the last checkpoint of a series between two occurred times, of those that were true once, that was true at a position. */
export const closedSql = `SELECT * FROM checkpoint INDEXED BY checkpoint_closed
  WHERE series = ? AND recorded_to IS NOT NULL AND occurred_ms <= ? AND occurred_ms > ?
  AND recorded_from <= ? AND recorded_to > ? ORDER BY occurred_ms DESC LIMIT 1`;

/** Keeps checkpoints: looked up through `reader`, written through `sql`. */
export function createCheckpoints(
  sql: Statements,
  reader: Statements,
  inTransaction: InTransaction,
  isWritable: () => boolean,
): CheckpointTable {
  const sizes = new Map<number, BuildSize>();

  /**
   * Among checkpoints that are true to this day the first position grows with the occurred time, so the last one that was true at
   * `position` bounds the search: it never walks over what was recorded since.
   */
  const open = (series: number, occurredMs: number, position: number): Row | undefined => {
    const known = reader.get(openKnownSql, series, position);
    if (known === undefined) return undefined;
    return reader.get(openSql, series, Math.min(occurredMs, numberIn(known, 'occurred_ms')), position);
  };
  const rowAt = (series: number, occurredMs: number, position: number): Row | undefined => {
    const still = open(series, occurredMs, position);
    const after = still === undefined ? Number.MIN_SAFE_INTEGER : numberIn(still, 'occurred_ms');
    return reader.get(closedSql, series, occurredMs, after, position, position) ?? still;
  };
  const sizeOf = (build: number): BuildSize => {
    const size = sizes.get(build) ?? sizeIn(sql.get(sizeSql, build));
    // Another process may write while this one only reads.
    if (sql !== reader) sizes.set(build, size);
    return size;
  };
  const grow = (build: number, more: BuildSize): void => {
    const { checkpoints, bytes } = sizeOf(build);
    const size = { checkpoints: checkpoints + more.checkpoints, bytes: bytes + more.bytes };
    sql.run(
      'UPDATE build SET checkpoints = ?, checkpoint_bytes = ? WHERE id = ?',
      size.checkpoints,
      size.bytes,
      build,
    );
    sizes.set(build, size);
  };
  const remove = (id: number): void => {
    const row = sql.get(
      'SELECT s.build, c.bytes FROM checkpoint c JOIN series s ON s.id = c.series WHERE c.id = ?',
      id,
    );
    if (row === undefined) return;
    sql.run('DELETE FROM checkpoint WHERE id = ?', id);
    sql.run('DELETE FROM checkpoint_state WHERE id = ?', id);
    grow(numberIn(row, 'build'), { checkpoints: -1, bytes: -numberIn(row, 'bytes') });
  };

  return {
    find(series, occurredMs, position) {
      for (;;) {
        const row = rowAt(series, occurredMs, position);
        if (row === undefined) return undefined;
        const kept = reader.get('SELECT state, hash FROM checkpoint_state WHERE id = ?', numberIn(row, 'id'));
        const state = kept === undefined ? undefined : stateIn(kept, series, placeOf(row));
        if (state !== undefined) return { ...placeOf(row), state };
        if (!isWritable()) return undefined;
        inTransaction(() => remove(numberIn(row, 'id')));
      }
    },
    findPlace(series, occurredMs, position) {
      const row = rowAt(series, occurredMs, position);
      return row === undefined ? undefined : placeOf(row);
    },
    keep(build, series, checkpoint) {
      const { occurredMs, recordedFrom, facts } = checkpoint;
      const state = packed(checkpoint.state);
      const row = sql.get(
        'INSERT INTO checkpoint (series, occurred_ms, recorded_from, facts, bytes) VALUES (?, ?, ?, ?, ?) RETURNING id',
        series,
        occurredMs,
        recordedFrom,
        facts,
        state.length,
      );
      const hash = hashOf(series, checkpoint, state);
      sql.run('INSERT INTO checkpoint_state VALUES (?, ?, ?)', numberIn(row ?? {}, 'id'), state, hash);
      grow(build, { checkpoints: 1, bytes: state.length });
    },
    size: sizeOf,
    prune(build, bytesMax) {
      for (const choice of [shortestLived, everySecond, everySecond, everySecond, all]) {
        if (sizeOf(build).bytes <= bytesMax) return;
        inTransaction(() => {
          sql.run(`DELETE FROM checkpoint WHERE id IN (${choice})`, build);
          sql.run('DELETE FROM checkpoint_state WHERE id NOT IN (SELECT id FROM checkpoint)');
          const { checkpoints, bytes } = sizeIn(sql.get(countSql, build));
          const before = sizeOf(build);
          grow(build, { checkpoints: checkpoints - before.checkpoints, bytes: bytes - before.bytes });
        });
      }
    },
    forget: () => sizes.clear(),
  };
}

const sizeSql = 'SELECT checkpoints, checkpoint_bytes AS bytes FROM build WHERE id = ?';
const countSql = `SELECT count(*) AS checkpoints, coalesce(sum(c.bytes), 0) AS bytes
  FROM series s JOIN checkpoint c ON c.series = s.id WHERE s.build = ?`;

function sizeIn(row: Row | undefined): BuildSize {
  return row === undefined
    ? { checkpoints: 0, bytes: 0 }
    : { checkpoints: numberIn(row, 'checkpoints'), bytes: numberIn(row, 'bytes') };
}

const shortestLived = `SELECT id FROM (SELECT c.id, c.recorded_to - c.recorded_from AS life,
  avg(c.recorded_to - c.recorded_from) OVER () AS usual
  FROM series s JOIN checkpoint c ON c.series = s.id WHERE s.build = ? AND c.recorded_to IS NOT NULL) WHERE life <= usual`;
const everySecond = `SELECT id FROM (SELECT c.id, row_number() OVER (PARTITION BY c.series ORDER BY c.occurred_ms) AS place
  FROM series s JOIN checkpoint c ON c.series = s.id WHERE s.build = ?) WHERE place % 2 = 1`;
const all = 'SELECT c.id FROM series s JOIN checkpoint c ON c.series = s.id WHERE s.build = ?';

function placeOf(row: Row): CheckpointPlace {
  return {
    occurredMs: numberIn(row, 'occurred_ms'),
    recordedFrom: numberIn(row, 'recorded_from'),
    facts: numberIn(row, 'facts'),
  };
}

/** Returns the text of a state that is what was written, for this series and this place; undefined when it is not. */
function stateIn(row: Row, series: number, place: CheckpointPlace): string | undefined {
  const state = bytesIn(row, 'state');
  if (Buffer.compare(hashOf(series, place, state), bytesIn(row, 'hash')) !== 0) return undefined;
  return unpacked(state);
}

function hashOf(
  series: number,
  { occurredMs, recordedFrom, facts }: CheckpointPlace,
  state: Uint8Array,
): Buffer {
  return hashOfPacked(`${series} ${occurredMs} ${recordedFrom} ${facts} `, state);
}
