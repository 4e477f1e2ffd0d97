import { describe, expect, test } from 'vitest';

import type { HistoryQuery } from '../../../src/store/port.ts';
import { append, corrects, handedOver, historyIds, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

const dayMs = 86_400_000;
const july = (day: number) => Date.UTC(2025, 6, day);

/** Tests what a log gives back. */
export function describeRead(open: OpenLog): void {
  const make = logsOf(open);

  async function withEvents() {
    const made = make();
    const { log } = made;
    await append(log, 'seen-kyiv', [
      seen('a', '2025-07-02', { about: ['place:kyiv'], title: 'Drone over Kyiv' }),
      seen('b', '2025-07-01', { about: ['place:kyiv', 'place:lviv'], sources: [{ publisher: 'Post' }] }),
    ]);
    await append(log, 'seen-lviv', [seen('c', '2025-07-02', { title: 'Élysée: called', causationId: 'a' })]);
    await append(log, 'seen-kyiv', [corrects('d', 'b', { occurred: '2025-07-03' }), seen('e', '2025-07')]);
    await append(log, 'seen-lviv', [retracts('f', 'a')]);
    return made;
  }

  describe('the log', () => {
    test('is read by position: after, through and at most', async () => {
      const { log } = await withEvents();
      const read = (range: { after: number; through?: number; limit: number }) =>
        log.readLog(range).map(({ id }) => id);
      expect(read({ after: 0, limit: 100 })).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
      expect(read({ after: 2, through: 4, limit: 100 })).toEqual(['c', 'd']);
      expect(read({ after: 2, limit: 1 })).toEqual(['c']);
      expect(read({ after: 4, through: 3, limit: 9 })).toEqual([]);
      expect(read({ after: 6, limit: 9 })).toEqual([]);
      expect(log.event('c')).toEqual({
        id: 'c',
        stream: 'seen-lviv',
        revision: 0,
        position: 3,
        type: 'ThingSeen',
        schemaVersion: 1,
        data: { title: 'Élysée: called', count: 1, about: [], sources: [] },
        occurred: '2025-07-02',
        recordedAt: noonMs,
        causationId: 'a',
      });
      expect(log.event('nobody')).toBeUndefined();
    });

    test('has streams that are read in both directions', async () => {
      const { log } = await withEvents();
      const read = (...range: Parameters<typeof log.readStream>) =>
        log.readStream(...range).map(({ id }) => id);
      expect(read('seen-kyiv', { from: 0, limit: 9 })).toEqual(['a', 'b', 'd', 'e']);
      expect(read('seen-kyiv', { from: 1, limit: 2 })).toEqual(['b', 'd']);
      expect(read('seen-kyiv', { from: 2, backwards: true, limit: 2 })).toEqual(['d', 'b']);
      expect(read('seen-kyiv', { from: 99, backwards: true, limit: 1 })).toEqual(['e']);
      expect(read('seen-kyiv', { from: 0, through: 4, limit: 9 })).toEqual(['a', 'b', 'd']);
      expect(read('seen-kyiv', { from: 9, through: 4, backwards: true, limit: 1 })).toEqual(['d']);
      expect(read('seen-kyiv', { from: 4, limit: 9 })).toEqual([]);
      expect(read('seen-nobody', { from: 0, limit: 9 })).toEqual([]);
    });

    test('lists its streams by name, code point by code point, whole and in parts', async () => {
      const { log } = await withEvents();
      for (const name of ['seen-\u{ff21}', 'seen-\u{10400}', 'seen-Z', 'seen-a'])
        await append(log, name, [
          seen(`in ${name}`.replaceAll(/[^\x21-\x7e]/g, String(name.codePointAt(5)))),
        ]);
      const names = log.streams().map(({ stream }) => stream);
      expect(names).toEqual(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      const [, second, third] = names;
      expect(log.streams({ after: second, limit: 2 }).map(({ stream }) => stream)).toEqual(names.slice(2, 4));
      expect(log.streams({ after: third }).map(({ stream }) => stream)).toEqual(names.slice(3));
      expect(log.streams({ after: names.at(-1), limit: 9 })).toEqual([]);
      expect(log.streams().find(({ stream }) => stream === 'seen-kyiv')).toEqual({
        stream: 'seen-kyiv',
        revision: 3,
        position: 5,
        recordedAt: noonMs,
      });
    });

    test('tells what an event caused, and by when that was known', async () => {
      const { log } = await withEvents();
      expect(log.effectsOf('a', 6).map(({ id }) => id)).toEqual(['c']);
      expect(log.effectsOf('a', 2)).toEqual([]);
      expect(log.effectsOf('b', 6)).toEqual([]);
    });

    test('lets those wait who want a position that it has not reached', async () => {
      const { log } = make();
      const never = new AbortController();
      const reached = log.reached(2, never.signal).then(() => log.head().position);
      await append(log, 'seen-kyiv', [seen('a')]);
      await append(log, 'seen-kyiv', [seen('b')]);
      expect(await reached).toBe(2);
      await log.reached(1, never.signal);
      const byImport = log.reached(3, never.signal).then(() => log.head().position);
      await log.import(handedOver([{ stream: 'seen-kyiv', event: seen('c') }]));
      expect(await byImport).toBe(3);
      const given = new AbortController();
      const waited = log.reached(99, given.signal);
      given.abort();
      await waited;
      await log.reached(99, AbortSignal.abort());
    });
  });

  describe('a history', () => {
    test.each<[string, Partial<HistoryQuery>, readonly string[]]>([
      ['all of it', {}, ['e', 'c', 'b']],
      ['with what was retracted', { withRetracted: true }, ['e', 'a', 'c', 'b']],
      ['before anything was known', { position: 0 }, []],
      ['before the correction', { position: 3 }, ['b', 'a', 'c']],
      ['by the start of a day, which counts', { asOf: july(2) }, ['e', 'c']],
      ['by the millisecond before', { asOf: july(2) - 1 }, ['e']],
      ['of what is certain', { asOf: july(4), certainty: 'certain' }, ['c', 'b']],
      ['of what is certain at the last millisecond', { asOf: july(4) - 1, certainty: 'certain' }, ['c', 'b']],
      ['of what is certain one before that', { asOf: july(4) - 2, certainty: 'certain' }, ['c']],
      ['newest first', { order: 'newest-first' }, ['b', 'c', 'e']],
      ['after a place', { after: { from: july(2), position: 1 } }, ['c', 'b']],
      [
        'after a place, newest first',
        { order: 'newest-first', after: { from: july(2), position: 3 } },
        ['e'],
      ],
      ['at most', { limit: 2 }, ['e', 'c']],
      ['from', { from: july(2) }, ['c', 'b']],
      ['to', { to: july(2) }, ['e', 'c']],
      ['about one tag', { about: ['place:lviv'] }, ['b']],
      ['about either tag', { about: ['place:lviv', 'place:kyiv'], withRetracted: true }, ['a', 'b']],
      ['about no tag at all', { about: [] }, []],
      ['of a type', { types: ['ThingSeen'] }, ['e', 'c', 'b']],
      ['of a type that nobody recorded', { types: ['SoundHeard'] }, []],
      ['of a stream', { streams: ['seen-lviv'] }, ['c']],
      ['of streams, one unknown', { streams: ['seen-kyiv', 'seen-nobody'] }, ['e', 'b']],
      ['from a publisher', { publishers: ['Post'] }, ['b']],
      ['with a word, whatever its accents and case', { text: 'elysee' }, ['c']],
      ['with all words of a text', { text: 'called, ÉLYSÉE!' }, ['c']],
      ['with a word that only another fact has', { text: 'elysee drone' }, []],
      ['with no word in the text asked for', { text: '"*' }, []],
      ['with words that search syntax is made of', { text: 'elysee OR NOT' }, []],
      ['under two filters', { streams: ['seen-kyiv'], about: ['place:kyiv'] }, ['b']],
      ['under two filters that exclude each other', { streams: ['seen-lviv'], publishers: ['Post'] }, []],
    ])('is filtered and ordered: %s', async (_, query, ids) => {
      const { log } = await withEvents();
      expect(historyIds(log, query)).toEqual(ids);
    });

    test('filters by the reading that holds, not by earlier ones', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', '2025', { about: ['place:kyiv'] })]);
      const data = { title: 'lost', count: 1, about: ['place:lviv'] };
      await append(log, 'seen-kyiv', [corrects('b', 'a', { data })]);
      expect(historyIds(log, { about: ['place:kyiv'] })).toEqual([]);
      expect(historyIds(log, { about: ['place:lviv'], text: 'lost' })).toEqual(['a']);
      expect(historyIds(log, { about: ['place:kyiv'], position: 1 })).toEqual(['a']);
      expect(historyIds(log, { text: 'lost', position: 1 })).toEqual([]);
    });
  });

  describe('facts that span an instant', () => {
    test.each([
      ['a day, from its start to before its last millisecond', '2025-07-02', july(2), july(3) - 2],
      ['an interval, to before its end', '2025-07-02T00:00:00Z/2025-07-03T00:00:00Z', july(2), july(3) - 1],
      ['an interval without a known end, for ever', '2025-07-02/..', july(2), 8.64e15 - 1],
      ['an open start', '../2025-07-02', -8.64e15, july(3) - 2],
      ['a start known less closely than its end', '2025-07/2025-07-03', july(1), Date.UTC(2025, 7, 1) - 2],
      ['one in a zone', '2025-07-02[Europe/Kyiv]', july(2) - dayMs / 8, july(3) - dayMs / 8 - 2],
    ])('%s', async (_, occurred, first, last) => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', occurred), seen('moment', '2025-07-02T00:00:00Z')]);
      const spans = (asOf: number) => log.spanning(2, asOf).map(({ id }) => id);
      expect([spans(first), spans(last)]).toEqual([['a'], ['a']]);
      expect([spans(first - 1), spans(last + 1)]).toEqual([[], []]);
      await append(log, 'seen-kyiv', [retracts('b', 'a')]);
      expect(log.spanning(3, first)).toEqual([]);
      expect(log.spanning(2, first)).toHaveLength(1);
    });
  });

  describe('a fact', () => {
    test('is found by any of its events, and only once that is known', async () => {
      const { log } = await withEvents();
      expect(log.fact('d', 6)?.event.id).toBe('b');
      expect(log.fact('d', 3)).toBeUndefined();
      expect(log.fact('b', 3)?.readings).toHaveLength(1);
      expect(log.fact('nobody', 6)).toBeUndefined();
    });
  });

  describe('verification', () => {
    test('finds nothing wrong, and gives the hash that the chain ends in', async () => {
      const { log } = await withEvents();
      const { events, faults, hash } = await log.verify();
      expect([events, faults]).toEqual([6, []]);
      expect(hash).toBe('dab467f0cec8833969d82a1747287a144eb17cfbaffad863ce05686af5c3d10c');
      expect((await make().log.verify()).hash).toBe('0'.repeat(64));
    });
  });
}
