import { assert } from '../../domain/assert.ts';
import { frozen } from '../../domain/frozen.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Occurrence } from '../../domain/occurred.ts';
import { resolveOccurred } from '../../domain/occurred.ts';
import type { FactRead } from '../../domain/reading.ts';
import type { ReadData } from '../read-data.ts';
import { createFactCache } from './fact-cache.ts';
import { textIn } from './rows.ts';
import type { Statements } from './statements.ts';

/** Columns of a reading `r` that say which it is, for `factsOf`: all of them are in the index of histories. */
export const placeColumns = 'r.position, r.fact, r.number, r.from_ms';

/** How many columns `placeColumns` are. */
export const placeWidth = 4;

/** Makes facts out of readings. They are shared by all who ask, and therefore frozen. */
export interface FactRows {
  /** Returns the facts of rows that begin with `placeColumns`, each as that reading makes it; `isReadAgain` says that others ask for them at once. */
  factsOf(rows: readonly (readonly unknown[])[], isReadAgain: boolean): FactRead[];
}

/** What a fact that stands as first stated is made of: its own event, and nothing of the index. */
const statedSql = `SELECT e.position, e.id, e.stream, e.revision, e.type, e.schema_version, e.occurred,
  e.recorded_at, e.causation_id, e.correlation_id, e.data
  FROM json_each(?) j CROSS JOIN event e ON e.position = j.value`;

/** Longest name lists that are kept in memory. */
const namesKeptMax = 50_000;

/** How FactRows reads. */
export interface FactRowsOptions {
  readonly sql: Statements;
  readonly readData: ReadData;
  /** About how many bytes of facts are kept in memory. */
  readonly cacheBytesMax: number;
  /** Gives a fact whose reading, made at a position, is not its first. */
  corrected(fact: number, position: number): FactRead;
}

/** Makes facts out of rows of one connection, each read once while it is kept in memory. */
export function createFactRows({ sql, readData, cacheBytesMax, corrected }: FactRowsOptions): FactRows {
  const cache = createFactCache(cacheBytesMax);
  const streams = new Map<unknown, string>();
  const types = new Map<unknown, string>();
  const nameOf = (names: Map<unknown, string>, table: 'stream' | 'event_type', id: unknown): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    assert(typeof id === 'number', 'streams and types are numbered');
    const name = textIn(sql.get(`SELECT name FROM ${table} WHERE id = ?`, id) ?? {}, 'name');
    if (names.size >= namesKeptMax) names.clear();
    names.set(id, name);
    return name;
  };

  const stated = (
    row: readonly unknown[],
    from: unknown,
  ): { readonly fact: FactRead; readonly bytes: number } => {
    const [position, id, stream, revision] = [row[0], row[1], row[2], row[3]];
    const [type, version, occurred, recordedAt] = [row[4], row[5], row[6], row[7]];
    const [causationId, correlationId, data] = [row[8], row[9], row[10]];
    assert(typeof position === 'number' && typeof revision === 'number', 'places are numbers');
    assert(typeof from === 'number', 'occurred times are numbers');
    assert(typeof id === 'string' && typeof occurred === 'string', 'ids and occurred times are texts');
    assert(typeof recordedAt === 'number' && typeof version === 'number', 'times and versions are numbers');
    assert(typeof data === 'string', 'data is text');
    const typeName = nameOf(types, 'event_type', type);
    const own = {
      id,
      stream: nameOf(streams, 'stream', stream),
      revision,
      position,
      type: typeName,
      recordedAt,
    };
    const read = {
      occurred,
      when: whenOf(occurred, from),
      // Only checked JSON objects are ever written to this column.
      data: readData(typeName, version, JSON.parse(data) as JsonObject),
      reading: { number: 0, status: 'stated' as const, by: id, recordedFrom: position, recordedAt },
      earlier: noReadings,
    };
    const links = linksOf(causationId, correlationId);
    const fact: FactRead = links === undefined ? { ...own, ...read } : { ...own, ...links, ...read };
    return { fact, bytes: data.length };
  };
  /** The facts come in the order of the places. */
  const readStated = (places: readonly (readonly unknown[])[], isReadAgain: boolean): readonly FactRead[] =>
    sql.lists(statedSql, JSON.stringify(places.map((place) => place[0]))).map((row, index) => {
      const { fact, bytes } = stated(row, places[index]?.[3]);
      cache.keep(fact.position, frozen(fact), bytes, isReadAgain);
      return fact;
    });
  const readCorrected = (fact: number, position: number, isReadAgain: boolean): FactRead => {
    const read = frozen(corrected(fact, position));
    cache.keep(position, read, 1000 * (1 + read.earlier.length), isReadAgain);
    return read;
  };

  return {
    factsOf(rows, isReadAgain) {
      const facts: (FactRead | undefined)[] = [];
      const missing: (readonly unknown[])[] = [];
      for (const row of rows) {
        const [position, fact, number] = [row[0], row[1], row[2]];
        assert(typeof position === 'number' && typeof fact === 'number', 'a row begins with its place');
        const kept = cache.get(position);
        if (kept === undefined && number === 0) missing.push(row);
        facts.push(kept ?? (number === 0 ? undefined : readCorrected(fact, position, isReadAgain)));
      }
      const read = missing.length === 0 ? [] : readStated(missing, isReadAgain);
      let next = 0;
      return facts.map((kept) => {
        const fact = kept ?? read[next++];
        assert(fact !== undefined, 'every reading has an event');
        return fact;
      });
    },
  };
}

/** Most facts have neither, and then nothing need be copied. */
function linksOf(causationId: unknown, correlationId: unknown) {
  if (causationId === null && correlationId === null) return undefined;
  return {
    ...(typeof causationId === 'string' ? { causationId } : {}),
    ...(typeof correlationId === 'string' ? { correlationId } : {}),
  };
}

const noReadings = Object.freeze([]);

/** An exact instant in the commonest ways to write one needs no parsing: the index has its milliseconds. */
function whenOf(occurred: string, from: number): Occurrence {
  if (occurred[10] === 'T' && occurred.endsWith('Z')) {
    if (occurred.length === 20) return { from, fromLatest: from, precision: 'second' };
    if (occurred.length === 24 && occurred[19] === '.')
      return { from, fromLatest: from, precision: 'millisecond' };
  }
  return resolveOccurred(occurred);
}
