import type { DatabaseSync } from 'node:sqlite';

import { assert } from '../../domain/assert.ts';
import type { RecordedEvent } from '../../domain/event.ts';
import type { FactData } from '../../domain/reading.ts';
import { readingData } from '../fact-read.ts';
import { publishersOf, tagsOf } from '../filter.ts';
import type { ReadData } from '../read-data.ts';
import type { ReadingRow } from '../recorder.ts';
import { insertReading } from './insert-reading.ts';
import { insertWordsBetween } from './insert-words.ts';
import type { WordsLog } from './insert-words.ts';
import { numberIn, numberOrNone, readingColumns, readingOfRow } from './rows.ts';
import type { Statements } from './statements.ts';

/** What the index reads of the log that it follows. */
export interface FollowedLog extends WordsLog {
  eventAt(position: number): RecordedEvent;
}

/** A place in the log that the index has come to: everything up to it is in the index. */
export interface Followed {
  readonly position: number;
  /** The hash of the chain at that position: an index of another log does not have it. */
  readonly hash: Uint8Array;
}

/**
 * The readings that the events of a log made, in a file of their own.
 *
 * What is kept waits in memory until `write` or `commit`, so that sequential appends do not pay for it one by one. Look-ups
 * see what waits.
 */
export interface ReadingIndex {
  /** Up to where the committed index has followed the log. */
  followed(): Followed;
  /** How many readings wait in memory. */
  waiting(): number;
  keep(row: ReadingRow, event: RecordedEvent): void;
  /** Forgets the readings of events after a position. They must not have been committed. */
  forgetAfter(position: number): void;
  /** Writes what waits, into a transaction that stays open. */
  write(): void;
  /** Writes what waits and commits. */
  commit(followed: Followed): void;
  /** Takes back what was written since the last commit, and forgets what waits. */
  rollBack(): void;
  rowMadeBy(position: number): ReadingRow | undefined;
  lastReading(fact: number): ReadingRow;
  /** Brings full-text search up to a position, at most `events` further; returns whether it got there. */
  followWords(through: number, events: number): boolean;
}

interface Kept {
  readonly row: ReadingRow;
  readonly event: RecordedEvent;
}

/** Keeps readings through the connection that writes to the index. */
export function createReadingIndex(
  database: DatabaseSync,
  sql: Statements,
  log: FollowedLog,
  readData: ReadData,
): ReadingIndex {
  let kept: Kept[] = [];
  let byPosition = new Map<number, ReadingRow>();
  let lastByFact = new Map<number, ReadingRow>();
  const tags = new Map<string, number>();
  /** Whether the transaction that is open is this one's: what is kept for projections is written through the same connection. */
  let isWriting = false;
  /** The frontier at the last reading that was written; unknown after what was written was taken back. */
  let frontierMs: number | undefined;

  const note = ({ row }: Kept): void => {
    byPosition.set(row.recordedFrom, row);
    lastByFact.set(row.fact, row);
  };
  const keepOnly = (left: Kept[]): void => {
    kept = left;
    byPosition = new Map();
    lastByFact = new Map();
    for (const one of kept) note(one);
  };
  const storedRow = (condition: string, ...values: number[]): ReadingRow | undefined => {
    const row = sql.get(`SELECT ${readingColumns} FROM reading r WHERE ${condition}`, ...values);
    if (row === undefined) return undefined;
    const occurred = row['reading_occurred'] ?? log.eventAt(numberIn(row, 'fact')).occurred;
    return readingOfRow({ ...row, reading_occurred: occurred });
  };
  const frontier = (): number => {
    if (frontierMs !== undefined) return frontierMs;
    const row = sql.get('SELECT frontier_ms FROM reading ORDER BY position DESC LIMIT 1');
    return (row === undefined ? undefined : numberOrNone(row, 'frontier_ms')) ?? Number.NEGATIVE_INFINITY;
  };
  const tagId = (name: string): number => {
    const known = tags.get(name);
    if (known !== undefined) return known;
    const row =
      sql.get('SELECT id FROM tag WHERE name = ?', name) ??
      sql.get('INSERT INTO tag (name) VALUES (?) RETURNING id', name);
    const id = numberIn(row ?? {}, 'id');
    if (tags.size >= 50_000) tags.clear();
    tags.set(name, id);
    return id;
  };
  const dataOf = (row: ReadingRow, fact: RecordedEvent): FactData =>
    readingData(readData, fact.type, row.dataPosition === row.fact ? fact : log.eventAt(row.dataPosition));
  const write = (): void => {
    if (kept.length === 0) return;
    if (!isWriting) database.exec('BEGIN IMMEDIATE');
    isWriting = true;
    for (const { row, event } of kept) {
      const fact = row.number === 0 ? event : log.eventAt(row.fact);
      const frontierBefore = frontier();
      const isAhead = row.when.from > event.recordedAt;
      frontierMs = isAhead ? frontierBefore : Math.max(frontierBefore, row.when.from);
      insertReading(sql, row, { factOccurred: fact.occurred, isAhead, frontierMs });
      for (const name of tagNames(fact, dataOf(row, fact)))
        sql.run(
          'INSERT INTO reading_tag VALUES (?, ?, ?, ?)',
          tagId(name),
          row.when.from,
          row.fact,
          row.recordedFrom,
        );
    }
    keepOnly([]);
  };

  return {
    followed() {
      const row = sql.get('SELECT position, hash FROM followed') ?? {};
      const hash = row['hash'];
      assert(hash instanceof Uint8Array, 'an index says where it stands');
      return { position: numberIn(row, 'position'), hash };
    },
    waiting: () => kept.length,
    keep(row, event) {
      const one = { row, event };
      kept.push(one);
      note(one);
    },
    forgetAfter(position) {
      if ((kept.at(-1)?.row.recordedFrom ?? 0) > position)
        keepOnly(kept.filter(({ row }) => row.recordedFrom <= position));
    },
    write,
    commit({ position, hash }) {
      write();
      if (!isWriting) return;
      sql.run('UPDATE followed SET position = ?, hash = ?', position, hash);
      database.exec('COMMIT');
      isWriting = false;
    },
    rollBack() {
      keepOnly([]);
      tags.clear();
      frontierMs = undefined;
      if (isWriting && database.isTransaction) database.exec('ROLLBACK');
      isWriting = false;
    },
    rowMadeBy: (position) => byPosition.get(position) ?? storedRow('r.position = ?', position),
    lastReading(fact) {
      const last =
        lastByFact.get(fact) ??
        storedRow('r.fact = ? AND r.number > 0 ORDER BY r.number DESC LIMIT 1', fact) ??
        storedRow('r.position = ?', fact);
      assert(last !== undefined, 'every fact has a reading');
      return last;
    },
    followWords(through, events) {
      const from = numberIn(sql.get('SELECT words_position FROM followed') ?? {}, 'words_position');
      const to = Math.min(through, from + events);
      if (from >= through) return true;
      database.exec('BEGIN IMMEDIATE');
      try {
        insertWordsBetween({ sql, log, readData }, from, to);
        sql.run('UPDATE followed SET words_position = ?', to);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
      return to >= through;
    },
  };
}

function tagNames(fact: RecordedEvent, data: FactData): readonly string[] {
  return [
    `type ${fact.type}`,
    `stream ${fact.stream}`,
    ...tagsOf(data).map((tag) => `about ${tag}`),
    ...publishersOf(data).map((publisher) => `source ${publisher}`),
  ];
}
