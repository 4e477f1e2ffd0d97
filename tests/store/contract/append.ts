import { describe, expect, test } from 'vitest';

import type { ExpectedRevision } from '../../../src/domain/stream.ts';
import { append, corrects, errorOf, idsIn, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

/** Tests how a log takes events in. */
export function describeAppend(open: OpenLog): void {
  const make = logsOf(open);

  describe('an append', () => {
    test('gives events the next positions, the next revisions of their stream and one recorded time', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      await append(log, 'seen-lviv', [seen('b')]);
      const { events, repeated } = await append(log, 'seen-kyiv', [seen('c'), seen('d')]);
      expect(repeated).toBe(false);
      expect(events).toEqual([
        { id: 'c', stream: 'seen-kyiv', revision: 1, position: 3, recordedAt: noonMs },
        { id: 'd', stream: 'seen-kyiv', revision: 2, position: 4, recordedAt: noonMs },
      ]);
      expect(log.head()).toEqual({ position: 4, recordedAt: noonMs });
    });

    test('with one bad event in the middle writes none of them', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      const { code, facts } = await errorOf(
        append(log, 'seen-kyiv', [seen('b'), retracts('c', 'nobody'), seen('d')]),
      );
      expect([code, facts['target'], facts['eventId']]).toEqual(['unknown-event', 'nobody', 'c']);
      expect(idsIn(log)).toEqual(['a']);
      expect(log.event('b')).toBeUndefined();
      const { events } = await append(log, 'seen-kyiv', [seen('b')], 0);
      expect(events[0]).toMatchObject({ position: 2, revision: 1 });
      expect((await log.verify()).faults).toEqual([]);
    });

    test('to a new stream that fails leaves no stream behind', async () => {
      const { log } = make();
      await errorOf(append(log, 'seen-kyiv', [seen('a'), retracts('b', 'nobody')]));
      expect(log.streams()).toEqual([]);
      expect(log.head()).toEqual({ position: 0, recordedAt: null });
      await append(log, 'seen-kyiv', [seen('a')], 'none');
    });

    test('after close is refused', async () => {
      const { log } = make();
      await log.close();
      expect((await errorOf(append(log, 'seen-kyiv', [seen('a')]))).code).toBe('store-closed');
      await log.close();
    });
  });

  describe('an expected revision', () => {
    test.each<[string, number, ExpectedRevision]>([
      ['any, on a new stream', 0, 'any'],
      ['any, on one with events', 2, 'any'],
      ['none, on a new stream', 0, 'none'],
      ['that of the last event', 2, 1],
    ])('holds: %s', async (_, events, expected) => {
      const { log } = make();
      for (let index = 0; index < events; index += 1) await append(log, 'seen-kyiv', [seen(`e${index}`)]);
      const { events: appended } = await append(log, 'seen-kyiv', [seen('last')], expected);
      expect(appended[0]?.revision).toBe(events);
    });

    test.each<[string, number, ExpectedRevision, number | 'none']>([
      ['none, on one with events', 2, 'none', 1],
      ['a later one', 2, 2, 1],
      ['an earlier one', 2, 0, 1],
      ['a number, on a new stream', 0, 0, 'none'],
    ])('does not hold, and the error names the actual one: %s', async (_, events, expected, actual) => {
      const { log } = make();
      for (let index = 0; index < events; index += 1) await append(log, 'seen-kyiv', [seen(`e${index}`)]);
      await append(log, 'seen-lviv', [seen('elsewhere')]);
      const { code, facts } = await errorOf(append(log, 'seen-kyiv', [seen('last')], expected));
      expect(code).toBe('wrong-expected-revision');
      expect(facts).toEqual({ stream: 'seen-kyiv', expectedRevision: expected, actualRevision: actual });
      expect(log.event('last')).toBeUndefined();
    });
  });

  describe('the same event again', () => {
    test('is not written, and gets the first places, whatever revision is expected', async () => {
      const { log, clock } = make();
      const first = await append(log, 'seen-kyiv', [seen('a'), seen('b')], 'none');
      clock.nowMs += 1000;
      const again = await append(log, 'seen-kyiv', [seen('a'), seen('b')], 'none');
      expect(again).toEqual({ events: first.events, repeated: true });
      expect(idsIn(log)).toEqual(['a', 'b']);
    });

    test('is known by its content, not by the order of the members of its data', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', '2025', { about: ['place:kyiv'], summary: 's' })]);
      const again = seen('a', '2025', { summary: 's', about: ['place:kyiv'] });
      expect((await append(log, 'seen-kyiv', [again])).repeated).toBe(true);
    });

    test('is known when it is a correction, which the store had completed', async () => {
      const { log } = make();
      const correction = corrects('b', 'a', { data: { title: 't', count: 2 } });
      await append(log, 'seen-kyiv', [seen('a'), correction]);
      expect((await append(log, 'seen-kyiv', [seen('a'), correction])).repeated).toBe(true);
    });

    test.each([
      ['other data', 'seen-kyiv', [seen('a', '2025', { count: 2 })]],
      ['another occurred time', 'seen-kyiv', [seen('a', '2024')]],
      ['another cause', 'seen-kyiv', [seen('a', '2025', { causationId: 'x' })]],
      ['another type', 'seen-kyiv', [retracts('a', 'a')]],
      ['another stream', 'seen-lviv', [seen('a', '2025')]],
      ['a new event beside it', 'seen-kyiv', [seen('a', '2025'), seen('new')]],
      ['itself beside it, under a new id', 'seen-kyiv', [seen('new'), seen('new')]],
    ])('with %s is an id reused', async (_, stream, events) => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', '2025')]);
      const { code, facts } = await errorOf(append(log, stream, events));
      expect(code).toBe('event-id-reused');
      expect(facts['eventId']).toBe(events.length === 2 && events[0]?.id === 'new' ? 'new' : 'a');
      expect(idsIn(log)).toEqual(['a']);
    });
  });

  describe('many appends at once', () => {
    test('succeed or fail each alone, in the order in which they were made', async () => {
      const { log } = make();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 400 }, (_, index) => appendOf(log, index)),
      );
      const recorded = outcomes.flatMap((outcome, index) => {
        expect(outcome.status === 'fulfilled').toBe(index % 4 !== 3);
        return outcome.status === 'fulfilled' ? outcome.value.events : [];
      });
      expect(recorded.map(({ position }) => position)).toEqual(recorded.map((_, index) => index + 1));
      expect(idsIn(log)).toEqual(recorded.map(({ id }) => id));
      expect((await log.verify()).faults).toEqual([]);
    });

    test('that expect the same revision: exactly one of them gets it', async () => {
      const { log } = make();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) => append(log, 'seen-kyiv', [seen(`e${index}`)], 'none')),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(idsIn(log)).toEqual(['e0']);
    });
  });
}

/** Of every four appends one corrects what the one before it stated, and one fails after its first event. */
function appendOf(log: Parameters<typeof append>[0], index: number) {
  const id = `e${index}`;
  switch (index % 4) {
    case 1:
      return append(log, 'seen-kyiv', [corrects(id, `e${index - 1}`, { occurred: '2024' })]);
    case 2:
      return append(log, `seen-${index}`, [seen(id), seen(`${id}-too`)], 'none');
    case 3:
      return append(log, `seen-${index}`, [seen(id), retracts(`${id}-too`, 'nobody')]);
    default:
      return append(log, 'seen-kyiv', [seen(id)]);
  }
}
