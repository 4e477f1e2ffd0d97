import { assert } from '../../domain/assert.ts';
import { readingData } from '../fact-read.ts';
import type { DataHolder } from '../fact-read.ts';
import type { ReadData } from '../read-data.ts';
import type { ReadingRow } from '../recorder.ts';
import { searchText } from '../words.ts';
import type { Statements } from './statements.ts';

/** Says of a reading which fact it is of, and where its data is. */
export type DataPlace = Pick<ReadingRow, 'fact' | 'dataPosition'>;

/** The data of a reading as the log holds it, with the type of the fact that it is of. */
export interface HeldData {
  readonly factType: string;
  readonly holder: DataHolder;
}

/** A log as the words of its readings are read from it. */
export interface WordsLog {
  /** Gives the data of readings in the order of their places: all read at once, and nothing else of their events. */
  dataAt(places: readonly DataPlace[]): readonly HeldData[];
}

/** What the words of readings are made of, and the connection that writes them to the index. */
export interface WordsFiles {
  readonly sql: Statements;
  readonly log: WordsLog;
  readonly readData: ReadData;
}

/** Readings whose data is in memory at once: that of one has up to 64 KiB. */
const readingsAtATime = 250;

/** Brings the words of the readings that were made after one position, and up to another, into the index. */
export function insertWordsBetween(files: WordsFiles, after: number, through: number): void {
  for (let from = after; from < through; from += readingsAtATime)
    insertWordsOf(files, files.sql.lists(placesSql, from, Math.min(through, from + readingsAtATime)));
}

const placesSql =
  'SELECT position, fact, data_position FROM reading WHERE position > ? AND position <= ? ORDER BY position';

function insertWordsOf({ sql, log, readData }: WordsFiles, rows: readonly (readonly unknown[])[]): void {
  const held = log.dataAt(rows.map(placeOf));
  for (const [index, { factType, holder }] of held.entries()) {
    const position = rows[index]?.[0];
    assert(typeof position === 'number', 'every reading has a position');
    const words = searchText(readingData(readData, factType, holder));
    sql.run('INSERT INTO reading_text (rowid, words) VALUES (?, ?)', position, words);
  }
}

function placeOf([, fact, dataPosition]: readonly unknown[]): DataPlace {
  assert(typeof fact === 'number' && typeof dataPosition === 'number', 'places are numbers');
  return { fact, dataPosition };
}
