import { describe, expect, test } from 'vitest';

import type { ImportRequest } from '../../../src/store/port.ts';
import { append, errorOf, handedOver, idsIn, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

/** Tests the second door, through which events bring their recorded times. */
export function describeImport(open: OpenLog): void {
  const make = logsOf(open);

  describe('an import', () => {
    test('keeps recorded times, also equal ones, and appends go on after it', async () => {
      const { log } = make();
      const result = await log.import(
        handedOver([at('a', 5), at('b', 5), at('c', 9, { stream: 'seen-lviv' })]),
      );
      expect(result).toEqual({ recorded: 3, repeated: 0, position: 3 });
      await append(log, 'seen-kyiv', [seen('d')], 1);
      expect([1, 2, 3, 4].map(log.recordedAtOf)).toEqual([5, 5, 9, noonMs]);
      expect(await log.import(handedOver([at('e', noonMs)]))).toMatchObject({ recorded: 1 });
      expect((await log.verify()).faults).toEqual([]);
    });

    test('stamps what brings no recorded time', async () => {
      const { log } = make();
      await log.import(handedOver([{ stream: 'seen-kyiv', event: seen('a') }]));
      expect(log.head()).toEqual({ position: 1, recordedAt: noonMs });
    });

    test('counts what is there already', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      const result = await log.import(handedOver([at('a', 1), at('b', noonMs), at('b', noonMs)]));
      expect(result).toEqual({ recorded: 1, repeated: 2, position: 2 });
    });

    test.each<[string, ImportRequest, string]>([
      ['runs backwards', at('bad', 4), 'recorded-time-backwards'],
      ['reuses an id', at('a', 9, { event: seen('a', '1999') }), 'event-id-reused'],
      ['retracts nothing', at('bad', 9, { event: retracts('bad', 'nobody') }), 'unknown-event'],
      ['stands at another revision', at('bad', 9, { revision: 7 }), 'wrong-expected-revision'],
    ])('with an event that %s is refused whole, and its place is named', async (_, bad, code) => {
      const { log } = make();
      await log.import(handedOver([at('old', 3)]));
      const error = await errorOf(
        log.import(handedOver([at('a', 5), at('b', 5), { ...bad, place: 'line 3' }, at('c', 9)])),
      );
      expect([error.code, error.facts['place']]).toEqual([code, 'line 3']);
      expect(error.message).toMatch(/^line 3: /);
      expect(idsIn(log)).toEqual(['old']);
      expect(log.head()).toEqual({ position: 1, recordedAt: 3 });
      await append(log, 'seen-kyiv', [seen('a')], 0);
      expect((await log.verify()).faults).toEqual([]);
    });

    test('is refused whole when what it reads breaks off', async () => {
      const { log } = make();
      await expect(log.import(brokenOff())).rejects.toThrow('the line is cut off');
      expect(idsIn(log)).toEqual([]);
      expect(log.streams()).toEqual([]);
    });

    test('run dry checks everything and writes nothing', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      const later = noonMs + 5;
      const dryRun = { dryRun: true };
      expect(await log.import(handedOver([at('b', later), at('a', later)]), dryRun)).toMatchObject({
        recorded: 1,
        repeated: 1,
      });
      expect((await errorOf(log.import(handedOver([at('b', 1)]), dryRun))).code).toBe(
        'recorded-time-backwards',
      );
      expect(idsIn(log)).toEqual(['a']);
      expect(await append(log, 'seen-kyiv', [seen('b')])).toMatchObject({
        events: [{ position: 2, revision: 1, recordedAt: noonMs }],
      });
    });

    test('and appends at the same time do not get in between each other', async () => {
      const { log } = make();
      const imported = Array.from({ length: 600 }, (_, index) =>
        at(`i${index}`, noonMs + 1000 + index, { stream: 'seen-lviv' }),
      );
      const appends = Array.from({ length: 20 }, (_, index) => append(log, 'seen-kyiv', [seen(`a${index}`)]));
      const [result] = await Promise.all([log.import(handedOver(imported)), ...appends]);
      const more = await append(log, 'seen-kyiv', [seen('last')], 19);
      expect(result.recorded).toBe(600);
      expect(more.events[0]?.position).toBe(621);
      const ids = idsIn(log);
      const first = ids.indexOf('i0');
      expect(ids.slice(first, first + 600)).toEqual(imported.map(({ event }) => event.id));
      expect((await log.verify()).faults).toEqual([]);
    });
  });
}

function at(id: string, recordedAt: number, rest: Partial<ImportRequest> = {}): ImportRequest {
  return { stream: 'seen-kyiv', event: seen(id), recordedAt, place: `line ${id}`, ...rest };
}

async function* brokenOff(): AsyncGenerator<readonly ImportRequest[]> {
  yield* handedOver([at('a', 1), at('b', 2)]);
  throw new Error('the line is cut off');
}
