import { assert } from '../../domain/assert.ts';
import { createRecordedAxis, spreadPositions } from '../dense-log.ts';
import type { DenseLog } from '../dense-log.ts';
import type { EventLog, OccurredRange } from '../port.ts';
import { statusCode } from './schema.ts';
import type { Statements } from './statements.ts';

/**
 * Counts the facts in each of a list of ranges, for what is not dated ahead or for what is: `?1` is the position, `?2` the list as JSON.
 *
 * One statement for all ranges costs less than one a range.
 */
export function countSql(kind: 'behind' | 'ahead'): string {
  const readings =
    kind === 'behind'
      ? 'reading r INDEXED BY reading_by_history WHERE'
      : 'reading r INDEXED BY reading_ahead WHERE r.is_ahead = 1 AND';
  return `
SELECT j.key, (
  SELECT count(*) FROM ${readings} r.from_ms > j.value ->> 0 AND r.from_ms <= j.value ->> 1
    AND r.position <= ?1 AND (r.recorded_to IS NULL OR r.recorded_to > ?1) AND r.status <> ${statusCode.retracted}
) FROM json_each(?2) j`;
}

const sampleSql = 'SELECT r.from_ms FROM json_each(?) j CROSS JOIN reading r ON r.position = j.value';

/** The reading that another took the place of: the fact's own, or the one with the number before. */
const shiftsSql = `
SELECT r.position,
  CASE b.status WHEN ${statusCode.retracted} THEN NULL ELSE b.from_ms END,
  CASE r.status WHEN ${statusCode.retracted} THEN NULL ELSE r.from_ms END
FROM reading r LEFT JOIN reading b ON b.position = CASE r.number
  WHEN 0 THEN NULL
  WHEN 1 THEN r.fact
  ELSE (SELECT x.position FROM reading x WHERE x.fact = r.fact AND x.number > 0 AND x.number = r.number - 1)
END
WHERE r.position > ? AND r.position <= ? ORDER BY r.position LIMIT ?`;

/** Recorded times that are kept in memory: searches pass by the same positions again and again. */
const timesKeptMax = 32_768;

/** Reads of what there is along the two axes. */
export function createAxisReads(
  sql: Statements,
  log: DenseLog & Pick<EventLog, 'frontierAt'>,
): Pick<EventLog, 'countOccurred' | 'sampleOccurred' | 'shifts' | 'commits' | 'recordedBy'> {
  const countParts = (kind: 'behind' | 'ahead', position: number, ranges: readonly OccurredRange[]) => {
    if (ranges.every(isEmpty)) return ranges.map(() => 0);
    const json = JSON.stringify(ranges.map(({ afterMs, throughMs }) => [finite(afterMs), finite(throughMs)]));
    const counts = ranges.map(() => 0);
    for (const [key, count] of sql.lists(countSql(kind), position, json))
      counts[numberOf(key)] = numberOf(count);
    return counts;
  };
  return {
    countOccurred(position, ranges) {
      // As in a history: behind the frontier nothing else is walked over, and beyond it there is only what is dated ahead.
      const frontierMs = log.frontierAt(position);
      const behind = countParts(
        'behind',
        position,
        ranges.map(({ afterMs, throughMs }) => ({ afterMs, throughMs: Math.min(throughMs, frontierMs) })),
      );
      const ahead = countParts(
        'ahead',
        position,
        ranges.map(({ afterMs, throughMs }) => ({ afterMs: Math.max(afterMs, frontierMs), throughMs })),
      );
      return behind.map((count, index) => count + (ahead[index] ?? 0));
    },
    sampleOccurred: (position, count) =>
      sql.lists(sampleSql, JSON.stringify(spreadPositions(position, count))).map(([from]) => numberOf(from)),
    shifts: ({ after, through = Number.MAX_SAFE_INTEGER, limit }) =>
      sql.lists(shiftsSql, after, through, limit).map(([position, before, now]) => ({
        position: numberOf(position),
        beforeMs: numberOrNull(before),
        afterMs: numberOrNull(now),
      })),
    ...createRecordedAxis({ head: log.head, recordedAtOf: keepingTimes(log) }),
  };
}

/** The recorded time at a position never changes, once it is committed. */
function keepingTimes({ recordedAtOf }: DenseLog): DenseLog['recordedAtOf'] {
  const kept = new Map<number, number>();
  return (position) => {
    const known = kept.get(position) ?? recordedAtOf(position);
    if (known === null) return null;
    if (kept.size >= timesKeptMax) kept.clear();
    kept.set(position, known);
    return known;
  };
}

function isEmpty({ afterMs, throughMs }: OccurredRange): boolean {
  return afterMs >= throughMs;
}

/** JSON has no infinity. */
function finite(ms: number): number {
  return Math.min(Math.max(ms, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

function numberOf(value: unknown): number {
  assert(typeof value === 'number', 'the column holds a number');
  return value;
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : numberOf(value);
}
