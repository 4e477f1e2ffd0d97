import { afterAll, describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { Update } from '../../src/engine/live-answers.ts';
import { dense, live, openBad } from '../support/bad-days.ts';
import { listenTo } from '../support/live-timeline.ts';
import { next, old, versionOf } from '../support/rebuilding.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const facts = 400;
const options = { checkpoints: dense };

/** Counts titles by their length; its versions name other keys. */
const byLength = (version: number): Projection =>
  defineProjection<{ readonly count: number }>({
    name: 'lengths',
    version,
    description: 'Counts titles by their length.',
    initial: { count: 0 },
    key: ({ data }) => [
      version === 1 ? String(String(data['title']).length) : `length-${String(data['title']).length}`,
    ],
    evolve: ({ count }) => ({ count: count + version }),
  });

async function filled(projections: readonly Projection[]): Promise<string> {
  const path = folder.file();
  const timeline = await openBad(path, projections, options);
  await timeline.import(live(facts));
  await timeline.caughtUp();
  await timeline.close();
  return path;
}

function replayed(heard: readonly Update[]): unknown {
  return heard.reduce<unknown>((state, told) => {
    if (told.kind === 'snapshot' || told.kind === 'reset') return told.state;
    return told.kind === 'patch' ? applyPatch(state, told.patch) : state;
  }, undefined);
}

describe('a new version of a projection', () => {
  test('is told in one reset when it answers, and patches go on exactly from there', async () => {
    const path = await filled([old]);
    const timeline = await openBad(path, [old, next()], options);
    const one = listenTo((signal) => timeline.updates('digest', { signal }));
    const fixed = listenTo((signal) => timeline.updates('digest', { asOf: '2025-01-01T00:30:00Z', signal }));
    await one.until((heard) => heard.length === 2);
    expect(one.heard).toMatchObject([
      { kind: 'snapshot', version: 1, id: `${facts}` },
      { kind: 'caught-up', version: 1 },
    ]);
    await timeline.import(live(1, facts));
    await one.until((heard) => heard.some(({ kind }) => kind === 'patch'));
    await timeline.caughtUp();
    await one.until((heard) => heard.some(({ kind }) => kind === 'reset'));
    await fixed.until((heard) => heard.some(({ kind }) => kind === 'reset'));
    expect(versionOf(timeline)).toBe(2);
    await timeline.import(live(1, facts + 1));
    await one.until((heard) => heard.at(-1)?.moment.position === facts + 2);
    const told = one.heard.map(({ kind, version }) => `${kind} ${version}`);
    expect(told).toEqual(['snapshot 1', 'caught-up 1', 'patch 1', 'reset 2', 'patch 2']);
    expect(one.heard.at(-1)).toMatchObject({ id: `${facts + 2}v2`, from: { position: facts + 1 } });
    expect(replayed(one.heard)).toEqual((await timeline.state('digest')).state);
    expect(fixed.heard.map(({ kind }) => kind)).toEqual(['snapshot', 'caught-up', 'reset']);
    expect(replayed(fixed.heard)).toEqual(
      (await timeline.state('digest', { asOf: '2025-01-01T00:30:00Z' })).state,
    );

    const ids = one.heard.map(({ id }) => id ?? '');
    const first = async (id: string | undefined) =>
      (await timeline.updates('digest', { after: id ?? '' }).next()).value;
    expect(await first(ids[2])).toMatchObject({ kind: 'reset', version: 2 });
    expect(await first(ids[3])).toMatchObject({ kind: 'patch', version: 2, from: { position: facts + 1 } });
    expect(await first(ids[4])).toMatchObject({ kind: 'caught-up', version: 2 });
    await timeline.close();
  });

  test('that a rebuild brings is told to who is behind in one reset', async () => {
    const path = await filled([old]);
    const timeline = await openBad(path, [old, next()], options);
    const stream = timeline.updates('digest');
    const heard: Update[] = [];
    const take = async () => heard.push((await stream.next()).value as Update);
    await take();
    await take();
    for (let round = 0; round < 5; round += 1) await timeline.import(live(40, facts + 40 * round));
    await timeline.rebuild('digest');
    await timeline.import(live(1, facts + 200));
    while (heard.at(-1)?.moment.position !== facts + 201) await take();
    expect(heard.filter(({ kind }) => kind === 'reset')).toHaveLength(1);
    expect(replayed(heard)).toEqual((await timeline.state('digest')).state);
    await stream.return();
    await timeline.close();
  });

  test('that knows nothing of a key tells its beginning, and all keys at once are those of the new version', async () => {
    const path = await filled([byLength(1)]);
    const timeline = await openBad(path, [byLength(1), byLength(2)], options);
    const one = listenTo((signal) => timeline.updates('lengths', { key: '6', signal }));
    const all = listenTo((signal) => timeline.updates('lengths', { signal }));
    await Promise.all([one, all].map(async ({ until }) => until((heard) => heard.length === 2)));
    expect(one.heard[0]).toMatchObject({ kind: 'snapshot', version: 1, key: '6' });
    await timeline.caughtUp();
    await Promise.all(
      [one, all].map(async ({ until }) => until((heard) => heard.some(({ kind }) => kind === 'reset'))),
    );
    expect(one.heard.at(-1)).toMatchObject({ kind: 'reset', version: 2, state: { count: 0 } });
    expect(replayed(all.heard)).toEqual({
      'length-6': { count: 20 },
      'length-7': { count: 180 },
      'length-8': { count: 600 },
    });
    await timeline.import(live(1, facts));
    await all.until((heard) => heard.at(-1)?.kind === 'patch');
    expect(replayed(all.heard)).toMatchObject({ 'length-8': { count: 602 } });
    await timeline.close();
  });

  test('of the same number, built anew, tells nothing', async () => {
    const path = await filled([old]);
    const timeline = await openBad(path, [old], options);
    const one = listenTo((signal) => timeline.updates('digest', { signal }));
    await one.until((heard) => heard.length === 2);
    await timeline.rebuild('digest');
    await timeline.import(live(1, facts));
    await one.until((heard) => heard.length === 3);
    expect(one.heard.map(({ kind }) => kind)).toEqual(['snapshot', 'caught-up', 'patch']);
    expect(replayed(one.heard)).toEqual((await timeline.state('digest')).state);
    await timeline.close();
  });
});
