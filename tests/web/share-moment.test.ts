import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { CommitOut } from '../../src/client/index.ts';
import { usualView } from '../../src/web/model/view.ts';
import { fileName } from '../../src/web/share/file-name.ts';
import { momentSeen, momentWords } from '../../src/web/share/moment-words.ts';
import { askRecorded } from '../../src/web/share/recorded-time.ts';

const at = (time: string): number => Date.parse(`2025-07-${time}Z`);
const commit = (position: number, time: string, events = 1) => ({
  position,
  recordedAt: at(time),
  events,
});

/** What there is of a long log: of its first seven commits two were left out. */
const all = [
  commit(2, '01T10:00:00', 2),
  commit(3, '01T11:00:00'),
  commit(6, '01T12:00:00', 3),
  commit(7, '01T13:00:00'),
  commit(9, '01T14:00:00', 2),
];
const thinned = [all[0], all[3], all[4]].filter((one) => one !== undefined);

/** A page at a position; `answers` is false where the server is away. */
function pageAt(position: number, answers = true) {
  const asked: unknown[] = [];
  const commits = async (question: { readonly after?: number; readonly limit?: number } = {}) => {
    asked.push(question);
    if (!answers) throw new Error('Away');
    const found = all.find((one) => one.position > (question.after ?? 0));
    const told: CommitOut[] =
      found === undefined
        ? []
        : [
            {
              ...found,
              first: found.position - found.events + 1,
              recordedAt: new Date(found.recordedAt).toISOString().replace('.000Z', 'Z'),
            },
          ];
    return { commits: told, head: { position: 9, recordedAt: '2025-07-01T14:00:00Z' } };
  };
  return {
    asked,
    at: signal({ asOf: at('02T00:00:00'), position }),
    view: signal(usualView),
    commits: signal(thinned),
    head: signal({ position: 9, recordedAt: at('01T14:00:00') }),
    client: { commits },
  };
}

describe('the time at which what is known was recorded', () => {
  test('is told from the commits on the page where they have it, also within one', async () => {
    for (const [position, time] of [
      [1, '10:00:00'],
      [2, '10:00:00'],
      [7, '13:00:00'],
      [8, '14:00:00'],
      [9, '14:00:00'],
    ] as const) {
      const page = pageAt(position);
      await askRecorded(page);
      expect(page.asked).toEqual([]);
      expect(momentSeen(page).knownAt).toBe(`2025-07-01T${time}Z`);
    }
  });

  test('is asked for where the commits of a long log were thinned, and never guessed', async () => {
    const page = pageAt(5);
    expect(momentWords(page).knownAt).toBe('position 5');
    expect(momentSeen(page).knownAt).toBeNull();
    await askRecorded(page);
    expect(page.asked).toEqual([{ after: 4, limit: 1 }]);
    expect(momentWords(page).knownAt).toBe('position 5, recorded 2025-07-01 12:00:00 UTC');
    expect(fileName(momentSeen(page), 'svg')).toBe(
      'timeline_as-of-20250702T000000Z_known-at-5-20250701T120000Z.svg',
    );
    page.at.value = { ...page.at.value, position: 3 };
    expect(momentWords(page).knownAt).toBe('position 3');
  });

  test('is left out where the server is away, and where nothing was recorded there is none', async () => {
    const away = pageAt(5, false);
    await askRecorded(away);
    expect(momentWords(away).knownAt).toBe('position 5');
    expect(fileName(momentSeen(away), 'svg')).toBe('timeline_as-of-20250702T000000Z_known-at-5.svg');
    const before = pageAt(0);
    await askRecorded(before);
    expect(before.asked).toEqual([]);
    expect(momentWords(before).knownAt).toBe('nothing recorded yet');
  });
});
