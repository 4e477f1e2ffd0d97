import { frozen } from '../../domain/frozen.ts';
import type { FollowedReading, ProjectionIndex } from '../projection-index.ts';
import { sqliteCodeOf } from './errors.ts';
import { hashOfPacked, packed, unpacked } from './packed.ts';
import { bytesIn, numberIn } from './rows.ts';
import type { Row } from './rows.ts';
import type { Statements } from './statements.ts';

/** What builds selected of readings, by position: as a reading makes a fact it never changes, and so neither does what is selected of it. */
export interface SelectionTable {
  /** Keeps what was selected of the readings that a build follows next: one at each position. */
  follow(build: number, readings: readonly FollowedReading[]): void;
  selected: ProjectionIndex['selected'];
  /** Removes what a build selected, at most so many rows; returns how many. */
  discard(build: number, rowsMax: number): number;
  /** Forgets what is kept in memory: what was written was taken back. */
  forget(): void;
}

/** Positions of one group: a part never reaches over into the next. */
const groupSize = 256;
/** How many facts are read in the time in which a group is. */
const factsAGroup = 16;
/** Groups that are kept in memory: the last hours of an event a second. */
const groupsMax = 96;

/** What was selected of the positions of a group, as far as the build has come, each as JSON text; empty for those it has nothing of. */
type Group = readonly string[];

/** Keeps selections: read through `reader`, written through `sql`. */
export function createSelections(sql: Statements, reader: Statements): SelectionTable {
  const groups = new Map<string, string[]>();

  const keep = (name: string, group: string[]): string[] => {
    const oldest = groups.keys().next();
    if (groups.size >= groupsMax && oldest.done !== true) groups.delete(oldest.value);
    groups.set(name, group);
    return group;
  };
  const groupOf = (build: number, position: number): Group => {
    const number = groupOfPosition(position);
    const name = `${build} ${number}`;
    const kept = groups.get(name);
    const isThere = kept !== undefined && kept.length > placeIn(position);
    groups.delete(name);
    return keep(name, isThere ? kept : readGroup(reader, build, number));
  };
  const isKept = (build: number, position: number): boolean =>
    (groups.get(`${build} ${groupOfPosition(position)}`)?.length ?? 0) > placeIn(position);
  /** To unpack a group costs what it costs to read some facts. */
  const isWorthIt = (build: number, positions: readonly number[]): boolean => {
    const missing = new Set<number>();
    for (const position of positions) if (!isKept(build, position)) missing.add(groupOfPosition(position));
    return missing.size * factsAGroup <= positions.length;
  };
  const write = (build: number, first: number, values: Group): void => {
    const selected = packed(values.join('\n'));
    const hash = hashOfPacked(aboutOf(build, first, values.length), selected);
    sql.run('INSERT INTO selection VALUES (?, ?, ?, ?, ?)', build, first, values.length, selected, hash);
  };

  /** A group that came in parts, as live events do, is written anew in one when it is full. */
  const close = (build: number, number: number): void => {
    const group = readGroup(sql, build, number);
    if (group.length < groupSize) return;
    const before = number * groupSize;
    sql.run(removeGroupSql, build, before, before + groupSize);
    write(build, before + 1, group);
  };
  const add = (build: number, first: number, values: Group): void => {
    const number = groupOfPosition(first);
    write(build, first, values);
    const kept = placeIn(first) === 0 ? keep(`${build} ${number}`, []) : groups.get(`${build} ${number}`);
    if (kept?.length === placeIn(first)) kept.push(...values);
    if (placeIn(first) > 0 && placeIn(first) + values.length === groupSize) close(build, number);
  };

  const read = (build: number, positions: readonly number[]): readonly unknown[] | undefined => {
    const asked = new Map<number, Group>();
    const found: unknown[] = [];
    for (const position of positions) {
      const number = groupOfPosition(position);
      let group = asked.get(number);
      if (group === undefined || placeIn(position) >= group.length) group = groupOf(build, position);
      asked.set(number, group);
      const text = group[placeIn(position)];
      if (text === undefined) return undefined;
      // Only what `JSON.stringify` gave for plain data was ever kept.
      found.push(text === '' ? undefined : frozen<unknown>(JSON.parse(text)));
    }
    return found;
  };

  return {
    follow(build, readings) {
      const values = readings.map(({ selected }) => (selected === undefined ? '' : JSON.stringify(selected)));
      const from = readings[0]?.position ?? 0;
      for (let done = 0; done < values.length;) {
        const part = values.slice(done, done + groupSize - placeIn(from + done));
        add(build, from + done, part);
        done += part.length;
      }
    },
    selected(build, positions) {
      try {
        return isWorthIt(build, positions) ? read(build, positions) : undefined;
      } catch (error) {
        // An index may be damaged here, or be of the format before; what is kept can be done without.
        if (sqliteCodeOf(error) === undefined) throw error;
        return undefined;
      }
    },
    discard(build, rowsMax) {
      // Other builds keep what they have in memory.
      for (const name of groups.keys()) if (name.startsWith(`${build} `)) groups.delete(name);
      return sql.change(discardSelectionsSql, build, rowsMax);
    },
    forget: () => groups.clear(),
  };
}

/** Lists the parts of a group of positions of a build. */
export const groupSql =
  'SELECT first, positions, selected, hash FROM selection WHERE build = ? AND first > ? AND first <= ? ORDER BY first';
/** Removes the parts of a group of positions of a build. */
export const removeGroupSql = 'DELETE FROM selection WHERE build = ? AND first > ? AND first <= ?';
/** Removes some of what a build selected. */
export const discardSelectionsSql =
  'DELETE FROM selection WHERE rowid IN (SELECT rowid FROM selection WHERE build = ? LIMIT ?)';

function groupOfPosition(position: number): number {
  return Math.floor((position - 1) / groupSize);
}

function placeIn(position: number): number {
  return (position - 1) % groupSize;
}

function aboutOf(build: number, first: number, positions: number): string {
  return `${build} ${first} ${positions} `;
}

/** Reads what is kept of a group, up to the first gap or damage: what lies behind it is not known to be all. */
function readGroup(from: Statements, build: number, number: number): string[] {
  const before = number * groupSize;
  const found: string[] = [];
  for (const row of from.all(groupSql, build, before, before + groupSize)) {
    if (numberIn(row, 'first') !== before + found.length + 1) break;
    const part = partIn(row, build);
    if (part === undefined) break;
    found.push(...part);
  }
  return found;
}

/** Returns what a row holds, if it is what was written for these positions. */
function partIn(row: Row, build: number): Group | undefined {
  const selected = bytesIn(row, 'selected');
  const positions = numberIn(row, 'positions');
  const hash = hashOfPacked(aboutOf(build, numberIn(row, 'first'), positions), selected);
  if (Buffer.compare(hash, bytesIn(row, 'hash')) !== 0) return undefined;
  const part = unpacked(selected).split('\n');
  return part.length === positions ? part : undefined;
}
