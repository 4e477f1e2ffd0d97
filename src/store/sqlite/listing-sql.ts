import type { ReadingFilter, ReadingPlace } from '../reading-list.ts';
import { driverOf, hasTag, historyParts, matching, tagGroups } from './history-sql.ts';
import type { Driver, Query } from './history-sql.ts';
import { endlessSpan } from './schema.ts';

/** How many positions back what changed since is looked up by position; what changed since longer ago is looked for in order of time. */
export const changesNearMax = 20_000;

/**
 * A part of the readings of a time.
 *
 * `reaching` are those of one class of width that began before it and reach into it; for the others see `HistoryPart`. What changed
 * lately is few, and is looked up by position instead.
 */
export type ListingPart =
  | { readonly kind: 'changed'; readonly changedAfter: number }
  | { readonly kind: 'reaching'; readonly span: number }
  | { readonly kind: 'behind' | 'ahead'; readonly fromMs: number; readonly toMs: number };

/** Returns the parts of the readings of a time, of which those in one list are mixed, and the lists come one after the other. */
export function listingParts(
  { position, fromMs, toMs, changedAfter }: ReadingFilter,
  /** The classes of width that there are, and the frontier of the position. */
  { spans, frontierMs }: { readonly spans: readonly number[]; readonly frontierMs: number },
): readonly (readonly ListingPart[])[] {
  if (changedAfter !== undefined && position - changedAfter <= changesNearMax)
    return [[{ kind: 'changed', changedAfter }]];
  const begun = historyParts(toMs, frontierMs, 'oldest-first').map((part) => ({
    kind: part.kind,
    fromMs: part.kind === 'behind' ? fromMs : Math.max(fromMs, part.afterMs + 1),
    toMs: part.toMs,
  }));
  return [spans.map((span) => ({ kind: 'reaching', span })), ...begun.map((part) => [part])];
}

/** Builds the SQL for the readings of one part in their order, over `columns` of the reading `r` and the event `f` of its fact. */
export function listingSql(
  columns: string,
  filter: ReadingFilter,
  part: ListingPart,
  { after, limit }: { readonly after?: ReadingPlace | undefined; readonly limit: number },
): Query {
  const { from, where, values, source } = partSql(filter, part, after);
  return {
    sql: `SELECT ${columns} FROM ${from} CROSS JOIN event f ON f.position = r.fact LEFT JOIN event m ON r.number > 0 AND m.position = r.position
      WHERE ${where} ORDER BY ${source}.from_ms, ${source}.fact, ${source}.position LIMIT ?`,
    values: [...values, limit],
  };
}

/** Builds the SQL that counts the readings of one part, up to `most`. */
export function listingCountSql(filter: ReadingFilter, part: ListingPart, most: number): Query {
  const { from, where, values, isOfTagAlone } = partSql(filter, part, undefined);
  return {
    sql: `SELECT count(*) FROM (SELECT 1 FROM ${isOfTagAlone ? 'reading_tag g' : from} WHERE ${where} LIMIT ?)`,
    values: [...values, most],
  };
}

/** A filter by one tag alone walks that tag's part of the index of tags. Values are always parameters. */
function partSql(filter: ReadingFilter, part: ListingPart, after: ReadingPlace | undefined) {
  const groups = tagGroups(filter);
  const driver = part.kind === 'behind' ? driverOf(groups, undefined) : undefined;
  const source = driver === undefined ? 'r' : 'g';
  const conditions = [
    ...(driver === undefined ? [] : [driver.condition]),
    ...timeConditions(part, filter, source, after),
    ...changeConditions(part, filter),
    { sql: `${source}.position <= ?`, values: [filter.position] },
    ...groups.filter((group) => group !== driver?.group).map(hasTag),
    ...(filter.text === undefined ? [] : [matching(filter.text)]),
  ];
  return {
    from: tablesOf(part, driver),
    where: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap((condition) => condition.values),
    source,
    /** Whether no condition looks at the readings themselves. */
    isOfTagAlone:
      driver !== undefined &&
      groups.length === 1 &&
      filter.text === undefined &&
      filter.changedAfter === undefined,
  };
}

/**
 * Returns filters whose readings together are those of a filter, none twice: by several types alone is by each of them.
 *
 * A reading has one type, and one tag's part of the index is walked without looking at the readings.
 */
export function filtersByType(filter: ReadingFilter): readonly ReadingFilter[] {
  const { types = [], ...others } = filter;
  if (types.length < 2 || tagGroups(others).length > 0) return [filter];
  return [...new Set(types)].map((type) => ({ ...others, types: [type] }));
}

function tablesOf({ kind }: ListingPart, driver: Driver | undefined): string {
  if (kind === 'changed') return 'reading r';
  if (kind === 'reaching') return 'reading r INDEXED BY reading_by_span';
  if (kind === 'ahead') return 'reading r INDEXED BY reading_ahead';
  if (driver === undefined) return 'reading r INDEXED BY reading_by_history';
  return `${driver.table} g CROSS JOIN reading r ON r.position = g.position`;
}

/** Of two bounds on one side only the narrower is written, for SQLite begins at one of them and walks over what the other leaves out. */
function timeConditions(
  part: ListingPart,
  { fromMs, toMs }: ReadingFilter,
  source: 'r' | 'g',
  after: ReadingPlace | undefined,
): readonly Query[] {
  const from = (earliestMs: number): Query =>
    after === undefined || after.from < earliestMs
      ? { sql: `${source}.from_ms >= ?`, values: [earliestMs] }
      : {
          sql: `(${source}.from_ms, ${source}.fact, ${source}.position) > (?, ?, ?)`,
          values: [after.from, after.fact, after.position],
        };
  const to = (latestMs: number): Query => ({ sql: `${source}.from_ms <= ?`, values: [latestMs] });
  const reachesIn: Query = { sql: 'r.last_ms >= ?', values: [fromMs] };
  switch (part.kind) {
    case 'changed':
      return [from(Number.MIN_SAFE_INTEGER), to(toMs), reachesIn];
    case 'reaching':
      return [
        { sql: 'r.span = ?', values: [part.span] },
        from(earliestOf(part.span, fromMs)),
        to(Math.min(fromMs - 1, toMs)),
        reachesIn,
      ];
    case 'ahead':
      return [from(part.fromMs), to(part.toMs), { sql: 'r.is_ahead = 1', values: [] }];
    case 'behind':
      return [from(part.fromMs), to(part.toMs)];
  }
}

/** Returns when a reading of a class of width can have begun at the earliest to reach an instant. */
function earliestOf(span: number, ms: number): number {
  return span === endlessSpan
    ? Number.MIN_SAFE_INTEGER
    : Math.max(Number.MIN_SAFE_INTEGER, ms - 4 ** span + 1);
}

/** The reading that `x` took the place of: the fact's own, or the one with the number before. */
const ended = `CASE x.number WHEN 1 THEN x.fact
  ELSE (SELECT y.position FROM reading y WHERE y.fact = x.fact AND y.number > 0 AND y.number = x.number - 1) END`;

function changeConditions(part: ListingPart, { position, changedAfter }: ReadingFilter): readonly Query[] {
  if (changedAfter === undefined) return [];
  if (part.kind !== 'changed')
    return [
      {
        sql: '(r.position > ? OR (r.recorded_to > ? AND r.recorded_to <= ?))',
        values: [changedAfter, changedAfter, position],
      },
    ];
  const made = 'reading x WHERE x.position > ? AND x.position <= ?';
  return [
    {
      sql: `r.position IN (SELECT x.position FROM ${made} UNION SELECT ${ended} FROM ${made} AND x.number > 0)`,
      values: [changedAfter, position, changedAfter, position],
    },
  ];
}
