import type { SQLInputValue } from 'node:sqlite';

import type { HistoryPlace, HistoryQuery } from '../port.ts';
import { wordsOf } from '../words.ts';
import { statusCode } from './schema.ts';

/** SQL with the values for its parameters, in order. */
export interface Query {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Says which tags a reading must have: one of `names`. */
export interface TagGroup {
  readonly names: readonly string[];
}

/**
 * A part of a history: what occurred by `toMs`, or what occurred after `afterMs` and was dated ahead of the log when it was recorded.
 *
 * Where the log goes on beyond the position asked for, what was recorded since must not be walked over. Nothing but what was dated
 * ahead occurred after the frontier of that position, so the rest ends there, and what was dated ahead has an index of its own.
 */
export type HistoryPart =
  | { readonly kind: 'behind'; readonly toMs: number }
  | { readonly kind: 'ahead'; readonly afterMs: number; readonly toMs: number };

/** Returns the parts of what occurred by `throughMs` at a position whose frontier is `frontierMs`, in the order asked for. */
export function historyParts(
  throughMs: number,
  frontierMs: number,
  order: HistoryQuery['order'],
): readonly HistoryPart[] {
  const behind = { kind: 'behind', toMs: Math.min(throughMs, frontierMs) } as const;
  if (throughMs <= frontierMs) return [behind];
  const ahead = { kind: 'ahead', afterMs: frontierMs, toMs: throughMs } as const;
  return order === 'oldest-first' ? [behind, ahead] : [ahead, behind];
}

/**
 * Builds the SQL for one page of a part of a history, over `columns` of the reading `r`.
 *
 * A series walks its own part of the index of keys in history order; a filter by one tag alone (what it is about, a source, a type,
 * a stream) walks that tag's part of the index of tags; everything else walks the readings in history order. Values are always parameters.
 */
export function historySql(columns: string, query: HistoryQuery, part: HistoryPart): Query {
  const groups = tagGroups(query);
  const driver = part.kind === 'behind' ? driverOf(groups, query.series) : undefined;
  const source = driver === undefined ? 'r' : 'g';
  const direction = query.order === 'oldest-first' ? 'ASC' : 'DESC';
  const conditions = [
    ...(driver === undefined ? [] : [driver.condition]),
    ...windowOf(query, part, source),
    ...readingConditions(query),
    ...groups.filter((group) => group !== driver?.group).map(hasTag),
    ...(part.kind === 'ahead' && query.series !== undefined ? [inSeries(query.series)] : []),
  ];
  return {
    sql: `SELECT ${columns} FROM ${tablesOf(part, driver)} WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
      ORDER BY ${source}.from_ms ${direction}, ${source}.fact ${direction} LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), query.limit],
  };
}

function tablesOf(part: HistoryPart, driver: Driver | undefined): string {
  if (part.kind === 'ahead') return 'reading r INDEXED BY reading_ahead';
  if (driver === undefined) return 'reading r INDEXED BY reading_by_history';
  return `${driver.table} g CROSS JOIN reading r ON r.position = g.position`;
}

/** What is walked in history order in place of all readings: those of a series, or those of a tag. */
export interface Driver {
  readonly table: 'reading_key' | 'reading_tag';
  readonly condition: Query;
  readonly group?: TagGroup;
}

/** Returns what is walked in place of all readings; undefined where these are. */
export function driverOf(groups: readonly TagGroup[], series: number | undefined): Driver | undefined {
  if (series !== undefined)
    return { table: 'reading_key', condition: { sql: 'g.series = ?', values: [series] } };
  const group = groups.find(({ names }) => names.length === 1);
  if (group === undefined) return undefined;
  const condition = { sql: 'g.tag = (SELECT id FROM tag WHERE name = ?)', values: group.names };
  return { table: 'reading_tag', condition, group };
}

function inSeries(series: number): Query {
  return {
    sql: `EXISTS (SELECT 1 FROM reading_key k WHERE k.series = ?
      AND k.from_ms = r.from_ms AND k.fact = r.fact AND k.position = r.position)`,
    values: [series],
  };
}

/** Lists the tags that a filter asks for. */
export function tagGroups({
  about,
  publishers,
  types,
  streams,
}: Pick<HistoryQuery, 'about' | 'publishers' | 'types' | 'streams'>): readonly TagGroup[] {
  return [
    ...named('about', about),
    ...named('source', publishers),
    ...named('stream', streams),
    ...named('type', types),
  ];
}

/** Of all bounds on one side only the narrowest is written, for SQLite begins at one of them and walks over what the others leave out. */
function windowOf(
  { from, to = Number.MAX_SAFE_INTEGER, order, after }: HistoryQuery,
  part: HistoryPart,
  source: 'r' | 'g',
): readonly Query[] {
  const toMs = Math.min(part.toMs, to);
  const afterMs = part.kind === 'ahead' ? part.afterMs : Number.NEGATIVE_INFINITY;
  const isNewestFirst = order === 'newest-first';
  const place = (beyond: '<' | '>', { from: ms, position }: HistoryPlace): Query => ({
    sql: `(${source}.from_ms, ${source}.fact) ${beyond} (?, ?)`,
    values: [ms, position],
  });
  const isLatest = after !== undefined && isNewestFirst && after.from <= toMs;
  const isEarliest =
    after !== undefined && !isNewestFirst && after.from > afterMs && after.from >= (from ?? after.from);
  const latest = isLatest ? place('<', after) : { sql: `${source}.from_ms <= ?`, values: [toMs] };
  return [
    latest,
    ...(isEarliest ? [place('>', after)] : earliest(from, afterMs, source)),
    ...(part.kind === 'ahead' ? [{ sql: 'r.is_ahead = 1', values: [] }] : []),
  ];
}

function earliest(from: number | undefined, afterMs: number, source: 'r' | 'g'): readonly Query[] {
  if (from !== undefined && from > afterMs) return [{ sql: `${source}.from_ms >= ?`, values: [from] }];
  return afterMs === Number.NEGATIVE_INFINITY ? [] : [{ sql: `${source}.from_ms > ?`, values: [afterMs] }];
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
    ...(withRetracted ? [] : [{ sql: `r.status <> ${statusCode.retracted}`, values: [] }]),
    ...(certainty === 'certain' ? [{ sql: 'r.from_latest_ms <= ?', values: [asOf] }] : []),
    ...(text === undefined ? [] : [matching(text)]),
  ];
}

/** Builds the condition that the reading `r` has a tag of a group. */
export function hasTag({ names }: TagGroup): Query {
  return {
    sql: `EXISTS (SELECT 1 FROM reading_tag x WHERE x.tag IN (SELECT id FROM tag WHERE name IN (SELECT value FROM json_each(?)))
      AND x.from_ms = r.from_ms AND x.fact = r.fact AND x.position = r.position)`,
    values: [JSON.stringify(names)],
  };
}

/** Builds the condition that words stand in the reading `r`. Full-text syntax never reaches SQLite: only words do, quoted. */
export function matching(text: string): Query {
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
