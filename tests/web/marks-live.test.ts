import { describe, expect, test } from 'vitest';

import type { AskedReadings } from '../../src/client/index.ts';
import { readingsMax } from '../../src/web/model/readings.ts';
import { usualView } from '../../src/web/model/view.ts';
import { answered, loadingFrom } from './answered-readings.ts';

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const { signal: never } = new AbortController();

/** Answers that wait until they are let through, the oldest first. */
function gated(answer: (asked: AskedReadings) => ReturnType<typeof answered>) {
  const gates: { readonly asked: AskedReadings; readonly open: () => void }[] = [];
  const one = loadingFrom(async (asked) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push({ asked, open: resolve });
    await promise;
    return answer(asked);
  });
  return {
    ...one,
    gates,
    async open(index: number) {
      gates[index]?.open();
      await settled();
    },
  };
}

describe('readings of a long log', () => {
  test('come into sight as it is zoomed in, step by step', async () => {
    // A reading each millisecond: of a window those beside it are asked for, too, and where these are too many, it alone.
    const one = loadingFrom(({ from = 0, to = 300_000 }) =>
      answered([Number(from)], Math.min(Number(to), 300_000) - Math.max(Number(from), 0)),
    );
    one.shown.value = 9;
    await settled();
    const seen: unknown[] = [one.marks.value.kind];
    for (const width of [120_000, 60_000, 20_000]) {
      one.view.value = { ...usualView, window: { from: 140_000 - width / 2, to: 140_000 + width / 2 } };
      await settled();
      seen.push([one.marks.value.kind, one.marks.value.inAll]);
    }
    expect(seen).toEqual(['too-many', ['too-many', 120_000], ['marks', 60_000], ['marks', 60_000]]);
    expect(one.asked.map(({ from, to }) => [from, to])).toEqual([
      [undefined, undefined],
      [-40_000, 320_000],
      [80_000, 200_000],
      [50_000, 230_000],
      [110_000, 170_000],
    ]);
  });
});

describe('what is recorded while readings are on their way', () => {
  test('gives up none of them, and is read after them', async () => {
    const one = gated(({ after }) => (after === undefined ? answered([1, 2], 2) : answered([30], 1)));
    one.shown.value = 9;
    await settled();
    const preparing = one.prepare(10, never);
    await settled();
    expect(one.gates).toHaveLength(1);
    expect(one.gates[0]?.asked.signal?.aborted).toBe(false);
    await one.open(0);
    expect(one.marks.value).toMatchObject({ kind: 'marks', inAll: 2 });
    expect(one.gates[1]?.asked).toMatchObject({ after: 9, knownAt: 10 });
    await one.open(1);
    (await preparing)();
    expect([...one.marks.value.marks.from]).toEqual([1, 2, 30]);
    expect(one.marks.value).toMatchObject({ kind: 'marks', inAll: 3, isWhole: true });
  });

  test('is waited for no longer than by who asks', async () => {
    const one = gated(() => answered([1], 1));
    one.shown.value = 9;
    await settled();
    const leaving = new AbortController();
    const preparing = one.prepare(10, leaving.signal);
    leaving.abort();
    await expect(preparing).rejects.toThrow();
    expect(one.gates).toHaveLength(1);
  });

  test('is there, too, where something else is looked at meanwhile', async () => {
    const one = gated(({ after, knownAt }) => answered(after === undefined ? [Number(knownAt)] : [99], 1));
    one.shown.value = 9;
    await settled();
    await one.open(0);
    const preparing = one.prepare(10, never);
    await settled();
    one.view.value = { ...usualView, lanes: 'type' };
    await settled();
    await one.open(1);
    (await preparing)();
    one.shown.value = 10;
    for (let index = 2; index < one.gates.length; index += 1) await one.open(index);
    expect([...one.marks.value.marks.from]).toEqual([10]);
  });

  test('that makes them too many is not drawn one by one', async () => {
    const many = Array.from({ length: readingsMax }, (_, index) => index);
    const one = loadingFrom(({ after, knownAt = 0 }) => {
      if (after !== undefined) return answered([readingsMax + 1], 1);
      return Number(knownAt) > 9 ? answered([1], readingsMax + 1, 'p') : answered(many, readingsMax);
    });
    one.shown.value = 9;
    await settled();
    expect(one.marks.value).toMatchObject({ kind: 'marks', inAll: readingsMax });
    const put = await one.prepare(10, never);
    put();
    one.shown.value = 10;
    await settled();
    expect(one.marks.value).toMatchObject({ kind: 'too-many', inAll: readingsMax + 1 });
    expect(one.marks.value.marks.count).toBe(0);
  });
});

describe('a server that comes back', () => {
  test('is asked anew for what was on its way from before it went', async () => {
    const one = gated(() => answered([1], 1));
    one.shown.value = 9;
    await settled();
    // That it is there at all gives up nothing.
    one.again.value = 1;
    await settled();
    expect(one.gates).toHaveLength(1);
    await one.open(0);
    one.view.value = { ...usualView, lanes: 'type' };
    await settled();
    one.again.value = 2;
    await settled();
    expect(one.gates).toHaveLength(3);
    expect(one.gates[1]?.asked.signal?.aborted).toBe(true);
    await one.open(2);
    expect(one.marks.value.kind).toBe('marks');
  });
});
