import { afterAll, describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import { createChannel } from '../../src/engine/channel.ts';
import type { Subject } from '../../src/engine/channel.ts';
import type { TimelineChange, Update } from '../../src/engine/live-answers.ts';
import { createPulse } from '../../src/engine/pulse.ts';
import type { Hearing } from '../support/live-timeline.ts';
import { listenTo, openLive, seen, turns } from '../support/live-timeline.ts';
import { seenByTag, seenInOrder } from '../support/projections.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { startMs } from '../support/times.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const name = seenInOrder.name;
const stores = [
  ['in memory', () => ({})],
  ['in a file', () => ({ path: folder.file(), checkpoints: {} })],
] as const;

const wake = () => undefined;

function partsOf(heard: readonly TimelineChange[]) {
  return heard.flatMap((told) => (told.kind === 'changes' ? [[told.id, told.changes.length]] : []));
}

function replayed(heard: readonly Update[]): unknown {
  return heard.reduce<unknown>((state, told) => {
    if (told.kind === 'snapshot') return told.state;
    return told.kind === 'patch' ? applyPatch(state, told.patch) : state;
  }, undefined);
}

describe.each(stores)('subscriptions %s', (_, options) => {
  test('of who takes slowly get what changed in one exact patch, with all its causes', async () => {
    const { timeline } = openLive(options());
    const stream = timeline.updates(name);
    const quick = listenTo((signal) => timeline.updates(name, { signal }));
    await quick.until((heard) => heard.length === 2);
    const heard = [(await stream.next()).value, (await stream.next()).value] as Update[];
    for (let round = 0; round < 150; round += 1)
      await timeline.append('seen-here', [seen(`a${round}`, '2025-07-03')]);
    await quick.until((all) => all.length === 152);
    heard.push((await stream.next()).value as Update);
    expect(heard[2]).toMatchObject({ kind: 'patch', id: '150', from: { position: 0 }, more: true });
    expect(heard[2]?.kind === 'patch' && heard[2].causes).toHaveLength(100);
    expect(replayed(heard)).toEqual(replayed(quick.heard));
    for (let round = 0; round < 60; round += 1)
      await timeline.append('seen-here', [seen(`b${round}`, '2025-07-03')]);
    await quick.until((all) => all.length === 212);
    for (let taken = 0; taken < 60; taken += 1) heard.push((await stream.next()).value as Update);
    expect(heard.slice(3).map(({ id }) => id)).toEqual(quick.heard.slice(152).map(({ id }) => id));
    expect(heard.at(-1)).toBe(quick.heard.at(-1));
    expect(replayed(heard)).toEqual((await timeline.state(name)).state);
    await stream.return();
    await timeline.close();
  });

  test('hear of an import as of one commit, and of what comes meanwhile in order', async () => {
    const { timeline } = openLive(options());
    const one = listenTo((signal) => timeline.updates(name, { signal }));
    const facts = listenTo((signal) => timeline.changes({ signal }));
    await one.until((heard) => heard.length === 2);
    const events = Array.from({ length: 300 }, (__, index) => ({
      ...seen(`i${index}`, '2025-07-03'),
      stream: 'seen-there',
    }));
    await Promise.all([
      timeline.import(events),
      timeline.append('seen-here', [seen('a', '2025-07-03'), seen('b', '2025-07-03')]),
    ]);
    await one.until((heard) => heard.at(-1)?.moment.position === 302);
    await facts.until((heard) => heard.at(-1)?.moment.position === 302);
    const sizes = one.heard.slice(2).map((told) => (told.kind === 'patch' ? told.patch.length : 0));
    expect(sizes.toSorted((a, b) => a - b)).toEqual([2, 300]);
    expect(
      facts.heard.slice(2).flatMap((told) => (told.kind === 'changes' ? told.changes : [])),
    ).toHaveLength(302);
    expect(replayed(one.heard)).toEqual((await timeline.state(name)).state);
    await timeline.close();
  });

  test('tell every append of 32 that write at once by itself, in order of their positions', async () => {
    const { timeline } = openLive(options());
    const those = [
      listenTo((signal) => timeline.updates(name, { signal })),
      listenTo((signal) => timeline.updates(seenByTag.name, { signal })),
    ];
    const facts = listenTo((signal) => timeline.changes({ signal }));
    await Promise.all([...those, facts].map(async ({ until }) => until((heard) => heard.length === 2)));
    const rounds = 20;
    const ends: number[] = [];
    let stated = 0;
    await Promise.all(
      Array.from({ length: 32 }, async (__, writer) => {
        for (let round = 0; round < rounds; round += 1) {
          const events = Array.from({ length: 1 + (round % 3) }, (___, index) =>
            seen(`w${writer}-${round}-${index}`, startMs - 1_000_000 + (stated += 1), [
              'place:kyiv',
              `writer:${writer % 4}`,
            ]),
          );
          const { events: made } = await timeline.append(`seen-${writer}`, events);
          ends.push(made.at(-1)?.position ?? 0);
        }
      }),
    );
    const head = timeline.head().position;
    expect(head).toBe(32 * rounds * 2 - 32);
    await Promise.all(
      [...those, facts].map(async ({ until }) => until((heard) => heard.at(-1)?.moment.position === head)),
    );
    for (const { heard } of those) {
      const positions = heard.slice(2).map(({ moment }) => moment.position);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(new Set(positions).size).toBe(positions.length);
      expect(positions.every((position) => ends.includes(position))).toBe(true);
    }
    const listed = facts.heard.slice(2).flatMap((told) => (told.kind === 'changes' ? told.changes : []));
    expect(listed.map(({ change }) => change.byPosition)).toEqual(
      Array.from({ length: head }, (__, index) => index + 1),
    );
    expect(replayed(those[0]?.heard ?? [])).toEqual((await timeline.state(name)).state);
    await timeline.close();
  });

  test('that are begun while others write begin exactly where they say', async () => {
    const { timeline } = openLive(options());
    const whole = listenTo((signal) => timeline.updates(name, { signal }));
    const those: Hearing<Update | TimelineChange>[] = [];
    for (let round = 0; round < 120; round += 1) {
      const appended = timeline.append('seen-here', [seen(`a${round}`, '2025-07-03')]);
      // At another point of what goes on in each round.
      for (let turn = 0; turn < round % 24; turn += 1) await Promise.resolve();
      those.push(
        listenTo((signal) => timeline.updates(name, { signal })),
        listenTo((signal) => timeline.changes({ signal })),
      );
      await appended;
      if (round % 5 === 0) await turns(1);
      if (those.length > 30) those.shift()?.stop();
    }
    await whole.until((heard) => heard.at(-1)?.moment.position === 120);
    for (const { heard, until } of those) {
      await until(() => heard.at(-1)?.moment.position === 120);
      let facts = 0;
      for (const told of heard) {
        if (told.kind === 'snapshot') facts = (told.state as readonly unknown[]).length;
        if (told.kind === 'entries') facts = told.entries.length;
        if (told.kind === 'patch') facts += told.patch.length;
        if (told.kind === 'changes') facts += told.changes.length;
        expect([told.kind, facts]).toEqual([told.kind, told.moment.position]);
      }
    }
    await timeline.close();
  });

  test('of the timeline tell much that changed in parts, each of which can be gone on after', async () => {
    const { timeline } = openLive(options());
    const one = listenTo((signal) => timeline.changes({ signal }));
    const stream = timeline.changes();
    for (let taken = 0; taken < 2; taken += 1) await stream.next();
    await one.until((heard) => heard.length === 2);
    const events = Array.from({ length: 2500 }, (__, index) => ({
      ...seen(`i${index}`, startMs),
      stream: 'seen-there',
    }));
    await timeline.import(events);
    await one.until((heard) => heard.at(-1)?.id === '2500');
    for (let round = 0; round < 80; round += 1)
      await timeline.append('seen-here', [seen(`a${round}`, startMs)]);
    expect(partsOf(one.heard).slice(0, 3)).toEqual([
      ['1000', 1000],
      ['2000', 1000],
      ['2500', 500],
    ]);
    await one.until((heard) => heard.at(-1)?.id === '2580');
    const slow: TimelineChange[] = [];
    while (slow.at(-1)?.id !== '2580') slow.push((await stream.next()).value as TimelineChange);
    expect(partsOf(slow)).toEqual([
      ['1000', 1000],
      ['2000', 1000],
      ['2580', 580],
    ]);
    const resumed = listenTo((signal) => timeline.changes({ signal, after: '1000' }));
    await resumed.until((heard) => heard.at(-1)?.kind === 'caught-up');
    expect(partsOf(resumed.heard)).toEqual([
      ['2000', 1000],
      ['2580', 580],
    ]);
    await stream.return();
    await timeline.close();
  });

  test('of the timeline tell a long history page by page, and only the last can be gone on after', async () => {
    const { timeline } = openLive(options());
    for (let round = 0; round < 5; round += 1)
      await timeline.append(
        'seen-here',
        Array.from({ length: 500 }, (__, index) => seen(`a${round}-${index}`, '2025-07-03')),
      );
    const one = listenTo((signal) => timeline.changes({ signal }));
    await one.until((heard) => heard.at(-1)?.kind === 'caught-up');
    expect(one.heard.map((told) => [told.kind, told.id])).toEqual([
      ['entries', undefined],
      ['entries', undefined],
      ['entries', '2500'],
      ['caught-up', '2500'],
    ]);
    expect(one.heard.flatMap((told) => (told.kind === 'entries' ? told.entries : []))).toHaveLength(2500);
    await timeline.close();
  });
});

describe('a channel', () => {
  test('keeps so much and no more, counted and weighed', async () => {
    const { store, timeline } = openLive();
    const subject: Subject<number, string> = {
      asOf: undefined,
      certainty: 'possible',
      current: () => 'it',
      begin: async () => 0,
      isTouched: () => true,
      towards: (__, to) => to,
      advance: async (_, to) => ({ held: 0, told: `told ${to.position}` }),
      reset: async () => 'reset',
      healed: () => undefined,
      fault: () => 'fault',
    };
    const pulse = createPulse(store);
    for (const [weight, kept] of [
      [1, 4],
      [100_000, 2],
      [1_000_000, 1],
    ] as const) {
      const channel = createChannel({
        store,
        pulse,
        clock: () => 0,
        lookEveryMs: 1,
        subject,
        keptMax: 4,
        weightOf: () => weight,
      });
      channel.join(wake);
      const { point } = await channel.ready();
      for (let round = 0; round < 10; round += 1)
        await timeline.append('seen-here', [seen(`${weight}-${round}`, '2025-07-03')]);
      await channel.ready();
      const serials = Array.from({ length: 12 }, (__, index) => point.serial + index - 1);
      expect(serials.filter((serial) => channel.after(serial) !== undefined)).toHaveLength(kept);
      expect(channel.after(point.serial + 9)?.told).toBe(`told ${point.moment.position + 10}`);
      expect(channel.after(point.serial + 10)).toBeUndefined();
      channel.leave(wake);
    }
    await turns();
    pulse.close();
    await timeline.close();
  });

  test('that cannot read the log says so, and the next works when it can again', async () => {
    const { timeline, store } = openLive();
    const { head } = store;
    const one = listenTo((signal) => timeline.updates(name, { signal }));
    await one.until((heard) => heard.length === 2);
    let isBroken = true;
    Object.assign(store, {
      head: () => {
        if (isBroken) throw new Error('the disk is gone');
        return head();
      },
    });
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    await expect(one.ended).rejects.toThrow('the disk is gone');
    isBroken = false;
    const other = listenTo((signal) => timeline.updates(name, { after: '0', signal }));
    await other.until((heard) => heard.length === 2);
    await timeline.append('seen-here', [seen('b', '2025-07-03')]);
    await other.until((heard) => heard.length === 3);
    await timeline.close();
  });
});
