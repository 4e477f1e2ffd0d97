import type { DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../domain/catalogue.ts';
import { TimelineError } from '../../domain/errors.ts';
import type { Fault, Verification } from '../port.ts';
import type { ReadingRow } from '../recorder.ts';
import { verifyLog } from '../verify.ts';
import type { StoredEvent, VerifySource } from '../verify.ts';
import { sqliteCodeOf, storeError } from './errors.ts';
import { requestFaults } from './requests.ts';
import {
  bytesIn,
  eventColumns,
  eventOfRow,
  eventTables,
  numberIn,
  numberOrNone,
  readingColumns,
  readingOfRow,
  textIn,
} from './rows.ts';
import type { Statements } from './statements.ts';
import { createStatements } from './statements.ts';

/** Verifies a store's file: SQLite's own check of its pages, then every event and every reading; of a log without its index, every event. */
export function verifyFile(
  reader: DatabaseSync,
  catalogue: Catalogue,
  name: string,
  { withIndex = true, hasOthers = false } = {},
): Verification {
  const sql = createStatements(reader);
  const damaged = pageFaults(sql, withIndex ? ['main', 'store_index'] : ['main']);
  try {
    const source = withIndex ? sourceOf(sql, catalogue) : { catalogue, events: storedEvents(sql) };
    const found = verifyLog({ ...source, hasOthers });
    return { ...found, faults: [...damaged, ...found.faults, ...requestFaults(sql)] };
  } catch (error) {
    const fault = storeError(error, name);
    if (!(fault instanceof TimelineError)) throw error;
    return { events: 0, hash: '', faults: [...damaged, { what: fault.message }] };
  }
}

function pageFaults(sql: Statements, files: readonly string[]): readonly Fault[] {
  return files
    .flatMap((file) => pagesFound(sql, file))
    .filter((line) => line !== 'ok')
    .map((what) => ({ what: `the file is damaged: ${what}` }));
}

/**
 * The check itself fails where a page is damaged that says what is in the file.
 *
 * It takes what this connection last saw of the parts of the index of words for what there is, so it is made to look again first.
 */
function pagesFound(sql: Statements, file: string): readonly string[] {
  try {
    if (file === 'store_index')
      sql.all("SELECT rowid FROM reading_text WHERE reading_text MATCH 'a' LIMIT 1");
    return sql.all(`PRAGMA ${file}.integrity_check(20)`).map((row) => String(row['integrity_check']));
  } catch (error) {
    if (!(error instanceof Error) || sqliteCodeOf(error) === undefined) throw error;
    return [`${file}: ${error.message}`];
  }
}

function sourceOf(sql: Statements, catalogue: Catalogue): VerifySource {
  const select = `SELECT ${readingColumns}, r.from_ms, r.from_latest_ms, e.occurred
    FROM reading r JOIN event e ON e.position = r.fact`;
  const rowWhere = (condition: string, ...values: number[]): ReadingRow | undefined => {
    const row = sql.get(`${select} WHERE ${condition}`, ...values);
    if (row === undefined) return undefined;
    const reading = readingOfRow(row);
    const [from, fromLatest] = [numberIn(row, 'from_ms'), numberIn(row, 'from_latest_ms')];
    return { ...reading, when: { ...reading.when, from, fromLatest } };
  };
  return {
    catalogue,
    events: storedEvents(sql),
    rowMadeBy: (position) => rowWhere('r.position = ?', position),
    rowOf: (fact, number) =>
      number === 0
        ? rowWhere('r.position = ?', fact)
        : rowWhere('r.fact = ? AND r.number = ? AND r.number > 0', fact, number),
    factOf(eventId) {
      const row = sql.get(
        'SELECT r.fact FROM event e JOIN reading r ON r.position = e.position WHERE e.id = ?',
        eventId,
      );
      return row === undefined ? undefined : numberIn(row, 'fact');
    },
    recordedToOf(reading) {
      const row = sql.get('SELECT recorded_to FROM reading WHERE position = ?', reading.recordedFrom);
      return row === undefined ? undefined : numberOrNone(row, 'recorded_to');
    },
  };
}

function* storedEvents(sql: Statements): Generator<StoredEvent | Fault> {
  for (const row of sql.iterate(`SELECT ${eventColumns}, e.hash FROM ${eventTables} ORDER BY e.position`))
    try {
      yield { event: eventOfRow(row), dataText: textIn(row, 'data'), hash: bytesIn(row, 'hash') };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      yield { position: numberIn(row, 'position'), what: `cannot be read: ${error.message}` };
    }
}
