import { assert } from '../../domain/assert.ts';
import type { FactRead } from '../../domain/reading.ts';
import type { EventLog, ReadingRange } from '../port.ts';
import type { FactRows } from './fact-rows.ts';
import { placeColumns, placeWidth } from './fact-rows.ts';
import { historyParts } from './history-sql.ts';
import type { HistoryPart } from './history-sql.ts';
import { endlessSpan, statusCode } from './schema.ts';
import type { Statements } from './statements.ts';

/**
 * Lists the readings that span an instant: `?1` to `?3` are the instant, `?4` and `?5` the position.
 *
 * It goes through the classes of width that there are, and in each only through what is near enough to reach that far.
 */
export function spanningSql(withRetracted: boolean): string {
  return `
WITH RECURSIVE class (span) AS (
  SELECT min(span) FROM reading WHERE span IS NOT NULL
  UNION ALL
  SELECT (SELECT min(r.span) FROM reading r WHERE r.span > class.span) FROM class WHERE class.span IS NOT NULL
)
SELECT ${placeColumns}
FROM class CROSS JOIN reading r INDEXED BY reading_by_span ON r.span = class.span
WHERE class.span IS NOT NULL AND r.span IS NOT NULL AND r.from_ms <= ?
  AND r.from_ms > CASE class.span WHEN ${endlessSpan} THEN -9000000000000000 ELSE ? - (1 << (2 * class.span)) END
  AND r.last_ms > ? AND r.position <= ? AND (r.recorded_to IS NULL OR r.recorded_to > ?)${withRetracted ? '' : ` AND r.status <> ${statusCode.retracted}`}
ORDER BY r.from_ms, r.fact`;
}

/** Frontiers that are kept in memory. */
const frontiersMax = 256;

const touchColumns = 'r.position, r.from_ms, r.touched_ms, m.recorded_at';
const madeTables = 'reading r CROSS JOIN event m ON m.position = r.position';

/** Reads of readings as such: where they stand in both times, and the facts as they make them. */
export function createReadingReads(
  sql: Statements,
  { factsOf }: FactRows,
): Pick<EventLog, 'touches' | 'readingsMade' | 'frontierAt' | 'lastTouch' | 'countFacts'> {
  /** The frontier of a position stays what it is; those asked for lately are asked for again. */
  const frontiers = new Map<number, number>();
  const frontierAt = (position: number): number => {
    const known = frontiers.get(position);
    if (known !== undefined) return known;
    const [row = []] = sql.lists(
      'SELECT position, frontier_ms FROM reading WHERE position <= ? ORDER BY position DESC LIMIT 1',
      position,
    );
    const frontier = numberOf(row[1] ?? Number.NEGATIVE_INFINITY);
    if (row[0] !== position) return frontier;
    if (frontiers.size >= frontiersMax) frontiers.clear();
    frontiers.set(position, frontier);
    return frontier;
  };
  const placeBefore = (fact: number, number: number) =>
    sql.lists(
      `SELECT ${placeColumns} FROM reading r WHERE ${
        number === 1 ? 'r.position = ?' : 'r.fact = ? AND r.number > 0 AND r.number = ?'
      }`,
      ...(number === 1 ? [fact] : [fact, number - 1]),
    );

  return {
    frontierAt,
    touches: ({ after, through = Number.MAX_SAFE_INTEGER, limit }) =>
      sql
        .lists(
          `SELECT ${touchColumns} FROM ${madeTables} WHERE r.position > ? AND r.position <= ? ORDER BY r.position LIMIT ?`,
          after,
          through,
          limit,
        )
        .map((row) => touchOf(row)),
    readingsMade({ after, through = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = sql.lists(
        `SELECT ${placeColumns}, ${touchColumns} FROM ${madeTables}
         WHERE r.position > ? AND r.position <= ? ORDER BY r.position LIMIT ?`,
        after,
        through,
        limit,
      );
      // Projections follow what was recorded, and the head is asked for.
      const facts = factsOf(rows, true);
      return rows.map((row, index) => {
        const fact = facts[index];
        assert(fact !== undefined, 'there is a fact for each row');
        const made = { ...touchOf(row.slice(placeWidth)), fact };
        const { number } = fact.reading;
        return number === 0
          ? made
          : { ...made, before: theOnly(factsOf(placeBefore(fact.position, number), true)) };
      });
    },
    lastTouch(range) {
      const { tables, values } = rangeOf(range);
      const last = 'CASE WHEN r.recorded_to <= ? THEN r.recorded_to ELSE r.position END';
      const [row] = sql.lists(
        `SELECT max(${last}) FROM ${tables} AND r.position <= ?`,
        range.position,
        ...values,
        range.position,
      );
      return numberOf(row?.[0] ?? 0);
    },
    countFacts({ certainty, withRetracted = false, asOf, throughMs, ...range }) {
      const certain = certainty === 'certain' ? 'AND r.from_latest_ms <= ?' : 'AND ? IS NOT NULL';
      const parts = historyParts(throughMs, frontierAt(range.position), 'oldest-first');
      return parts.reduce((sum, part) => {
        const { tables, values } = rangeOf({ ...range, ...rangeIn(part, range.afterMs) }, part.kind);
        const [row] = sql.lists(
          `SELECT count(*) FROM ${tables} AND r.position <= ? AND (r.recorded_to IS NULL OR r.recorded_to > ?)
           ${withRetracted ? '' : `AND r.status <> ${statusCode.retracted}`} ${certain}`,
          ...values,
          range.position,
          range.position,
          asOf,
        );
        return sum + numberOf(row?.[0]);
      }, 0);
    },
  };
}

function rangeIn(part: HistoryPart, afterMs: number) {
  return {
    afterMs: part.kind === 'behind' ? afterMs : Math.max(afterMs, part.afterMs),
    throughMs: part.toMs,
  };
}

function rangeOf({ series, afterMs, throughMs }: ReadingRange, kind: HistoryPart['kind'] = 'behind') {
  const window = [afterMs, throughMs];
  if (kind === 'ahead') {
    const inSeries =
      series === undefined
        ? '? IS NULL'
        : 'EXISTS (SELECT 1 FROM reading_key k WHERE k.series = ? AND k.from_ms = r.from_ms AND k.fact = r.fact AND k.position = r.position)';
    return {
      tables: `reading r INDEXED BY reading_ahead WHERE r.is_ahead = 1 AND r.from_ms > ? AND r.from_ms <= ? AND ${inSeries}`,
      values: [...window, series ?? null],
    };
  }
  return series === undefined
    ? { tables: 'reading r WHERE r.from_ms > ? AND r.from_ms <= ?', values: window }
    : {
        tables: `reading_key g CROSS JOIN reading r ON r.position = g.position
          WHERE g.series = ? AND g.from_ms > ? AND g.from_ms <= ?`,
        values: [series, ...window],
      };
}

function theOnly(facts: readonly FactRead[]): FactRead {
  const [fact] = facts;
  assert(fact !== undefined, 'a reading that is not the first follows another');
  return fact;
}

function touchOf([position, fromMs, touchedMs, recordedAt]: readonly unknown[]) {
  return {
    position: numberOf(position),
    fromMs: numberOf(fromMs),
    touchedMs: numberOf(touchedMs),
    recordedAt: numberOf(recordedAt),
  };
}

function numberOf(value: unknown): number {
  assert(typeof value === 'number', 'the column holds a number');
  return value;
}
