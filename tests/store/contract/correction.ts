import { describe, expect, test } from 'vitest';

import type { EventLog } from '../../../src/store/port.ts';
import { append, corrects, errorOf, historyIds, idsIn, logsOf, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

/** Tests corrections, retractions and the readings they make. */
export function describeCorrection(open: OpenLog): void {
  const make = logsOf(open);

  describe('a correction', () => {
    test('restates data, occurred time or both, and what it leaves out stays', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', '2025-07-01')]);
      await append(log, 'seen-kyiv', [corrects('b', 'a', { data: { title: 'b', count: 2 } })]);
      await append(log, 'seen-kyiv', [corrects('c', 'a', { occurred: '2025-07-02' })]);
      await append(log, 'seen-kyiv', [
        corrects('d', 'a', { occurred: '2025-07-04', data: { title: 'd', count: 4 } }),
      ]);
      expect(readingsOf(log, 'a')).toEqual([
        [0, 'stated', 'a', 1, 2, '2025-07-01', 1],
        [1, 'corrected', 'b', 2, 3, '2025-07-01', 2],
        [2, 'corrected', 'c', 3, 4, '2025-07-02', 2],
        [3, 'corrected', 'd', 4, undefined, '2025-07-04', 4],
      ]);
    });

    test('of a correction or of a retraction means their fact', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a'), corrects('b', 'a', { occurred: '2024' })]);
      await append(log, 'seen-lviv', [retracts('c', 'b'), corrects('d', 'c', { occurred: '2023' })]);
      expect(readingsOf(log, 'a').map(([, status, by]) => [status, by])).toEqual([
        ['stated', 'a'],
        ['corrected', 'b'],
        ['retracted', 'c'],
        ['reinstated', 'd'],
      ]);
      for (const id of ['b', 'c', 'd']) expect(log.fact(id, 4)?.event.id).toBe('a');
    });

    test('after a retraction may restate nothing, and then the fact reads as before', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a', '2025'), retracts('b', 'a'), corrects('c', 'a', {})]);
      expect(readingsOf(log, 'a').at(-1)).toEqual([2, 'reinstated', 'c', 3, undefined, '2025', 1]);
      expect(historyIds(log, { position: 2 })).toEqual([]);
      expect(historyIds(log, { position: 2, withRetracted: true })).toEqual(['a']);
      expect(historyIds(log)).toEqual(['a']);
    });

    test('of an older version is read in the newest', async () => {
      const { log } = make();
      const data = { title: 'b', bels: 3 };
      const heard = {
        ...seen('a'),
        type: 'SoundHeard',
        schemaVersion: 1,
        data,
        dataText: JSON.stringify(data),
      };
      await append(log, 'heard-all', [heard]);
      expect(log.fact('a', 1)?.readings[0]?.data).toEqual({ title: 'b', decibels: 30 });
      expect(log.event('a')?.data).toEqual(data);
    });
  });

  describe('refused, with nothing written:', () => {
    test.each([
      ['a correction of an unknown event', corrects('x', 'nobody', { occurred: '2024' }), 'unknown-event'],
      ['a retraction of an unknown event', retracts('x', 'nobody'), 'unknown-event'],
      ['a correction of itself', corrects('x', 'x', { occurred: '2024' }), 'unknown-event'],
      ['a second retraction', retracts('x', 'gone'), 'not-correctable'],
      ['a retraction of a retraction', retracts('x', 'gone-by'), 'not-correctable'],
      ['a correction that restates nothing', corrects('x', 'a', {}), 'not-correctable'],
      [
        'data that the type of the fact does not take',
        corrects('x', 'a', { data: { title: 't' } }),
        'invalid-event',
      ],
      [
        'a field that the type of the fact does not have',
        corrects('x', 'a', { data: { title: 't', count: 1, size: 1 } }),
        'invalid-event',
      ],
    ])('%s', async (_, event, expected) => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a'), seen('gone'), retracts('gone-by', 'gone')]);
      const { code, facts } = await errorOf(append(log, 'seen-kyiv', [event]));
      expect(code).toBe(expected);
      if (code === 'invalid-event') expect(facts['pointer']).toMatch(/^\/data\/data\/(count|size)$/);
      expect(idsIn(log)).toEqual(['a', 'gone', 'gone-by']);
    });
  });

  describe('what was known at a position', () => {
    test('does not tell that it was corrected later', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      const before = JSON.stringify([log.fact('a', 1), log.history(queryAt(1))]);
      await append(log, 'seen-kyiv', [corrects('b', 'a', { occurred: '2024' })]);
      expect(JSON.stringify([log.fact('a', 1), log.history(queryAt(1))])).toBe(before);
    });
  });
}

function queryAt(position: number) {
  return { position, asOf: 8.64e15, certainty: 'possible', order: 'oldest-first', limit: 10 } as const;
}

function readingsOf(log: EventLog, id: string) {
  const { readings = [] } = log.fact(id, log.head().position) ?? {};
  return readings.map(({ number, status, by, recordedFrom, recordedTo, occurred, data }) => [
    number,
    status,
    by,
    recordedFrom,
    recordedTo,
    occurred,
    data['count'],
  ]);
}
