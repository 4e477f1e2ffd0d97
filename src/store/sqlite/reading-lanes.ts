import { assert } from '../../domain/assert.ts';
import type { LaneKind, ReadingPlace } from '../reading-list.ts';
import type { Statements } from './statements.ts';

/** What the names of the tags of a lane begin with, and what of that the names of lanes do not have. */
const tagKinds = {
  actor: { prefix: 'about actor:', dropped: 'about '.length },
  place: { prefix: 'about place:', dropped: 'about '.length },
  source: { prefix: 'source ', dropped: 'source '.length },
} as const;

/** A kind of lanes that the index of tags knows. */
export type TaggedLane = keyof typeof tagKinds & LaneKind;

const tagsSql = 'SELECT id, name FROM tag WHERE name >= ? AND name < ?';

/** The tags of all readings that began in a time: for lists in which there are most of them. */
export const walkedSql = `SELECT g.tag, g.position FROM json_each(?) t CROSS JOIN reading_tag g ON g.tag = t.value
  WHERE g.from_ms >= ? AND g.from_ms <= ?`;

/** The tags of some readings, each tried with each: for lists of few among many. */
export const triedSql = `SELECT g.tag, g.position FROM json_each(?) t CROSS JOIN json_each(?) j CROSS JOIN reading r ON r.position = j.value
  CROSS JOIN reading_tag g ON g.tag = t.value AND g.from_ms = r.from_ms AND g.fact = r.fact AND g.position = r.position`;

/** How many readings began in a time, up to as many as are asked for. */
export const betweenSql = `SELECT count(*) FROM (SELECT 1 FROM reading r INDEXED BY reading_by_history
  WHERE r.from_ms >= ? AND r.from_ms <= ? LIMIT ?)`;

/** Returns what gives the lanes of readings by position; those that stand in none are not there. */
export function readingLanes(
  sql: Statements,
  kind: TaggedLane,
  readings: readonly ReadingPlace[],
): ReadonlyMap<number, readonly string[]> {
  const lanes = new Map<number, string[]>();
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return lanes;
  const { prefix, dropped } = tagKinds[kind];
  const names = new Map(
    sql.lists(tagsSql, prefix, after(prefix)).map(([id, name]) => [id, String(name).slice(dropped)]),
  );
  if (names.size === 0) return lanes;
  const tags = JSON.stringify([...names.keys()]);
  const tries = names.size * readings.length;
  const between = numberOf(sql.lists(betweenSql, first.from, last.from, tries + 1)[0]?.[0]);
  const found =
    between <= tries
      ? sql.lists(walkedSql, tags, first.from, last.from)
      : sql.lists(triedSql, tags, JSON.stringify(readings.map(({ position }) => position)));
  for (const [tag, position] of found) {
    const name = names.get(tag);
    const at = numberOf(position);
    const there = lanes.get(at);
    if (name === undefined) continue;
    if (there === undefined) lanes.set(at, [name]);
    else there.push(name);
  }
  return lanes;
}

/** Returns the first text after all that begin with a prefix. */
function after(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

function numberOf(value: unknown): number {
  assert(typeof value === 'number', 'the column holds a number');
  return value;
}
