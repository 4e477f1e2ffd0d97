import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';
import type { Update } from '../../src/engine/live-answers.ts';
import type { Hearing } from '../support/live-timeline.ts';
import { listenTo, openLive, seen } from '../support/live-timeline.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from '../support/projections.ts';
import { startMs } from '../support/times.ts';

const name = seenInOrder.name;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lets the clock be looked at many times. */
async function looks(): Promise<void> {
  for (let look = 0; look < 12; look += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

function idsIn(state: unknown): readonly unknown[] {
  return (state as readonly (readonly unknown[])[]).map(([id]) => id);
}

/** Replays what was told, and names the facts that are in the state. */
function idsAfter(heard: readonly Update[]): readonly unknown[] {
  const state = heard.reduce<unknown>((before, told) => {
    if (told.kind === 'snapshot' || told.kind === 'reset') return told.state;
    return told.kind === 'patch' ? applyPatch(before, told.patch) : before;
  }, []);
  return idsIn(state);
}

/** A subscriber to what is now, caught up. */
async function begun(options: Parameters<typeof openLive>[0] & { readonly certainty?: 'certain' } = {}) {
  const { certainty, ...rest } = options;
  const live = openLive(rest);
  const subscribe = (more: { after?: string | number } = {}): Hearing<Update> =>
    listenTo((signal) => live.timeline.updates(name, { certainty, signal, ...more }));
  const one = subscribe();
  await one.until((heard) => heard.length === 2);
  return { live, timeline: live.timeline, one, subscribe };
}

describe('an event that is dated ahead', () => {
  test.each([1, 1000, dayMs, 60 * dayMs, 400 * dayMs])(
    'arrives when its time comes, in %i ms',
    async (aheadMs) => {
      const { live, timeline, one } = await begun();
      await timeline.append('seen-here', [seen('ahead', startMs + aheadMs)]);
      live.nowMs = startMs + aheadMs - 1;
      await looks();
      expect(one.heard).toHaveLength(2);
      live.nowMs += 1;
      await one.until((heard) => heard.length === 3);
      expect(one.heard[2]).toMatchObject({
        kind: 'patch',
        id: `1@${startMs + aheadMs}`,
        from: { position: 1 },
        moment: { position: 1, asOf: startMs + aheadMs },
        causes: [{ id: 'ahead', change: 'added', why: 'occurred', byPosition: 1 }],
      });
      await timeline.close();
    },
  );

  test('arrives with a clock that stands still as soon as it goes on, and with the usual wait, too', async () => {
    const { live, timeline, one } = await begun({ lookEveryMs: 1000 });
    await timeline.append('seen-here', [seen('ahead', startMs + 2)]);
    await looks();
    expect(one.heard).toHaveLength(2);
    live.nowMs += 2;
    await one.until((heard) => heard.length === 3);
    expect(idsAfter(one.heard)).toEqual(['ahead']);
    await timeline.close();
  });

  test('arrives with others in the order of their times, each by itself or together as the clock jumps', async () => {
    const { live, timeline, one } = await begun();
    await timeline.append(
      'seen-here',
      [1, 3, 2, 5, 4].map((days) => seen(`in-${days}`, startMs + days * dayMs)),
    );
    live.nowMs = startMs + dayMs;
    await one.until((heard) => heard.length === 3);
    live.nowMs = startMs + 3 * dayMs + 1;
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ causes: [{ id: 'in-2' }, { id: 'in-3' }] });
    live.nowMs = startMs + 400 * dayMs;
    await one.until((heard) => heard.length === 5);
    expect(idsAfter(one.heard)).toEqual(['in-1', 'in-2', 'in-3', 'in-4', 'in-5']);
    await looks();
    expect(one.heard).toHaveLength(5);
    await timeline.close();
  });

  test('that has happened never un-happens when the clock goes back', async () => {
    const { live, timeline, one } = await begun();
    await timeline.append('seen-here', [seen('ahead', startMs + dayMs), seen('later', startMs + 2 * dayMs)]);
    live.nowMs += dayMs;
    await one.until((heard) => heard.length === 3);
    live.nowMs -= 300 * dayMs;
    await looks();
    await timeline.append('seen-here', [seen('late', startMs - dayMs)]);
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ moment: { position: 3, asOf: startMs + dayMs } });
    expect(idsAfter(one.heard)).toEqual(['late', 'ahead']);
    live.nowMs = startMs + 2 * dayMs;
    await one.until((heard) => heard.length === 5);
    expect(idsAfter(one.heard)).toEqual(['late', 'ahead', 'later']);
    const instants = one.heard.map(({ moment }) => moment.asOf);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    await timeline.close();
  });

  test('is as far for whoever joins as it was told to the others, whatever the clock does', async () => {
    const { live, timeline, one, subscribe } = await begun();
    await timeline.append('seen-here', [seen('later', startMs + 2 * dayMs)]);
    await looks();
    live.nowMs += dayMs;
    const second = subscribe();
    await second.until((heard) => heard.length === 2);
    live.nowMs -= dayMs;
    await timeline.append('seen-here', [seen('between', startMs + dayMs / 2)]);
    await Promise.all([
      one.until((heard) => heard.length === 3),
      second.until((heard) => heard.length === 3),
    ]);
    expect(second.heard[2]?.moment.asOf).toBe(startMs + dayMs);
    expect(second.heard[2]).toBe(one.heard[2]);
    await timeline.close();
  });

  test('and is corrected arrives at its new time, earlier or later, and not at all when it is retracted', async () => {
    const { live, timeline, one } = await begun();
    const ahead = ['sooner', 'put-off', 'off'].map((id) => seen(id, startMs + 10 * dayMs));
    await timeline.append('seen-here', ahead);
    live.nowMs = startMs + 5 * dayMs;
    await looks();
    const occurred = (days: number) => new Date(startMs + days * dayMs).toISOString();
    await timeline.correct('sooner', { reason: 'it is brought forward', occurred: occurred(6) });
    await timeline.correct('put-off', { reason: 'it is put off', occurred: occurred(20) });
    await timeline.retract('off', { reason: 'it is called off' });
    await looks();
    expect(one.heard).toHaveLength(2);
    live.nowMs = startMs + 6 * dayMs;
    await one.until((heard) => heard.length === 3);
    expect(one.heard[2]).toMatchObject({
      causes: [{ id: 'sooner', why: 'occurred', reason: 'it is brought forward' }],
    });
    live.nowMs = startMs + 19 * dayMs;
    await looks();
    expect(one.heard).toHaveLength(3);
    await timeline.correct('put-off', { reason: 'it had happened before', occurred: occurred(-1) });
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ causes: [{ id: 'put-off', change: 'added', why: 'corrected' }] });
    await timeline.correct('sooner', { reason: 'it did not happen yet', occurred: occurred(30) });
    await one.until((heard) => heard.length === 5);
    expect(one.heard[4]).toMatchObject({ causes: [{ id: 'sooner', change: 'removed', why: 'corrected' }] });
    live.nowMs = startMs + 30 * dayMs;
    await one.until((heard) => heard.length === 6);
    expect(idsAfter(one.heard)).toEqual(['put-off', 'sooner']);
    await timeline.close();
  });

  test('and is not sure to have begun arrives when it may have, or, with certainty, when it must have', async () => {
    const possible = await begun();
    const certain = await begun({ certainty: 'certain' });
    for (const { live, timeline, one } of [possible, certain]) {
      const { from, fromLatest } = resolveOccurred('2025-07-05');
      await timeline.append('seen-here', [seen('some-time', '2025-07-05'), seen('some-day', '2025-08')]);
      const isCertain = one === certain.one;
      live.nowMs = (isCertain ? fromLatest : from) - 1;
      await looks();
      expect(one.heard).toHaveLength(2);
      live.nowMs += 1;
      await one.until((heard) => heard.length === 3);
      expect(one.heard[2]?.moment.asOf).toBe(isCertain ? fromLatest : from);
      live.nowMs = resolveOccurred('2025-08')[isCertain ? 'fromLatest' : 'from'];
      await one.until((heard) => heard.length === 4);
      expect(idsAfter(one.heard)).toEqual(['some-time', 'some-day']);
      await timeline.close();
    }
  });

  test.each([
    ['2025-03-30[Europe/Kyiv]', '2025-03-29T22:00:00Z', '2025-03-30T20:59:59.999Z'],
    ['2025-10-26[Europe/Kyiv]', '2025-10-25T21:00:00Z', '2025-10-26T21:59:59.999Z'],
    ['2025-03-09[America/New_York]', '2025-03-09T05:00:00Z', '2025-03-10T03:59:59.999Z'],
  ])(
    'and is dated %s, a day on which clocks are changed, arrives at the right instant',
    async (occurred, first, last) => {
      for (const certainty of ['possible', 'certain'] as const) {
        const atMs = Date.parse(certainty === 'certain' ? last : first);
        const live = openLive({ nowMs: Date.UTC(2025, 0, 1) });
        await live.timeline.append('seen-here', [seen('that-day', occurred)]);
        const one = listenTo((signal) => live.timeline.updates(name, { certainty, signal }));
        await one.until((heard) => heard.length === 2);
        live.nowMs = atMs - 1;
        await looks();
        expect(one.heard).toHaveLength(2);
        live.nowMs = atMs;
        await one.until((heard) => heard.length === 3);
        expect(one.heard[2]?.moment.asOf).toBe(atMs);
        await live.timeline.close();
      }
    },
  );

  test('arrives in all that is subscribed to: states that see what is retracted, keys, all keys, the timeline', async () => {
    const live = openLive();
    const { timeline } = live;
    await timeline.append('seen-here', [
      seen('ahead', startMs + dayMs, ['place:kyiv']),
      seen('no', startMs + dayMs, ['place:lviv']),
    ]);
    await timeline.retract('no', { reason: 'it is called off' });
    const those: readonly Hearing<{ readonly kind: string }>[] = [
      listenTo((signal) => timeline.updates(seenWithRetracted.name, { signal })),
      listenTo((signal) => timeline.updates(seenByTag.name, { key: 'place:kyiv', signal })),
      listenTo((signal) => timeline.updates(seenByTag.name, { signal })),
      listenTo((signal) => timeline.changes({ signal, about: ['place:kyiv'] })),
      listenTo((signal) => timeline.changes({ signal, about: ['place:lviv'], withRetracted: true })),
    ];
    const silent = listenTo((signal) => timeline.changes({ signal, about: ['place:lviv'] }));
    const fixed = listenTo((signal) => timeline.updates(name, { signal, asOf: startMs }));
    await Promise.all(
      [...those, silent, fixed].map(async ({ until }) => until((heard) => heard.length === 2)),
    );
    live.nowMs += dayMs;
    await Promise.all(those.map(async ({ until }) => until((heard) => heard.length === 3)));
    expect(those[2]?.heard[2]).toMatchObject({ patch: [{ op: 'add', path: '/place:kyiv' }] });
    await looks();
    expect([silent.heard.length, fixed.heard.length]).toEqual([2, 2]);
    await timeline.close();
  });
});

describe('going on across the time of an event that is dated ahead', () => {
  test('with the id gives exactly the patch since what was seen', async () => {
    const { live, timeline, one, subscribe } = await begun();
    await timeline.append('seen-here', [
      seen('now', startMs),
      seen('ahead', startMs + dayMs),
      seen('later', startMs + 2 * dayMs),
    ]);
    await one.until((heard) => heard.length === 3);
    const { id } = one.heard[2] ?? {};
    expect(id).toBe(`3@${startMs}`);
    one.stop();
    await one.ended;
    live.nowMs += dayMs;
    const again = subscribe({ after: id ?? '' });
    await again.until((heard) => heard.length === 2);
    expect(again.heard).toMatchObject([
      {
        kind: 'patch',
        id: `3@${startMs + dayMs}`,
        from: { position: 3, asOf: startMs },
        causes: [{ id: 'ahead' }],
      },
      { kind: 'caught-up', id: `3@${startMs + dayMs}` },
    ]);
    live.nowMs += 10 * dayMs;
    await again.until((heard) => heard.length === 3);
    expect(again.heard[2]).toMatchObject({ id: `3@${startMs + 11 * dayMs}`, causes: [{ id: 'later' }] });
    await timeline.close();
  });

  test('with the position alone gives all of it, once it does not say any more what was seen', async () => {
    const { live, timeline, subscribe } = await begun();
    await timeline.append('seen-here', [seen('now', startMs), seen('ahead', startMs + dayMs)]);
    const before = subscribe({ after: 2 });
    await before.until((heard) => heard.length === 1);
    expect(before.heard[0]).toMatchObject({ kind: 'caught-up', id: `2@${startMs}` });
    live.nowMs += dayMs;
    const after = subscribe({ after: 2 });
    await after.until((heard) => heard.length === 2);
    expect(after.heard[0]).toMatchObject({ kind: 'snapshot', id: `2@${startMs + dayMs}` });
    expect(idsAfter(after.heard)).toEqual(['now', 'ahead']);
    const earlier = subscribe({ after: 0 });
    await earlier.until((heard) => heard.length === 2);
    expect(earlier.heard[0]).toMatchObject({ kind: 'patch', from: { position: 0 } });
    await timeline.close();
  });

  test('with an id of a clock that had been ahead is exact, too', async () => {
    const { live, timeline, one, subscribe } = await begun();
    await timeline.append('seen-here', [seen('ahead', startMs + dayMs), seen('later', startMs + 20 * dayMs)]);
    live.nowMs += dayMs;
    await one.until((heard) => heard.length === 3);
    const { id } = one.heard[2] ?? {};
    one.stop();
    await one.ended;
    live.nowMs -= dayMs;
    const again = subscribe({ after: id ?? '' });
    await again.until((heard) => heard.length === 2);
    expect(again.heard[0]).toMatchObject({
      kind: 'patch',
      from: { asOf: startMs + dayMs },
      moment: { asOf: startMs },
      causes: [{ id: 'ahead', change: 'removed', why: 'occurred' }],
    });
    await timeline.close();
  });

  test('of the timeline gives exactly what came meanwhile', async () => {
    const live = openLive();
    const { timeline } = live;
    await timeline.append('seen-here', [seen('now', startMs), seen('ahead', startMs + dayMs)]);
    const first = listenTo((signal) => timeline.changes({ signal }));
    await first.until((heard) => heard.length === 2);
    first.stop();
    await first.ended;
    live.nowMs += dayMs;
    const after = first.heard[1]?.id;
    const again = listenTo((signal) => timeline.changes({ signal, after }));
    await again.until((heard) => heard.length === 2);
    expect(again.heard[0]).toMatchObject({
      kind: 'changes',
      changes: [{ change: { id: 'ahead', why: 'occurred' } }],
    });
    await timeline.close();
  });
});
