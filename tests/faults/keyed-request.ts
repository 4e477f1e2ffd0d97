import type { NewEvent } from '../../src/domain/event.ts';
import type { AppendOptions } from '../../src/engine/requests.ts';

/** Returns what is appended with a key: two events without ids, so that nothing but the key makes them known again. */
export function keyedRequest(key: string): [string, readonly NewEvent[], AppendOptions] {
  const events = [1, 2].map((number) => ({
    type: 'NoteAdded',
    occurred: '2025-07-03',
    data: { title: `Note ${number} of ${key}` },
  }));
  return ['notes-keyed', events, { idempotencyKey: key, by: 'os:child' }];
}
