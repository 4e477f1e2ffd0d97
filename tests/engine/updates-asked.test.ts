import { describe, expect, test } from 'vitest';

import type { Channel } from '../../src/engine/channel.ts';
import { createChannels } from '../../src/engine/channels.ts';
import type { Update, UpdatesOptions } from '../../src/engine/live-answers.ts';
import { listenTo, openLive, seen, turns } from '../support/live-timeline.ts';
import { seenByTag, seenInOrder } from '../support/projections.ts';

const name = seenInOrder.name;
const kinds = (heard: readonly { readonly kind: string }[]) => heard.map(({ kind }) => kind);

describe('what is wrong with a subscription is said before anything is told', () => {
  test.each<[string, string, UpdatesOptions, string]>([
    ['a projection that is not there', 'never-seen', {}, 'unknown-projection'],
    ['a key where there are none', name, { key: 'place:kyiv' }, 'invalid-query'],
    ['a key that nothing is known of', seenByTag.name, { key: 'place:nowhere' }, 'unknown-key'],
    ['text that is no id', name, { after: 'yesterday' }, 'invalid-request'],
    ['an id with something behind it', name, { after: '1v1@0 x' }, 'invalid-request'],
    ['an id of too many digits', name, { after: '99999999999999999' }, 'invalid-request'],
    ['an id beyond what is exact', name, { after: '9999999999999999' }, 'invalid-request'],
    ['a negative position', name, { after: -1 }, 'invalid-request'],
    ['half a position', name, { after: 0.5 }, 'invalid-request'],
    ['nothing to go on after', name, { after: '' }, 'invalid-request'],
    ['a position of the future', name, { after: 7 }, 'position-not-reached'],
    ['an id of the future', name, { after: '7v2@12' }, 'position-not-reached'],
    ['an instant that is none', name, { asOf: 'soon' }, 'invalid-moment'],
    ['a certainty that is none', name, { certainty: 'maybe' as 'certain' }, 'invalid-moment'],
  ])('%s', async (_, projection, options, code) => {
    const { timeline, waiting } = openLive();
    await timeline.append('seen-here', [seen('a', '2025-07-03', ['place:kyiv'])]);
    await expect(timeline.updates(projection, options).next()).rejects.toMatchObject({ code });
    expect(waiting()).toBe(0);
    await timeline.close();
  });

  test('and for the timeline too', async () => {
    const { timeline } = openLive();
    await expect(timeline.changes({ after: '1x' }).next()).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(timeline.changes({ after: 3 }).next()).rejects.toMatchObject({
      code: 'position-not-reached',
    });
    await expect(timeline.changes({ from: 0.5 }).next()).rejects.toMatchObject({ code: 'invalid-query' });
    await timeline.close();
  });
});

describe('a subscription', () => {
  test('catches up once, on an empty log, too', async () => {
    const { timeline } = openLive();
    const one = listenTo((signal) => timeline.updates(name, { signal }));
    await one.until((heard) => heard.length === 2);
    expect(one.heard).toMatchObject([
      { kind: 'snapshot', id: '0', state: [] },
      { kind: 'caught-up', id: '0' },
    ]);
    const all = listenTo((signal) => timeline.updates(seenByTag.name, { signal }));
    expect(await all.until((heard) => heard.length === 2)).toMatchObject([
      { kind: 'snapshot', state: {} },
      { kind: 'caught-up' },
    ]);
    const facts = listenTo((signal) => timeline.changes({ signal }));
    expect(await facts.until((heard) => heard.length === 2)).toMatchObject([
      { kind: 'entries', entries: [] },
      { kind: 'caught-up' },
    ]);
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    await Promise.all([one, facts].map(async ({ until }) => until((heard) => heard.length === 3)));
    expect(kinds(one.heard)).toEqual(['snapshot', 'caught-up', 'patch']);
    await timeline.close();
    await Promise.all([one.ended, all.ended, facts.ended]);
  });

  test('waits a little for the position that it goes on after', async () => {
    const { timeline } = openLive({ waitMsMax: 60_000 });
    const one = listenTo((signal) => timeline.updates(name, { after: 1, signal }));
    await turns();
    expect(one.heard).toEqual([]);
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    await one.until((heard) => heard.length === 1);
    expect(one.heard).toMatchObject([{ kind: 'caught-up', id: '1' }]);
    await timeline.close();
  });

  test('that was aborted before tells nothing', async () => {
    const { timeline, waiting } = openLive();
    await expect(Array.fromAsync(timeline.updates(name, { signal: AbortSignal.abort() }))).resolves.toEqual(
      [],
    );
    await expect(Array.fromAsync(timeline.changes({ signal: AbortSignal.abort() }))).resolves.toEqual([]);
    await turns();
    expect(waiting()).toBe(0);
    await timeline.close();
  });

  test.each([1, 2, 3])(
    'that is aborted after %i things ends, whether it waits or is being told',
    async (count) => {
      const { timeline, waiting } = openLive();
      const one = listenTo((signal) => timeline.updates(name, { signal }));
      await one.until((heard) => heard.length >= Math.min(count, 2));
      if (count === 3) await timeline.append('seen-here', [seen('a', '2025-07-03')]);
      one.stop();
      await one.ended;
      await turns();
      expect(waiting()).toBe(0);
      await timeline.close();
    },
  );

  test('that is left by break lets go of everything', async () => {
    const { timeline, waiting, reads } = openLive();
    for (const subscribe of [
      () => timeline.updates(name),
      () => timeline.changes(),
      () => timeline.updates(seenByTag.name),
    ])
      for await (const { kind } of subscribe()) if (kind === 'caught-up') break;
    await turns();
    expect(waiting()).toBe(0);
    const before = reads();
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    await turns();
    expect(reads()).toBe(before);
    await timeline.close();
  });

  test('that one of many leaves goes on for the others', async () => {
    const { timeline } = openLive();
    const those = Array.from({ length: 20 }, () => listenTo((signal) => timeline.updates(name, { signal })));
    await Promise.all(those.map(async ({ until }) => until((heard) => heard.length === 2)));
    for (const [index, { stop }] of those.entries()) {
      if (index === 19) break;
      stop();
      await timeline.append('seen-here', [seen(`a${index}`, '2025-07-03')]);
    }
    const last = those.at(-1);
    await last?.until((heard) => heard.length === 21);
    expect(last?.heard.map(({ id }) => id)).toEqual([
      '0',
      '0',
      ...Array.from({ length: 19 }, (_, at) => String(at + 1)),
    ]);
    await timeline.close();
  });

  test('ends when the timeline is closed, at whatever point it is', async () => {
    const { timeline, waiting } = openLive();
    const { signal } = new AbortController();
    await timeline.append('seen-here', [seen('a', '2025-07-03', ['place:kyiv'])]);
    const waitingOnes = [
      listenTo((stop) => timeline.updates(name, { signal: stop })),
      listenTo((stop) => timeline.updates(seenByTag.name, { signal: stop })),
      listenTo((stop) => timeline.updates(seenByTag.name, { key: 'place:kyiv', signal: stop })),
    ];
    const facts = listenTo(() => timeline.changes());
    await Promise.all([...waitingOnes, facts].map(async ({ until }) => until((heard) => heard.length === 2)));
    const begun = timeline.updates(name, { signal });
    await begun.next();
    const asked = timeline.updates(name).next();
    await timeline.close();
    await Promise.all([...waitingOnes.map(({ ended }) => ended), facts.ended]);
    expect(await begun.next()).toEqual({ done: true, value: undefined });
    expect(await asked).toMatchObject({ done: true });
    expect(await Array.fromAsync(timeline.updates(name)).catch(() => [])).toEqual([]);
    expect(await Array.fromAsync(timeline.changes()).catch(() => [])).toEqual([]);
    await turns();
    expect(waiting()).toBe(0);
  });

  test('leaves nothing behind: after 1,000 of them nobody listens and nothing is read', async () => {
    const { timeline, waiting, reads } = openLive();
    await timeline.append('seen-here', [seen('a', '2025-07-03', ['place:kyiv'])]);
    for (let round = 0; round < 10; round += 1) {
      const those = Array.from({ length: 100 }, (_, index) =>
        listenTo<unknown>((signal) =>
          index % 3 === 0
            ? timeline.changes({ signal, about: ['place:kyiv'] })
            : timeline.updates(index % 3 === 1 ? name : seenByTag.name, {
                signal,
                asOf: index % 2 === 0 ? 'now' : 1_751_500_000_000 + index,
              }),
        ),
      );
      if (round % 2 === 0)
        await Promise.all(those.map(async ({ until }) => until((heard) => heard.length > 0)));
      for (const { stop } of those) stop();
      await Promise.all(those.map(async ({ ended }) => ended));
    }
    await turns();
    expect(waiting()).toBe(0);
    const before = reads();
    await timeline.append('seen-here', [seen('b', '2025-07-03')]);
    await turns();
    expect(reads()).toBe(before);
    await timeline.close();
  });

  test('is one with others that ask the same: each state is worked out once', async () => {
    let folded = 0;
    const counting = {
      ...seenInOrder,
      evolve: (...given: Parameters<typeof seenInOrder.evolve>) => (
        (folded += 1),
        seenInOrder.evolve(...given)
      ),
    };
    const { timeline } = openLive({ projections: [counting] });
    const those = Array.from({ length: 50 }, () => listenTo((signal) => timeline.updates(name, { signal })));
    await Promise.all(those.map(async ({ until }) => until((heard) => heard.length === 2)));
    folded = 0;
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    const told = await Promise.all(those.map(async ({ until }) => until((heard) => heard.length === 3)));
    expect(folded).toBe(1);
    expect(new Set(told.map((heard) => heard[2])).size).toBe(1);
    await timeline.close();
  });
});

describe('an id', () => {
  test('of the past of the log leads on exactly, whatever kind of text it is', async () => {
    const { timeline } = openLive();
    for (const id of ['a', 'b', 'c']) await timeline.append('seen-here', [seen(id, '2025-07-03')]);
    const { state } = await timeline.state(name, { knownAt: 1 });
    for (const after of [1, '1', ' 1 ', '1v1', `1@${Date.UTC(2025, 6, 3, 12)}`]) {
      const told = (await timeline.updates(name, { after }).next()).value as Update;
      expect(told).toMatchObject({ kind: 'patch', id: '3', from: { position: 1 } });
      expect((state as unknown[]).length + (told.kind === 'patch' ? told.patch.length : 0)).toBe(3);
    }
    await timeline.close();
  });

  test('of another version of the projection gives all of it anew; a position is one of the version there is', async () => {
    const { timeline } = openLive({ projections: [{ ...seenInOrder, version: 2 }] });
    await timeline.append('seen-here', [seen('a', '2025-07-03')]);
    const first = async (after: string | number) => (await timeline.updates(name, { after }).next()).value;
    expect(await first('1')).toMatchObject({ kind: 'reset', id: '1v2', version: 2 });
    expect(await first('1v1')).toMatchObject({ kind: 'reset' });
    expect(await first('1v3')).toMatchObject({ kind: 'reset' });
    expect(await first('1v2')).toMatchObject({ kind: 'caught-up', id: '1v2' });
    expect(await first(1)).toMatchObject({ kind: 'caught-up', id: '1v2' });
    await timeline.close();
  });
});

const channel = (): Channel<unknown, unknown> => {
  let isEnded = false;
  return {
    join: () => undefined,
    leave: () => undefined,
    ready: () => Promise.reject(new Error('not asked')),
    tip: () => undefined,
    after: () => undefined,
    isEnded: () => isEnded,
    close: () => void (isEnded = true),
  };
};

describe('channels', () => {
  test('are shared by name as long as somebody uses them', () => {
    const channels = createChannels();
    const [one, same, other] = ['a', 'a', 'b'].map((key) => channels.take(key, channel));
    expect(one?.channel).toBe(same?.channel);
    expect(other?.channel).not.toBe(one?.channel);
    expect(channels.count()).toBe(3);
    one?.release();
    one?.release();
    expect(channels.count()).toBe(2);
    expect(same?.channel.isEnded()).toBe(false);
    same?.release();
    expect(same?.channel.isEnded()).toBe(true);
    expect(channels.take('a', channel).channel).not.toBe(one?.channel);
    channels.close();
    expect(other?.channel.isEnded()).toBe(true);
    expect(channels.take('b', channel).channel.isEnded()).toBe(true);
  });

  test('that failed are made anew', () => {
    const channels = createChannels();
    const failed = {
      ...channel(),
      isEnded: (): boolean => {
        throw new Error('it failed');
      },
    };
    const first = channels.take('a', () => failed);
    const second = channels.take('a', channel);
    expect(second.channel).not.toBe(failed);
    first.release();
    expect(channels.take('a', channel).channel).toBe(second.channel);
  });
});
