import { DatabaseSync } from 'node:sqlite';

import { describe, expect, test } from 'vitest';

import type { RecordedEvent } from '../../src/domain/event.ts';
import { createWriterLog } from '../../src/store/sqlite/log.ts';
import { logSchema } from '../../src/store/sqlite/schema.ts';
import { createStatements } from '../../src/store/sqlite/statements.ts';

describe('a log whose transaction fails in the middle of an event', () => {
  test('forgets the number that a type was given with it', () => {
    const database = new DatabaseSync(':memory:');
    database.exec(logSchema);
    const log = createWriterLog(createStatements(database));
    log.insert(eventOf('ThingSeen', 1), '{}');
    const before = log.end();
    database.exec('BEGIN');
    // Its position is taken: nothing of it may stay, nor may the next type be taken for it.
    expect(() => log.insert(eventOf('SoundHeard', 1), '{}')).toThrow();
    database.exec('ROLLBACK');
    log.restore(before);
    log.insert(eventOf('NoteTaken', 2), '{}');
    log.insert(eventOf('SoundHeard', 3), '{}');
    expect([1, 2, 3].map((position) => log.eventAt(position).type)).toEqual([
      'ThingSeen',
      'NoteTaken',
      'SoundHeard',
    ]);
    database.close();
  });
});

function eventOf(type: string, position: number): RecordedEvent {
  const revision = position - 1;
  const [id, stream, occurred] = [`e${position}`, 'seen-kyiv', '2025'];
  return { id, stream, revision, position, type, schemaVersion: 1, data: {}, occurred, recordedAt: 1 };
}
