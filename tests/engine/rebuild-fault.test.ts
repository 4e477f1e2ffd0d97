import { afterAll, describe, expect, test } from 'vitest';

import type { Projection } from '../../src/domain/projection.ts';
import { digesting, expectFoldedAnswers, live, openBad, saveStates, told } from '../support/bad-days.ts';
import { buildsIn, facts, leftBehind, next, old, sound, versionOf } from '../support/rebuilding.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Makes a file in which all that can be saved of some projections is. */
async function saved(projections: readonly Projection[] = [old, sound]): Promise<string> {
  const path = folder.file();
  await saveStates(path, projections, { facts });
  return path;
}

/** The next version, which fails on one event while it is broken. */
const failing = (isBroken: () => boolean) =>
  next({
    onFact({ id }) {
      if (isBroken() && id === 'live-1500') throw new Error('did not expect this');
    },
  });

describe('a version whose fold throws while it is built', () => {
  test('names the event; the version before goes on answering, and so do others', async () => {
    const path = await saved();
    const timeline = await openBad(path, [old, failing(() => true), sound]);
    await timeline.caughtUp();
    expect(timeline.projections()).toMatchObject([
      {
        name: 'digest',
        version: 1,
        health: 'faulted',
        fault: expect.stringContaining('live-1500 at position 1501'),
      },
      { name: 'sound', health: 'ok', lag: 0 },
    ]);
    await timeline.append('seen-here', told(live(5, facts)));
    await timeline.caughtUp();
    await expectFoldedAnswers(timeline, path, [old, sound]);
    expect(versionOf(timeline)).toBe(1);
    await timeline.close();
  });

  test('goes on after it was mended, and answers then', async () => {
    const path = await saved();
    let isBroken = true;
    const timeline = await openBad(path, [old, failing(() => isBroken), sound]);
    await timeline.caughtUp();
    await expect(timeline.resume('digest')).rejects.toMatchObject({ code: 'projection-faulted' });
    isBroken = false;
    await timeline.resume('digest');
    expect(timeline.projections()).toMatchObject([{ version: 2, health: 'ok' }, { health: 'ok' }]);
    await expectFoldedAnswers(timeline, path, [next(), sound]);
    await timeline.close();
  });

  test('and the event withdrawn, goes on by itself', async () => {
    const path = await saved();
    const timeline = await openBad(path, [old, failing(() => true), sound]);
    await timeline.caughtUp();
    expect(versionOf(timeline)).toBe(1);
    await timeline.retract('live-1500', { reason: 'it was none' });
    await timeline.caughtUp();
    expect(versionOf(timeline)).toBe(2);
    const { state } = await timeline.state('digest');
    const naive = await openBad(path, [next()], { readOnly: true, checkpoints: false });
    expect(state).toEqual((await naive.state('digest')).state);
    expect(timeline.projections()).toMatchObject([{ version: 2, health: 'ok' }, { health: 'ok' }]);
    await naive.close();
    await timeline.close();
  });

  test('fails its rebuild, which leaves nothing behind of that attempt', async () => {
    const path = await saved();
    const broken = digesting();
    let isBroken = false;
    const timeline = await openBad(path, [
      {
        ...broken,
        evolve: (state: never, one, key) => {
          if (isBroken && one.id === 'live-1500') throw new Error('did not expect this');
          return broken.evolve(state, one, key);
        },
      },
    ]);
    await timeline.caughtUp();
    isBroken = true;
    await expect(timeline.rebuild('digest')).rejects.toMatchObject({
      code: 'projection-faulted',
      message: expect.stringContaining('live-1500'),
    });
    isBroken = false;
    await timeline.caughtUp();
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
    expect(buildsIn(path)).toHaveLength(1);
    expect(leftBehind(path)).toEqual([]);
  });
});
