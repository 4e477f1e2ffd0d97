import { describe, expect, test } from 'vitest';

import { append, logsOf, noonMs, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

/** Tests recorded time. */
export function describeRecordedTime(open: OpenLog): void {
  const make = logsOf(open);

  describe('recorded time', () => {
    test('stands still when the clock runs backwards', async () => {
      const { log, clock } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      clock.nowMs -= 60_000;
      await append(log, 'seen-kyiv', [seen('b')]);
      clock.nowMs += 60_001;
      await append(log, 'seen-kyiv', [seen('c')]);
      expect([1, 2, 3].map(log.recordedAtOf)).toEqual([noonMs, noonMs, noonMs + 1]);
      expect(log.recordedAtOf(0)).toBeNull();
    });

    test('falls after an instant that was answered for, within the same millisecond and behind a clock put back', async () => {
      const { log, clock } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      expect(log.positionAt(noonMs)).toEqual({ position: 1, instant: noonMs });
      await append(log, 'seen-kyiv', [seen('b')]);
      clock.nowMs -= 60_000;
      await append(log, 'seen-kyiv', [seen('c')]);
      expect(log.positionAt(noonMs)).toEqual({ position: 1, instant: noonMs });
      expect(log.recordedAtOf(2)).toBe(noonMs + 1);
    });
  });

  describe('the position at an instant', () => {
    test('is the last one recorded by then, and an instant in the future is brought back to now', async () => {
      const { log, clock } = make();
      expect(log.positionAt(noonMs - 10)).toEqual({ position: 0, instant: noonMs - 10 });
      await append(log, 'seen-kyiv', [seen('a'), seen('b')]);
      clock.nowMs += 10;
      await append(log, 'seen-kyiv', [seen('c')]);
      clock.nowMs += 10;
      const at = (instant: number) => log.positionAt(instant).position;
      expect([noonMs - 1, noonMs, noonMs + 9, noonMs + 10, noonMs + 20].map(at)).toEqual([0, 2, 2, 3, 3]);
      expect(log.positionAt(8.64e15)).toEqual({ position: 3, instant: noonMs + 20 });
      expect(log.positionAt(-8.64e15).position).toBe(0);
    });
  });
}
