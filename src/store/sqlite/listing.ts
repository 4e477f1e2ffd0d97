import type { RecordedEvent } from '../../domain/event.ts';
import type { FactData } from '../../domain/reading.ts';
import { matchesData } from '../filter.ts';
import { titleIn } from '../listed.ts';
import type { EventLog } from '../port.ts';
import type { ListedReading, ReadingFilter, ReadingListQuery, ReadingPlace } from '../reading-list.ts';
import { comparePlaces, createListedRows, listedColumns, placeIn } from './listed-rows.ts';
import type { ListedRow } from './listed-rows.ts';
import { filtersByType, listingCountSql, listingParts, listingSql } from './listing-sql.ts';
import type { ListingPart } from './listing-sql.ts';
import type { Statements } from './statements.ts';

/** What listing readings needs beside a connection. */
export interface ListingOptions {
  readonly eventAt: (position: number) => RecordedEvent;
  /** Returns the data of a reading of a fact of a type, which the event at a position holds. */
  readonly dataAt: (factType: string, position: number) => FactData;
  readonly frontierAt: EventLog['frontierAt'];
}

const spansSql = `WITH RECURSIVE class (span) AS (
  SELECT min(span) FROM reading WHERE span IS NOT NULL
  UNION ALL
  SELECT (SELECT min(r.span) FROM reading r WHERE r.span > class.span) FROM class WHERE class.span IS NOT NULL
) SELECT span FROM class WHERE span IS NOT NULL`;

/** Readings that are looked into at a time where their words are not in the index yet. */
const readingsAtATime = 500;

/** Which rows are listed, whatever is told of each. */
interface RowsQuery extends ReadingFilter {
  readonly after?: ReadingPlace | undefined;
  readonly limit: number;
}

/** Lists readings through a connection that sees the log and its index. */
export function createListing(
  sql: Statements,
  { eventAt, dataAt, frontierAt }: ListingOptions,
): Pick<EventLog, 'listReadings' | 'countReadings'> {
  const rows = createListedRows(sql);
  const partsOf = (filter: ReadingFilter) =>
    listingParts(filter, {
      spans: sql.lists(spansSql).map(([span]) => Number(span)),
      frontierMs: frontierAt(filter.position),
    });
  const rowsOf = (query: RowsQuery, part: ListingPart): readonly ListedRow[] => {
    const { sql: text, values } = listingSql(listedColumns, query, part, query);
    return sql.lists(text, ...values) as readonly ListedRow[];
  };
  const mixed = (query: RowsQuery, parts: readonly ListingPart[]): readonly ListedRow[] => {
    const lists = parts.map((part) => rowsOf(query, part)).filter((list) => list.length > 0);
    const [only = []] = lists;
    return lists.length <= 1 ? only : lists.flat().toSorted(comparePlaces).slice(0, query.limit);
  };
  const list = (query: RowsQuery): readonly ListedRow[] => {
    const found: ListedRow[] = [];
    for (const parts of partsOf(query)) {
      if (found.length >= query.limit) break;
      for (const row of mixed({ ...query, limit: query.limit - found.length }, parts)) found.push(row);
    }
    return found;
  };
  const dataOf = (row: ListedRow): FactData => dataAt(rows.typeOf(row), rows.dataPositionOf(row));

  const wordsAreFollowed = () =>
    sql.get('SELECT 1 FROM followed WHERE words_position >= position') !== undefined;
  const isSearchedByHand = ({ text }: ReadingFilter) => text !== undefined && !wordsAreFollowed();
  /** Yields the readings with words that are not all in the index: the data itself is looked into. */
  function* searched({ text, after, ...filter }: Omit<RowsQuery, 'limit'>): Generator<ListedRow> {
    for (let place = after; ;) {
      const some = list({ ...filter, after: place, limit: readingsAtATime });
      for (const row of some)
        if (matchesData({ type: rows.typeOf(row), stream: '', data: dataOf(row) }, { text })) yield row;
      const last = some.at(-1);
      if (last === undefined || some.length < readingsAtATime) return;
      place = placeIn(last);
    }
  }
  const titled = (reading: ListedReading, row: ListedRow | undefined): ListedReading => ({
    ...reading,
    id: eventAt(reading.fact).id,
    title: row === undefined ? '' : titleIn(dataOf(row)),
  });

  return {
    listReadings(query: ReadingListQuery) {
      const found = isSearchedByHand(query) ? [...searched(query).take(query.limit)] : list(query);
      const readings = rows.readingsOf(found, query);
      return query.withTitles === true
        ? readings.map((reading, index) => titled(reading, found[index]))
        : readings;
    },
    countReadings(filter, most) {
      if (isSearchedByHand(filter)) return [...searched(filter).take(most)].length;
      let count = 0;
      for (const one of filtersByType(filter))
        for (const part of partsOf(one).flat()) {
          if (count >= most) return count;
          const { sql: text, values } = listingCountSql(one, part, most - count);
          count += Number(sql.lists(text, ...values)[0]?.[0]);
        }
      return count;
    },
  };
}
