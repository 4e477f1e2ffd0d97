import { assert } from '../../domain/assert.ts';
import type { Reading } from '../../domain/reading.ts';
import { factReadOf, readingData, readingOf } from '../fact-read.ts';
import type { EventLog, HistoryQuery } from '../port.ts';
import type { ReadData } from '../read-data.ts';
import { createAxisReads } from './axis-reads.ts';
import { createFactRows, placeColumns } from './fact-rows.ts';
import { historyParts, historySql } from './history-sql.ts';
import type { HistoryPart } from './history-sql.ts';
import { createListing } from './listing.ts';
import { createReadingReads, spanningSql } from './reading-reads.ts';
import { readRequests } from './requests.ts';
import {
  eventColumns,
  eventOfRow,
  eventTables,
  numberIn,
  numberOrNone,
  readingColumns,
  readingOfRow,
  textIn,
} from './rows.ts';
import type { Row } from './rows.ts';
import type { Statements } from './statements.ts';

/** The read half of a store. */
export type Reads = Pick<
  EventLog,
  | 'head'
  | 'recordedAtOf'
  | 'event'
  | 'readLog'
  | 'readStream'
  | 'streams'
  | 'audit'
  | 'history'
  | 'historyPlaces'
  | 'spanning'
  | 'touches'
  | 'readingsMade'
  | 'frontierAt'
  | 'lastTouch'
  | 'countFacts'
  | 'countOccurred'
  | 'sampleOccurred'
  | 'shifts'
  | 'commits'
  | 'recordedBy'
  | 'listReadings'
  | 'countReadings'
  | 'fact'
  | 'effectsOf'
> & { positionAt(instant: number): number };

/** About how many bytes of facts are kept in memory. */
const factBytesMax = 48 * 2 ** 20;

/** Reads a store through a connection that sees the log and its index, and only what was committed. */
export function createReads(sql: Statements, readData: ReadData): Reads {
  const eventsWhere = (condition: string, ...values: (string | number)[]) =>
    sql.all(`SELECT ${eventColumns} FROM ${eventTables} WHERE ${condition}`, ...values).map(eventOfRow);
  const eventAt = (position: number) => {
    const [event] = eventsWhere('e.position = ?', position);
    assert(event !== undefined, `position ${position} is in the log`);
    return event;
  };
  const recordedAtOf = (position: number): number | null => {
    const row = sql.get('SELECT recorded_at FROM event WHERE position = ?', position);
    return row === undefined ? null : numberIn(row, 'recorded_at');
  };
  const head: EventLog['head'] = () => {
    const row = sql.get(
      `SELECT position, recorded_at FROM event WHERE position <= (SELECT position FROM followed)
       ORDER BY position DESC LIMIT 1`,
    );
    return row === undefined
      ? { position: 0, recordedAt: null }
      : { position: numberIn(row, 'position'), recordedAt: numberIn(row, 'recorded_at') };
  };
  const readingOfFactRow = (row: Row, factType: string, position: number): Reading => {
    const reading = readingOfRow(row);
    const data = readingData(readData, factType, eventAt(reading.dataPosition));
    const recordedTo = numberOrNone(row, 'recorded_to');
    const endsByThen = recordedTo !== undefined && recordedTo <= position;
    return readingOf(reading, data, eventAt(reading.recordedFrom), endsByThen ? recordedTo : undefined);
  };
  const readingsUpTo = (fact: number, factType: string, position: number): Reading[] =>
    sql
      .all(
        `SELECT ${readingColumns}, e.occurred FROM reading r JOIN event e ON e.position = r.fact
         WHERE (r.position = ? OR (r.fact = ? AND r.number > 0)) AND r.position <= ? ORDER BY r.number`,
        fact,
        fact,
        position,
      )
      .map((row) => readingOfFactRow(row, factType, position));
  const factRows = createFactRows({
    sql,
    readData,
    cacheBytesMax: factBytesMax,
    corrected(fact, position) {
      const event = eventAt(fact);
      const earlier = readingsUpTo(fact, event.type, position);
      const last = earlier.pop();
      assert(last !== undefined, 'a fact that is listed has a reading');
      return factReadOf(event, last, earlier);
    },
  });
  const readingReads = createReadingReads(sql, factRows);
  const axisReads = createAxisReads(sql, { head, recordedAtOf, frontierAt: readingReads.frontierAt });

  /** Rows of `placeColumns`, in the order of the history. */
  const placeRows = (query: HistoryQuery): (readonly unknown[])[] => {
    const rows: (readonly unknown[])[] = [];
    for (const part of historyParts(query.asOf, readingReads.frontierAt(query.position), query.order)) {
      if (rows.length >= query.limit) break;
      if (isPassed(part, query)) continue;
      const limit = query.limit - rows.length;
      const { sql: text, values } = historySql(placeColumns, { ...query, limit }, part);
      for (const row of sql.lists(text, ...values)) rows.push(row);
    }
    return rows;
  };

  return {
    head,
    recordedAtOf,
    positionAt: (instant) => axisReads.recordedBy([instant], head().position)[0] ?? 0,
    event: (id) => eventsWhere('e.id = ?', id)[0],
    readLog: ({ after, through = Number.MAX_SAFE_INTEGER, limit }) =>
      eventsWhere('e.position > ? AND e.position <= ? ORDER BY e.position LIMIT ?', after, through, limit),
    readStream(stream, { from, through = Number.MAX_SAFE_INTEGER, backwards = false, limit }) {
      const [compare, direction] = backwards ? ['<=', 'DESC'] : ['>=', 'ASC'];
      return eventsWhere(
        `e.stream = (SELECT id FROM stream WHERE name = ?) AND e.revision ${compare} ? AND e.position <= ?
         ORDER BY e.revision ${direction} LIMIT ?`,
        stream,
        from,
        through,
        limit,
      );
    },
    streams: ({ after = '', limit = -1 } = {}) =>
      sql
        .all(
          `SELECT s.name, e.revision, e.position, e.recorded_at FROM stream s CROSS JOIN event e ON e.stream = s.id
           AND e.revision = (SELECT revision FROM event WHERE stream = s.id AND position <= (SELECT position FROM followed)
             ORDER BY revision DESC LIMIT 1)
           WHERE s.name > ? ORDER BY s.name LIMIT ?`,
          after,
          limit,
        )
        .map((row) => ({
          stream: textIn(row, 'name'),
          revision: numberIn(row, 'revision'),
          position: numberIn(row, 'position'),
          recordedAt: numberIn(row, 'recorded_at'),
        })),
    audit: (range) => readRequests(sql, range),
    history: (query) => factRows.factsOf(placeRows(query), query.isReadAgain ?? false),
    historyPlaces: (query) =>
      placeRows(query).map(([recordedFrom, position, , from]) => {
        assert(typeof recordedFrom === 'number' && typeof position === 'number', 'places are numbers');
        assert(typeof from === 'number', 'occurred times are numbers');
        return { from, position, recordedFrom };
      }),
    spanning: (position, asOf, withRetracted = false) =>
      factRows.factsOf(sql.lists(spanningSql(withRetracted), asOf, asOf, asOf, position, position), false),
    ...readingReads,
    ...axisReads,
    ...createListing(sql, {
      eventAt,
      dataAt: (factType, position) => readingData(readData, factType, eventAt(position)),
      frontierAt: readingReads.frontierAt,
    }),
    fact(id, position) {
      const row = sql.get(
        `SELECT r.fact FROM event e JOIN reading r ON r.position = e.position WHERE e.id = ? AND e.position <= ?`,
        id,
        position,
      );
      if (row === undefined) return undefined;
      const event = eventAt(numberIn(row, 'fact'));
      return { event, readings: readingsUpTo(event.position, event.type, position) };
    },
    effectsOf: (id, position) =>
      eventsWhere('e.causation_id = ? AND e.position <= ? ORDER BY e.position', id, position),
  };
}

/** Returns whether a page begins after all that a part holds. */
function isPassed({ toMs }: HistoryPart, { order, after }: HistoryQuery): boolean {
  if (order !== 'oldest-first' || after === undefined) return false;
  return after.from > toMs || (after.from === toMs && after.position === Number.MAX_SAFE_INTEGER);
}
