import { maxInstantMs } from '../../domain/instant.ts';
import { lastInstantOf } from '../../domain/span.ts';
import type { ReadingRow } from '../recorder.ts';
import { numberIn } from './rows.ts';
import { endlessSpan, spanClass, statusCode } from './schema.ts';
import type { Statements } from './statements.ts';

/** What a row of the index says beside the reading itself; times are milliseconds of the Unix epoch. */
export interface Written {
  /** The occurred time as the fact's own event gives it. */
  readonly factOccurred: string;
  /** Whether it is dated after its own recorded time. */
  readonly isAhead: boolean;
  /** The latest occurred time of all readings up to this one, not counting what is dated ahead; -Infinity before the first. */
  readonly frontierMs: number;
}

/** Writes a reading; the one that it takes the place of ends where it begins. */
export function insertReading(sql: Statements, row: ReadingRow, written: Written): void {
  const { fact, number, status, recordedFrom, dataPosition, occurred, when } = row;
  const last = lastInstantOf(occurred, when);
  sql.run(
    'INSERT INTO reading VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    recordedFrom,
    fact,
    number,
    statusCode[status],
    dataPosition,
    occurred === written.factOccurred ? null : occurred,
    when.from,
    when.fromLatest,
    last,
    number === 0 ? when.from : Math.min(when.from, endReadingBefore(sql, row)),
    written.frontierMs === Number.NEGATIVE_INFINITY ? null : written.frontierMs,
    written.isAhead ? 1 : 0,
    spanOf(when.from, last),
  );
}

/** Ends the reading that this one takes the place of; returns the occurred time at which that one stood in the history. */
function endReadingBefore(sql: Statements, { fact, number, recordedFrom }: ReadingRow): number {
  const ended =
    number === 1
      ? sql.get('UPDATE reading SET recorded_to = ? WHERE position = ? RETURNING from_ms', recordedFrom, fact)
      : sql.get(
          'UPDATE reading SET recorded_to = ? WHERE fact = ? AND number = ? AND number > 0 RETURNING from_ms',
          recordedFrom,
          fact,
          number - 1,
        );
  return numberIn(ended ?? {}, 'from_ms');
}

function spanOf(from: number, last: number): number | null {
  if (last === from) return null;
  return last === maxInstantMs ? endlessSpan : spanClass(last - from);
}
