import type { SQLInputValue } from 'node:sqlite';

import type { HistoryQuery } from '../port.ts';
import { wordsOf } from '../words.ts';

/** SQL with the values for its parameters, in order. */
export interface Query {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Says which tags a reading must have: one of `names`. */
interface TagGroup {
  readonly names: readonly string[];
}

/**
 * Builds the SQL for one page of a history, over `columns` of the reading `r`, the fact's own event `e` and its names.
 *
 * A filter by one tag alone (what it is about, a source, a type, a stream) walks that tag's part of the tag index in
 * history order; everything else walks the readings in history order. Values are always parameters.
 */
export function historySql(columns: string, query: HistoryQuery): Query {
  const groups = tagGroups(query);
  const driver = groups.find(({ names }) => names.length === 1);
  const source = driver === undefined ? 'r' : 'g';
  const direction = query.order === 'oldest-first' ? 'ASC' : 'DESC';
  const conditions = [
    ...(driver === undefined
      ? []
      : [{ sql: 'g.tag = (SELECT id FROM tag WHERE name = ?)', values: driver.names }]),
    ...windowOf(query, source),
    ...readingConditions(query),
    ...groups.filter((group) => group !== driver).map(hasTag),
  ];
  const tables =
    driver === undefined ? 'reading r' : 'reading_tag g CROSS JOIN reading r ON r.position = g.position';
  return {
    sql: `SELECT ${columns} FROM ${tables} CROSS JOIN event e ON e.position = r.fact
      JOIN stream s ON s.id = e.stream JOIN event_type t ON t.id = e.type
      WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
      ORDER BY ${source}.from_ms ${direction}, ${source}.fact ${direction} LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), query.limit],
  };
}

function tagGroups({ about, publishers, types, streams }: HistoryQuery): readonly TagGroup[] {
  return [
    ...named('about', about),
    ...named('source', publishers),
    ...named('stream', streams),
    ...named('type', types),
  ];
}

function windowOf({ asOf, from, to, order, after }: HistoryQuery, source: 'r' | 'g'): readonly Query[] {
  const beyond = order === 'oldest-first' ? '>' : '<';
  return [
    { sql: `${source}.from_ms <= ?`, values: [Math.min(asOf, to ?? asOf)] },
    ...(from === undefined ? [] : [{ sql: `${source}.from_ms >= ?`, values: [from] }]),
    ...(after === undefined
      ? []
      : [
          {
            sql: `(${source}.from_ms, ${source}.fact) ${beyond} (?, ?)`,
            values: [after.from, after.position],
          },
        ]),
  ];
}

function readingConditions({
  position,
  asOf,
  certainty,
  withRetracted = false,
  text,
}: HistoryQuery): readonly Query[] {
  return [
    { sql: 'r.position <= ? AND (r.recorded_to IS NULL OR r.recorded_to > ?)', values: [position, position] },
    ...(withRetracted ? [] : [{ sql: "r.status <> 'retracted'", values: [] }]),
    ...(certainty === 'certain' ? [{ sql: 'r.from_latest_ms <= ?', values: [asOf] }] : []),
    ...(text === undefined ? [] : [matching(text)]),
  ];
}

function hasTag({ names }: TagGroup): Query {
  return {
    sql: `EXISTS (SELECT 1 FROM reading_tag x WHERE x.tag IN (SELECT id FROM tag WHERE name IN (SELECT value FROM json_each(?)))
      AND x.from_ms = r.from_ms AND x.fact = r.fact AND x.position = r.position)`,
    values: [JSON.stringify(names)],
  };
}

/** Full-text syntax never reaches SQLite: only words do, quoted. */
function matching(text: string): Query {
  const words = wordsOf(text);
  if (words.length === 0) return { sql: 'FALSE', values: [] };
  return {
    sql: 'r.position IN (SELECT rowid FROM reading_text WHERE reading_text MATCH ?)',
    values: [words.map((word) => `"${word}"`).join(' AND ')],
  };
}

function named(kind: string, values: readonly string[] | undefined): readonly TagGroup[] {
  return values === undefined ? [] : [{ names: [...new Set(values)].map((value) => `${kind} ${value}`) }];
}
