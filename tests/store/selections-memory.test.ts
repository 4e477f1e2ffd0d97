import { DatabaseSync } from 'node:sqlite';

import { describe, expect, test } from 'vitest';

import { projectionSchema } from '../../src/store/sqlite/schema.ts';
import { createSelections } from '../../src/store/sqlite/selections.ts';
import { createStatements } from '../../src/store/sqlite/statements.ts';
import { createCounter } from '../support/bad-days.ts';

const groupSize = 256;

/** Keeps what a build selected of so many whole groups, and counts how often a group is read. */
function following(groups: number) {
  const database = new DatabaseSync(':memory:');
  database.exec(projectionSchema());
  const sql = createStatements(database);
  const reads = createCounter();
  const all: typeof sql.all = (...asked) => {
    reads.note();
    return sql.all(...asked);
  };
  const table = createSelections(sql, { ...sql, all });
  const readings = Array.from({ length: groups * groupSize }, (_, index) => {
    const position = index + 1;
    return { position, fact: position, fromMs: 0, touchedMs: 0, series: [''], left: [], selected: position };
  });
  table.follow(1, readings);
  return { table, reads };
}

/** A thousand positions that lie in so many groups in turn, as those of streams do that were imported one after the other. */
const inTurn = (groups: number) =>
  Array.from({ length: 1000 }, (_, index) => (index % groups) * groupSize + Math.floor(index / groups) + 1);

describe('groups of what was selected', () => {
  test('that were just written are in memory', () => {
    const { table, reads } = following(90);
    expect(table.selected(1, inTurn(90))).toEqual(inTurn(90));
    expect(reads.take()).toBe(0);
  });

  test('are read once each after what was in memory is forgotten', () => {
    const { table, reads } = following(60);
    table.forget();
    expect(table.selected(1, inTurn(60))).toEqual(inTurn(60));
    expect(reads.take()).toBe(60);
    expect(table.selected(1, inTurn(60))).toEqual(inTurn(60));
    expect(reads.take()).toBe(0);
  });

  test.each([97, 100, 150])(
    'are read once each at most for one page, though %i are more than are kept',
    (groups) => {
      const { table, reads } = following(groups);
      const selected = table.selected(1, inTurn(groups));
      if (selected !== undefined) expect(selected).toEqual(inTurn(groups));
      expect(reads.take()).toBeLessThanOrEqual(groups);
    },
  );
});
