import { DatabaseSync } from 'node:sqlite';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { createWorld, runScript } from '../support/run-script.ts';

describeInStores('law 1: an event never changes and never leaves', ({ open, numRuns, newStore }) => {
  test('whatever is recorded after it', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), scriptArbitrary(), async (first, then) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, first, world);
        const before = timeline.log({ after: 0, limit: 1000 });
        await runScript(timeline, then, world);
        const after = timeline.log({ after: 0, limit: 1000 });
        expect(JSON.stringify(after.slice(0, before.length))).toBe(JSON.stringify(before));
        expect((await timeline.verify()).faults).toEqual([]);
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });

  const path = newStore().replace(/^sqlite:/, '');
  if (path === 'memory:') return;
  test.each([
    ["UPDATE event SET occurred = '1999'", 'event'],
    ['UPDATE event SET recorded_at = 0 WHERE position = 1', 'event'],
    ["UPDATE event SET hash = x'00'", 'event'],
    ['DELETE FROM event', 'event'],
    ['DELETE FROM event WHERE position = 3', 'event'],
    ["UPDATE stream SET name = 'seen-elsewhere'", 'stream'],
    ['UPDATE stream SET id = id + 10', 'stream'],
    ['DELETE FROM stream', 'stream'],
    ["UPDATE event_type SET name = 'NeverSeen'", 'event_type'],
    ['DELETE FROM event_type', 'event_type'],
    [`INSERT OR REPLACE ${eventSql('position, id')}`, 'event'],
    [`INSERT OR REPLACE ${eventSql('position + 10, id')}`, 'event'],
    [`INSERT OR REPLACE ${eventSql("position, 'other' || position")}`, 'event'],
    ["INSERT OR REPLACE INTO stream SELECT id, 'seen-elsewhere' FROM stream", 'stream'],
    ["INSERT OR REPLACE INTO event_type VALUES (7, 'ThingSeen')", 'event_type'],
  ])('the file itself refuses %s', async (sql, table) => {
    const world = createWorld();
    const timeline = await open(world);
    await timeline.append('seen-kyiv', [seen('a'), seen('b'), seen('c')]);
    const { name } = timeline;
    await timeline.close();
    const raw = new DatabaseSync(name.replace(/^sqlite:/, ''));
    expect(() => raw.exec(sql)).toThrow(`the log is append-only: ${table} rows never`);
    raw.close();
  });
});

function seen(id: string) {
  return { id, type: 'ThingSeen', occurred: '2025-07-03', data: { title: id, count: 1 } };
}

/** SQL that inserts the events that are there as others, with the position and the id that are given. */
function eventSql(place: string): string {
  return `INTO event SELECT ${place}, stream, revision, type, schema_version, occurred, 0, NULL, NULL, '{}', hash FROM event`;
}
