import { describe, expect, test } from 'vitest';

import type { EventLog, ReadingListQuery } from '../../../src/store/port.ts';
import { append, corrects, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

const july = (day: number) => Date.UTC(2025, 6, day);
const ms = (time: string) => Date.parse(`2025-07-${time}Z`);

/** Tests what a log lists of readings as such. */
export function describeReadings(open: OpenLog): void {
  const make = logsOf(open);

  /** The clock stands at 3 July; `e` is dated ahead, and so is `b` from its correction on. */
  async function withReadings() {
    const { log, clock } = make();
    await append(log, 'seen-kyiv', [
      seen('a', '2025-07-02T10:00:00Z', {
        about: ['place:kyiv', 'actor:x', 'actor:y'],
        sources: [{ publisher: 'Post' }],
      }),
      seen('b', '2025-07-01T10:00:00Z/2025-07-01T12:00:00Z', { about: ['actor:x'], title: 'Élysée called' }),
    ]);
    clock.nowMs += 1000;
    await append(log, 'seen-lviv', [seen('c', '2025-06-30/..'), seen('d', '2025-07~')]);
    await append(log, 'seen-kyiv', [corrects('e', 'b', { occurred: '2025-07-09' }), retracts('f', 'a')]);
    await append(log, 'seen-kyiv', [
      corrects('g', 'a', {
        data: { title: 'back', count: 2, about: ['actor:z'], sources: [{ publisher: 'Air Force' }] },
      }),
    ]);
    return log;
  }

  describe('readings', () => {
    test('are listed by when they began, whether they hold or not, with where they stand in both times', async () => {
      const log = await withReadings();
      const common = { recordedTo: undefined, to: undefined, toLatest: undefined, qualifier: undefined };
      const recordedAt = noonMs + 1000;
      expect(listed(log)).toEqual([
        {
          ...common,
          position: 3,
          fact: 3,
          recordedAt,
          from: Date.UTC(2025, 5, 30),
          fromLatest: july(1) - 1,
          isOpen: true,
          status: 'stated',
          type: 'ThingSeen',
          stream: 'seen-lviv',
          lanes: ['seen-lviv'],
        },
        {
          ...common,
          position: 4,
          fact: 4,
          recordedAt,
          from: july(1),
          fromLatest: july(32) - 1,
          qualifier: 'approximate',
          isOpen: false,
          status: 'stated',
          type: 'ThingSeen',
          stream: 'seen-lviv',
          lanes: ['seen-lviv'],
        },
        {
          ...common,
          position: 2,
          fact: 2,
          recordedTo: 5,
          recordedAt: noonMs,
          from: ms('01T10:00:00'),
          fromLatest: ms('01T10:00:00'),
          to: ms('01T12:00:00'),
          toLatest: ms('01T12:00:00'),
          isOpen: false,
          status: 'stated',
          type: 'ThingSeen',
          stream: 'seen-kyiv',
          lanes: ['seen-kyiv'],
        },
        expect.objectContaining({ position: 1, recordedTo: 6, status: 'stated' }),
        expect.objectContaining({ position: 6, recordedTo: 7, status: 'retracted', fact: 1 }),
        expect.objectContaining({ position: 7, recordedTo: undefined, status: 'reinstated', fact: 1 }),
        expect.objectContaining({ position: 5, fact: 2, status: 'corrected', from: july(9), recordedAt }),
      ]);
    });

    test.each<[string, Partial<ReadingListQuery>, readonly number[]]>([
      ['by a position', { position: 5 }, [3, 4, 2, 1, 5]],
      ['before the first event', { position: 0 }, []],
      ['that reach into a time', { fromMs: ms('01T12:00:00'), toMs: ms('01T13:00:00') }, [3, 4, 2]],
      ['that had ended by then', { fromMs: ms('01T12:00:00') + 1, toMs: ms('01T13:00:00') }, [3, 4]],
      ['that begin with the end of it', { fromMs: july(9), toMs: july(9) }, [3, 4, 5]],
      ['that begin just after it', { fromMs: july(8), toMs: july(9) - 1 }, [3, 4]],
      ['of a time long after', { fromMs: july(90), toMs: july(91) }, [3]],
      ['of a time long before', { fromMs: 0, toMs: 1 }, []],
      ['about something', { about: ['place:kyiv'] }, [1, 6]],
      ['about one or the other', { about: ['place:kyiv', 'actor:z'] }, [1, 6, 7]],
      ['of a stream', { streams: ['seen-lviv'] }, [3, 4]],
      ['of a type', { types: ['SoundHeard'] }, []],
      [
        'of one type or the other, however often it is named',
        { types: ['SoundHeard', 'ThingSeen', 'ThingSeen'] },
        [3, 4, 2, 1, 6, 7, 5],
      ],
      [
        'of several types and about something',
        { types: ['SoundHeard', 'ThingSeen'], about: ['place:kyiv'] },
        [1, 6],
      ],
      [
        'of several types by a position',
        { types: ['SoundHeard', 'ThingSeen'], position: 5 },
        [3, 4, 2, 1, 5],
      ],
      [
        'of several types that events changed',
        { types: ['SoundHeard', 'ThingSeen'], changedAfter: 6 },
        [6, 7],
      ],
      ['of a publisher', { publishers: ['Air Force'] }, [7]],
      ['with words', { text: 'elysee' }, [2, 5]],
      ['with no words', { text: '…' }, []],
      ['about something and of a publisher', { about: ['actor:x'], publishers: ['Post'] }, [1, 6]],
      ['that events made or ended', { changedAfter: 4 }, [2, 1, 6, 7, 5]],
      ['that one event made, and ended', { changedAfter: 6 }, [6, 7]],
      ['that nothing changed', { changedAfter: 7 }, []],
      ['that events changed by a position', { changedAfter: 4, position: 5 }, [2, 5]],
      ['of a stream that events changed', { changedAfter: 2, streams: ['seen-lviv'] }, [3, 4]],
      ['that events changed in a time', { changedAfter: 4, toMs: july(2) }, [2]],
      ['at most', { limit: 2 }, [3, 4]],
      ['at most, of what reaches in and what begins then', { fromMs: july(2), limit: 3 }, [3, 4, 1]],
      ['after a place', { after: { from: ms('02T10:00:00'), fact: 1, position: 1 } }, [6, 7, 5]],
    ])('are those %s', async (_, query, positions) => {
      const log = await withReadings();
      expect(listed(log, query).map(({ position }) => position)).toEqual(positions);
      if (query.limit !== undefined || query.after !== undefined) return;
      expect(log.countReadings({ ...all, position: 7, ...query }, 100)).toBe(positions.length);
      expect(log.countReadings({ ...all, position: 7, ...query }, 1)).toBe(Math.min(1, positions.length));
    });

    test('end at a position that was known, and not before', async () => {
      const log = await withReadings();
      const ends = (position: number) =>
        listed(log, { position, streams: ['seen-kyiv'] }).map((one) => one.recordedTo);
      expect(ends(4)).toEqual([undefined, undefined]);
      expect(ends(5)).toEqual([5, undefined, undefined]);
      expect(ends(6)).toEqual([5, 6, undefined, undefined]);
    });

    test.each([
      ['stream', ['seen-lviv'], ['seen-lviv'], ['seen-kyiv'], ['seen-kyiv'], ['seen-kyiv'], ['seen-kyiv']],
      ['type', ['ThingSeen'], ['ThingSeen'], ['ThingSeen'], ['ThingSeen'], ['ThingSeen'], ['ThingSeen']],
      ['actor', [], [], ['actor:x'], ['actor:x', 'actor:y'], ['actor:x', 'actor:y'], ['actor:z']],
      ['place', [], [], [], ['place:kyiv'], ['place:kyiv'], []],
      ['source', [], [], [], ['Post'], ['Post'], ['Air Force']],
    ] as const)('stand in lanes by %s', async (lanes, ...expected) => {
      const log = await withReadings();
      const found = listed(log, { lanes, limit: 6 }).map((one) => one.lanes.toSorted());
      expect(found).toEqual(expected);
      expect(listed(log, { lanes, publishers: ['Air Force'] }).map((one) => one.lanes)).toEqual([
        expected.at(-1),
      ]);
      expect(listed(log, { lanes, fromMs: july(3), toMs: july(3) }).map((one) => one.lanes)).toEqual(
        expected.slice(0, 2),
      );
    });

    test.each([
      ['2025-07-03T14:00:00Z', undefined],
      ['2025-07-03T14:00:00Z?', 'uncertain'],
      ['2025-07-03T14:00:00.000Z~', 'approximate'],
      ['2025-07-03T14:00:00.12Z%', 'uncertain-and-approximate'],
      ['2025-07-03T17:00:00+03:00', undefined],
    ])('say of %s what it says, be it stated or restated', async (occurred, qualifier) => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', occurred), seen('b', '2025-07-03T13:00:00Z')]);
      await append(log, 'seen-kyiv', [corrects('c', 'b', { occurred })]);
      await append(log, 'seen-kyiv', [corrects('d', 'a', { occurred: '2025-07-03T13:00:00.000Z' })]);
      const byPosition = listed(log).toSorted((one, other) => one.position - other.position);
      expect(byPosition.map((one) => one.qualifier)).toEqual([qualifier, undefined, qualifier, undefined]);
      expect(byPosition[2]).toMatchObject({ from: byPosition[0]?.from, fromLatest: byPosition[0]?.from });
    });

    test.each([
      ['2025-07-03T14:00:00Z/2025-07-03T15:00:00.500Z', 3_600_500, 3_600_500, undefined],
      ['2025-07-03T14:00:00Z/2025-07-03T15:00Z', 3_600_000, 3_659_999, undefined],
      ['2025-07-03T14:00:00Z/2025-07-03T15:00:00Z?', 3_600_000, 3_600_000, 'uncertain'],
      ['2025-07-03T14:00:00Z/2025-07-03T14:00:00Z', 0, 0, undefined],
      ['2025-07-03T17:00:00+03:00/2025-07-03T15:00:00Z', 3_600_000, 3_600_000, undefined],
    ])('tell the end of %s', async (occurred, to, toLatest, qualifier) => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', occurred)]);
      const from = ms('03T14:00:00');
      expect(listed(log)).toMatchObject([
        { from, fromLatest: from, to: from + to, toLatest: from + toLatest, qualifier, isOpen: false },
      ]);
    });

    test('have the id of their fact and their own title, where these are asked for', async () => {
      const log = await withReadings();
      const named = listed(log, { withTitles: true, streams: ['seen-kyiv'] });
      expect(named.map(({ id, title }) => `${id}: ${title}`)).toEqual([
        'b: Élysée called',
        'a: a',
        'a: a',
        'a: back',
        'b: Élysée called',
      ]);
      expect(Object.keys(listed(log)[0] ?? {})).not.toContain('title');
    });
  });
}

const all = { fromMs: -8.64e15, toMs: 8.64e15 } as const;

function listed(log: EventLog, query: Partial<ReadingListQuery> = {}) {
  return log.listReadings({ ...all, position: log.head().position, lanes: 'stream', limit: 1000, ...query });
}
