import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { Projection } from '../../src/domain/projection.ts';
import {
  createCounter,
  digesting,
  expectFoldedAnswers,
  foldedAnswers,
  openBad,
  saveStates,
} from '../support/bad-days.ts';
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

describe('a version that is built beside the one before', () => {
  test('answers from one moment on, when it is complete, and until then the other does', async () => {
    const path = await saved();
    const starts = new Set<unknown>();
    const timeline = await openBad(path, [old, next(), sound]);
    const atFirst = (await timeline.state('digest', { knownAt: 1, asOf: 0 })).state;
    expect(atFirst).toEqual(old.initial);
    const built = timeline.caughtUp();
    const progress = { isBuilt: false };
    void built.then(() => (progress.isBuilt = true));
    while (!progress.isBuilt) {
      const before = versionOf(timeline);
      const { version, state } = await timeline.state('digest', { asOf: 0 });
      const after = versionOf(timeline);
      starts.add(JSON.stringify([version, state]));
      expect([before, after]).toContain(version);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([...starts][0]).toBe(JSON.stringify([1, old.initial]));
    expect(await timeline.state('digest', { asOf: 0 })).toMatchObject({ version: 2, state: next().initial });
    await expectFoldedAnswers(timeline, path, [next(), sound]);
    await timeline.close();
    expect(buildsIn(path)).toMatchObject([{ version: 2, complete: 1 }]);
    expect(leftBehind(path)).toEqual([]);
  });

  test.each([false, true])(
    'and is cut off when the timeline is closed, goes on from where it was (keyed: %s)',
    async (keyed) => {
      const path = await saved([digesting({ keyed }), sound]);
      let closed: Promise<void> | undefined;
      const counter = createCounter();
      const closing = next({
        keyed,
        onFact: ({ position }) => {
          if (position > 1000) closed ??= timeline.close();
        },
      });
      const timeline = await openBad(path, [digesting({ keyed }), closing]);
      await expect.poll(() => closed !== undefined, { timeout: 30_000 }).toBe(true);
      await closed;
      const [, cutOff] = buildsIn(path);
      expect(cutOff).toMatchObject({ version: 2, complete: 0 });
      expect(Number(cutOff?.['position'])).toBeGreaterThan(0);

      const again = await openBad(path, [digesting({ keyed }), next({ keyed, onFact: counter.note })]);
      await again.caughtUp();
      expect(counter.take()).toBeLessThan(keyed ? 2 * facts : facts);
      expect(versionOf(again)).toBe(2);
      await expectFoldedAnswers(again, path, [next({ keyed })]);
      await again.close();
      expect(buildsIn(path)).toMatchObject([{ id: cutOff?.['id'], version: 2, complete: 1 }]);
    },
  );

  test.each([400, 2000])('and is killed at fact %i, goes on from where it was', async (killedAt) => {
    const path = folder.file();
    await saveStates(path, [], { facts });
    runChild(path, 1);
    expect(buildsIn(path)).toMatchObject([{ version: 1, complete: 1 }]);
    expect(runChild(path, 2, killedAt)).toBeUndefined();
    const [before, killed] = buildsIn(path);
    expect(before).toMatchObject({ version: 1, complete: 1 });
    expect(killed).toMatchObject({ version: 2, complete: 0 });
    expect(Number(killed?.['position'])).toBeGreaterThan(0);

    const { folded, answers } = runChild(path, 2) ?? {};
    expect(answers).toEqual(await foldedAnswers(path, [next({ keyed: true })]));
    expect(folded).toBeLessThan(facts);
    expect(buildsIn(path)).toMatchObject([{ id: killed?.['id'], version: 2, complete: 1, position: facts }]);
    expect(leftBehind(path)).toEqual([]);
  });
});

/** Lets a process build a version; returns what it says at its end, undefined when it was killed. */
function runChild(path: string, version: number, killedAt = Number.POSITIVE_INFINITY) {
  const child = join(import.meta.dirname, '..', 'support', 'rebuilding-child.ts');
  const args = [child, path, String(version), String(killedAt)];
  const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  if (signal === 'SIGKILL') return undefined;
  return JSON.parse(stdout) as { readonly folded: number; readonly answers: unknown };
}
