import type { RecordedEvent } from '../domain/event.ts';
import type { FactData } from '../domain/reading.ts';
import { lastInstantOf } from '../domain/span.ts';
import { matchesData } from './filter.ts';
import { compareListed, lanesOf, listedTimeOf, titleIn } from './listed.ts';
import type { MemoryReadings } from './memory-axes.ts';
import type { EventLog } from './port.ts';
import type { ListedReading, ReadingFilter, ReadingListQuery } from './reading-list.ts';
import type { ReadingRow } from './recorder.ts';

/** What a store in memory tells of its readings. */
export interface MemoryListing extends MemoryReadings {
  eventAt(position: number): RecordedEvent;
  dataOf(row: ReadingRow): FactData;
}

/** Lists the readings of a store in memory. */
export function createMemoryListing({
  rows,
  lines,
  eventAt,
  dataOf,
}: MemoryListing): Pick<EventLog, 'listReadings' | 'countReadings'> {
  const endOf = ({ fact, number }: ReadingRow, position: number): number | undefined => {
    const end = lines.get(fact)?.[number + 1]?.recordedFrom;
    return end === undefined || end > position ? undefined : end;
  };
  const isAsked = (row: ReadingRow, filter: ReadingFilter): boolean => {
    const { position, fromMs, toMs, changedAfter = 0 } = filter;
    const { type, stream } = eventAt(row.fact);
    return (
      row.recordedFrom <= position &&
      (row.recordedFrom > changedAfter || (endOf(row, position) ?? 0) > changedAfter) &&
      row.when.from <= toMs &&
      lastInstantOf(row.occurred, row.when) >= fromMs &&
      matchesData({ type, stream, data: dataOf(row) }, filter)
    );
  };
  const listed = (row: ReadingRow, { position, lanes, withTitles }: ReadingListQuery): ListedReading => {
    const { id, type, stream } = eventAt(row.fact);
    const data = dataOf(row);
    return {
      position: row.recordedFrom,
      recordedTo: endOf(row, position),
      recordedAt: eventAt(row.recordedFrom).recordedAt,
      fact: row.fact,
      ...listedTimeOf(row.occurred, row.when),
      status: row.status,
      type,
      stream,
      lanes: lanesOf(lanes, { type, stream, data }),
      ...(withTitles === true ? { id, title: titleIn(data) } : {}),
    };
  };

  return {
    listReadings: (query) =>
      rows
        .filter((row) => isAsked(row, query))
        .map((row) => listed(row, query))
        .filter((reading) => query.after === undefined || compareListed(reading, query.after) > 0)
        .toSorted(compareListed)
        .slice(0, query.limit),
    countReadings: (filter, most) => Math.min(most, rows.filter((row) => isAsked(row, filter)).length),
  };
}
