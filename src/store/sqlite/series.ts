import type { FollowedReading, ProjectionIndex, Series } from '../projection-index.ts';
import { numberIn, textIn } from './rows.ts';
import type { Row } from './rows.ts';
import type { InTransaction, Statements } from './statements.ts';

/** The series of builds as the connection that writes has them. */
export interface SeriesTable {
  find(build: number, name: string): Series | undefined;
  list(build: number, after: string, limit: number): readonly Series[];
  due: ProjectionIndex['due'];
  recall(build: number, name: string): void;
  setWaiting(build: number, series: Series, readings: number): void;
  /** Notes that a checkpoint of a series stands at an occurred time. */
  kept(build: number, series: Series, occurredMs: number): void;
  follow(build: number, readings: readonly FollowedReading[], isKeyed: boolean): void;
  /** Removes the series of a build with all that hangs on them, at most so many rows; returns whether all are gone. */
  discard(build: number, rowsMax: number): boolean;
  /** Forgets what is kept in memory: what was written was taken back. */
  forget(): void;
}

interface Entry extends Series {
  waiting: number;
  /** The latest occurred time at which an open checkpoint may stand: what occurs after it closes none. */
  openMaxMs: number;
}

/** What is in memory of one build. */
interface Kept {
  readonly byName: Map<string, Entry>;
  /** Series with readings enough to be looked at. */
  readonly due: Map<string, Entry>;
  /** Whether `due` holds what was due when the store was opened, too. */
  isDueKnown: boolean;
}

/** Series that are kept in memory for one build. */
const entriesMax = 100_000;

/** Keeps series, with those in memory that were used lately. */
export function createSeries(sql: Statements, reader: Statements, inTransaction: InTransaction): SeriesTable {
  const byBuild = new Map<number, Kept>();
  let dueFrom = 1;

  const keptOf = (build: number): Kept => {
    const kept = byBuild.get(build) ?? { byName: new Map(), due: new Map(), isDueKnown: false };
    byBuild.set(build, kept);
    return kept;
  };
  const load = (build: number, name: string): Entry | undefined => {
    const row = sql.get(
      `SELECT s.*, (SELECT max(occurred_ms) FROM checkpoint c WHERE c.series = s.id AND c.recorded_to IS NULL) AS open_max_ms
       FROM series s WHERE build = ? AND name = ?`,
      build,
      name,
    );
    return row === undefined ? undefined : entryOf(row);
  };
  const entry = (build: number, name: string): Entry | undefined => {
    const { byName, due } = keptOf(build);
    const found = byName.get(name) ?? due.get(name) ?? load(build, name);
    if (found === undefined) return undefined;
    if (byName.size >= entriesMax) byName.clear();
    byName.set(name, found);
    return found;
  };
  const create = (build: number, name: string, firstPosition: number): Entry => {
    const row = sql.get(
      'INSERT INTO series (build, name, first_position, waiting) VALUES (?, ?, ?, 0) RETURNING *',
      build,
      name,
      firstPosition,
    );
    const made = entryOf({ ...row, open_max_ms: null });
    keptOf(build).byName.set(name, made);
    return made;
  };
  const close = (touched: Entry, { touchedMs, position }: FollowedReading): void => {
    if (touchedMs > touched.openMaxMs) return;
    const closed = sql.change(
      'UPDATE checkpoint SET recorded_to = ? WHERE series = ? AND recorded_to IS NULL AND occurred_ms >= ?',
      position,
      touched.id,
      touchedMs,
    );
    // What lies between them has to be laid again.
    touched.waiting += closed * dueFrom;
    touched.openMaxMs = touchedMs - 1;
  };

  return {
    find: (build, name) => entry(build, name),
    list: (build, after, limit) =>
      reader
        .all('SELECT * FROM series WHERE build = ? AND name > ? ORDER BY name LIMIT ?', build, after, limit)
        .map(seriesOf),
    recall(build, name) {
      const found = entry(build, name);
      if (found !== undefined) keptOf(build).due.set(name, found);
    },
    due(build, readings, limit, isResting) {
      const kept = keptOf(build);
      dueFrom = readings;
      if (!kept.isDueKnown)
        for (const row of sql.all(
          'SELECT name FROM series WHERE build = ? AND waiting >= ?',
          build,
          readings,
        )) {
          const one = entry(build, textIn(row, 'name'));
          if (one !== undefined) kept.due.set(one.name, one);
        }
      kept.isDueKnown = true;
      const found: Series[] = [];
      for (const one of kept.due.values()) {
        if (found.length >= limit) break;
        if (one.waiting < readings || isResting(one)) kept.due.delete(one.name);
        else found.push(one);
      }
      return found;
    },
    setWaiting(build, { name }, readings) {
      const found = entry(build, name);
      if (found === undefined) return;
      found.waiting = readings;
      sql.run('UPDATE series SET waiting = ? WHERE id = ?', readings, found.id);
    },
    kept(build, { name }, occurredMs) {
      const found = entry(build, name);
      if (found !== undefined) found.openMaxMs = Math.max(found.openMaxMs, occurredMs);
    },
    follow(build, readings, isKeyed) {
      const changed = new Set<Entry>();
      for (const reading of readings) {
        for (const name of reading.series) {
          const one = entry(build, name) ?? create(build, name, reading.position);
          close(one, reading);
          one.waiting += 1;
          changed.add(one);
          if (!isKeyed) continue;
          const { fromMs, fact, position } = reading;
          sql.run('INSERT INTO reading_key VALUES (?, ?, ?, ?)', one.id, fromMs, fact, position);
        }
        for (const name of reading.left) {
          const one = entry(build, name);
          if (one === undefined) continue;
          close(one, reading);
          changed.add(one);
        }
      }
      const { due } = keptOf(build);
      for (const one of changed) {
        sql.run('UPDATE series SET waiting = ? WHERE id = ?', one.waiting, one.id);
        if (one.waiting >= dueFrom) due.set(one.name, one);
      }
    },
    discard: (build, rowsMax) =>
      inTransaction(() => {
        byBuild.delete(build);
        for (let left = rowsMax; left > 0;) {
          const next = sql.get('SELECT id FROM series WHERE build = ? ORDER BY name LIMIT 1', build);
          if (next === undefined) return true;
          left -= discardSome(sql, numberIn(next, 'id'), left);
        }
        return false;
      }),
    forget: () => byBuild.clear(),
  };
}

/**
 * Removes a series with what hangs on it, at most so many rows and the last of them, itself; returns how many.
 *
 * One series after the other: to look at all that hangs on all of them for each part would take the square of it.
 */
function discardSome(sql: Statements, series: number, rowsMax: number): number {
  const checkpoints = sql.all(someCheckpointsSql, series, series, rowsMax).map((row) => numberIn(row, 'id'));
  const ids = JSON.stringify(checkpoints);
  sql.run('DELETE FROM checkpoint_state WHERE id IN (SELECT value FROM json_each(?))', ids);
  sql.run('DELETE FROM checkpoint WHERE id IN (SELECT value FROM json_each(?))', ids);
  const readings = sql.change(discardKeysSql, series, series, rowsMax - checkpoints.length);
  const removed = checkpoints.length + readings;
  return removed >= rowsMax ? removed : removed + sql.change('DELETE FROM series WHERE id = ?', series);
}

/** Lists some checkpoints of a series. Each half has an index by series: those that are true to this day, and the others. */
export const someCheckpointsSql = `SELECT id FROM checkpoint WHERE series = ? AND recorded_to IS NULL
  UNION ALL SELECT id FROM checkpoint WHERE series = ? AND recorded_to IS NOT NULL LIMIT ?`;
/** Removes some of the readings of a series from it. */
export const discardKeysSql = `DELETE FROM reading_key WHERE series = ? AND (from_ms, fact, position) IN
  (SELECT from_ms, fact, position FROM reading_key WHERE series = ? LIMIT ?)`;

function seriesOf(row: Row): Series {
  return {
    id: numberIn(row, 'id'),
    name: textIn(row, 'name'),
    firstPosition: numberIn(row, 'first_position'),
    waiting: numberIn(row, 'waiting'),
  };
}

function entryOf(row: Row): Entry {
  const openMaxMs = row['open_max_ms'];
  return {
    ...seriesOf(row),
    openMaxMs: typeof openMaxMs === 'number' ? openMaxMs : Number.NEGATIVE_INFINITY,
  };
}
