import { textIn } from './rows.ts';
import type { Statements } from './statements.ts';

/** Most names of one table that are kept in memory. */
const namesKeptMax = 50_000;

/** Returns what gives the names that streams, or event types, have by number; each is read once while it is kept in memory. */
export function createNames(sql: Statements, table: 'stream' | 'event_type'): (id: number) => string {
  const names = new Map<number, string>();
  return (id) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const name = textIn(sql.get(`SELECT name FROM ${table} WHERE id = ?`, id) ?? {}, 'name');
    if (names.size >= namesKeptMax) names.clear();
    names.set(id, name);
    return name;
  };
}
