import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { Update } from '../../src/engine/live-answers.ts';
import { listenTo, openLive, seen, turns } from '../support/live-timeline.ts';
import { startMs } from '../support/times.ts';

/** Lists titles, and fails on those that hold the word poison, as long as it is not mended. */
function failing(options: { readonly keyed: boolean; readonly inKey?: boolean }) {
  const mending = { isMended: false, folds: 0 };
  const check = (title: unknown) => {
    mending.folds += 1;
    if (!mending.isMended && String(title).includes('poison'))
      throw new Error(`it does not like ${String(title)}`);
  };
  const projection = defineProjection<readonly string[]>({
    name: 'titles',
    version: 1,
    description: 'Titles, in order.',
    initial: [],
    evolve(state, { data }) {
      if (options.inKey !== true) check(data['title']);
      return [...state, String(data['title'])];
    },
    ...(options.keyed
      ? {
          key({ data }) {
            if (options.inKey === true) check(data['title']);
            return (data['about'] as readonly string[]) ?? [];
          },
        }
      : {}),
  });
  return { mending, projection: projection as Projection };
}

const kinds = (heard: readonly Update[]) => heard.map(({ kind }) => kind);

/** Replays what was told. */
function replayed(heard: readonly Update[]): unknown {
  return heard.reduce<unknown>((state, told) => {
    if (told.kind === 'snapshot' || told.kind === 'reset') return told.state;
    return told.kind === 'patch' ? applyPatch(state, told.patch) : state;
  }, undefined);
}

const ways = [
  ['a state', { keyed: false }, undefined],
  ['a key', { keyed: true }, 'place:kyiv'],
  ['all keys', { keyed: true }, undefined],
  ['a key that cannot be told', { keyed: true, inKey: true }, 'place:kyiv'],
  ['all keys, which cannot be told', { keyed: true, inKey: true }, undefined],
] as const;

describe.each(ways)('a projection that fails: %s', (_, options, key) => {
  const about = ['place:kyiv'];

  async function begun() {
    const { projection, mending } = failing(options);
    const live = openLive({ projections: [projection] });
    await live.timeline.append('seen-here', [seen('a', '2025-07-03', about)]);
    const one = listenTo((signal) => live.timeline.updates('titles', { key, signal }));
    await one.until((heard) => heard.length === 2);
    return { ...live, one, mending };
  }

  test('is told once, and heals by a retraction', async () => {
    const { timeline, one } = await begun();
    await timeline.append('seen-here', [seen('poison', '2025-07-03', about)]);
    await one.until((heard) => heard.length === 3);
    for (const id of ['b', 'c']) await timeline.append('seen-here', [seen(id, '2025-07-03', about)]);
    await turns();
    expect(kinds(one.heard)).toEqual(['snapshot', 'caught-up', 'fault']);
    expect(one.heard[2]).toMatchObject({ id: '1', error: { code: 'projection-faulted' } });
    await timeline.retract('poison', { reason: 'it was none' });
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({
      kind: 'patch',
      id: '5',
      from: { position: 1 },
      moment: { position: 5 },
    });
    const { state } = await timeline
      .state('titles', { key: 'place:kyiv' })
      .catch(() => timeline.state('titles'));
    expect(replayed(one.heard)).toEqual(options.keyed && key === undefined ? { 'place:kyiv': state } : state);
    await timeline.append('seen-here', [seen('d', '2025-07-03', about)]);
    await one.until((heard) => heard.length === 5);
    await timeline.close();
  });

  test('heals when it is mended and resumed, and says so even if nothing is different', async () => {
    const { timeline, one, mending } = await begun();
    await timeline.append('seen-here', [seen('poison', '2025-07-03', about)]);
    await one.until((heard) => heard.length === 3);
    mending.isMended = true;
    await timeline.resume('titles');
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ kind: 'patch', patch: [{ op: 'add' }] });
    mending.isMended = false;
    await timeline.append('seen-here', [seen('poison-too', '2025-07-03', about)]);
    await one.until((heard) => heard.length === 5);
    await timeline.retract('poison-too', { reason: 'it was none' });
    mending.isMended = true;
    await timeline.resume('titles');
    await one.until((heard) => heard.length === 6);
    expect(kinds(one.heard).slice(2)).toEqual(['fault', 'patch', 'fault', 'patch']);
    expect(one.heard[5]).toMatchObject({ kind: 'patch', patch: [], causes: [] });
    await timeline.close();
  });

  test('is told at the beginning, without an id as nothing was seen, and then all of it', async () => {
    const { projection, mending } = failing(options);
    const { timeline } = openLive({ projections: [projection] });
    await timeline.append('seen-here', [seen('a', '2025-07-03', about), seen('poison', '2025-07-03', about)]);
    const those = [1, 2].map(() => listenTo((signal) => timeline.updates('titles', { key, signal })));
    await Promise.all(those.map(async ({ until }) => until((heard) => heard.length === 1)));
    await turns();
    await timeline.append('seen-here', [seen('b', '2025-07-03', about)]);
    await turns();
    const late = listenTo((signal) => timeline.updates('titles', { key, signal }));
    await late.until((heard) => heard.length === 1);
    await turns();
    for (const { heard } of [...those, late]) {
      expect(kinds(heard)).toEqual(['fault']);
      expect(heard[0]).not.toHaveProperty('id');
    }
    mending.isMended = true;
    await timeline.resume('titles');
    for (const { until } of [...those, late])
      expect(kinds(await until((heard) => heard.length === 3))).toEqual(['fault', 'snapshot', 'caught-up']);
    await timeline.append('seen-here', [seen('c', '2025-07-03', about)]);
    for (const { until } of [...those, late]) await until((heard) => heard.length === 4);
    await timeline.close();
  });

  test('and went on from before it failed, gets a patch from there', async () => {
    const { projection } = failing(options);
    const { timeline } = openLive({ projections: [projection] });
    await timeline.append('seen-here', [seen('a', '2025-07-03', about)]);
    await timeline.append('seen-here', [seen('poison', '2025-07-03', about)]);
    const one = listenTo((signal) => timeline.updates('titles', { key, after: '1', signal }));
    await one.until((heard) => heard.length === 1);
    expect(one.heard).toMatchObject([{ kind: 'fault', id: '1' }]);
    await timeline.append('seen-here', [seen('b', '2025-07-03', about)]);
    await timeline.retract('poison', { reason: 'it was none' });
    await one.until((heard) => heard.length === 3);
    expect(one.heard.slice(1)).toMatchObject([
      { kind: 'patch', id: '4', from: { position: 1 }, patch: [{ op: 'add' }] },
      { kind: 'caught-up' },
    ]);
    await timeline.close();
  });

  test('and goes on from where it failed, gets all of it, for there was no state', async () => {
    const { projection } = failing(options);
    const { timeline } = openLive({ projections: [projection] });
    await timeline.append('seen-here', [seen('a', '2025-07-03', about)]);
    await timeline.append('seen-here', [seen('poison', '2025-07-03', about)]);
    await timeline.retract('poison', { reason: 'it was none' });
    const one = listenTo((signal) => timeline.updates('titles', { key, after: '2', signal }));
    await one.until((heard) => heard.length === 2);
    expect(kinds(one.heard)).toEqual(['snapshot', 'caught-up']);
    await timeline.close();
  });

  test('on what was dated ahead is told when its time comes, and not tried over and over', async () => {
    const { projection, mending } = failing(options);
    const live = openLive({ projections: [projection] });
    const { timeline } = live;
    await timeline.append('seen-here', [seen('a', '2025-07-03', about)]);
    await timeline.append('seen-here', [seen('poison', startMs + 1000, about)]);
    if (options.keyed && 'inKey' in options) return timeline.close();
    const one = listenTo((signal) => timeline.updates('titles', { key, signal }));
    await one.until((heard) => heard.length === 2);
    live.nowMs += 1000;
    await one.until((heard) => heard.length === 3);
    mending.folds = 0;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(mending.folds).toBe(0);
    expect(kinds(one.heard)).toEqual(['snapshot', 'caught-up', 'fault']);
    await timeline.retract('poison', { reason: 'it was none' });
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ kind: 'patch', patch: [] });
    return timeline.close();
  });

  test('is told to who is behind, too', async () => {
    const { projection } = failing(options);
    const { timeline } = openLive({ projections: [projection], keptMax: 2 });
    await timeline.append('seen-here', [seen('a', '2025-07-03', about)]);
    const keeping = listenTo((signal) => timeline.updates('titles', { key, signal }));
    await keeping.until((heard) => heard.length === 2);
    const stream = timeline.updates('titles', { key });
    const heard: Update[] = [];
    const take = async () => heard.push((await stream.next()).value as Update);
    await take();
    await take();
    for (const id of ['b', 'c', 'd', 'e', 'poison', 'f'])
      await timeline.append('seen-here', [seen(id, '2025-07-03', about)]);
    await keeping.until((all) => all.at(-1)?.kind === 'fault');
    while (heard.at(-1)?.kind !== 'fault') await take();
    expect(kinds(heard).slice(2)).toEqual(['patch', 'fault']);
    await timeline.retract('poison', { reason: 'it was none' });
    await take();
    expect(replayed(heard)).toEqual(replayed(await keeping.until((all) => all.at(-1)?.kind === 'patch')));
    await timeline.close();
  });
});

test('a projection that fails is no trouble for the others', async () => {
  const { projection } = failing({ keyed: false });
  const { projection: other, mending } = failing({ keyed: false });
  mending.isMended = true;
  const { timeline } = openLive({ projections: [projection, { ...other, name: 'sound' }] });
  const [bad, good] = ['titles', 'sound'].map((name) =>
    listenTo((signal) => timeline.updates(name, { signal })),
  );
  await Promise.all([bad, good].map(async (one) => one?.until((heard) => heard.length === 2)));
  await timeline.append('seen-here', [seen('poison', '2025-07-03')]);
  await timeline.append('seen-here', [seen('a', '2025-07-03')]);
  await good?.until((heard) => heard.length === 4);
  await bad?.until((heard) => heard.length === 3);
  expect(kinds(good?.heard ?? [])).toEqual(['snapshot', 'caught-up', 'patch', 'patch']);
  await timeline.close();
});
